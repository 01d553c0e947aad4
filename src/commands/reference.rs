//! What a command takes where it names a person: an id, an e-mail address, the login of a collaborator, or an exact first and
//! last name, without regard to case and accents. Where several answer to it, a person at a terminal chooses, and a script is
//! told who they are.

use super::choices;
use crate::context::Context;
use crate::db::collaborators::{self, Collaborator};
use crate::db::customers::CustomerRow;
use crate::db::search;
use crate::db::{AnyConnection, CollaboratorId, CustomerId};
use crate::domain::Invalid;
use crate::error::{Error, Noun, Result};
use crate::prompt::{Choice, Form};
use crate::t;

/// How many of those who answer to a name are told.
const TOLD: usize = 10;

/// The longest name that anybody can have: two names and a blank, or an e-mail address.
const LONGEST: usize = 254;

/// Whether a text is meant as an id, right or wrong.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty()
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Refuses what can be no reference at all.
fn readable(text: &str) -> Result<&str, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::new(t!("invalid-blank")));
    }
    if text.contains('\0') {
        return Err(Invalid::new(t!("invalid-nul")));
    }
    Ok(text)
}

/// The customer that an argument names; the inner error is for the form.
///
/// # Errors
///
/// `not_found.customer` (exit 3), `usage` (exit 2) when several answer to it and nobody can choose.
pub fn customer(ctx: &Context, given: &str) -> Result<Result<CustomerId, Invalid>> {
    let text = match readable(given) {
        Ok(text) => text,
        Err(problem) => return Ok(Err(problem)),
    };
    if is_number(text) {
        return Ok(text.parse());
    }
    let mut conn = ctx.database.connection()?;
    let rows = customers_of(&mut conn, text)?;
    let listed = |row: &CustomerRow| Candidate {
        id: row.customer.id.0,
        told: format!(
            "{} ({}, {})",
            row.customer.id, row.customer.company, row.customer.email
        ),
        choice: choices::of_customer(row),
    };
    drop(conn);
    one_of(ctx, Noun::Customer, text, rows.iter().map(listed).collect())
        .map(|id| Ok(CustomerId(id)))
}

/// The customer that an optional argument names, noted in the form if it is none.
///
/// # Errors
///
/// As [`customer`].
pub fn optional_customer(
    ctx: &Context,
    form: &mut Form<'_>,
    flag: &'static str,
    given: Option<&str>,
) -> Result<Option<CustomerId>> {
    let Some(given) = given else {
        return Ok(None);
    };
    match customer(ctx, given)? {
        Ok(id) => Ok(Some(id)),
        Err(problem) => {
            form.invalid(flag, &problem);
            Ok(None)
        }
    }
}

/// The customers that several arguments name, as a form wants them: each an id, an e-mail address, or a name of several
/// words.
///
/// # Errors
///
/// As [`customer`].
pub fn customers(ctx: &Context, given: &[String]) -> Result<Vec<String>> {
    let mut ids = Vec::with_capacity(given.len());
    for given in given {
        let numbers = given.split([' ', ',']).filter(|it| !it.is_empty());
        if given.trim().is_empty() || numbers.clone().all(is_number) {
            ids.push(given.clone());
            continue;
        }
        match customer(ctx, given)? {
            Ok(id) => ids.push(id.to_string()),
            Err(_) => ids.push(given.clone()),
        }
    }
    Ok(ids)
}

fn customers_of(conn: &mut AnyConnection, text: &str) -> Result<Vec<CustomerRow>> {
    if text.chars().nth(LONGEST).is_some() {
        return Ok(Vec::new());
    }
    if text.contains('@') {
        return Ok(search::customers_of_email(conn, text)?);
    }
    Ok(search::customers_of_name(conn, text)?)
}

/// The one collaborator that a reference names, whoever asks.
///
/// # Errors
///
/// `not_found.collaborator` (exit 3); `usage` (exit 2) for digits that are the login of one and the id of another, and
/// when several answer to a name.
pub fn load_collaborator(conn: &mut AnyConnection, reference: &str) -> Result<Collaborator> {
    let reference = reference.trim();
    let mut rows = collaborators_of(conn, reference)?;
    match rows.len() {
        0 => Err(Error::not_found(Noun::Collaborator, reference)),
        1 => Ok(rows.remove(0)),
        _ => Err(several(Noun::Collaborator, reference, &listed(&rows))),
    }
}

