//! `epic event update`: changes one's own event.

use clap::Args;

use super::load;
use crate::commands::changed;
use crate::context::Context;
use crate::db::EventId;
use crate::db::events::{self, EventChanges, EventRow};
use crate::domain::{Attendees, EventTitle, Location, Notes, parse_end, parse_instant};
use crate::error::{Error, Noun, Result, Rule};
use crate::policy::{self, Action, Actor};
use crate::prompt::{Form, Given};

/// Change an event of your own
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// The event
    id: Option<Given<EventId>>,
    #[command(flatten)]
    fields: Fields,
    /// Only if the record still has this version
    #[arg(long, value_name = "N")]
    if_version: Option<i64>,
}

#[derive(Debug, Args)]
struct Fields {
    /// Title
    #[arg(long)]
    title: Option<Given<EventTitle>>,
    /// Start: "2026-05-20 18:00" or 2026-05-20T18:00+02:00
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    start: Option<String>,
    /// End: as --start, or +3h after the start
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    end: Option<String>,
    /// Place
    #[arg(long)]
    location: Option<Given<Location>>,
    /// Number of people expected
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    attendees: Option<Given<Attendees>>,
    /// Replace the notes
    #[arg(long, conflicts_with = "add_note")]
    notes: Option<Given<Notes>>,
    /// Add a line to the notes
    #[arg(long, value_name = "TEXT")]
    add_note: Option<Given<Notes>>,
}

/// Changes an event.
///
/// # Errors
///
/// `rule.event_ends_before_start` and `rule.notes_too_long` (exit 6), `denied.ownership` (exit 5), `conflict.stale`
/// (exit 7).
pub fn run(ctx: &Context, actor: &Actor, args: UpdateArgs) -> Result<()> {
    ctx.output.check_fields::<EventRow>()?;
    let timezone = ctx.config.timezone;
    let mut form = Form::new(&ctx.prompter);
    form.require_any(&[
        ("--title", args.fields.title.is_some()),
        ("--start", args.fields.start.is_some()),
        ("--end", args.fields.end.is_some()),
        ("--location", args.fields.location.is_some()),
        ("--attendees", args.fields.attendees.is_some()),
        ("--notes", args.fields.notes.is_some()),
        ("--add-note", args.fields.add_note.is_some()),
    ]);
    let id = form.required("ID", "Event id", args.id)?;
    let title = form.optional("--title", args.fields.title);
    let start = form.optional_with("--start", args.fields.start.as_deref(), |text| {
        parse_instant(text, timezone)
    });
    // An end that counts from the start is read again once the start is known.
    let base = start.unwrap_or_else(|| ctx.now());
    let end = form.optional_with("--end", args.fields.end.as_deref(), |text| {
        parse_end(text, base, timezone)
    });
    let location = form.optional("--location", args.fields.location);
    let attendees = form.optional("--attendees", args.fields.attendees);
    let notes = form.optional("--notes", args.fields.notes);
    let note = form.optional("--add-note", args.fields.add_note);
    if let (Some(start), Some(end)) = (start, end)
        && end <= start
    {
        form.refuse("--end is not after --start");
    }
    form.check()?;
    let id = id.ok_or_else(|| form.error())?;

    let mut conn = ctx.database.connection()?;
    let (updated, written) = ctx.write(actor, &mut conn, |conn| {
        let old = load(conn, id)?;

        policy::authorize(actor, Action::UpdateEvent(&old))?;

        let event = &old.event;
        if args
            .if_version
            .is_some_and(|version| version != event.version)
        {
            return Err(Error::stale(Noun::Event, id));
        }
        let new_start = start.unwrap_or(event.start_at);
        let new_end = match args.fields.end.as_deref() {
            Some(text) => parse_end(text, new_start, timezone)
                .map_err(|problem| Error::usage(format!("invalid value for --end: {problem}")))?,
            None => event.end_at,
        };
        if new_end <= new_start {
            return Err(Rule::EventEndsBeforeStart { id: id.0 }.into());
        }
        let new_notes = match (&notes, &note) {
            (Some(notes), _) => Some(notes.as_str().to_owned()),
            (None, Some(note)) => Some(appended(&event.notes, note.as_str(), id)?),
            (None, None) => None,
        };

        let changes = EventChanges {
            title: changed(title.clone().map(EventTitle::into_string), &event.title),
            start_at: changed(Some(new_start), &event.start_at),
            end_at: changed(Some(new_end), &event.end_at),
            location: changed(location.clone().map(Location::into_string), &event.location),
            attendees: changed(attendees.map(Attendees::get), &event.attendees),
            notes: changed(new_notes, &event.notes),
            support_contact_id: None,
        };
        if changes == EventChanges::default() {
            return Ok((old, false));
        }
        if events::update(conn, event, &changes, ctx.now())? == 0 {
            return Err(Error::LostRace);
        }
        Ok((load(conn, id)?, true))
    })?;

    if !written {
        ctx.output.message("Nothing to change.");
    }
    ctx.output.record(&updated)
}

/// The notes with one more line.
fn appended(notes: &str, note: &str, id: EventId) -> Result<String> {
    let joined = if notes.is_empty() {
        note.to_owned()
    } else {
        format!("{notes}\n{note}")
    };
    let valid: Notes = joined
        .parse()
        .map_err(|_| Rule::NotesTooLong { id: id.0 })?;
    Ok(valid.into_string())
}
