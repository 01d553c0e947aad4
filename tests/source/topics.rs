//! Help topics and documents: the same in both languages, with the names, numbers and commands of the program.

use std::collections::BTreeSet;
use std::sync::Mutex;

use epic::cli::tree;
use epic::help::topics;
use epic::lang::{self, Lang};

use super::{french, source_folder, sources};

/// The language belongs to the process.
static SPEAKING: Mutex<()> = Mutex::new(());

fn in_language<T>(lang: Lang, work: impl FnOnce() -> T) -> T {
    let _alone = SPEAKING.lock().unwrap();
    lang::meanwhile(lang, work)
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
        let translated = topic(french(), name);
        assert_ne!(english, translated, "{name}");
        for is in [is_variable, is_flag] {
            assert_eq!(names(&english, is), names(&translated, is), "{name}");
        }
        assert_eq!(code(Lang::EN, name), code(french(), name), "{name}");
        for line in english.lines().chain(translated.lines()) {
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
    for lang in [Lang::EN, french()] {
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
    let errors = include_str!("../../src/error/mod.rs");
    let (_, rest) = errors.split_once("fn exit_code").unwrap();
    let body = rest.split("\n    }\n").next().unwrap();
    let arms = body.lines().filter_map(|line| line.split_once("=> "));
    let wanted: Vec<_> = arms.map(|(_, code)| code.trim_end_matches(',')).collect();
    assert!(wanted.len() > 10, "{wanted:?}");
    for lang in [Lang::EN, french()] {
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
    let mut read: BTreeSet<String> = VARIABLES.split_whitespace().map(str::to_owned).collect();
    for file in sources(&source_folder()) {
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
    for lang in [Lang::EN, french()] {
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
    for lang in [Lang::EN, french()] {
        let text = topic(lang, "permissions");
        for command in epic::commands::declarations().iter().map(|it| it.path) {
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
    let wanted = names(include_str!("../../src/domain/rules.rs"), "//! ");
    assert!(wanted.len() > 6, "{wanted:?}");
    let english = in_language(Lang::EN, || topics::markdown("rules"));
    assert_eq!(names(&english, ""), wanted);
    let translated = in_language(french(), || topics::markdown("rules"));
    assert_eq!(names(&translated, "").len(), wanted.len());
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
        let is_before = |word: &&String| {
            word.contains('=') || ["sudo", "-u", "postgres"].contains(&word.as_str())
        };
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
