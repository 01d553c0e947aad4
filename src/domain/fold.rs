//! Case and accent folding, for search and matching only: a folded text is never shown, nor stored in place of the
//! original.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Folds a text: no accents, no case, single blanks, none at either end; `Œuvre  Élan` becomes `oeuvre elan`.
///
/// Compatibility decomposition (Unicode Standard Annex 15, form KD) without combining marks, lower-cased; `œ`, `æ`,
/// `ß`, `ø`, `đ` and `ł`, which Unicode does not decompose, are spelt out; apostrophes and hyphens become ASCII.
/// Folding is idempotent.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let characters = text
        .nfkd()
        .flat_map(char::to_lowercase)
        // Lower-casing can produce an accent again.
        .nfkd()
        .filter(|&c| !is_combining_mark(c));
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
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'đ' => folded.push('d'),
            'ł' => folded.push('l'),
            // Apostrophes and hyphens of keyboards and office suites.
            '‘' | '’' | 'ʼ' | '′' => folded.push('\''),
            '‐' | '–' | '—' => folded.push('-'),
            // Final sigma is a positional form.
            'ς' => folded.push('σ'),
            _ => folded.push(c),
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
