//! `epic event list`.

use jiff::civil::Date;

use crate::commands::prelude::*;
use crate::commands::shared::listing::{self, ListArgs, mine, resolve};
use crate::commands::shared::resolve::{CustomerRef, parse_reference};
use crate::commands::shared::search_text::parse_search;
use crate::db::events::{EventFilter, EventRow, EventSort};
use crate::domain::{ContractId, Department, Noun, day_start, parse_day};

/// List events
#[derive(Debug, Args)]
pub struct EventListArgs {
    /// Sales: events of your customers; Support: events assigned to you
    #[arg(long, conflicts_with = "support")]
    mine: bool,
    /// Only events without a support contact
    #[arg(long, conflicts_with = "support")]
    unassigned: bool,
    /// Only events assigned to this support contact
    #[arg(long, value_name = "LOGIN|ID|EMAIL|NAME", add = complete::members(Department::Support))]
    support: Option<String>,
    /// Only events of this contract
    #[arg(long, value_name = "ID", add = complete::contracts())]
    contract: Option<Given<ContractId>>,
    /// Only events of this customer
    #[arg(long, value_name = "ID|EMAIL|NAME", add = complete::customers())]
    customer: Option<Given<CustomerRef>>,
    /// Only events starting on this day or later: 2026-05-20, today, tomorrow, +7d, -30d
    #[arg(long, value_name = "DAY", allow_hyphen_values = true, add = complete::days())]
    from: Option<String>,
    /// Only events starting on this day or earlier
    #[arg(long, value_name = "DAY", allow_hyphen_values = true, add = complete::days())]
    to: Option<String>,
    /// Title, location, notes or customer contains these words, or the event has this id
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Only events that have not started
    #[arg(long)]
    upcoming: bool,
    #[command(flatten)]
    page: ListArgs<EventSort>,
}

impl Verb for EventListArgs {
    const PATH: &str = "event list";
    const HANDLER: Handler<Self> = Handler::Lists(Capability::Read, run);
    const EXAMPLES: [&str; 2] = [
        "epic event list --mine --from today --to +30d",
        "epic event list --unassigned --upcoming",
    ];
    const SHOWS: Fields = EventRow::FIELDS;
}

/// # Errors
///
/// `usage` (exit 2), `not_found` (exit 3) for `--customer`, `--support` and `--after`.
fn run(ctx: &Context, actor: &Actor, args: EventListArgs) -> Result<i64> {
    let timezone = &ctx.config.timezone;
    let now = Instant::now();
    let today = timezone.at(now).date();
    let mut form = Form::new(&ctx.prompter);
    let (my_customers, my_events) = mine(&mut form, actor, args.mine)?;
    let unassigned = form.flag("--unassigned", args.unassigned);
    let support = args.support.as_deref();
    let support = form.optional_with("--support", support, parse_reference);
    let contract = form.optional("--contract", args.contract);
    let customer = form.optional("--customer", args.customer);
    let day = |text: &str| parse_day(text, today);
    let from = form.optional_with("--from", args.from.as_deref(), day);
    let to = form.optional_with("--to", args.to.as_deref(), day);
    let upcoming = form.flag("--upcoming", args.upcoming);
    let search = form.optional_with("--search", args.search.as_deref(), parse_search);
    let mut lookups = listing::lookups(Noun::Event, support.as_deref(), search.as_deref());
    lookups.customers = CustomerRef::wanted(&customer);
    let (resolved, list) = args.page.prefetch(ctx, form, Noun::Event, &lookups)?;
    let customer = customer.map(|it| it.among(ctx, &resolved.customers));
    let from = from.map(|day| day_start(day, timezone));
    let upcoming = upcoming.then_some(now);
    let filter = EventFilter {
        sales_contact: my_customers,
        support_contact: resolve(ctx, support.as_deref(), &resolved.collaborators)?.or(my_events),
        unassigned,
        contract,
        customer: customer.transpose()?,
        from: from.max(upcoming),
        before: to.map(|day| day_start(following(day), timezone)),
        search: resolved.search,
    };

    list.show(ctx, actor, &filter)
}

/// The next day; the last day there is has none after it.
fn following(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}
