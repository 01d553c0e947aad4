//! Completeness of the catalogue: no message is missing or unused, and no sentence is written elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use epic::lang::{Argument as _, Lang, format_in};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use super::words::faults_of_message;
use super::{french, source_folder, sources};

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

/// Returns the files of a language.
fn files(lang: Lang) -> Vec<(PathBuf, &'static str)> {
    let folder = source_folder().join("lang").join(lang.tag());
    let paths = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let read = paths.map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        (path, &*text.leak())
    });
    read.collect()
}

/// Returns the messages of a language with their variables.
fn messages(lang: Lang) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut messages = BTreeMap::new();
    for (file, source) in files(lang) {
        let file = file.display();
        let resource =
            parser::parse(source).unwrap_or_else(|(_, errors)| panic!("{file}: {errors:?}"));
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    // A message in the file of another area is not found.
                    let formatted = format_in(lang, message.id.name, &[]);
                    assert_ne!(formatted, message.id.name, "{file}");
                    let mut used = BTreeSet::new();
                    let value = message.value.as_ref();
                    variables(value.expect("a message has a value"), &mut used);
                    let twice = messages.insert(message.id.name, used).is_some();
                    assert!(!twice, "{lang:?}: {} stands there twice", message.id.name);
                }
                Entry::Junk { content } => panic!("{file}: {content}"),
                _ => {}
            }
        }
    }
    messages
}

/// Character that stands for a value in [`sentences`].
const VALUE: char = '\u{fffc}';

/// Adds the texts of a pattern, with [`VALUE`] for each value; each variant is a text of its own.
fn flatten(pattern: &Pattern<&str>, found: &mut Vec<String>) {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::StringLiteral { value }) => {
                    text.push_str(value);
                }
                Expression::Inline(_) => text.push(VALUE),
                Expression::Select { variants, .. } => {
                    text.push(VALUE);
                    for variant in variants {
                        flatten(&variant.value, found);
                    }
                }
            },
        }
    }
    found.push(text);
}

/// Returns the texts of a language with their keys.
fn sentences(lang: Lang) -> Vec<(&'static str, String)> {
    let mut sentences = Vec::new();
    for (_, source) in files(lang) {
        for entry in parser::parse(source).unwrap().body {
            if let Entry::Message(message) = entry {
                let mut texts = Vec::new();
                flatten(message.value.as_ref().unwrap(), &mut texts);
                sentences.extend(texts.into_iter().map(|text| (message.id.name, text)));
            }
        }
    }
    sentences
}

/// Returns each source file that uses messages, without tests and comments.
fn program() -> Vec<(PathBuf, String)> {
    let root = source_folder();
    sources(&root)
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
    for lang in Lang::all() {
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
fn every_key_is_said_and_every_key_that_is_said_exists() {
    let messages: BTreeMap<_, _> = [Lang::EN, french()]
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
    assert_eq!(say(Lang::EN, 1), "1 customer");
    assert_eq!(say(french(), 1), "1 client");
    assert_eq!(say(french(), 2), "2 clients");
}

/// French words to avoid in messages.
const BANNED_FRENCH: &str = "quiconque,quelqu’un,personne ne,encore une fois,soi-même,invalide";

#[test]
fn messages_use_standard_terms_and_no_backticks() {
    let mut wrong = Vec::new();
    for (key, text) in sentences(Lang::EN) {
        let faults = faults_of_message(&text);
        wrong.extend(faults.iter().map(|fault| format!("{key}: {fault}: {text}")));
    }
    for (key, text) in sentences(french()) {
        let faults = BANNED_FRENCH.split(',').filter(|it| text.contains(it));
        wrong.extend(faults.map(|fault| format!("{key}: {fault}: {text}")));
    }
    for lang in [Lang::EN, french()] {
        let quoted = sentences(lang).into_iter();
        let quoted = quoted.filter(|(_, text)| text.contains('`'));
        wrong.extend(quoted.map(|(key, text)| format!("{key}: backticks: {text}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the breach of French typography in a text: a narrow no-break space stands before `; : ! ?`, inside « » and
/// between thousands, and the apostrophe is ’.
fn misprint(text: &str) -> Option<&'static str> {
    const THIN: char = '\u{202f}';
    let chars: Vec<char> = text.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map_or('\n', |at| chars[at]);
        let after = chars.get(at + 1).copied().unwrap_or('\n');
        match c {
            // As in `18:00`, `sqlite://` or `-h:`.
            ':' if !after.is_whitespace() && after != VALUE => {}
            ';' | ':' | '!' | '?' | '»' if before != THIN => return Some("space before"),
            '«' if after != THIN => return Some("space after"),
            '\u{a0}' => return Some("wide no-break space"),
            '\'' if before.is_alphabetic() && after.is_alphabetic() => return Some("apostrophe"),
            ' ' if before.is_ascii_digit() => {
                let digits = chars[at + 1..].iter().take_while(|c| c.is_ascii_digit());
                if digits.count() == 3 {
                    return Some("space between thousands");
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn french_typography_is_kept() {
    let mut wrong = Vec::new();
    for (key, text) in sentences(french()) {
        // The parameters of URLs and the lines of a file.
        let is_code = key == "config-template";
        if let Some(fault) = misprint(&text).filter(|_| !is_code) {
            wrong.push(format!("{key}: {fault}: {text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for text in ["a : b", "a\u{a0}: b", "quoi?", "« a »", "l'a", "1 500,50"] {
        assert!(misprint(text).is_some(), "{text}");
    }
    for text in [
        "a\u{202f}: b",
        "18:00",
        "sqlite://x",
        "«\u{202f}a\u{202f}»",
        "06 01 02 03 04",
    ] {
        assert_eq!(misprint(text), None, "{text}");
    }
}

#[test]
fn a_count_of_zero_is_left_out() {
    for lang in [Lang::EN, french()] {
        let counted = |key, count: i64| format_in(lang, key, &[("count", count.argument())]);
        for number in 0..16 {
            let bit = |bit: i64| (number >> bit) & 1;
            let sessions = counted("count-sessions", bit(0));
            let tokens = counted("count-tokens", bit(1));
            let customers = counted("count-customers", bit(2));
            let events = counted("count-upcoming-events", bit(3));
            for key in [
                "command-reset-password",
                "command-move",
                "command-deactivate",
                "command-deactivate-giving",
                "error-rule-still-in-use",
            ] {
                let is_owner = customers != "none" || events != "none";
                if !is_owner
                    && matches!(key, "command-deactivate-giving" | "error-rule-still-in-use")
                {
                    continue;
                }
                let text = format_in(
                    lang,
                    key,
                    &[
                        ("login", "CBrunel".argument()),
                        ("successor", "CDelorme".argument()),
                        ("department", "support".argument()),
                        ("sessions", sessions.argument()),
                        ("tokens", tokens.argument()),
                        ("customers", customers.argument()),
                        ("events", events.argument()),
                    ],
                );
                assert!(!text.contains("none") && !text.contains('0'), "{text}");
                assert!(!text.contains("  ") && !text.contains(" ,"), "{text}");
            }
        }
    }
}
