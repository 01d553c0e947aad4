//! References to people in arguments: an id, an e-mail address, the login of a collaborator, or an exact first and last
//! name, ignoring case and accents. Where several match, a person at a terminal chooses, and a script gets an error
//! that lists them.

use std::str::FromStr;

use super::pickers;
use crate::auth::session;
use crate::commands::prelude::*;
use crate::db::collaborators::Collaborator;
use crate::db::contracts::ContractFilter;
use crate::db::events::EventFilter;
use crate::db::people;
use crate::db::references::{Named, Person, Wanted, customers_referred_to, referred_to};
use crate::db::{AnyConnection, references};
use crate::domain::{CollaboratorId, ContractId, CustomerId, Department, EventId, Invalid, Noun};
use crate::lang::Text;
use crate::prompt::Choice;

/// Number of matches listed for an ambiguous name.
const TOLD: usize = 10;

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

/// Reference to a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomerRef {
    Id(CustomerId),
    /// E-mail address, or first and last name.
    Named(String),
}

impl FromStr for CustomerRef {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = readable(text)?;
        if is_number(text) {
            text.parse().map(Self::Id)
        } else {
            Ok(Self::Named(text.to_owned()))
        }
    }
}

impl CustomerRef {
    /// Returns the lookups of references.
    pub fn wanted<'a>(references: impl IntoIterator<Item = &'a Self>) -> Wanted {
        let references = references.into_iter();
        references.fold(Wanted::default(), |wanted, reference| match reference {
            Self::Id(_) => wanted,
            Self::Named(name) => wanted.customer(name),
        })
    }

    /// Resolves the reference.
    ///
    /// # Errors
    ///
    /// `not_found.customer` (exit 3), `usage` (exit 2) when several match and there is no terminal.
    pub fn find(&self, ctx: &Context) -> Result<CustomerId> {
        let wanted = Self::wanted([self]);
        let seen = if wanted.is_empty() {
            Vec::new()
        } else {
            references::customers(&mut *ctx.database.connection()?, &wanted)?
        };
        self.among(ctx, &seen)
    }

    /// As [`Self::find`], among those whom the database has found.
    pub fn among(&self, ctx: &Context, seen: &[Person]) -> Result<CustomerId> {
        match self {
            Self::Id(id) => Ok(*id),
            Self::Named(name) => {
                let found = customers_referred_to(seen, name);
                one_of(ctx, Noun::Customer, name, &found).map(CustomerId)
            }
        }
    }
}

/// Returns the lookups of arguments that name collaborators.
pub fn wanted_collaborators<'a>(given: impl IntoIterator<Item = &'a str>) -> Wanted {
    let given = given.into_iter();
    given.fold(Wanted::default(), Wanted::collaborator)
}

/// The customer that a command needs, chosen at a terminal from all, or from those of one sales contact. A name is
/// resolved at once at a terminal, else once the form is complete.
///
/// # Errors
///
/// As [`CustomerRef::find`]; `interrupted` (exit 130) at the prompt.
pub fn required_customer(
    ctx: &Context,
    form: &mut Form<'_>,
    flag: &'static str,
    given: Option<Given<CustomerRef>>,
    sales_contact: Option<CollaboratorId>,
) -> Result<Option<CustomerRef>> {
    let given = given.map(|given| given.0);
    let look = &mut pickers::customers(ctx, sales_contact);
    let source = Source::Asked(look);
    match form.choose(flag, t!("prompt-customer"), given, str::parse, source)? {
        Some(customer) if ctx.prompter.is_interactive() => {
            Ok(Some(CustomerRef::Id(customer.find(ctx)?)))
        }
        customer => Ok(customer),
    }
}

/// The contract that a command needs, chosen at a terminal from those that a filter lets through.
pub fn required_contract(
    ctx: &Context,
    form: &mut Form<'_>,
    flag: &'static str,
    given: Option<Given<ContractId>>,
    filter: ContractFilter,
) -> Result<Option<ContractId>> {
    let given = given.map(|given| given.0);
    let look = &mut pickers::contracts(ctx, filter);
    let source = Source::Asked(look);
    form.choose(flag, t!("prompt-contract"), given, str::parse, source)
}

/// The event that a command needs, chosen at a terminal from those that a filter lets through.
pub fn required_event(
    ctx: &Context,
    form: &mut Form<'_>,
    given: Option<Given<EventId>>,
    filter: EventFilter,
) -> Result<Option<EventId>> {
    let given = given.map(|given| given.0);
    let look = &mut pickers::events(ctx, vec![filter]);
    let source = Source::Asked(look);
    form.choose("ID", t!("prompt-event"), given, str::parse, source)
}

/// A reference to the member of a department that a command needs, chosen at a terminal from the active ones.
pub fn required_member(
    ctx: &Context,
    form: &mut Form<'_>,
    flag: &'static str,
    label: Text,
    given: Option<&str>,
    department: Department,
) -> Result<Option<String>> {
    let look = &mut pickers::members(ctx, department, None);
    let given = given.map(parse_reference);
    form.choose(flag, label, given, parse_reference, Source::Asked(look))
}

/// Reads a reference to a collaborator, whatever it turns out to be.
///
/// # Errors
///
/// A blank one, and one with U+0000.
pub fn parse_reference(text: &str) -> Result<String, Invalid> {
    readable(text).map(str::to_owned)
}

/// Tests for an argument of ids alone, or of nothing.
fn is_ids(given: &str) -> bool {
    let mut words = given.split([' ', ',']).filter(|it| !it.is_empty());
    given.trim().is_empty() || words.all(is_number)
}

