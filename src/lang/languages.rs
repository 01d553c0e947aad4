//! Languages that the program speaks. Adding one is its folder of messages, its folder of topics, and its tag in
//! [`languages!`](crate::languages).

use std::sync::OnceLock;

use super::Argument as _;
use super::catalogue::format_in;

/// Calls a macro with the tags of all languages (BCP 47). The first is the one that clap's definitions are written in.
#[macro_export]
macro_rules! languages {
    ($each:ident) => {
        $each! { "en", "fr" }
    };
}

macro_rules! tags {
    ($($tag:literal),+) => {
        &[$($tag),+]
    };
}

const TAGS: &[&str] = languages!(tags);

/// Language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lang(u8);

impl Lang {
    /// Language of clap's definitions, and of what programs read.
    pub const EN: Self = Self(0);
    #[cfg(test)]
    pub const FR: Self = Self(1);
    /// Pseudo-language of tests, made of the French texts.
    #[cfg(test)]
    pub const PSEUDO: Self = Self(COUNT as u8 - 1);

    pub fn all() -> impl Iterator<Item = Self> + Clone {
        (0_u8..).map(Self).take(TAGS.len())
    }

    pub fn tag(self) -> &'static str {
        TAGS.get(self.index()).copied().unwrap_or("x-pseudo")
    }

    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::all().find(|lang| lang.tag().eq_ignore_ascii_case(tag))
    }

    /// Tests for the language of clap's definitions.
    pub fn is_source(self) -> bool {
        self == Self::EN
    }

    pub(super) const fn of_index(index: u8) -> Self {
        Self(index)
    }

    /// Returns the place in a table of all languages.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Returns the language of `LC_ALL`, else `LC_MESSAGES`, else `LANG` (POSIX.1-2024, 8.2), and English if it is not
    /// spoken.
    pub fn from_locale() -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(std::env::var_os)
            .find(|value| !value.is_empty());
        let of_locale =
            |locale: std::ffi::OsString| Self::of_tag(language(&locale.to_string_lossy()));
        locale.and_then(of_locale).unwrap_or_default()
    }

    /// Returns how numbers and answers are written.
    pub fn conventions(self) -> &'static Conventions {
        static CONVENTIONS: [OnceLock<Conventions>; COUNT] = [const { OnceLock::new() }; COUNT];
        CONVENTIONS[self.index()].get_or_init(|| Conventions::of(self))
    }
}

/// Languages with the pseudo-language of tests.
#[cfg(test)]
pub(super) const COUNT: usize = TAGS.len() + 1;
#[cfg(not(test))]
pub(super) const COUNT: usize = TAGS.len();

/// `en` and `fr`, as values of `--lang` and `EPIC_LANG`.
impl clap::ValueEnum for Lang {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: OnceLock<Vec<Lang>> = OnceLock::new();
        ALL.get_or_init(|| Self::all().collect())
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.tag()))
    }
}

/// Returns the language of a locale such as `fr_FR.UTF-8@euro`.
fn language(locale: &str) -> &str {
    locale.split(['_', '.', '@']).next().unwrap_or_default()
}

/// Conventions of a language, from its `language.ftl`.
pub struct Conventions {
    /// Separator of thousands.
    pub thousands: String,
    /// Texts before, between and after euros and cents.
    pub amount: [String; 3],
    /// Colon after a label, with the space before it.
    pub colon: String,
    pub yes: Vec<String>,
    pub no: Vec<String>,
}

impl Conventions {
    fn of(lang: Lang) -> Self {
        let say = |key: &str| format_in(lang, key, &[]);
        let words = |key: &str| say(key).split(", ").map(str::to_owned).collect();
        let marks = [("whole", "\0".argument()), ("cents", "\0".argument())];
        let amount = format_in(lang, "language-amount", &marks);
        let mut parts = amount.split('\0').map(str::to_owned);
        Self {
            thousands: say("language-thousands"),
            amount: [(); 3].map(|()| parts.next().unwrap_or_default()),
            colon: say("language-colon"),
            yes: words("language-yes"),
            no: words("language-no"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language() {
        for (locale, name) in [
            ("fr_FR.UTF-8@euro", "fr"),
            ("en_GB", "en"),
            ("C", "C"),
            ("", ""),
        ] {
            assert_eq!(language(locale), name);
        }
        assert_eq!(Lang::of_tag("FR"), Some(Lang::FR));
        assert_eq!(Lang::of_tag("de"), None);
    }
}
