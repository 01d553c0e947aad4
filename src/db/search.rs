//! Substring search without regard to case and accents, over a folded column that both databases index by
//! its trigrams: `pg_trgm` in PostgreSQL, FTS5 in SQLite.

use std::collections::BTreeSet;

use diesel::define_sql_function;
use diesel::sql_types::Text;

use crate::domain::{Phone, fold};

define_sql_function! {
    /// The text in lower case, ASCII letters alone (both databases compare these columns byte by byte).
    fn lower(text: Text) -> Text;
}

define_sql_function! {
    /// SQLite: where the second text starts in the first, 0 when it is not in there.
    fn instr(text: Text, part: Text) -> Integer;
}

diesel::infix_operator!(Matches, " MATCH ", backend: diesel::sqlite::Sqlite);

/// The words of a search, folded; each of them must be found. A whole telephone number is one word, however it is
/// written.
pub fn words(text: &str) -> Vec<String> {
    if let Ok(phone) = text.parse::<Phone>() {
        return vec![phone.into_string()];
    }
    plain_words(text)
}

/// The words of a text that is no telephone number, folded, each once.
pub fn plain_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words: BTreeSet<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    words.into_iter().map(str::to_owned).collect()
}

/// The folded text of a record that searches look into.
pub fn text(parts: &[&str]) -> String {
    fold(&parts.join(" "))
}

/// A LIKE pattern that finds the word anywhere, its wildcards taken literally.
pub fn like(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len() + 2);
    pattern.push('%');
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// An FTS5 string: with the trigram tokenizer it finds the word anywhere.
pub fn phrase(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

/// Whether the trigram index can find the word; a shorter one is looked for in every row.
pub fn has_trigram(word: &str) -> bool {
    word.chars().nth(2).is_some()
}

/// Adds the words of a search to a boxed query of one back end.
macro_rules! containing {
    (Pg, $query:ident, $words:expr, $table:ident, $index:ident) => {
        let (indexed, short): (Vec<String>, Vec<String>) = $words
            .iter()
            .cloned()
            .partition(|word| crate::db::search::has_trigram(word));
        if !indexed.is_empty() {
            // Under row-level security only a function reaches the index.
            let patterns: Vec<String> = indexed
                .iter()
                .map(|word| crate::db::search::like(word))
                .collect();
            $query = $query.filter(
                diesel::dsl::sql::<diesel::sql_types::Bool>(concat!(
                    stringify!($table),
                    ".id IN (SELECT epic_api.search('",
                    stringify!($table),
                    "', "
                ))
                .bind::<diesel::sql_types::Array<diesel::sql_types::Text>, _>(patterns)
                .sql("))"),
            );
        }
        for word in short {
            $query = $query.filter($table::search_text.like(crate::db::search::like(&word)));
        }
    };
    (Sqlite, $query:ident, $words:expr, $table:ident, $index:ident) => {
        for word in $words {
            $query = if crate::db::search::has_trigram(word) {
                $query.filter(
                    $table::id.eq_any(
                        $index::table
                            .filter(crate::db::search::Matches::new(
                                $index::search_text,
                                crate::db::search::phrase(word)
                                    .into_sql::<diesel::sql_types::Text>(),
                            ))
                            .select($index::rowid),
                    ),
                )
            } else {
                $query.filter(crate::db::search::instr($table::search_text, word.clone()).gt(0))
            };
        }
    };
}

pub(super) use containing;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_is_searched_for_as_it_is_stored() {
        assert_eq!(words("06 01 02 03 04"), ["+33601020304"]);
        assert_eq!(words("0033 6.01.02.03.04"), ["+33601020304"]);
        assert_eq!(words("Éléa 06 elea"), ["06", "elea"]);
    }

    #[test]
    fn wildcards_are_taken_literally() {
        assert_eq!(like("50%_\\"), "%50\\%\\_\\\\%");
        assert_eq!(phrase("a\"b"), "\"a\"\"b\"");
    }
}
