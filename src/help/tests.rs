//! The French help against the English one: nothing is missing, nothing is left over, nothing stands for two texts;
//! every command has its examples; refusals are those of clap.

use std::collections::{BTreeMap, BTreeSet};

use clap::Command;

use super::{Purpose, dressed, examples, finished, overlay, topics, usage};
use crate::cli::{root, tree};
use crate::lang::{self, Lang};
use crate::layers::{source_folder, sources};

fn in_language<T>(lang: Lang, work: impl FnOnce() -> T) -> T {
    lang::meanwhile(lang, work)
}

/// Words in the names of values that are the same in French.
const SAME: &str = "N URL FORMAT SHELL TOPIC subcommand COMMAND";

/// Keys of French alone that stand for clap's own words.
const OWN: &str = "help-heading-usage help-heading-options help-heading-arguments help-heading-commands \
    help-help-short help-help-long help-value-command help-default help-man-heading-name \
    help-man-heading-synopsis help-man-heading-description help-man-heading-options help-man-heading-subcommands";

fn is_among(word: &str, words: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}

/// Visits a command and all below it, with their paths.
fn walk(command: &Command, path: &mut Vec<String>, visit: &mut dyn FnMut(&Command, &[String])) {
    visit(command, path);
    for below in command.get_subcommands() {
        path.push(below.get_name().to_owned());
        walk(below, path, visit);
        path.pop();
    }
}

/// Every French key that help asks for, with the English texts that it stands for.
fn asked() -> BTreeMap<String, BTreeSet<String>> {
    let mut asked: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut ask = |key: String, text: String| {
        asked.entry(key).or_default().insert(text);
    };
    let mut tree = tree();
    tree.build();
    walk(&tree, &mut Vec::new(), &mut |command, path| {
        if path.iter().filter(|word| *word == "help").count() > 1 {
            return;
        }
        if let Some(about) = command.get_about() {
            ask(overlay::about_key(path), about.to_string());
        }
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            if let Some(heading) = arg.get_help_heading() {
                ask(overlay::heading_key(heading), heading.to_owned());
            }
            let names = arg.get_value_names().unwrap_or_default();
            for name in names.iter().filter(|_| arg.get_action().takes_values()) {
                for word in lang::words(name) {
                    let is_word = word.chars().any(char::is_alphabetic);
                    if is_word && !is_among(word, SAME) {
                        ask(lang::key(word), word.to_owned());
                    }
                }
            }
            let Some(help) = arg.get_help() else { continue };
            if arg.get_id() == "help" {
                continue;
            }
            let id = arg.get_id();
            let own = || format!("help-{}--{id} or help-arg-…", path.join("-"));
            let key = overlay::key_of(path, arg).unwrap_or_else(own);
            ask(key, help.to_string());
            let values = arg.get_possible_values();
            assert!(
                arg.is_hide_possible_values_set()
                    || values.is_empty()
                    || values.len() == 2 && values.iter().all(|it| it.get_help().is_none()),
                "{path:?} {id}: possible values have no French"
            );
        }
    });
    asked
}

/// The keys of a French file.
fn keys(source: &str) -> BTreeSet<&str> {
    source
        .lines()
        .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
        .filter(|key| key.starts_with("help-"))
        .collect()
}

const FRENCH: &str = include_str!("../lang/fr/help.ftl");
const ENGLISH: &str = include_str!("../lang/en/help.ftl");

#[test]
fn every_text_of_the_help_has_its_french_and_none_is_left_over() {
    let asked = in_language(Lang::FR, asked);
    let french: BTreeSet<&str> = keys(FRENCH).difference(&keys(ENGLISH)).copied().collect();
    let missing = asked
        .iter()
        .filter(|(key, _)| !french.contains(key.as_str()));
    let missing: Vec<_> = missing.collect();
    assert!(missing.is_empty(), "no French for {missing:#?}");
    let over = french
        .iter()
        .filter(|key| !asked.contains_key(**key) && !is_among(key, OWN));
    let over: Vec<_> = over.collect();
    assert!(over.is_empty(), "nobody asks for {over:?}");
    let several: Vec<_> = asked.iter().filter(|(_, texts)| texts.len() > 1).collect();
    assert!(
        several.is_empty(),
        "one French text for several English ones: {several:#?}"
    );
}