/// Returns those of several arguments that name customers by something else than ids.
pub fn names(given: &[String]) -> Vec<CustomerRef> {
    let names = given.iter().filter(|given| !is_ids(given));
    names.filter_map(|name| name.parse().ok()).collect()
}

/// Resolves several arguments, as a form wants them: each an id, an e-mail address, or a name of several words.
///
/// # Errors
///
/// As [`CustomerRef::find`].
pub fn customers_among(ctx: &Context, given: &[String], seen: &[Person]) -> Result<Vec<String>> {
    let resolved = given.iter().map(|given| match given.parse() {
        Ok(customer @ CustomerRef::Named(_)) if !is_ids(given) => {
            Ok(customer.among(ctx, seen)?.to_string())
        }
        _ => Ok(given.clone()),
    });
    resolved.collect()
}

/// Loads the one collaborator that a reference names, for any caller.
///
/// # Errors
///
/// `not_found.collaborator` (exit 3); `usage` (exit 2) for digits that are the login of one and the id of another, and
/// when several answer to a name.
pub fn load_collaborator(conn: &mut AnyConnection, reference: &str) -> Result<Collaborator> {
    let wanted = Wanted::default().collaborator(reference);
    one_referred_to(people::collaborators(conn, &wanted)?, reference)
}

/// As [`load_collaborator`], among those whom the database has found.
pub fn one_referred_to<T: Named>(rows: Vec<T>, reference: &str) -> Result<T> {
    let reference = reference.trim();
    let mut found = referred_to(rows, reference);
    match found.len() {
        0 => Err(Error::not_found(Noun::Collaborator, reference)),
        1 => Ok(found.remove(0)),
        _ => {
            let people: Vec<Person> = found.iter().map(Named::person).collect();
            Err(several(Noun::Collaborator, reference, &people))
        }
    }
}

/// The one collaborator that a reference names of those who may be meant, or the one whom a person chooses of several.
///
/// # Errors
///
/// As [`load_collaborator`]; `interrupted` (exit 130) at the prompt.
pub fn collaborator_among(
    ctx: &Context,
    reference: &str,
    seen: &[Person],
) -> Result<CollaboratorId> {
    let reference = reference.trim();
    let found = referred_to(seen.to_vec(), reference);
    one_of(ctx, Noun::Collaborator, reference, &found).map(CollaboratorId)
}

/// As [`one_referred_to`], for a script; where no account is visible, an ended session (exit 4) is reported first.
pub fn collaborator_seen(
    ctx: &Context,
    reference: &str,
    seen: &[Person],
) -> Result<CollaboratorId> {
    let found = one_referred_to(seen.to_vec(), reference);
    if matches!(found, Err(Error::NotFound { .. })) {
        session::confirm_visible(&mut *ctx.database.connection()?)?;
    }
    Ok(CollaboratorId(found?.id))
}

/// Returns an unambiguous reference to a collaborator: the given one, or the login of the one chosen at a terminal.
///
/// # Errors
///
/// Those of the database; `interrupted` (exit 130) at the prompt.
pub fn collaborator(ctx: &Context, given: &str) -> Result<String> {
    let reference = given.trim();
    if !ctx.prompter.is_interactive() || readable(given).is_err() {
        return Ok(reference.to_owned());
    }
    let wanted = Wanted::default().collaborator(reference);
    let rows = people::collaborators(&mut *ctx.database.connection()?, &wanted)?;
    let people: Vec<Person> = rows.into_iter().map(Person::from).collect();
    let found = referred_to(people, reference);
    if found.len() < 2 {
        return Ok(reference.to_owned());
    }
    let id = one_of(ctx, Noun::Collaborator, reference, &found)?;
    let found = found.into_iter().find(|person| person.id == id);
    Ok(found.map_or_else(|| reference.to_owned(), |person| person.known_as))
}

/// As [`collaborator`], for one that may be left out.
pub fn optional_collaborator(ctx: &Context, given: Option<&str>) -> Result<Option<String>> {
    given.map(|given| collaborator(ctx, given)).transpose()
}

/// Returns the one person, or the one chosen at a terminal.
fn one_of(ctx: &Context, noun: Noun, key: &str, people: &[Person]) -> Result<i64> {
    match people {
        [] => return Err(Error::not_found(noun, key)),
        [one] => return Ok(one.id),
        _ => {}
    }
    if !ctx.prompter.is_interactive() {
        return Err(several(noun, key, people));
    }
    let label = t!("search-which", name = key);
    let known: Vec<Choice> = people.iter().map(pickers::of_person).collect();
    let look = &mut |typed: &str| Ok(pickers::fitting(known.clone(), typed));
    let source = if known.len() <= pickers::LIMIT {
        Source::Fixed(&known)
    } else {
        Source::Asked(look)
    };
    let value = ctx.prompter.choose("", &label, source)?;
    value
        .parse()
        .map_err(|error| Error::internal("choice without an id", error))
}

/// Says who answers to a reference: the id, and what tells them apart.
fn several(noun: Noun, key: &str, people: &[Person]) -> Error {
    let told = |it: &Person| format!("{} ({}, {})", it.id, it.known_as, it.email);
    let told = Text::listed(people.iter().take(TOLD).map(told));
    let more = people.len().saturating_sub(TOLD);
    Error::usage(t!(
        "search-several",
        noun = noun.as_str(),
        name = key,
        told = told,
        more = more,
    ))
}
