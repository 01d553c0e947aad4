//! Pickers for arguments that name a record: some twenty matches of the typed text, and none that the command would
//! refuse. The database is queried at every key; no result is kept.

use super::search_text::searchable;
use crate::auth::session;
use crate::commands::prelude::*;
use crate::db::collaborators::{Collaborator, CollaboratorFilter, CollaboratorSort};
use crate::db::contracts::{ContractFilter, ContractRow};
use crate::db::customers::{CustomerFilter, CustomerRow};
use crate::db::events::{EventFilter, EventRow, EventSort};
use crate::db::list::{self, Sort};
use crate::db::references::Person;
use crate::db::search::Query;
use crate::db::{AnyConnection, Page, pick, sessions};
use crate::domain::{
    CollaboratorId, ContractStatus, CredentialKind, Department, Ownership, fold, format,
};
use crate::prompt::Choice;

/// Number of choices fetched at once.
pub const LIMIT: usize = 20;

fn page<S: Sort, A>(sort: S, descending: bool) -> Page<S, A> {
    Page {
        sort,
        descending,
        limit: i64::try_from(LIMIT).ok(),
        ..Page::everything()
    }
}

/// Finds choices by what was typed, on a connection of its own.
fn look_up<'a>(
    ctx: &'a Context,
    find: impl Fn(&mut AnyConnection, &str) -> Result<Vec<Choice>> + 'a,
) -> impl FnMut(&str) -> Result<Vec<Choice>> + 'a {
    move |typed| {
        let mut conn = ctx.database.connection()?;
        let choices = find(&mut conn, &searchable(typed))?;
        // PostgreSQL shows nothing to a session that has ended: that is no empty list.
        if choices.is_empty() {
            session::confirm_visible(&mut conn)?;
        }
        Ok(choices)
    }
}

pub fn departments() -> Vec<Choice> {
    // The last department may do the most: Enter alone never chooses it.
    let all = Department::ALL.into_iter().rev();
    all.map(|department| Choice::new(department, format::department(department)))
        .collect()
}

pub fn statuses() -> Vec<Choice> {
    let all = ContractStatus::ALL.into_iter();
    all.map(|status| Choice::new(status, format::status(status)))
        .collect()
}

pub fn of_customer(row: &CustomerRow) -> Choice {
    of_person(&row.clone().into())
}

/// Returns the choice of a person, by id.
pub fn of_person(person: &Person) -> Choice {
    let name = format!("{} {}", person.first_name, person.last_name);
    let label = match person.department {
        None => t!(
            "prompt-a-customer",
            id = person.id.to_string(),
            name = name,
            company = person.known_as,
        ),
        Some(department) => t!(
            "prompt-a-collaborator",
            login = person.known_as,
            name = name,
            department = format::department(department),
        ),
    };
    Choice::new(person.id, label)
}

fn of_contract(row: &ContractRow) -> Choice {
    let (contract, customer) = (&row.contract, &row.customer);
    Choice::new(
        contract.id,
        t!(
            "prompt-a-contract",
            id = contract.id.to_string(),
            name = format!("{} {}", customer.first_name, customer.last_name),
            company = customer.company,
            status = format::status(contract.status),
            total = format::amount(contract.total_cents),
            due = format::amount(contract.due_cents),
        ),
    )
}

fn of_event(ctx: &Context, row: &EventRow) -> Choice {
    let event = &row.event;
    let support = row.support_contact.as_ref();
    Choice::new(
        event.id,
        t!(
            "prompt-an-event",
            id = event.id.to_string(),
            title = event.title,
            company = row.customer.company,
            start = format::date_time(event.start_at, &ctx.config.timezone),
            support = support.map_or("-", |contact| contact.login.as_str()),
        ),
    )
}

/// A collaborator in a list, by login.
fn of_collaborator(row: &Collaborator) -> Choice {
    Choice {
        value: row.login.clone(),
        ..of_person(&row.clone().into())
    }
}

/// Customers: all, or those of one sales contact.
pub fn customers(
    ctx: &Context,
    sales_contact: Option<CollaboratorId>,
) -> impl FnMut(&str) -> Result<Vec<Choice>> + '_ {
    look_up(ctx, move |conn, typed| {
        let filter = CustomerFilter {
            sales_contact,
            ..CustomerFilter::default()
        };
        let found = pick::pick(conn, typed, &filter, LIMIT)?;
        Ok(found.iter().map(of_customer).collect())
    })
}