/// Every command that can be run.
fn leaves() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk(&tree(), &mut Vec::new(), &mut |command, path| {
        if !command.has_subcommands() && !path.iter().any(|word| word == "help") {
            found.insert(path.join(" "));
        }
    });
    found
}

#[test]
fn every_command_has_two_examples_with_a_caption_each_and_no_other_has() {
    let with: BTreeSet<String> = examples::all()
        .map(|[first, _]| first.path.to_owned())
        .collect();
    assert_eq!(with, leaves());
    let count = examples::all().count();
    assert_eq!(with.len(), count, "one stands there twice");
    let mut captions = keys(ENGLISH);
    captions.retain(|key| key.starts_with("help-example-"));
    for [first, second] in examples::all() {
        assert_ne!(first.line, second.line);
        for (number, example) in [first, second].into_iter().enumerate() {
            let command = format!("epic {}", first.path);
            assert!(example.line.contains(&command), "{}", example.line);
            for line in example.line.lines() {
                assert!(line.chars().count() <= 74, "{line} is cut at 80 columns");
            }
            let path = first.path.replace(' ', "-");
            let key = format!("help-example-{path}-{}", number + 1);
            assert!(captions.remove(key.as_str()), "{key}");
        }
    }
    assert!(captions.is_empty(), "{captions:?}");
}

#[test]
fn a_list_names_the_fields_that_it_sorts_by() {
    let help = help_of(Lang::EN, &["contract", "list"]);
    assert!(help.contains("customer.company"), "{help}");
}

fn help_of(lang: Lang, path: &[&str]) -> String {
    in_language(lang, || {
        let mut tree = dressed(tree(), Purpose::Terminal);
        let mut words = vec!["epic"];
        words.extend(path);
        words.push("--help");
        let help = tree.try_get_matches_from_mut(words).unwrap_err().render();
        finished(help).to_string()
    })
}

#[test]
fn french_help_has_no_english_in_it() {
    const ENGLISH_WORDS: &str =
        "the Usage Options Commands Print with of this Show Examples default possible and";
    let mut paths = leaves();
    let nouns = leaves().into_iter();
    paths.extend(nouns.filter_map(|path| Some(path.split_once(' ')?.0.to_owned())));
    paths.insert(String::new());
    for path in paths {
        let words: Vec<&str> = path.split(' ').filter(|word| !word.is_empty()).collect();
        let help = help_of(Lang::FR, &words);
        for line in help.lines() {
            assert!(line.chars().count() <= 100, "{line}");
            // Examples and flags are what people type.
            let text = line.split("--").next().unwrap_or_default();
            for word in text.split(|c: char| !c.is_alphabetic()) {
                let allowed = word == "Options"
                    && (line.starts_with("Options\u{202f}:")
                        || line.starts_with("Options globales"));
                assert!(!is_among(word, ENGLISH_WORDS) || allowed, "{path}: {line}");
            }
        }
        assert!(help.contains("Utilisation\u{202f}:"), "{help}");
    }
}

/// Help of every command at 80 columns in a language whose every text is longer, which shows what is written outside the
/// catalogue and what has no room.
#[test]
fn help_has_room_for_another_language() {
    const WORDS: &str = "the with this shows Usage Options Arguments Commands Examples \
        Utilisation Afficher avec dans pour contrat contrats client clients";
    for path in leaves() {
        let help = in_language(Lang::PSEUDO, || {
            let mut tree = dressed(tree().term_width(80), Purpose::Terminal);
            let words = ["epic"]
                .into_iter()
                .chain(path.split(' '))
                .chain(["--help"]);
            let help = tree.try_get_matches_from_mut(words).unwrap_err().render();
            finished(help).to_string()
        });
        // clap leaves the line of the usage whole.
        let is_usage = |line: &&str| line.contains(&format!(" epic {path} ["));
        for line in help.lines().filter(|line| !is_usage(line)) {
            assert!(line.chars().count() <= 80, "{path}: {line}");
            let text = line.split("--").next().unwrap_or_default();
            for word in text.split(|c: char| !c.is_alphabetic()) {
                let is_command = path.split(' ').any(|it| it == word);
                assert!(
                    is_command || !is_among(word, WORDS) || line.starts_with("  epic"),
                    "{path}: {line}"
                );
            }
        }
    }
}

