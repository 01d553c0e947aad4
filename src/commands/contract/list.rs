//! `epic contract list`.

use crate::commands::prelude::*;
use crate::commands::shared::listing::{self, ListArgs, flags, mine, resolve};
use crate::commands::shared::resolve;
use crate::commands::shared::search_text::parse_search;
use crate::db::contracts::{ContractFilter, ContractRow, ContractSort};
use crate::domain::{Cents, ContractStatus, Department, Noun};

/// List contracts
#[derive(Debug, Args)]
pub struct ContractListArgs {
    /// Sales: contracts of your customers; Support: contracts of events assigned to you
    #[arg(long, conflicts_with = "sales_contact")]
    mine: bool,
    /// Only these statuses: unsigned, pending, signed
    #[arg(long, value_name = "STATUS[,STATUS]", value_delimiter = ',', add = complete::contract_statuses())]
    status: Vec<Given<ContractStatus>>,
    /// Only contracts not fully paid
    #[arg(long)]
    unpaid: bool,
    /// Only contracts without an event
    #[arg(long)]
    no_event: bool,
    /// Only contracts of this customer
    #[arg(long, value_name = "ID|EMAIL|NAME", add = complete::customers())]
    customer: Option<String>,
    /// Only contracts of this sales contact's customers
    #[arg(long, value_name = "LOGIN|ID|EMAIL|NAME", add = complete::members(Department::Sales))]
    sales_contact: Option<String>,
    /// Customer's name, company, e-mail or phone contains these words, or the contract has this id
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Only contracts with at least this amount due
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    min_due: Option<Given<Cents>>,
    #[command(flatten)]
    page: ListArgs<ContractSort>,
}

impl Verb for ContractListArgs {
    const PATH: &str = "contract list";
    const HANDLER: Handler<Self> = Handler::Lists(Capability::Read, run);
    const EXAMPLES: [&str; 2] = [
        "epic contract list --mine --status unsigned,pending",
        "epic contract list --unpaid --sort -due --limit 10",
    ];
    type Shows = ContractRow;
}

/// Fails with `usage` (exit 2), `not_found` (exit 3) for `--sales-contact` and `--after`.
fn run(ctx: &Context, actor: &Actor, args: ContractListArgs) -> Result<i64> {
    let (my_customers, my_events) = mine(actor, args.mine)?;
    let filters = flags([
        ("--mine", args.mine),
        ("--status", !args.status.is_empty()),
        ("--unpaid", args.unpaid),
        ("--no-event", args.no_event),
        ("--customer", args.customer.is_some()),
        ("--sales-contact", args.sales_contact.is_some()),
        ("--min-due", args.min_due.is_some()),
        ("--search", args.search.is_some()),
    ]);
    let mut form = Form::new(&ctx.prompter);
    let (contact, words) = (args.sales_contact.as_deref(), args.search.as_deref());
    let mut lookups = listing::lookups(Noun::Contract, contact, words);
    let given = args.customer.as_deref();
    lookups.customers = resolve::wanted_customers(given);
    let conn = ctx.database.connection()?;
    let (resolved, list) = args.page.prefetch(conn, Noun::Contract, &lookups)?;
    let statuses = args.status.into_iter();
    let mut filter = ContractFilter {
        sales_contact: my_customers,
        support_contact: my_events,
        customer: resolve::optional_customer(ctx, &mut form, given, &resolved.customers)?,
        status: statuses
            .filter_map(|status| form.optional("--status", Some(status)))
            .collect(),
        unpaid: args.unpaid,
        no_event: args.no_event,
        min_due: form.optional("--min-due", args.min_due),
        search: resolved.search,
    };
    filter.status.sort_unstable();
    filter.status.dedup();
    form.optional_with("--search", words, parse_search);
    form.check()?;
    let sales_contact = resolve(ctx, contact, &resolved.collaborators)?;
    filter.sales_contact = sales_contact.or(filter.sales_contact);

    list.show(ctx, actor, &filter, &filters)
}
