//! The French help against the English one: nothing is missing, nothing is left over, nothing stands for two texts;
//! every command has its examples; refusals are those of clap.

use std::collections::{BTreeMap, BTreeSet};

use clap::Command;

use super::{Purpose, dressed, examples, finished, overlay, topics, usage};
use crate::cli::{root, tree};
use crate::lang::{self, Lang};

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