#[test]
fn what_clap_refuses_is_told_in_french() {
    let lines: &[&[&str]] = &[
        &["custmer"],
        &["customer", "lst"],
        &["customer", "xyzzy"],
        &["customer", "list", "--limt", "3"],
        &["customer", "list", "--limit", "x"],
        &["customer", "list", "--limit", "-1"],
        &["customer", "list", "--limit"],
        &["customer", "list", "--limit", "99999999999999999999"],
        &["customer", "list", "--limit", "1", "--limit", "2"],
        &["customer", "list", "--limit", "1", "--all"],
        &["customer", "list", "surplus"],
        &["customer", "--mine", "list"],
        &["--format", "yaml", "whoami"],
        &["--format", "jsn", "whoami"],
        &["--json", "--format", "csv", "whoami"],
        &["whoami", "--quiet=1"],
        &["whoami", "--format="],
        &["contract", "pay", "1", "2", "3"],
        &["db", "enroll"],
        &["man"],
        &["help", "xyzzy"],
        &["event", "list", "-x"],
    ];
    in_language(Lang::FR, || {
        for line in lines {
            let words = std::iter::once(&"epic").chain(line.iter());
            let tree = dressed(tree(), Purpose::Terminal);
            let error = tree.try_get_matches_from(words).unwrap_err();
            let ours = usage::render(error, &[]).to_string();
            assert!(ours.starts_with("erreur\u{202f}: "), "{ours}");
            for english in "Usage:,tip:,similar,For more,invalid value,is not in,digit".split(',') {
                assert!(!ours.contains(english), "{line:?}: {ours}");
            }
        }
    });
}

/// A topic as it is printed, in a language.
fn topic(lang: Lang, name: &str) -> String {
    in_language(lang, || topics::text(name))
        .unwrap()
        .to_string()
}

/// Code of a topic, without its comments.
fn code(lang: Lang, name: &str) -> String {
    let markdown = in_language(lang, || topics::markdown(name));
    let blocks = markdown.split("```").skip(1).step_by(2);
    let lines = blocks.flat_map(str::lines).map(|line| {
        let (code, _) = line.split_once('#').unwrap_or((line, ""));
        format!("{}\n", code.trim_end())
    });
    lines.collect()
}

#[test]
fn every_topic_has_the_same_words_in_both_languages() {
    let names = |text: &str, is: fn(&str) -> bool| -> BTreeSet<String> {
        text.split(|c: char| !(c.is_alphanumeric() || "_-:./+".contains(c)))
            .map(|word| word.trim_end_matches(['.', ':', '/']))
            .filter(|word| is(word))
            .map(str::to_owned)
            .collect()
    };
    let is_variable: fn(&str) -> bool = |word| {
        word.len() > 1
            && word.chars().all(|c| c.is_ascii_uppercase() || c == '_')
            && !["UTC", "RFC", "JSON", "URL"].contains(&word)
    };
    let is_flag: fn(&str) -> bool = |word| word.starts_with("--") && word.len() > 2;
    for name in topics::names() {
        let english = topic(Lang::EN, name);
        let french = topic(Lang::FR, name);
        assert_ne!(english, french, "{name}");
        for is in [is_variable, is_flag] {
            assert_eq!(names(&english, is), names(&french, is), "{name}");
        }
        assert_eq!(code(Lang::EN, name), code(Lang::FR, name), "{name}");
        for line in english.lines().chain(french.lines()) {
            assert!(line.chars().count() <= 80, "{name}: {line}");
            assert!(
                !line.contains(['`', '|']) || line.contains(" | "),
                "{name}: {line}"
            );
        }
    }
}

