//! Pseudo-language of tests: the French texts, each letter accented and the whole 40 % longer. What it lacks is written
//! outside the catalogue; what it overflows has no room for another language.

use std::sync::LazyLock;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::{parser, serializer};

use super::Lang;
use super::catalogue::files as files_of;

type Files = Vec<(&'static str, &'static str)>;

static FILES: LazyLock<Files> = LazyLock::new(|| {
    let translate = |&(name, source): &(&'static str, &'static str)| {
        let source = match name {
            "language" => source.to_owned(),
            _ => translated(source),
        };
        (name, &*source.leak())
    };
    files_of(Lang::FR).iter().map(translate).collect()
});

pub fn files() -> &'static [(&'static str, &'static str)] {
    &FILES
}

fn translated(source: &'static str) -> String {
    let resource = parser::parse(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let mut resource = resource;
    for entry in &mut resource.body {
        if let Entry::Message(message) = entry
            && let Some(pattern) = &mut message.value
        {
            translate(pattern);
        }
    }
    serializer::serialize(&resource)
}

fn translate(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => *value = stretched(value),
            PatternElement::Placeable { expression } => {
                if let Expression::Select { variants, .. } = expression {
                    for variant in variants {
                        translate(&mut variant.value);
                    }
                } else if let Expression::Inline(InlineExpression::Placeable { .. }) = expression {
                    panic!("a placeable in a placeable");
                }
            }
        }
    }
}

/// Accents each vowel of a text and writes two of five letters twice; commands, flags and variables stay as they are.
fn stretched(text: &str) -> String {
    let mut stretched = String::new();
    let mut letters = 0;
    for word in text.split_inclusive([' ', '\n']) {
        let inside = word.trim_end().trim_end_matches(['.', ',']);
        let is_machine = inside.contains(['-', '_', '/', '=', '\'', '"', '.', '`'])
            || inside.chars().any(|c| c.is_ascii_digit())
            || inside.chars().skip(1).any(char::is_uppercase);
        if is_machine {
            stretched.push_str(word);
            continue;
        }
        for c in word.chars() {
            let accented = match c {
                'a' => 'ǻ',
                'e' => 'ḝ',
                'i' => 'ḯ',
                'o' => 'ǿ',
                'u' => 'ǘ',
                c => c,
            };
            stretched.push(accented);
            if c.is_alphabetic() {
                letters += 1;
                if letters % 5 < 2 {
                    stretched.push(accented);
                }
            }
        }
    }
    stretched
}
