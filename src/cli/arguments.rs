//! Language and format, read from a command line before it is parsed or when parsing fails.

use std::ffi::OsString;

use clap::ValueEnum as _;

use crate::config::Format;
use crate::lang::Lang;
use crate::output::Color;

/// The format that was asked for on a command line that clap refused.
pub(super) fn format_of_arguments(args: &[OsString]) -> Option<Format> {
    let mut args = args.iter().filter_map(|arg| arg.to_str());
    while let Some(arg) = args.next() {
        match arg {
            "--json" => return Some(Format::Json),
            "--format" => return args.next()?.parse().ok(),
            "--" => return None,
            arg => {
                if let Some(format) = arg.strip_prefix("--format=") {
                    return format.parse().ok();
                }
            }
        }
    }
    None
}

/// Returns the colours that a line asks for, before it is parsed or when parsing fails.
pub(super) fn color_of_arguments(args: &[OsString]) -> Color {
    let mut args = args.iter().filter_map(|arg| arg.to_str());
    while let Some(arg) = args.next() {
        let value = match arg {
            "--color" => args.next(),
            "--" => break,
            arg => arg.strip_prefix("--color="),
        };
        if let Some(color) = value.and_then(|value| Color::from_str(value, false).ok()) {
            return color;
        }
    }
    Color::Auto
}

/// The language that was asked for on a command line that is not parsed yet, else that of the environment.
pub(super) fn lang_of_arguments(args: &[OsString]) -> Lang {
    let mut texts = args.iter().filter_map(|arg| arg.to_str());
    while let Some(arg) = texts.next() {
        let value = match arg {
            "--lang" => texts.next(),
            "--" => break,
            arg => arg.strip_prefix("--lang="),
        };
        if let Some(lang) = value.and_then(Lang::of_tag) {
            return lang;
        }
    }
    std::env::var("EPIC_LANG")
        .ok()
        .and_then(|text| Lang::of_tag(&text))
        .unwrap_or_else(Lang::from_locale)
}

/// The format that the environment asks for.
pub(super) fn format_of_environment() -> Option<Format> {
    std::env::var("EPIC_FORMAT").ok()?.parse().ok()
}
