//! Case and accent folding, for search and matching only: a folded text is never shown, nor stored in place of the
//! original.

use unicode_normalization::UnicodeNormalization as _;

/// Combining marks that are left out, as ranges: of Latin, Greek, Cyrillic, Hebrew, Arabic, kana, and for symbols. Other
/// scripts spell vowels with theirs.
pub const MARKS: &[(char, char)] = &[
    ('\u{300}', '\u{36f}'),
    ('\u{483}', '\u{489}'),
    ('\u{591}', '\u{5bd}'),
    ('\u{5bf}', '\u{5bf}'),
    ('\u{5c1}', '\u{5c2}'),
    ('\u{5c4}', '\u{5c5}'),
    ('\u{5c7}', '\u{5c7}'),
    ('\u{610}', '\u{61a}'),
    ('\u{64b}', '\u{65f}'),
    ('\u{670}', '\u{670}'),
    ('\u{6d6}', '\u{6dc}'),
    ('\u{6df}', '\u{6e4}'),
    ('\u{6e7}', '\u{6e8}'),
    ('\u{6ea}', '\u{6ed}'),
    ('\u{1ab0}', '\u{1aff}'),
    ('\u{1dc0}', '\u{1dff}'),
    ('\u{20d0}', '\u{20ff}'),
    ('\u{3099}', '\u{309a}'),
    ('\u{fe20}', '\u{fe2f}'),
];

/// Letters that Unicode does not decompose, spelt out.
pub const SPELT_OUT: &[(char, &str)] = &[('œ', "oe"), ('æ', "ae"), ('ß', "ss")];

/// Characters replaced by others: letters with a stroke, apostrophes and hyphens of keyboards and office suites, and the
/// final sigma, a positional form.
pub const REPLACED: &[(char, char)] = &[
    ('ø', 'o'),
    ('đ', 'd'),
    ('ł', 'l'),
    ('‘', '\''),
    ('’', '\''),
    ('ʼ', '\''),
    ('′', '\''),
    ('‐', '-'),
    ('–', '-'),
    ('—', '-'),
    ('ς', 'σ'),
];

/// Characters that separate the words inside one, as ranges: the signs of ASCII, of Latin 1, and of punctuation.
pub const SIGNS: &[(char, char)] = &[
    ('!', '/'),
    (':', '@'),
    ('[', '`'),
    ('{', '~'),
    ('\u{a1}', '\u{bf}'),
    ('×', '×'),
    ('÷', '÷'),
    ('\u{2010}', '\u{205e}'),
    ('\u{3001}', '\u{303f}'),
];

fn is_mark(c: char) -> bool {
    c >= MARKS[0].0
        && MARKS
            .iter()
            .any(|&(first, last)| (first..=last).contains(&c))
}

/// Returns every character outside ASCII that folding replaces by one other, with that one, for SQL's `translate`: capitals
/// and [`REPLACED`].
pub fn translated() -> (String, String) {
    let pair = |c: char| {
        let mut lower = c.to_lowercase();
        let (one, other) = (lower.next()?, lower.next());
        let one = replaced(one);
        (c.nfkd().eq([c]) && other.is_none() && one != c).then_some((c, one))
    };
    ('\u{80}'..=char::MAX).filter_map(pair).unzip()
}

fn replaced(c: char) -> char {
    let known = REPLACED.iter().find(|(known, _)| *known == c);
    known.map_or(c, |(_, other)| *other)
}

/// Folds a text: no accents, no case, single blanks, none at either end; `Œuvre  Élan` becomes `oeuvre elan`.
///
/// Compatibility decomposition (Unicode Standard Annex 15, form KD) without combining marks, lower-cased; letters that
/// Unicode does not decompose are spelt out; apostrophes and hyphens become ASCII. Folding is idempotent. PostgreSQL folds
/// what it stores by a function that is rendered from these tables (`src/db/sql/postgres/derived.sql`).
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let characters = text
        .nfkd()
        .flat_map(char::to_lowercase)
        // Lower-casing can produce an accent again.
        .nfkd()
        .filter(|&c| !is_mark(c));
    let mut blank_pending = false;
    for c in characters {
        if c.is_whitespace() {
            blank_pending = true;
            continue;
        }
        if blank_pending && !folded.is_empty() {
            folded.push(' ');
        }
        blank_pending = false;
        match SPELT_OUT.iter().find(|(known, _)| *known == c) {
            Some((_, letters)) => folded.push_str(letters),
            None => folded.push(replaced(c)),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn drops_accents_and_case() {
        for (text, folded) in [
            ("Éléonore", "eleonore"),
            ("CRÈME BRÛLÉE", "creme brulee"),
            ("Ñandú", "nandu"),
            ("İstanbul", "istanbul"),
            ("Ångström", "angstrom"),
            ("E\u{301}", "e"),
            ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
            ("Σίσυφος", "σισυφοσ"),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn spells_out_letters_that_unicode_does_not_decompose() {
        for (text, folded) in [
            ("Œuvre", "oeuvre"),
            ("Æther", "aether"),
            ("Straße", "strasse"),
            ("STRAẞE", "strasse"),
            ("Ørsted", "orsted"),
            ("Đorđe", "dorde"),
            ("Łódź", "lodz"),
            ("Ǿ", "o"),
            ("ﬁn", "fin"),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn reduces_white_space() {
        assert_eq!(fold("  a\u{a0}\u{3000}\tb\n\nc "), "a b c");
        assert_eq!(fold(" \n "), "");
        assert_eq!(fold(""), "");
    }

    #[test]
    fn keeps_punctuation_and_other_scripts() {
        assert_eq!(fold("O'Neil-李"), "o'neil-李");
        assert_eq!(fold("L’Île–d‑Or"), "l'ile-d-or");
    }

    #[test]
    fn is_idempotent_for_every_character() {
        for c in (0..=0x10ffff).filter_map(char::from_u32) {
            let once = fold(&c.to_string());
            assert_eq!(fold(&once), once, "{}", c.escape_unicode());
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in proptest::collection::vec(any::<char>(), 0..40)) {
            let once = fold(&text.into_iter().collect::<String>());
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn case_does_not_matter_in_french(text in "[a-zà-öø-ÿœ' -]{0,20}") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
        }
    }
}
