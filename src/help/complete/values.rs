//! Candidates for the value of each argument, by its command and name.

use std::ffi::OsStr;

use clap::ValueHint;
use clap_complete::{ArgValueCompleter, CompletionCandidate};

use super::records::Source;
use crate::db::audit::AuditRow;
use crate::db::collaborators::Collaborator;
use crate::db::completion::Offer;
use crate::db::contracts::ContractRow;
use crate::db::customers::CustomerRow;
use crate::db::events::EventRow;
use crate::domain::{Department, Noun};
use crate::help::sort_fields;
use crate::lang;
use crate::record::{Record, Session, Token};

enum Values {
    Words(Vec<String>),
    Records(Offer),
    /// A record of the kind that the word before names.
    OfKind,
    Files,
}

/// Lays the candidates over a tree that is built.
pub fn offer(mut command: clap::Command, path: &mut Vec<String>, source: &Source) -> clap::Command {
    command = command.mut_args(|arg| {
        let words: Vec<&str> = path.iter().map(String::as_str).collect();
        let Some(values) = values(&words, arg.get_id().as_str()) else {
            return arg;
        };
        let source = source.clone();
        match values {
            Values::Files => arg.value_hint(ValueHint::FilePath),
            Values::Words(words) => arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
                labelled(&words, typed)
            })),
            Values::Records(offer) => arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
                source.find(offer, typed)
            })),
            Values::OfKind => arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
                let kind = source.kind();
                kind.map_or_else(Vec::new, |offer| source.find(offer, typed))
            })),
        }
    });
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .filter(|name| name != "help")
        .collect();
    for name in names {
        path.push(name.clone());
        command = command.mut_subcommand(&name, |sub| offer(sub, path, source));
        path.pop();
    }
    command
}

fn values(path: &[&str], arg: &str) -> Option<Values> {
    let words = |words: &[&str]| {
        let words = words.iter().map(ToString::to_string);
        Some(Values::Words(words.collect()))
    };
    let records = |offer| Some(Values::Records(offer));
    let logins = |department| records(Offer::Logins(department));
    match (path, arg) {
        (_, "format") => words(&["table", "tsv", "csv", "json", "jsonl", "ids"]),
        (_, "color") => words(&["auto", "always", "never"]),
        (_, "lang") => words(&["en", "fr"]),
        (["completions"], "shell") => words(&["bash", "zsh", "fish", "powershell", "elvish"]),
        (["contract", ..], "status") => words(&["unsigned", "pending", "signed"]),
        (["collaborator", ..], "department") => words(&Department::ALL.map(Department::as_str)),
        (["history"], "entity") | (["search"], "kinds") => {
            words(&["customer", "contract", "event", "collaborator"])
        }
        (["audit", "list"], "entity") => {
            words(&["collaborator", "customer", "contract", "event", "session"])
        }
        (["event", "list"], "from" | "to") | (["audit", "list"], "since") => {
            words(&["today", "tomorrow", "+7d", "-7d", "-30d"])
        }
        (_, "sort") => {
            let path: Vec<String> = path.iter().map(ToString::to_string).collect();
            let fields = sort_fields(&path)?;
            let fields: Vec<&str> = fields.split(", ").collect();
            let reversed = fields.iter().map(|field| format!("-{field}"));
            let fields = fields.iter().map(ToString::to_string);
            Some(Values::Words(fields.chain(reversed).collect()))
        }
        (path, "fields") => fields(path).map(Values::Words),
        (_, "config") | (["audit", "verify"], "anchor") => Some(Values::Files),
        (["history"], "record") => Some(Values::OfKind),
        (["customer", ..], "id" | "ids") | (_, "customer") => records(Offer::Ids(Noun::Customer)),
        (["contract", ..], "id" | "ids") | (_, "contract") => records(Offer::Ids(Noun::Contract)),
        (["event", ..], "id" | "ids") => records(Offer::Ids(Noun::Event)),
        (_, "sales_contact") | (["customer", "transfer"], "to") => logins(Some(Department::Sales)),
        (_, "support") => logins(Some(Department::Support)),
        (["collaborator", ..], "collaborator" | "reassign_to") | (["audit", "list"], "by") => {
            logins(None)
        }
        (["db", "enroll"], "login") => logins(None),
        _ => None,
    }
}

/// The fields of what a command prints.
fn fields(path: &[&str]) -> Option<Vec<String>> {
    fn names<R: Record>() -> Option<Vec<String>> {
        let names = R::FIELDS.iter().map(|field| field.name.to_owned());
        Some(names.collect())
    }
    match *path.first()? {
        "collaborator" => names::<Collaborator>(),
        "customer" => names::<CustomerRow>(),
        "contract" => names::<ContractRow>(),
        "event" => names::<EventRow>(),
        "audit" if path == ["audit", "list"] => names::<AuditRow>(),
        "session" => names::<Session>(),
        "token" => names::<Token>(),
        _ => None,
    }
}

/// Words that begin with what was typed, with what they mean where that needs saying.
fn labelled(words: &[String], typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else {
        return Vec::new();
    };
    let fits = |word: &&String| {
        // A reversed order is offered after its dash, or where days are asked for.
        word.starts_with(typed) && (!typed.is_empty() || !is_reversed(word))
    };
    words
        .iter()
        .filter(fits)
        .map(|word| {
            let key = format!("help-label-{}", word.replace('_', "-"));
            let label = lang::has(&key).then(|| lang::format(&key, &[]).into());
            CompletionCandidate::new(word).help(label)
        })
        .collect()
}

fn is_reversed(word: &str) -> bool {
    word.strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}
