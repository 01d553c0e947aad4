//! `epic history`: the changes of one record, for every logged-in user.

use super::shared::refused_value;
use super::shared::resolve::{self, CustomerRef};
use super::{contract, customer, event};
use crate::commands::prelude::*;
use crate::config::Format;
use crate::db::AnyConnection;
use crate::db::audit::{self, HistoryRow};
use crate::db::people;
use crate::db::references::{Person, Wanted};
use crate::domain::{CollaboratorId, ContractId, CustomerId, EventId, Noun};
use crate::record::HistoryLine;

/// Show the changes to a record, oldest first
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// Type of record: customer, contract, event or collaborator
    #[arg(add = complete::nouns())]
    entity: Option<Given<Noun>>,
    /// The record: its id; for a customer or collaborator also the e-mail or name, for a collaborator also the login
    #[arg(value_name = "ID|EMAIL|NAME|LOGIN", add = complete::of_noun())]
    record: Option<String>,
}

impl Verb for HistoryArgs {
    const PATH: &str = "history";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::ReadHistory, run);
    const EXAMPLES: [&str; 2] = [
        "epic history contract 9",
        "epic history collaborator CBrunel --json",
    ];
    const SHOWS: Fields = HistoryRow::FIELDS;
}

/// # Errors
///
/// `not_found` (exit 3) for a record that never was.
fn run(ctx: &Context, _actor: &Actor, args: HistoryArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let entity = form.required("ENTITY", t!("access-ask-noun"), args.entity)?;
    let (label, given) = (t!("access-ask-record"), args.record.as_deref());
    let record = form.required_with(
        "ID|EMAIL|NAME|LOGIN",
        label,
        given,
        resolve::parse_reference,
    )?;
    let (Some(noun), Some(record)) = (entity, record) else {
        return Err(form.error());
    };

    let (record, found) = match record.parse() {
        Ok(customer @ CustomerRef::Named(_)) if noun == Noun::Customer => {
            (customer.find(ctx)?.to_string(), true)
        }
        _ => (record, false),
    };
    let mut conn = ctx.database.connection()?;
    audit::catch_up(&mut conn)?;
    let (id, missing) = find(ctx, &mut conn, noun, &record, found)?;
    let entries = audit::history(&mut conn, noun.as_str(), id)?;
    if let Some(error) = missing.filter(|_| entries.is_empty()) {
        return Err(error);
    }

    if ctx.output.format() == Format::Table && ctx.output.shows_nested() {
        let mut list = ctx.output.list::<HistoryLine>()?;
        for entry in &entries {
            for line in HistoryLine::of(entry, &ctx.config.timezone) {
                list.push(&line)?;
            }
        }
        list.finish()?;
        if entries.is_empty() && ctx.output.shows_pages() {
            ctx.output.nothing_to_show::<HistoryRow>();
        }
        return Ok(());
    }
    let mut list = ctx.output.list::<HistoryRow>()?;
    for entry in &entries {
        list.push(entry)?;
    }
    list.finish()
}

/// The id of a record, which may have been `found` already; with it the refusal that it deserves if nothing is remembered of
/// it either: a record that the administrator removed still has a history.
fn find(
    ctx: &Context,
    conn: &mut AnyConnection,
    noun: Noun,
    record: &str,
    found: bool,
) -> Result<(i64, Option<Error>)> {
    if noun == Noun::Collaborator {
        let wanted = Wanted::default().collaborator(record);
        let seen = people::collaborators(conn, &wanted)?;
        let seen: Vec<Person> = seen.into_iter().map(Person::from).collect();
        let found = resolve::collaborator_among(ctx, record, &seen);
        return match (found, record.parse()) {
            (Ok(CollaboratorId(id)), _) => Ok((id, None)),
            (Err(error @ Error::NotFound { .. }), Ok(id)) => Ok((id, Some(error))),
            (Err(error), _) => Err(error),
        };
    }
    let id: i64 = match record.parse() {
        Ok(id) if id > 0 => id,
        _ => return Err(refused_value("ID", t!("invalid-id").as_str())),
    };
    let found = match noun {
        Noun::Customer if found => Ok(()),
        Noun::Customer => customer::load(conn, CustomerId(id)).map(drop),
        Noun::Contract => contract::load(conn, ContractId(id)).map(drop),
        Noun::Event => event::load(conn, EventId(id)).map(drop),
        Noun::Collaborator | Noun::AuditEntry | Noun::Credential | Noun::Session | Noun::Token => {
            Err(Error::not_found(noun, id))
        }
    };
    match found {
        Ok(()) => Ok((id, None)),
        Err(error @ Error::NotFound { .. }) => Ok((id, Some(error))),
        Err(error) => Err(error),
    }
}
