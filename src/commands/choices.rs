//! What a person can choose from where a command names a record: some twenty of those that fit what was typed, and none that
//! the command would refuse. The database is asked as one types; nothing is kept of what it said before.

use crate::auth::session;
use crate::context::Context;
use crate::db::collaborators::{self, Collaborator, CollaboratorFilter};
use crate::db::contracts::{self, ContractFilter, ContractRow, ContractSort};
use crate::db::customers::{self, CustomerFilter, CustomerRow};
use crate::db::events::{self, EventFilter, EventRow, EventSort};
use crate::db::page::Sort;
use crate::db::tokens::{self, Kind};
use crate::db::{AnyConnection, CollaboratorId, CustomerId, Page, search};
use crate::domain::{Cents, ContractStatus, Department, fold};
use crate::error::{Error, Result};
use crate::lang::format;
use crate::policy::Actor;
use crate::prompt::Choice;
use crate::t;

/// How many choices are asked for at once.
const LIMIT: i64 = 20;

fn page<S: Sort, A>(sort: S, descending: bool, limit: usize) -> Page<S, A> {
    Page {
        sort,
        descending,
        limit: i64::try_from(limit).ok(),
        ..Page::everything()
    }
}

const fn limit() -> usize {
    LIMIT as usize
}

/// PostgreSQL shows nothing to a session that has ended: that is no empty list.
fn seen(conn: &mut AnyConnection, choices: Vec<Choice>) -> Result<Vec<Choice>> {
    if choices.is_empty() {
        session::confirm_visible(conn)?;
    }
    Ok(choices)
}

/// Every department.
pub fn departments() -> Vec<Choice> {
    let all = Department::ALL.into_iter();
    all.map(|department| Choice::new(department, format::department(department)))
        .collect()
}

/// Every status that a contract may be given.
pub fn statuses() -> Vec<Choice> {
    let all = ContractStatus::ALL.into_iter();
    all.map(|status| Choice::new(status, format::status(status)))
        .collect()
}

/// A customer in a list.
pub fn of_customer(row: &CustomerRow) -> Choice {
    let customer = &row.customer;
    Choice::new(
        customer.id,
        t!(
            "prompt-a-customer",
            id = customer.id.to_string(),
            name = format!("{} {}", customer.first_name, customer.last_name),
            company = customer.company,
        ),
    )
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
            start = format::date_time(event.start_at, ctx.config.timezone),
            support = support.map_or("-", |contact| contact.login.as_str()),
        ),
    )
}

fn of_collaborator(row: &Collaborator) -> Choice {
    Choice::new(
        &row.login,
        t!(
            "prompt-a-collaborator",
            login = row.login,
            name = format!("{} {}", row.first_name, row.last_name),
            department = format::department(row.department),
        ),
    )
}

/// Customers: all, or those of one sales contact.
pub fn customers(
    ctx: &Context,
    sales_contact: Option<CollaboratorId>,
) -> impl FnMut(&str) -> Result<Vec<Choice>> + '_ {
    move |typed| {
        let mut conn = ctx.database.connection()?;
        let mut choices = Vec::new();
        if let Ok(id) = typed.parse()
            && let Some(row) = customers::find(&mut conn, id)?
            && (sales_contact.is_none() || row.customer.sales_contact_id == sales_contact)
        {
            choices.push(of_customer(&row));
        }
        let filter = CustomerFilter {
            sales_contact,
            search: search::words(typed),
            ..CustomerFilter::default()
        };
        let page = page(customers::CustomerSort::Id, false, limit());
        customers::list::<Error>(&mut conn, &filter, &page, |row| {
            choices.push(of_customer(&row));
            Ok(())
        })?;
        choices.dedup_by(|one, other| one.value == other.value);
        seen(&mut conn, choices)
    }
}

/// Contracts that a filter lets through, the newest first: by their own number, or by their customer.
pub fn contracts(
    ctx: &Context,
    filter: ContractFilter,
) -> impl FnMut(&str) -> Result<Vec<Choice>> + '_ {
    move |typed| {
        let mut conn = ctx.database.connection()?;
        let mut choices = Vec::new();
        let fits = |row: &ContractRow| {
            let contact = row.sales_contact.as_ref().map(|contact| contact.id);
            (filter.sales_contact.is_none() || contact == filter.sales_contact)
                && (filter.status.is_empty() || filter.status.contains(&row.contract.status))
                && (!filter.unpaid || row.contract.due_cents > Cents::ZERO)
        };
        if let Ok(id) = typed.parse()
            && let Some(row) = contracts::find(&mut conn, id)?
            && fits(&row)
        {
            choices.push(of_contract(&row));
        }
        for filter in of_customers(&mut conn, typed, filter.sales_contact)?
            .into_iter()
            .map(|customer| ContractFilter {
                customer: customer.or(filter.customer),
                ..filter.clone()
            })
        {
            let room = limit().saturating_sub(choices.len());
            if room == 0 {
                break;
            }
            let page = page(ContractSort::Id, true, room);
            contracts::list::<Error>(&mut conn, &filter, &page, |row| {
                choices.push(of_contract(&row));
                Ok(())
            })?;
        }
        seen(&mut conn, choices)
    }
}

