//! Names of arguments and their values, as help and errors show them: `FIELD[,FIELD]` is `CHAMP[,CHAMP]` in French.

use super::{current, format, has};

/// Translates the words of a name. Flags are the same in all languages.
pub fn argument_name(name: &str) -> String {
    if name.starts_with('-') || current().is_source() {
        return name.to_owned();
    }
    let translated = |word: &str| {
        let key = key(word);
        if has(&key) {
            format(&key, &[])
        } else {
            word.to_owned()
        }
    };
    words(name).into_iter().map(translated).collect()
}

/// Returns the key of a word: `FIRST_NAME` is `help-value-first-name`.
pub fn key(word: &str) -> String {
    format!("help-value-{}", word.to_lowercase().replace('_', "-"))
}

/// Splits a name into its words and the marks between them.
pub fn words(name: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = Vec::new();
    let mut start = 0;
    for (at, c) in name.char_indices().skip(1) {
        let before = name[..at].chars().next_back();
        if before.is_some_and(|before| is_word(before) != is_word(c)) {
            words.push(&name[start..at]);
            start = at;
        }
    }
    words.push(&name[start..]);
    words
}
