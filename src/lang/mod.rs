//! Languages of messages, and the only source of text for people: keys of the catalogue.
//!
//! The catalogue is one folder of Fluent files for each language (projectfluent.org), which support plurals and
//! genders. Only [`t!`](crate::t) makes a [`Text`], and output for people requires one; `Text::verbatim` is for text
//! without a language, and a test finds sentences in it. Machine values (JSON keys, enum values, error codes, command lines) have no language and never
//! come from here.

mod catalogue;
mod languages;
mod names;
#[cfg(test)]
mod pseudo;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering};

use fluent_bundle::FluentValue;

pub use catalogue::{format, format_in, has};
pub use languages::{Conventions, Lang};
pub use names::argument_name;
#[cfg(test)]
pub use names::{key, words};

#[cfg(not(test))]
static CURRENT: AtomicU8 = AtomicU8::new(0);

// Unit tests speak several languages at once.
#[cfg(test)]
thread_local! {
    static CURRENT: AtomicU8 = const { AtomicU8::new(0) };
}

#[cfg(not(test))]
fn with_current<T>(work: impl FnOnce(&AtomicU8) -> T) -> T {
    work(&CURRENT)
}

#[cfg(test)]
fn with_current<T>(work: impl FnOnce(&AtomicU8) -> T) -> T {
    CURRENT.with(work)
}

/// Sets the language of this run.
pub fn speak(lang: Lang) {
    let index = u8::try_from(lang.index()).unwrap_or_default();
    with_current(|current| current.store(index, Ordering::Relaxed));
}

/// Runs `work` in another language, for output that is the same in all of them.
pub fn meanwhile<T>(lang: Lang, work: impl FnOnce() -> T) -> T {
    let before = current();
    speak(lang);
    let done = work();
    speak(before);
    done
}

pub fn current() -> Lang {
    Lang::of_index(with_current(|current| current.load(Ordering::Relaxed)))
}

/// Returns the conventions of the current language.
pub fn conventions() -> &'static Conventions {
    current().conventions()
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

    /// Lists texts, separated as the language does.
    pub fn listed(texts: impl IntoIterator<Item = String>) -> String {
        let and =
            |one: String, other| crate::t!("error-and", one = one, other = other).into_string();
        texts.into_iter().reduce(and).unwrap_or_default()
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