/// Contracts that a filter lets through, the newest first: by their own number, or by their customer.
pub fn contracts(
    ctx: &Context,
    filter: ContractFilter,
) -> impl FnMut(&str) -> Result<Vec<Choice>> + '_ {
    look_up(ctx, move |conn, typed| {
        let found = pick::pick(conn, typed, &filter, LIMIT)?;
        Ok(found.iter().map(of_contract).collect())
    })
}

/// Events that a filter lets through: first those to come, the next one first, then those of the past.
pub fn events(
    ctx: &Context,
    filters: Vec<EventFilter>,
) -> impl FnMut(&str) -> Result<Vec<Choice>> + '_ {
    look_up(ctx, move |conn, typed| {
        let mut choices: Vec<Choice> = Vec::new();
        let mut add = |row: &EventRow| {
            let choice = of_event(ctx, row);
            if choices.len() < LIMIT && !choices.contains(&choice) {
                choices.push(choice);
            }
        };
        let has_words = !Query::new(typed).is_empty();
        let now = Some(Instant::now());
        for filter in &filters {
            if has_words {
                for row in &pick::pick(conn, typed, filter, LIMIT)? {
                    add(row);
                }
                continue;
            }
            let (mut to_come, mut past) = (filter.clone(), filter.clone());
            to_come.from = now;
            past.before = now;
            for (filter, descending) in [(to_come, false), (past, true)] {
                let page = page(EventSort::StartAt, descending);
                list::stream::<_, Error>(conn, &filter, &page, |row| {
                    add(&row);
                    Ok(())
                })?;
            }
        }
        Ok(choices)
    })
}

/// Collaborators that a filter lets through, without some.
pub fn collaborators(
    ctx: &Context,
    filter: CollaboratorFilter,
    without: Option<CollaboratorId>,
) -> impl FnMut(&str) -> Result<Vec<Choice>> + '_ {
    look_up(ctx, move |conn, typed| {
        let mut found = Vec::new();
        if Query::new(typed).is_empty() {
            let page = page(CollaboratorSort::Login, false);
            list::stream::<_, Error>(conn, &filter, &page, |row| {
                found.push(row);
                Ok(())
            })?;
        } else {
            found = pick::pick(conn, typed, &filter, LIMIT)?;
        }
        let others = found.iter().filter(|row| Some(row.id) != without);
        Ok(others.map(of_collaborator).collect())
    })
}

/// Those of some known choices that hold every word that was typed.
pub fn fitting(choices: Vec<Choice>, typed: &str) -> Vec<Choice> {
    let words = Query::plain(typed).words;
    let fits = |choice: &Choice| {
        let label = fold(&choice.label);
        words.iter().all(|word| label.contains(word.as_str()))
    };
    choices.into_iter().filter(fits).take(LIMIT).collect()
}

/// Looks up the sessions or tokens that the actor may end.
pub fn credentials<'a>(
    ctx: &'a Context,
    actor: &'a Actor,
    kind: CredentialKind,
) -> impl FnMut(&str) -> Result<Vec<Choice>> + 'a {
    look_up(ctx, move |conn, typed| {
        let all = actor.department == Department::Management;
        let found = sessions::list(conn, actor, kind, all, Instant::now())?;
        let choices = found.iter().map(|row| {
            Choice::new(
                row.id,
                t!(
                    "prompt-a-credential",
                    id = row.id.to_string(),
                    login = row.login,
                    name = row.name.as_deref().unwrap_or("-"),
                    since = format::date_time(row.created_at, &ctx.config.timezone),
                    current = if row.current { "yes" } else { "no" },
                ),
            )
        });
        Ok(fitting(choices.collect(), typed))
    })
}

/// The active members of a department.
pub fn members(
    ctx: &Context,
    department: Department,
    without: Option<CollaboratorId>,
) -> impl FnMut(&str) -> Result<Vec<Choice>> + '_ {
    let filter = CollaboratorFilter {
        department: Some(department),
        ..CollaboratorFilter::default()
    };
    collaborators(ctx, filter, without)
}

/// Returns the owner of the customers and contracts that the actor may change: the actor for Sales, `None` (all) for
/// others.
pub fn owner(actor: &Actor) -> Option<CollaboratorId> {
    (actor.department.ownership() == Some(Ownership::SalesContact)).then_some(actor.id)
}
