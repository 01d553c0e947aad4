//! Languages of messages, and the only source of text for people: keys of the catalogue.
//!
//! The catalogue is one folder of Fluent files for each language (projectfluent.org), which support plurals and
//! genders. Only [`t!`](crate::t) makes a [`Text`], and output for people requires one: a message written elsewhere
//! does not compile. Machine values (JSON keys, enum values, error codes, command lines) have no language and never
//! come from here.

mod catalogue;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering};

use fluent_bundle::FluentValue;

pub use catalogue::{format, format_in, has};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

static CURRENT: AtomicU8 = AtomicU8::new(0);

pub fn speak(lang: Lang) {
    CURRENT.store(u8::from(lang == Lang::Fr), Ordering::Relaxed);
}

thread_local! {
    static MEANWHILE: Cell<Option<Lang>> = const { Cell::new(None) };
}

/// Runs `work` in another language, for output that is the same in all of them.
pub fn meanwhile<T>(lang: Lang, work: impl FnOnce() -> T) -> T {
    let before = MEANWHILE.replace(Some(lang));
    let done = work();
    MEANWHILE.set(before);
    done
}

pub fn current() -> Lang {
    let of_run = || match CURRENT.load(Ordering::Relaxed) {
        0 => Lang::En,
        _ => Lang::Fr,
    };
    MEANWHILE.get().unwrap_or_else(of_run)
}

impl Lang {
    /// Returns French if `LC_ALL`, else `LC_MESSAGES`, else `LANG` says so (POSIX.1-2024, 8.2), and English otherwise.
    pub fn from_locale() -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(std::env::var_os)
            .find(|value| !value.is_empty());
        match locale {
            Some(locale) if language(&locale.to_string_lossy()) == "fr" => Self::Fr,
            _ => Self::En,
        }
    }
}

/// Returns the language of a locale such as `fr_FR.UTF-8@euro`.
fn language(locale: &str) -> &str {
    locale.split(['_', '.', '@']).next().unwrap_or_default()
}

/// Returns the name of an argument as the help of the current language shows it: `ENTITY` is `TYPE` in French. Flags are
/// the same in all languages.
pub fn argument_name(name: &str) -> String {
    if name.starts_with('-') || current() == Lang::En {
        return name.to_owned();
    }
    let translated = |word: &str| {
        let key = format!("help-value-{}", word.to_lowercase().replace('_', "-"));
        if has(&key) {
            format(&key, &[])
        } else {
            word.to_owned()
        }
    };
    let words: Vec<_> = name.split('|').map(translated).collect();
    words.join("|")
}

/// Message, or a part of one, in the current language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(String);

impl Text {
    /// Wraps text without a language: a name of a flag or a file, a record's own text, a message of a library or a
    /// database.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Wraps the result of [`t!`](crate::t).
    #[doc(hidden)]
    pub fn of_catalogue(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }

    pub fn join(texts: &[Self], between: &str) -> Self {
        let texts: Vec<_> = texts.iter().map(Self::as_str).collect();
        Self(texts.join(between))
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Value in a message: a number, which selects singular or plural, or a text.
pub trait Argument {
    fn argument(&self) -> FluentValue<'_>;
}

impl Argument for str {
    fn argument(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl Argument for String {
    fn argument(&self) -> FluentValue<'_> {
        self.as_str().argument()
    }
}

impl Argument for Text {
    fn argument(&self) -> FluentValue<'_> {
        self.0.argument()
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn argument(&self) -> FluentValue<'_> {
        (**self).argument()
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Argument for $number {
            fn argument(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        }
    )*};
}

numbers!(i64 i32 i16 i8 u64 u32 u16 u8 usize);

/// Formats a message as [`Text`]: `t!("not-found", noun = noun, key = key)`. The key is a literal, so that a test finds
/// missing and unused ones.
#[macro_export]
macro_rules! t {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::lang::Text::of_catalogue($crate::lang::format(
            $key,
            &[$((stringify!($name), $crate::lang::Argument::argument(&$value))),*],
        ))
    };
}
