//! Password strength by the OWASP Application Security Verification Standard 5, section 6.2: length matters,
//! composition does not, and words of the account do not count. No message repeats any part of a password.

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;
use zxcvbn::feedback::{Suggestion, Warning};
use zxcvbn::{Score, zxcvbn};

use super::{Invalid, fold};
use crate::lang::Text;
use crate::t;

/// Minimum length in Unicode scalar values of its form KC.
pub const MIN: usize = 12;

/// Maximum length in Unicode scalar values of its form KC.
pub const MAX: usize = 128;

/// Product names, an obvious guess.
const PRODUCT: [&str; 3] = ["epic", "epic events", "epicevents"];

/// Password of the demonstration company, printed in the documentation.
const PUBLIC: &str = "Test123@4567";

/// Minimum length of a context fragment: shorter ones would make too many words look weak.
const MIN_FRAGMENT: usize = 3;

/// Checks for [`MIN`] to [`MAX`] characters and a zxcvbn score of at least 3.
///
/// `context` is public knowledge about the account: login, names, e-mail address, company. Its words, and both sides of
/// an e-mail address, count as known too (OWASP ASVS 5, 6.2).
///
/// # Errors
///
/// The reason and advice, without the password.
pub fn check_strength(password: &str, context: &[&str]) -> Result<(), Invalid> {
    // Four bytes a character at most: the buffer never reallocates, which would leave a copy in memory.
    let mut normalised = Zeroizing::new(String::with_capacity((MAX + 1) * 4));
    normalised.extend(password.nfkc().take(MAX + 1));
    let count = normalised.chars().count();
    if count < MIN {
        return Err(Invalid::new(t!("invalid-password-short", min = MIN)));
    }
    if *normalised == PUBLIC {
        return Err(Invalid::new(t!("invalid-password-public")));
    }
    if count > MAX {
        return Err(Invalid::new(t!("invalid-password-long", max = MAX)));
    }
    let known = known_words(context);
    let known = known.iter().map(String::as_str).collect::<Vec<&str>>();
    let estimate = zxcvbn(&normalised, &known);
    if estimate.score() >= Score::Three {
        return Ok(());
    }
    let problem = t!("invalid-password-weak");
    let feedback = estimate.feedback();
    let warned = feedback.and_then(|it| it.warning()).map(warning);
    let suggested = feedback
        .and_then(|it| it.suggestions().first())
        .map(suggestion);
    let reason = match (warned, suggested) {
        (Some(one), Some(other)) => Some(t!("error-and", one = one, other = other)),
        (one, other) => one.or(other),
    };
    Err(Invalid::new(match reason {
        Some(reason) => t!(
            "invalid-password-reason",
            problem = problem,
            reason = reason
        ),
        None => problem,
    }))
}

fn warning(warning: Warning) -> Text {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess => t!("invalid-password-rows"),
        Warning::ShortKeyboardPatternsAreEasyToGuess => t!("invalid-password-keyboard"),
        Warning::RepeatsLikeAaaAreEasyToGuess => t!("invalid-password-repeats"),
        Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            t!("invalid-password-repeated-groups")
        }
        Warning::ThisIsATop10Password => t!("invalid-password-top-10"),
        Warning::ThisIsATop100Password => t!("invalid-password-top-100"),
        Warning::ThisIsACommonPassword => t!("invalid-password-common"),
        Warning::ThisIsSimilarToACommonlyUsedPassword => t!("invalid-password-similar"),
        Warning::SequencesLikeAbcAreEasyToGuess => t!("invalid-password-sequences"),
        Warning::RecentYearsAreEasyToGuess => t!("invalid-password-recent-years"),
        Warning::AWordByItselfIsEasyToGuess => t!("invalid-password-word"),
        Warning::DatesAreOftenEasyToGuess => t!("invalid-password-dates"),
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess => t!("invalid-password-names-alone"),
        Warning::CommonNamesAndSurnamesAreEasyToGuess => t!("invalid-password-names"),
    }
}

fn suggestion(suggestion: &Suggestion) -> Text {
    match suggestion {
        Suggestion::UseAFewWordsAvoidCommonPhrases => t!("invalid-password-use-words"),
        Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters => {
            t!("invalid-password-use-anything")
        }
        Suggestion::AddAnotherWordOrTwo => t!("invalid-password-use-another-word"),
        Suggestion::CapitalizationDoesntHelpVeryMuch => t!("invalid-password-capitals"),
        Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => {
            t!("invalid-password-all-capitals")
        }
        Suggestion::ReversedWordsArentMuchHarderToGuess => t!("invalid-password-reversed"),
        Suggestion::PredictableSubstitutionsDontHelpVeryMuch => {
            t!("invalid-password-substitutions")
        }
        Suggestion::UseALongerKeyboardPatternWithMoreTurns => {
            t!("invalid-password-use-longer-pattern")
        }
        Suggestion::AvoidRepeatedWordsAndCharacters => t!("invalid-password-avoid-repeats"),
        Suggestion::AvoidSequences => t!("invalid-password-avoid-sequences"),
        Suggestion::AvoidRecentYears => t!("invalid-password-avoid-recent-years"),
        Suggestion::AvoidYearsThatAreAssociatedWithYou => t!("invalid-password-avoid-own-years"),
        Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => {
            t!("invalid-password-avoid-own-dates")
        }
    }
}

