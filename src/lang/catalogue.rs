//! Messages of each language, parsed on first use.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::{Lang, current};

/// Files of a language's folder.
macro_rules! files {
    ($folder:literal) => {
        files!($folder: access command config domain error field help menu output prompt search
            setup topics)
    };
    ($folder:literal: $($file:ident)+) => {
        &[$((
            stringify!($file),
            include_str!(concat!($folder, "/", stringify!($file), ".ftl")),
        )),+]
    };
}

const EN: &[(&str, &str)] = files!("en");
const FR: &[(&str, &str)] = files!("fr");

/// Returns the files of a language by name.
pub(super) const fn files(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::En => EN,
        Lang::Fr => FR,
    }
}

type Bundle = FluentBundle<FluentResource>;

/// Parses a file on first use: parsing all of them takes longer than finding a record.
fn bundle(lang: Lang, file: usize) -> &'static Bundle {
    type Slots = [OnceLock<Bundle>; EN.len()];
    static BUNDLES: [Slots; 2] = [const { [const { OnceLock::new() }; EN.len()] }; 2];
    let (slots, name) = match lang {
        Lang::En => (&BUNDLES[0], "en"),
        Lang::Fr => (&BUNDLES[1], "fr"),
    };
    slots[file].get_or_init(|| {
        let mut bundle = Bundle::new_concurrent(name.parse().into_iter().collect());
        // Fluent's bidirectional isolation marks around values would end up in logs and scripts.
        bundle.set_use_isolating(false);
        // Skips malformed messages; a test finds them.
        let resource = FluentResource::try_new(files(lang)[file].1.to_owned())
            .unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
        bundle
    })
}

/// Finds the file of a key: usually the one named like its first word.
fn find(lang: Lang, key: &str) -> Option<&'static Bundle> {
    let area = match key.split('-').next() {
        Some("invalid") => "domain",
        Some("usage") => "help",
        Some("count") => "prompt",
        area => area.unwrap_or_default(),
    };
    let home = EN.iter().position(|(name, _)| *name == area);
    let others = (0..EN.len()).filter(|&file| Some(file) != home);
    home.into_iter()
        .chain(others)
        .map(|file| bundle(lang, file))
        .find(|bundle| bundle.has_message(key))
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
    find(current(), key).is_some()
}
