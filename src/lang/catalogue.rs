//! Messages of each language, parsed on first use.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::languages::COUNT;
use super::{Lang, current};
use crate::languages;

/// Files of a language's folder.
macro_rules! files {
    ($folder:literal) => {
        files!($folder: access command config domain error field help language menu output prompt search
            setup topics)
    };
    ($folder:literal: $($file:ident)+) => {
        &[$((
            stringify!($file),
            include_str!(concat!($folder, "/", stringify!($file), ".ftl")),
        )),+]
    };
}

type Files = &'static [(&'static str, &'static str)];

macro_rules! all {
    ($($folder:literal),+) => {
        &[$(files!($folder)),+]
    };
}

const LANGS: &[Files] = languages!(all);

/// Returns the files of a language by name.
pub(super) fn files(lang: Lang) -> Files {
    #[cfg(test)]
    if lang == Lang::PSEUDO {
        return super::pseudo::files();
    }
    LANGS[lang.index()]
}

type Bundle = FluentBundle<FluentResource>;

/// Number of files of a language.
const FILES: usize = LANGS[0].len();

/// Parses a file on first use: parsing all of them takes longer than finding a record.
fn bundle(lang: Lang, file: usize) -> &'static Bundle {
    type Slots = [OnceLock<Bundle>; FILES];
    static BUNDLES: [Slots; COUNT] = [const { [const { OnceLock::new() }; FILES] }; COUNT];
    BUNDLES[lang.index()][file].get_or_init(|| {
        let tag = lang.tag().parse();
        let mut bundle = Bundle::new_concurrent(tag.into_iter().collect());
        // Fluent's bidirectional isolation marks around values would end up in logs and scripts.
        bundle.set_use_isolating(false);
        // Skips malformed messages; a test finds them.
        let resource = FluentResource::try_new(files(lang)[file].1.to_owned())
            .unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
        bundle
    })
}

/// Returns the name of the file of a key: its first word, with three exceptions.
pub(super) fn file_of(key: &str) -> &str {
    match key.split('-').next() {
        Some("invalid") => "domain",
        Some("usage") => "help",
        Some("count") => "prompt",
        area => area.unwrap_or_default(),
    }
}

fn find(lang: Lang, key: &str) -> Option<&'static Bundle> {
    let name = file_of(key);
    let file = LANGS[0].iter().position(|(it, _)| *it == name)?;
    Some(bundle(lang, file)).filter(|bundle| bundle.has_message(key))
}

/// Formats a message in the current language; returns the key itself for a missing one, which tests rule out.
pub fn format(key: &str, arguments: &[(&'static str, FluentValue<'_>)]) -> String {
    format_in(current(), key, arguments)
}

pub fn format_in(lang: Lang, key: &str, arguments: &[(&'static str, FluentValue<'_>)]) -> String {
    let pattern = |bundle: &'static Bundle| Some((bundle, bundle.get_message(key)?.value()?));
    let Some((bundle, pattern)) = find(lang, key).and_then(pattern) else {
        return key.to_owned();
    };
    let arguments: FluentArgs<'_> = arguments.iter().cloned().collect();
    let formatted = bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new());
    formatted.into_owned()
}

/// Tests for a message in the current language, for keys composed at run time.
pub fn has(key: &str) -> bool {
    has_in(current(), key)
}

pub(super) fn has_in(lang: Lang, key: &str) -> bool {
    find(lang, key).is_some()
}
