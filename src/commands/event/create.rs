//! `epic event create`: an event of one's own signed contract (rule 3).

use super::load;
use crate::commands::contract;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::required_contract;
use crate::db::contracts::ContractFilter;
use crate::db::events::{self, EventRow, NewEvent};
use crate::domain::{
    Attendees, ContractId, ContractStatus, EventTitle, Invalid, Location, Notes, parse_end,
    parse_instant, rules,
};

/// Create an event for a signed contract of one of your customers
#[derive(Debug, Args)]
pub struct CreateArgs {
    /// Id of the contract
    #[arg(long, value_name = "ID", add = complete::contracts())]
    contract: Option<Given<ContractId>>,
    /// Title
    #[arg(long)]
    title: Option<Given<EventTitle>>,
    /// Start: "2026-05-20 18:00" or 2026-05-20T18:00+02:00
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    start: Option<String>,
    /// End: as --start, or +3h
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    end: Option<String>,
    /// Location
    #[arg(long)]
    location: Option<Given<Location>>,
    /// Number of people expected
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    attendees: Option<Given<Attendees>>,
    /// Notes
    #[arg(long)]
    notes: Option<Given<Notes>>,
}

impl Verb for CreateArgs {
    const PATH: &str = "event create";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::CreateEvent, run);
    const EXAMPLES: [&str; 2] = [
        r"epic event create --contract 3 --title 'Dîner de gala' \
    --start '2030-06-21 18:00' --end +5h \
    --location 'Lyon' --attendees 120",
        r"epic event create --contract 3 --title 'Congrès' \
    --start '2030-05-20 09:00' --end '2030-05-21 17:00' \
    --location 'Lyon' --attendees 300 --notes 'Deux salles'",
    ];
    const SHOWS: Fields = EventRow::FIELDS;
}

/// # Errors
///
/// `rule.contract_not_signed` and `rule.event_in_past` (exit 6), `denied.ownership` (exit 5).
fn run(ctx: &Context, actor: &Actor, args: CreateArgs) -> Result<()> {
    let timezone = &ctx.config.timezone;
    let mut form = Form::new(&ctx.prompter);
    let signed = ContractFilter {
        sales_contact: Some(actor.id),
        status: vec![ContractStatus::Signed],
        ..ContractFilter::default()
    };
    let contract = required_contract(ctx, &mut form, "--contract", args.contract, signed)?;
    let title = form.required("--title", t!("prompt-title"), args.title)?;
    let asked = args.start.is_none();
    let question = Question::hinted(t!("prompt-start"), t!("prompt-start-hint"));
    let given = args.start.as_deref();
    let start = form.required_with("--start", question, given, |text| {
        let start = parse_instant(text, timezone)?;
        // At the field; on a command line the rule reports it.
        if asked && start < Instant::now() {
            return Err(Invalid::new(t!("command-not-in-the-past")));
        }
        Ok(start)
    })?;
    let question = Question::hinted(t!("prompt-end"), t!("prompt-end-hint"));
    let end = form.required_with("--end", question, args.end.as_deref(), |text| {
        // Without a start that can be read, an end is judged by its form alone.
        let end = parse_end(text, start.unwrap_or_else(Instant::now), timezone)?;
        match start {
            Some(start) if end <= start => Err(Invalid::new(t!("command-after-start"))),
            _ => Ok(end),
        }
    })?;
    let location = form.required("--location", t!("prompt-location"), args.location)?;
    let attendees = form.required("--attendees", t!("prompt-attendees"), args.attendees)?;
    let notes = form.skippable("--notes", t!("prompt-notes"), args.notes)?;
    form.check()?;
    let (Some(contract), Some(title), Some(start), Some(end), Some(location), Some(attendees)) =
        (contract, title, start, end, location, attendees)
    else {
        return Err(form.error());
    };
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let created = ctx.write(actor, &mut conn, |conn| {
        let contract = contract::load(conn, contract)?;

        policy::authorize(actor, Capability::CreateEvent, &contract)?;

        let now = Instant::now();
        let booked = &contract.contract;
        rules::book(booked.id, booked.status, start, now)?;

        let new = NewEvent {
            contract_id: contract.contract.id,
            title: title.as_str(),
            start_at: start,
            end_at: end,
            location: location.as_str(),
            attendees: attendees.get(),
            notes: notes.as_ref().map_or("", Notes::as_str),
        };
        let id = events::insert(conn, &new, now)?;
        load(conn, id)
    })?;
    created.report(|created| ctx.output.created(&created))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::World;

    #[test]
    fn an_end_before_the_start_is_refused_where_it_is_typed() {
        let answers = [
            "3",
            "Gala",
            "2001-05-20 18:00",
            "2099-05-20 18:00",
            "2099-05-20 17:00",
            "+2h",
            "Lyon",
            "80",
            "",
        ];
        let world = World::answering(&answers);
        world.run::<CreateArgs>("CBrunel", "").unwrap();
        let told = world.transcript();
        assert!(told.contains("Start: must not be in the past"), "{told}");
        assert!(told.contains("End: must be after the start"), "{told}");
    }
}
