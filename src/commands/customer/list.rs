//! `epic customer list`.

use crate::commands::prelude::*;
use crate::commands::shared::listing::{self, ListArgs, mine, resolve};
use crate::commands::shared::resolve::parse_reference;
use crate::commands::shared::search_text::parse_search;
use crate::db::customers::{CustomerFilter, CustomerRow, CustomerSort};
use crate::db::search;
use crate::domain::{Department, Noun};

/// List customers
#[derive(Debug, Args)]
pub struct CustomerListArgs {
    /// Sales: your customers; Support: customers of events assigned to you
    #[arg(long, conflicts_with = "sales_contact")]
    mine: bool,
    /// Only customers of this sales contact
    #[arg(long, value_name = "LOGIN|ID|EMAIL|NAME", add = complete::members(Department::Sales))]
    sales_contact: Option<String>,
    /// Company contains this text, ignoring case and accents
    #[arg(long, value_name = "TEXT")]
    company: Option<String>,
    /// Name, company, e-mail or phone contains these words, ignoring case and accents
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    #[command(flatten)]
    page: ListArgs<CustomerSort>,
}

impl Verb for CustomerListArgs {
    const PATH: &str = "customer list";
    const HANDLER: Handler<Self> = Handler::Lists(Capability::Read, run);
    const EXAMPLES: [&str; 2] = [
        "epic customer list --mine --search bouquet",
        "epic customer list --company lyon --sort -created_at --limit 10",
    ];
    const SHOWS: Fields = CustomerRow::FIELDS;
}

/// # Errors
///
/// `usage` (exit 2), `not_found` (exit 3) for `--sales-contact` and `--after`.
fn run(ctx: &Context, actor: &Actor, args: CustomerListArgs) -> Result<i64> {
    let mut form = Form::new(&ctx.prompter);
    let (my_customers, my_events) = mine(&mut form, actor, args.mine)?;
    let contact = args.sales_contact.as_deref();
    let contact = form.optional_with("--sales-contact", contact, parse_reference);
    let company = form.optional_with("--company", args.company.as_deref(), parse_search);
    let search = form.optional_with("--search", args.search.as_deref(), parse_search);
    let mut lookups = listing::lookups(Noun::Customer, contact.as_deref(), search.as_deref());
    lookups.company.clone_from(&company);
    let (resolved, list) = args.page.prefetch(ctx, form, Noun::Customer, &lookups)?;
    let sales_contact = resolve(ctx, contact.as_deref(), &resolved.collaborators)?;
    let filter = CustomerFilter {
        sales_contact: sales_contact.or(my_customers),
        support_contact: my_events,
        of_company: resolved.of_company,
        company: company.as_deref().map(search::company),
        search: resolved.search,
    };

    list.show(ctx, actor, &filter)
}