/// The one collaborator that a reference names, or the one whom a person chooses of several.
///
/// # Errors
///
/// As [`load_collaborator`]; `interrupted` (exit 130) at the prompt.
pub fn choose_collaborator(
    ctx: &Context,
    conn: &mut AnyConnection,
    reference: &str,
) -> Result<Collaborator> {
    let reference = reference.trim();
    let rows = collaborators_of(conn, reference)?;
    let id = one_of(ctx, Noun::Collaborator, reference, listed(&rows))?;
    let found = rows.into_iter().find(|row| row.id == CollaboratorId(id));
    found.ok_or_else(|| Error::not_found(Noun::Collaborator, reference))
}

/// A reference to a collaborator that names one alone: what was given, or the login of whoever was chosen at a terminal.
///
/// # Errors
///
/// Those of the database; `interrupted` (exit 130) at the prompt.
pub fn collaborator(ctx: &Context, given: &str) -> Result<String> {
    let reference = given.trim();
    if !ctx.prompter.is_interactive() || readable(given).is_err() {
        return Ok(reference.to_owned());
    }
    let rows = {
        let mut conn = ctx.database.connection()?;
        collaborators_of(&mut conn, reference)?
    };
    if rows.len() < 2 {
        return Ok(reference.to_owned());
    }
    let id = one_of(ctx, Noun::Collaborator, reference, listed(&rows))?;
    let found = rows.into_iter().find(|row| row.id == CollaboratorId(id));
    Ok(found.map_or_else(|| reference.to_owned(), |row| row.login))
}

/// The same, for one that may be left out.
///
/// # Errors
///
/// As [`collaborator`].
pub fn optional_collaborator(ctx: &Context, given: Option<&str>) -> Result<Option<String>> {
    given.map(|given| collaborator(ctx, given)).transpose()
}

fn listed(rows: &[Collaborator]) -> Vec<Candidate> {
    let candidate = |row: &Collaborator| Candidate {
        id: row.id.0,
        told: format!("{} ({}, {})", row.id, row.login, row.email),
        choice: Choice {
            value: row.id.to_string(),
            ..choices::of_collaborator(row)
        },
    };
    rows.iter().map(candidate).collect()
}

fn collaborators_of(conn: &mut AnyConnection, reference: &str) -> Result<Vec<Collaborator>> {
    if reference.contains('\0') || reference.chars().nth(LONGEST).is_some() {
        return Ok(Vec::new());
    }
    if reference.contains('@') {
        return Ok(search::collaborators_of_email(conn, reference)?);
    }
    let by_login = collaborators::find_by_login(conn, reference)?;
    let by_id = match reference.parse() {
        Ok(id) => collaborators::find(conn, id)?,
        Err(_) => None,
    };
    match (by_login, by_id) {
        (Some(one), Some(other)) if one.id != other.id => Ok(vec![one, other]),
        (Some(found), _) | (None, Some(found)) => Ok(vec![found]),
        (None, None) => Ok(search::collaborators_of_name(conn, reference)?),
    }
}

/// Somebody who answers to a reference.
struct Candidate {
    id: i64,
    told: String,
    choice: Choice,
}

/// The one candidate, or the one that a person chooses.
fn one_of(ctx: &Context, noun: Noun, key: &str, candidates: Vec<Candidate>) -> Result<i64> {
    match candidates.as_slice() {
        [] => return Err(Error::not_found(noun, key)),
        [one] => return Ok(one.id),
        _ => {}
    }
    if !ctx.prompter.is_interactive() {
        return Err(several(noun, key, &candidates));
    }
    let label = t!("search-which", name = key);
    let known: Vec<Choice> = candidates.into_iter().map(|it| it.choice).collect();
    let value = if known.len() <= choices::LIMIT {
        ctx.prompter.select("", &label, &known, None)?
    } else {
        ctx.prompter.pick(&label, &mut |typed| {
            Ok(choices::fitting(known.clone(), typed))
        })?
    };
    value
        .parse()
        .map_err(|error| Error::internal("choice without an id", error))
}

/// Says who answers to a reference: the id, and what tells them apart.
fn several(noun: Noun, key: &str, candidates: &[Candidate]) -> Error {
    let told: Vec<&str> = candidates
        .iter()
        .take(TOLD)
        .map(|it| it.told.as_str())
        .collect();
    let more = candidates.len().saturating_sub(TOLD);
    Error::usage(t!(
        "search-several",
        noun = noun.as_str(),
        name = key,
        told = told.join("; "),
        more = more,
    ))
}
