//! Completeness of the catalogue: no message is missing or unused, and no sentence is written elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use super::catalogue::{files, has_in};
use super::{Argument as _, Lang, Text, format_in};
use crate::layers::{source_folder, sources};

/// Prefixes of keys composed at run time; tests of their callers cover them.
const PUT_TOGETHER: [&str; 3] = ["field-", "help-", "language-"];

/// Prefixes of keys whose English clap has: its definitions, and its refusals.
const CLAPS: [&str; 2] = ["help-", "usage-"];

fn variables<'a>(pattern: &Pattern<&'a str>, found: &mut BTreeSet<&'a str>) {
    fn inline<'a>(expression: &InlineExpression<&'a str>, found: &mut BTreeSet<&'a str>) {
        match expression {
            InlineExpression::VariableReference { id } => {
                found.insert(id.name);
            }
            InlineExpression::Placeable { expression } => any(expression, found),
            _ => {}
        }
    }
    fn any<'a>(expression: &Expression<&'a str>, found: &mut BTreeSet<&'a str>) {
        match expression {
            Expression::Select { selector, variants } => {
                inline(selector, found);
                for variant in variants {
                    variables(&variant.value, found);
                }
            }
            Expression::Inline(expression) => inline(expression, found),
        }
    }
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            any(expression, found);
        }
    }
}

/// Returns the messages of a language with their variables.
fn messages(lang: Lang) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut messages = BTreeMap::new();
    for &(file, source) in files(lang) {
        let resource = parser::parse(source)
            .unwrap_or_else(|(_, errors)| panic!("{lang:?}/{file}.ftl: {errors:?}"));
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut used = BTreeSet::new();
                    let value = message.value.as_ref();
                    variables(value.expect("a message has a value"), &mut used);
                    let twice = messages.insert(message.id.name, used).is_some();
                    assert!(!twice, "{lang:?}: {} stands there twice", message.id.name);
                }
                Entry::Junk { content } => panic!("{lang:?}/{file}.ftl: {content}"),
                _ => {}
            }
        }
    }
    messages
}

/// Returns each source file that uses messages, without tests and comments.
fn program() -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    let root = source_folder();
    sources(&root, &mut paths);
    paths
        .into_iter()
        .filter(|path| {
            let of_catalogue =
                ["mod.rs", "catalogue.rs", "pseudo.rs"].map(|file| root.join("lang").join(file));
            !of_catalogue.contains(path) && !path.ends_with("tests.rs")
        })
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
            let lines = text.lines();
            let code: Vec<_> = lines
                .filter(|it| !it.trim_start().starts_with("//"))
                .collect();
            (path, code.join("\n"))
        })
        .collect()
}

/// Returns the text up to the parenthesis that closes the one just opened.
fn inside(text: &str) -> &str {
    let (mut depth, mut quoted, mut escaped) = (1, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

/// Returns the names in `"key", name = value, other = f(x)`.
fn names(call: &str) -> BTreeSet<&str> {
    let (mut depth, mut quoted, mut start) = (0, false, 0);
    let mut parts = Vec::new();
    for (at, c) in call.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(&call[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&call[start..]);
    let values = parts.into_iter().skip(1);
    let named = values.filter_map(|part| part.split_once('='));
    named.map(|(name, _)| name.trim()).collect()
}

/// Returns each `t!` of the program: file, key, names of its values.
fn said(sources: &[(PathBuf, String)]) -> Vec<(&Path, &str, BTreeSet<&str>)> {
    let mut said = Vec::new();
    for (path, text) in sources {
        for (at, _) in text.match_indices("t!(") {
            let before = text[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let call = inside(&text[at + 3..]);
            if let Some(key) = call.trim_start().strip_prefix('"') {
                said.push((path.as_path(), key.split('"').next().unwrap(), names(call)));
            }
        }
    }
    said
}

#[test]
fn all_languages_have_the_same_messages_with_the_same_values() {
    let english = messages(Lang::EN);
    for lang in Lang::all().chain([Lang::PSEUDO]) {
        let translated = messages(lang);
        for (key, values) in &english {
            assert_eq!(translated.get(key), Some(values), "{key} of {}", lang.tag());
        }
        let is_own = |key: &&&str| !CLAPS.iter().any(|start| key.starts_with(start));
        for key in translated.keys().filter(is_own) {
            assert!(english.contains_key(key), "{key} is missing in English");
        }
    }
}

#[test]
fn a_language_has_the_files_and_the_tag_that_it_is_listed_by() {
    for lang in Lang::all() {
        assert_eq!(Lang::of_tag(lang.tag()), Some(lang));
        let names = |lang| files(lang).iter().map(|(name, _)| *name);
        assert!(names(lang).eq(names(Lang::EN)));
        let conventions = lang.conventions();
        assert!(!conventions.yes.is_empty() && !conventions.no.is_empty());
        assert!(conventions.colon.ends_with(':'));
        for noun in crate::domain::Noun::SEARCHABLE {
            assert!(has_in(lang, &format!("language-noun-{noun}")));
        }
    }
}

#[test]
fn every_key_is_said_and_every_key_that_is_said_exists() {
    let messages: BTreeMap<_, _> = [Lang::EN, Lang::FR]
        .into_iter()
        .flat_map(messages)
        .collect();
    let sources = program();
    let said = said(&sources);
    let mut used = BTreeSet::new();
    for (path, key, names) in &said {
        let values = messages.get(key);
        assert_eq!(values, Some(names), "{key} of {}", path.display());
        used.insert(*key);
    }
    let is_put_together = |key: &str| PUT_TOGETHER.iter().any(|start| key.starts_with(start));
    let mut unused: Vec<_> = messages.keys().collect();
    unused.retain(|key| !used.contains(*key) && !is_put_together(key));
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn no_sentence_is_written_outside_the_catalogue() {
    // Two adjacent words are a sentence; a flag, a command line or a name is not.
    let is_sentence = |text: &str| {
        let literals = text.split('"').skip(1).step_by(2);
        literals.into_iter().any(|literal| {
            let words: Vec<_> = literal.split(' ').collect();
            let is_word = |word: &&str| word.len() > 1 && word.chars().all(char::is_alphabetic);
            let mut pairs = words.windows(2);
            pairs.any(|pair| pair.iter().all(is_word)) && !literal.starts_with("epic ")
        })
    };
    for (path, text) in program() {
        for (at, call) in text.match_indices("Text::verbatim(") {
            let argument = inside(&text[at + call.len()..]);
            assert!(!is_sentence(argument), "{}: {argument}", path.display());
        }
    }
    assert!(is_sentence("\"this is one\""));
    assert!(!is_sentence("\"epic contract list --unpaid\""));
}

#[test]
fn plurals_follow_the_language() {
    let say = |lang, count: i64| format_in(lang, "count-customers", &[("count", count.argument())]);
    assert_eq!(say(Lang::EN, 0), "0 customers");
    assert_eq!(say(Lang::EN, 1), "1 customer");
    assert_eq!(say(Lang::FR, 0), "0 client");
    assert_eq!(say(Lang::FR, 1), "1 client");
    assert_eq!(say(Lang::FR, 2), "2 clients");
}

#[test]
fn a_text_pads_like_a_string() {
    assert_eq!(format!("{:>4}|", Text::verbatim("ab")), "  ab|");
}
