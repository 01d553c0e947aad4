//! `epic event update`: changes one's own event.

use super::load;
use crate::commands::changed;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::required_event;
use crate::db::events::{self, EventChanges, EventFilter, EventRow};
use crate::domain::{
    Attendees, EventId, EventTitle, Instant, Invalid, Location, Notes, Noun, Rule, Zone, parse_end,
    parse_instant, rules,
};
use crate::prompt::invalid_value;

/// Update an event assigned to you
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// Id of the event
    #[arg(add = complete::events())]
    id: Option<Given<EventId>>,
    #[command(flatten)]
    fields: Flags,
    /// Only if the record still has this version
    #[arg(long, value_name = "N")]
    if_version: Option<i64>,
}

#[derive(Debug, Args)]
struct Flags {
    /// Title
    #[arg(long)]
    title: Option<Given<EventTitle>>,
    /// Start: "2026-05-20 18:00" or 2026-05-20T18:00+02:00
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    start: Option<String>,
    /// End: as --start, or +3h after the start
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    end: Option<String>,
    /// Location
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

impl Verb for UpdateArgs {
    const PATH: &str = "event update";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::UpdateEvent, run);
    const EXAMPLES: [&str; 2] = [
        "epic event update 4 --attendees 420 --add-note 'Traiteur confirmé'",
        "epic event update 4 --start '2030-05-20 09:00' --end +8h",
    ];
    const SHOWS: Fields = EventRow::FIELDS;
}

/// # Errors
///
/// `rule.event_ends_before_start` and `rule.notes_too_long` (exit 6), `denied.ownership` (exit 5),
/// `conflict.stale` (exit 7).
fn run(ctx: &Context, actor: &Actor, args: UpdateArgs) -> Result<()> {
    let timezone = &ctx.config.timezone;
    let mut form = Form::new(&ctx.prompter);
    let mine = EventFilter {
        support_contact: Some(actor.id),
        ..EventFilter::default()
    };
    let id = required_event(ctx, &mut form, args.id, mine)?;
    let mut if_version = args.if_version;
    let mut title = form.optional("--title", args.fields.title);
    let mut start = form.optional_with("--start", args.fields.start.as_deref(), |text| {
        parse_instant(text, timezone)
    });
    // An end that counts from the start is read again once the start is known.
    let base = start.unwrap_or_else(Instant::now);
    let end = form.optional_with("--end", args.fields.end.as_deref(), |text| {
        parse_end(text, base, timezone)
    });
    let mut location = form.optional("--location", args.fields.location);
    let mut attendees = form.optional("--attendees", args.fields.attendees);
    let mut notes = form.optional("--notes", args.fields.notes);
    let note = form.optional("--add-note", args.fields.add_note);
    let edits = form.edits();
    if let (Some(start), Some(end)) = (start, end)
        && end <= start
    {
        form.refuse(t!("command-end-not-after-start"));
    }
    form.check()?;
    let id = id.ok_or_else(|| form.error())?;
    let mut end_text = args.fields.end;
    if edits {
        let old = load(&mut *ctx.database.connection()?, id)?;
        policy::authorize(actor, Capability::UpdateEvent, &old)?;
        let event = old.event;
        if_version = if_version.or(Some(form.first_seen(Noun::Event, id, event.version)));
        title = form.edit("--title", t!("prompt-title"), &event.title)?;
        let read = |text: &str| parse_instant(text, timezone);
        let started = event.start_at.local(timezone);
        let question = Question::hinted(t!("prompt-start"), t!("prompt-start-hint"));
        start = form.edit_with("--start", question, &started, read)?;
        let begins = start.unwrap_or(event.start_at);
        let ended = event.end_at.local(timezone);
        end_text = ask_end(&form, &ended, begins, timezone)?;
        location = form.edit("--location", t!("prompt-location"), &event.location)?;
        let expected = event.attendees.to_string();
        attendees = form.edit("--attendees", t!("prompt-attendees"), &expected)?;
        notes = form.edit("--notes", t!("prompt-notes"), &event.notes)?;
    }
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let done = ctx.write(actor, &mut conn, |conn| {
        let old = load(conn, id)?;

        policy::authorize(actor, Capability::UpdateEvent, &old)?;

        let event = &old.event;
        if if_version.is_some_and(|version| version != event.version) {
            return Err(Error::stale(Noun::Event, id));
        }
        let new_start = start.unwrap_or(event.start_at);
        let new_end = match end_text.as_deref() {
            Some(text) => parse_end(text, new_start, timezone)
                .map_err(|problem| Error::usage(invalid_value("--end", &problem)))?,
            None => event.end_at,
        };
        rules::ends_after_start(id, new_start, new_end)?;
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
        };
        if changes == EventChanges::default() {
            return Ok((old, false));
        }
        let event = events::update(conn, event, &changes, Instant::now())?.ok_or(Error::Race)?;
        Ok((EventRow { event, ..old }, true))
    })?;
    done.report(|(updated, written)| {
        if !written {
            ctx.output.message(t!("command-nothing-to-change"));
        }
        ctx.output.record(&updated)
    })
}

/// Asks for the end; the existing one is the default if it is still after the start.
fn ask_end(form: &Form<'_>, ended: &str, start: Instant, zone: &Zone) -> Result<Option<String>> {
    let read = |text: &str| match parse_end(text, start, zone)? {
        end if end <= start => Err(Invalid::new(t!("command-after-start"))),
        _ => Ok(text.to_owned()),
    };
    // An end before the new start is no good default.
    let current = if read(ended).is_ok() { ended } else { "" };
    let question = Question::hinted(t!("prompt-end"), t!("prompt-end-hint"));
    form.edit_with("--end", question, current, |text| read(text))
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