#[test]
fn the_list_of_topics_has_a_line_for_each() {
    for lang in [Lang::EN, Lang::FR] {
        let list = in_language(lang, topics::list).to_string();
        let lines: Vec<_> = list.lines().skip(1).collect();
        assert_eq!(lines.len(), topics::names().len());
        for (line, name) in lines.iter().zip(topics::names()) {
            let title = line.strip_prefix(&format!("  {name} ")).unwrap();
            assert!(!title.trim().is_empty(), "{line}");
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}

#[test]
fn exit_codes_are_those_of_errors() {
    let errors = include_str!("../error/mod.rs");
    let (_, rest) = errors.split_once("fn exit_code").unwrap();
    let body = rest.split("\n    }\n").next().unwrap();
    let arms = body.lines().filter_map(|line| line.split_once("=> "));
    let wanted: Vec<_> = arms.map(|(_, code)| code.trim_end_matches(',')).collect();
    assert!(wanted.len() > 10, "{wanted:?}");
    for lang in [Lang::EN, Lang::FR] {
        let text = topic(lang, "exit-codes");
        let first = text
            .lines()
            .filter_map(|line| line.split_whitespace().next());
        let is_code = |word: &&str| word.chars().all(|c| c.is_ascii_digit());
        let listed: Vec<_> = first.filter(is_code).collect();
        assert_eq!(listed, wanted, "{lang:?}");
    }
}

/// Variables of the topic that other programs named.
const VARIABLES: &str = "DATABASE_URL SECRET_KEY PEPPER SENTRY_DSN CI NO_COLOR CLICOLOR_FORCE TERM XDG_CONFIG_HOME \
    XDG_DATA_HOME LC_ALL LC_MESSAGES LANG";

#[test]
fn the_topic_of_the_configuration_has_every_variable_that_is_read() {
    let mut files = Vec::new();
    sources(&source_folder(), &mut files);
    let mut read: BTreeSet<String> = VARIABLES.split_whitespace().map(str::to_owned).collect();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        for (at, _) in text.match_indices("\"EPIC_") {
            let name = text[at + 1..].split('"').next().unwrap_or_default();
            let other = ["EPIC_TEST_", "EPIC_COMPLETE", "EPIC_UPDATE_", "EPIC_WRITE_"];
            let is_name =
                name.len() > 5 && name.bytes().all(|c| c.is_ascii_uppercase() || c == b'_');
            if is_name && other.iter().all(|start| !name.starts_with(start)) {
                read.insert(name.to_owned());
            }
        }
    }
    assert!(read.contains("EPIC_TOKEN_FILE"), "{read:?}");
    for lang in [Lang::EN, Lang::FR] {
        let text = topic(lang, "configuration");
        let words: BTreeSet<&str> = text
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .collect();
        for variable in &read {
            assert!(words.contains(variable.as_str()), "{lang:?}: {variable}");
        }
    }
}

#[test]
fn the_topic_of_permissions_has_every_command() {
    for lang in [Lang::EN, Lang::FR] {
        let text = topic(lang, "permissions");
        for command in crate::commands::declarations().iter().map(|it| it.path) {
            let start = format!("  {command} ");
            let public = in_language(lang, || topics::markdown("permissions"));
            assert!(
                text.contains(&start) || public.contains(&format!("`{command}`")),
                "{command}"
            );
        }
    }
}

#[test]
fn the_rules_have_the_numbers_and_names_of_the_code() {
    let names = |text: &str, prefix: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix(prefix));
        let rules = lines.filter_map(|line| line.split_once(". **"));
        let named = rules.filter_map(|(number, rest)| Some((number, rest.split_once("**")?.0)));
        named
            .map(|(number, name)| format!("{number} {name}"))
            .collect()
    };
    let wanted = names(include_str!("../domain/rules.rs"), "//! ");
    assert!(wanted.len() > 6, "{wanted:?}");
    let english = in_language(Lang::EN, || topics::markdown("rules"));
    assert_eq!(names(&english, ""), wanted);
    let french = in_language(Lang::FR, || topics::markdown("rules"));
    assert_eq!(names(&french, "").len(), wanted.len());
}