fn known_words(context: &[&str]) -> Vec<String> {
    let mut known = PRODUCT.map(str::to_owned).to_vec();
    for item in context {
        let item = item.trim();
        known.push(item.to_owned());
        if let Some((local, domain)) = item.rsplit_once('@') {
            for side in [local, domain] {
                known.push(side.to_owned());
                known.extend(side.split('.').map(str::to_owned));
            }
        }
        let words = item.split(|c: char| !c.is_alphanumeric());
        known.extend(words.map(str::to_owned));
    }
    // Zoé may type Zoe.
    let without_accents = known.iter().map(|word| fold(word)).collect::<Vec<String>>();
    known.extend(without_accents);
    known.retain(|word| word.chars().count() >= MIN_FRAGMENT);
    known.sort_unstable();
    known.dedup();
    known
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STRONG: &str = "vitrail-pagaie-noyau-42";
    const TOO_SHORT: &str = "must have at least 12 characters";

    fn refusal(password: &str, context: &[&str]) -> String {
        let refused = check_strength(password, context).unwrap_err();
        refused.to_string()
    }

    #[test]
    fn accepts_hard_passwords_of_any_composition() {
        for password in [
            STRONG,
            "correct horse battery staple",
            "xkzjwqvbnmtp",
            "éàüçœ ñøßđł ŵŷ",
            "四字熟語はとても難しい言葉",
            "🎉🦀🐙🌋🧭🪁🎻🧊🦔🪗🥝🛶",
            "   q7 Zr  vU!  mX   ",
        ] {
            assert_eq!(check_strength(password, &[]), Ok(()), "{password}");
        }
    }

    #[test]
    fn refuses_eleven_characters_and_accepts_twelve() {
        assert_eq!(refusal("xkzjwqvbnmt", &[]), TOO_SHORT);
        assert_eq!(check_strength("xkzjwqvbnmtp", &[]), Ok(()));
    }

    #[test]
    fn accepts_128_characters_and_refuses_129() {
        let long = "vitrail-pagaie-noyau-42 ".repeat(6);
        assert_eq!(check_strength(&long[..128], &[]), Ok(()));
        for password in [&long[..129], &"a".repeat(1_000_000)] {
            assert_eq!(refusal(password, &[]), "must have at most 128 characters");
        }
    }

    #[test]
    fn counts_characters_of_the_compatibility_form_and_not_bytes() {
        assert_eq!(refusal("éàüçœñøßđłŵ", &[]), TOO_SHORT);
        // Eleven letters, each typed as base and combining accent.
        let decomposed = "e\u{301}a\u{300}u\u{308}i\u{302}o\u{302}n\u{303}c\u{327}y\u{308}\
            a\u{302}e\u{300}u\u{300}";
        assert_eq!(refusal(decomposed, &[]), TOO_SHORT);
    }

    #[test]
    fn refuses_common_passwords_and_patterns() {
        let common = "password1234|123456789012|azertyuiop12|qwertyuiop12|aaaaaaaaaaaa|\
            abcdefghijkl|            |motdepasse12|P@ssw0rd1234|abcabcabcabc";
        for password in common.split('|') {
            let refused = refusal(password, &[]);
            assert!(refused.starts_with("is too easy to guess: "), "{password}");
        }
    }

    #[test]
    fn refuses_the_name_of_the_product() {
        for password in "epicevents2026|Epic Events 2026|EpicEvents!!|epicepicepic".split('|') {
            refusal(password, &[]);
        }
    }

    #[test]
    fn refuses_the_words_of_the_account() {
        let context = [
            "QZwolinsky",
            "Zéphyrine",
            "Wolinsky-Vraquet",
            "z.vraquet@brumaire-negoce.example",
            "Kroumir Négoce SARL",
        ];
        let passwords = "QZwolinsky2026 qzwolinsky!123 zephyrine1990 Zéphyrine1990 Vraquet12345 \
            z.vraquet2026 brumaire-negoce1 brumaire12345 Kroumir12345";
        for password in passwords.split(' ') {
            refusal(password, &context);
        }
    }

    #[test]
    fn the_same_words_are_hard_for_someone_else() {
        assert_eq!(check_strength("brumaire-kroumir-vraquet", &[]), Ok(()));
    }

    #[test]
    fn an_empty_or_short_context_changes_nothing() {
        let context = ["", " ", "a", "it", "@", "a@b"];
        assert_eq!(check_strength(STRONG, &context), Ok(()));
    }

    #[test]
    fn explains_what_is_wrong_and_what_to_do() {
        let expected = "is too easy to guess: repeats like \"aaa\" are easy to guess; \
            add a word or two, preferably uncommon";
        assert_eq!(refusal("aaaaaaaaaaaa", &[]), expected);
    }

    #[test]
    fn explains_in_french_too() {
        use crate::lang::{Lang, meanwhile};
        assert_eq!(
            meanwhile(Lang::FR, || refusal("aaaaaaaaaaaa", &[])),
            "est trop facile à deviner\u{202f}: les répétitions comme «\u{202f}aaa\u{202f}» sont faciles à deviner\u{202f}; \
             ajoutez un mot ou deux, de préférence rares"
        );
    }

    /// A warning of the library that changes its meaning fails the test.
    #[test]
    fn english_warnings_are_those_of_the_library() {
        let common = "password1234 azertyuiop12 aaaaaaaaaaaa abcdefghijkl abcabcabcabc";
        for password in common.split(' ') {
            let estimate = zxcvbn(password, &[]);
            let feedback = estimate.feedback().unwrap();
            if let Some(said) = feedback.warning() {
                let theirs = said.to_string().to_lowercase();
                assert_eq!(format!("{}.", warning(said)), theirs);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn never_panics_and_never_repeats_the_password(
            password in proptest::collection::vec(any::<char>(), 0..40),
            context in proptest::collection::vec(any::<String>(), 0..4),
        ) {
            let password: String = password.into_iter().collect();
            let context = context.iter().map(String::as_str).collect::<Vec<&str>>();
            if let Err(invalid) = check_strength(&password, &context)
                && password.chars().count() >= MIN
            {
                prop_assert!(!invalid.to_string().contains(&password));
            }
        }
    }
}