/// Events that a filter lets through: first those to come, the next one first, then those of the past.
pub fn events(
    ctx: &Context,
    filters: Vec<EventFilter>,
) -> impl FnMut(&str) -> Result<Vec<Choice>> + '_ {
    move |typed| {
        let mut conn = ctx.database.connection()?;
        let mut choices: Vec<Choice> = Vec::new();
        if let Ok(id) = typed.parse()
            && let Some(row) = events::find(&mut conn, id)?
            && filters.iter().any(|filter| {
                (!filter.unassigned || row.event.support_contact_id.is_none())
                    && (filter.support_contact.is_none()
                        || row.event.support_contact_id == filter.support_contact)
            })
        {
            choices.push(of_event(ctx, &row));
        }
        let now = ctx.now();
        for customer in of_customers(&mut conn, typed, None)? {
            for filter in &filters {
                let to_come = EventFilter {
                    customer,
                    from: Some(now),
                    ..filter.clone()
                };
                let past = EventFilter {
                    customer,
                    before: Some(now),
                    ..filter.clone()
                };
                for (filter, descending) in [(to_come, false), (past, true)] {
                    let room = limit().saturating_sub(choices.len());
                    if room == 0 {
                        break;
                    }
                    let page = page(EventSort::StartAt, descending, room);
                    events::list::<Error>(&mut conn, &filter, &page, |row| {
                        let choice = of_event(ctx, &row);
                        if !choices.contains(&choice) {
                            choices.push(choice);
                        }
                        Ok(())
                    })?;
                }
            }
        }
        seen(&mut conn, choices)
    }
}

/// The customers whose records are looked through: one `None` for everybody's.
fn of_customers(
    conn: &mut AnyConnection,
    typed: &str,
    sales_contact: Option<CollaboratorId>,
) -> Result<Vec<Option<CustomerId>>> {
    if typed.trim().is_empty() {
        return Ok(vec![None]);
    }
    let filter = CustomerFilter {
        sales_contact,
        search: search::words(typed),
        ..CustomerFilter::default()
    };
    let page = page(customers::CustomerSort::Id, false, limit());
    let mut found = Vec::new();
    customers::list::<Error>(conn, &filter, &page, |row| {
        found.push(Some(row.customer.id));
        Ok(())
    })?;
    Ok(found)
}

/// Collaborators that a filter lets through, without some.
pub fn collaborators(
    ctx: &Context,
    filter: CollaboratorFilter,
    without: Option<CollaboratorId>,
) -> impl FnMut(&str) -> Result<Vec<Choice>> + '_ {
    move |typed| {
        let mut conn = ctx.database.connection()?;
        let mut choices = Vec::new();
        let filter = CollaboratorFilter {
            search: search::words(typed),
            ..filter.clone()
        };
        let page = page(collaborators::CollaboratorSort::Login, false, limit());
        collaborators::list::<Error>(&mut conn, &filter, &page, |row| {
            if Some(row.id) != without {
                choices.push(of_collaborator(&row));
            }
            Ok(())
        })?;
        seen(&mut conn, choices)
    }
}

/// The sessions or tokens that somebody may end.
pub fn credentials<'a>(
    ctx: &'a Context,
    actor: &'a Actor,
    kind: Kind,
) -> impl FnMut(&str) -> Result<Vec<Choice>> + 'a {
    move |typed| {
        let mut conn = ctx.database.connection()?;
        let words = search::plain_words(typed);
        let everybody = actor.department == Department::Management;
        let all = tokens::list(&mut conn, actor, kind, everybody, ctx.now())?;
        let choices = all.iter().map(|row| {
            Choice::new(
                row.id,
                t!(
                    "prompt-a-credential",
                    id = row.id.to_string(),
                    login = row.login,
                    name = row.name.as_deref().unwrap_or("-"),
                    since = format::date_time(row.created_at, ctx.config.timezone),
                    current = if row.current { "yes" } else { "no" },
                ),
            )
        });
        let fits = |choice: &Choice| {
            let label = fold(&choice.label);
            words.iter().all(|word| label.contains(word.as_str()))
        };
        let choices = choices.filter(fits).take(limit()).collect();
        seen(&mut conn, choices)
    }
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

/// Whose customers and contracts somebody may change: their own for Sales, everybody's for others.
pub fn owner(actor: &Actor) -> Option<CollaboratorId> {
    (actor.department == Department::Sales).then_some(actor.id)
}