/// The words of each `epic` in a line of a shell.
fn commands_in(line: &str) -> Vec<Vec<String>> {
    let mut words: Vec<Vec<String>> = vec![vec![String::new()]];
    let mut quote = None;
    for c in line.chars() {
        match c {
            c if Some(c) == quote => quote = None,
            '\'' | '"' if quote.is_none() => quote = Some(c),
            ' ' if quote.is_none() => words.last_mut().unwrap().push(String::new()),
            '|' | '&' | '(' | ')' | ';' | '>' | '<' if quote.is_none() => {
                words.push(vec![String::new()]);
            }
            '#' if quote.is_none() => break,
            c => words.last_mut().unwrap().last_mut().unwrap().push(c),
        }
    }
    let words = words.into_iter().filter_map(|words| {
        let is_before = |word: &&String| word.contains('=') || is_among(word, "sudo -u postgres");
        let start = words.iter().take_while(is_before).count();
        let words = words.into_iter().skip(start);
        let mut words = words.skip_while(String::is_empty).peekable();
        words.next_if(|word| word == "epic")?;
        let words = std::iter::once("epic".to_owned()).chain(words);
        Some(words.filter(|word| !word.is_empty()).collect())
    });
    words.collect()
}

#[test]
fn every_command_of_the_topics_is_one() {
    let mut count = 0;
    for name in topics::names() {
        let code = code(Lang::EN, name).replace("\\\n", " ");
        for command in code.lines().flat_map(commands_in) {
            count += 1;
            let parsed = tree().try_get_matches_from(&command);
            assert!(
                parsed.is_ok(),
                "{name}: {command:?}: {}",
                parsed.unwrap_err()
            );
        }
        let markdown = in_language(Lang::EN, || topics::markdown(name));
        let prose = markdown.split("```").step_by(2).collect::<String>();
        let spans = prose.split('`').skip(1).step_by(2);
        for span in spans.filter_map(|span| span.strip_prefix("epic ")) {
            let mut tree = tree();
            tree.build();
            let mut command = &tree;
            for word in span.split_whitespace() {
                match command.find_subcommand(word) {
                    Some(found) => command = found,
                    None => break,
                }
            }
            let is_topic = span
                .strip_prefix("help ")
                .is_some_and(|topic| topics::names().contains(&topic));
            assert!(
                is_topic || !command.has_subcommands(),
                "{name}: epic {span}"
            );
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn every_link_of_the_documents_has_its_file() {
    let root = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut documents = vec![root.join("README.md")];
    for folder in [
        ".github",
        "scripts/bench",
        "src/help/topics/en",
        "src/help/topics/fr",
    ] {
        let entries = std::fs::read_dir(root.join(folder)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        documents.extend(paths.filter(|path| path.extension().is_some_and(|it| it == "md")));
    }
    assert!(documents.len() > 20, "{documents:?}");
    for document in documents {
        let text = std::fs::read_to_string(&document).unwrap();
        let inline = text.split("](").skip(1);
        let defined = text
            .lines()
            .filter_map(|line| line.strip_prefix('[')?.split_once("]: "));
        let targets = inline.chain(defined.map(|(_, target)| target));
        for link in targets {
            let target = link.split([')', '#']).next().unwrap();
            let is_here = !target.contains("://") && !target.is_empty();
            let file = document.parent().unwrap().join(target);
            assert!(
                !is_here || file.exists(),
                "{}: {target}",
                document.display()
            );
        }
    }
}

#[test]
fn a_topic_is_asked_for_by_its_name_alone() {
    let asked = |line: &str| {
        topics::asked(
            &line.split(' ').map(Into::into).collect::<Vec<_>>(),
            &root(),
        )
    };
    assert_eq!(asked("epic help dates"), Some("dates"));
    assert_eq!(asked("epic --lang fr help dates"), Some("dates"));
    assert_eq!(asked("epic help dates --lang=fr"), Some("dates"));
    assert_eq!(asked("epic help environment"), Some("configuration"));
    assert_eq!(asked("epic --quiet help dates"), Some("dates"));
    assert_eq!(asked("epic help -v dates --color never"), Some("dates"));
    assert_eq!(asked("epic help dates --colour never"), None);
    assert_eq!(asked("epic help"), None);
    assert_eq!(asked("epic help contract"), None);
    assert_eq!(asked("epic help dates formats"), None);
    assert_eq!(asked("epic customer list --search help dates"), None);
    let nearest = |typed| usage::nearest(typed, &topics::names());
    assert_eq!(nearest("exit-code"), ["exit-codes"]);
    assert_eq!(nearest("perm"), ["permissions"]);
    assert!(nearest("xyzzy").is_empty());
}
