//! Manual pages: one for each command, from the tree in the language of this run, with its examples and exit codes.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{Purpose, dressed, examples};
use crate::error::{Error, Result};
use crate::files::unwritable;
use crate::lang;
use crate::output;
use crate::t;

/// Headings of `clap_mangen`, whose translations stand under `help-man-heading-…`.
const HEADINGS: [&str; 5] = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SUBCOMMANDS"];

/// Writes every page into a directory and tells how many, unless `quiet`.
///
/// # Errors
///
/// `usage` (exit 2) for a file, `config.unwritable_file` (exit 10).
pub fn print(tree: clap::Command, directory: &Path, quiet: bool) -> Result<()> {
    let name = directory.display().to_string();
    if directory.exists() && !directory.is_dir() {
        return Err(Error::usage(t!("usage-man-file", path = name)));
    }
    let count = write(tree, directory)?;
    if !quiet {
        let text = t!("help-written-pages", count = count, directory = name);
        output::print_note(&text);
    }
    Ok(())
}

/// Writes every page into a directory and returns how many there are.
///
/// # Errors
///
/// `config.unwritable_file` (exit 10).
fn write(tree: clap::Command, directory: &Path) -> Result<usize> {
    fs::create_dir_all(directory).map_err(|error| unwritable(directory, &error))?;
    let mut pages = Vec::new();
    let tree = dressed(tree, Purpose::Other);
    collect(&tree, &mut Vec::new(), &mut pages)?;
    for (name, page) in &pages {
        let path = directory.join(name);
        replace(&path, page).map_err(|error| unwritable(&path, &error))?;
    }
    Ok(pages.len())
}

/// Writes a file beside another and puts it in its place.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
    let beside = path.with_extension(format!("new-{:016x}", u64::from_ne_bytes(random)));
    let written = fs::File::create_new(&beside)
        .and_then(|mut file| file.write_all(content))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn collect(
    command: &clap::Command,
    path: &mut Vec<String>,
    pages: &mut Vec<(String, Vec<u8>)>,
) -> Result<()> {
    let words = path.join(" ");
    let page = page(command, &words).map_err(|error| Error::internal("manual page", error))?;
    let name = format!("epic {words}").trim_end().replace(' ', "-");
    pages.push((format!("{name}.1"), page));
    let is_help = |command: &&clap::Command| command.get_name() == "help";
    for below in command.get_subcommands().filter(|below| !is_help(below)) {
        path.push(below.get_name().to_owned());
        collect(below, path, pages)?;
        path.pop();
    }
    Ok(())
}

fn page(command: &clap::Command, path: &str) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let man = Man::new(command.clone())
        .manual("epic")
        .source(concat!("epic ", env!("CARGO_PKG_VERSION")));
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    let mut end = Roff::default();
    end.control("SH", [t!("help-man-exit-status").as_str()]);
    end.text([roman(t!("help-man-exit-status-text").as_str())]);
    if let Some(found) = examples::of(path) {
        end.control("SH", [t!("help-man-examples").as_str()]);
        for (number, example) in found.iter().enumerate() {
            end.control("PP", []);
            end.text([roman(examples::caption(example, number).as_str())]);
            end.control("RS", ["4"]);
            end.control("nf", []);
            for line in example.line.lines() {
                end.text([bold(line)]);
            }
            end.control("fi", []);
            end.control("RE", []);
        }
    }
    end.to_writer(&mut page)?;
    if lang::current().is_source() {
        return Ok(page);
    }
    let text = String::from_utf8_lossy(&page);
    let lines = text.lines().map(|line| {
        let heading = line.strip_prefix(".SH ");
        let heading = heading.map(|heading| heading.trim_matches('"'));
        match heading.filter(|it| HEADINGS.contains(it)) {
            Some(heading) => {
                let key = format!("help-man-heading-{}", heading.to_lowercase());
                format!(".SH {}\n", lang::format(&key, &[]))
            }
            None => format!("{line}\n"),
        }
    });
    Ok(lines.collect::<String>().into_bytes())
}
