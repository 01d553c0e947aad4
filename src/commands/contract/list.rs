//! `epic contract list`.

use std::collections::BTreeSet;

use crate::commands::prelude::*;
use crate::commands::shared::listing::{self, ListArgs, mine, resolve};
use crate::commands::shared::resolve::{CustomerRef, parse_reference};
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
    customer: Option<Given<CustomerRef>>,
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
    const SHOWS: Fields = ContractRow::FIELDS;
}

/// # Errors
///
/// `usage` (exit 2), `not_found` (exit 3) for `--customer`, `--sales-contact` and `--after`.
fn run(ctx: &Context, actor: &Actor, args: ContractListArgs) -> Result<i64> {
    let mut form = Form::new(&ctx.prompter);
    let (my_customers, my_events) = mine(&mut form, actor, args.mine)?;
    let statuses = args.status.into_iter();
    let statuses = statuses.filter_map(|status| form.optional("--status", Some(status)));
    let status = BTreeSet::from_iter(statuses).into_iter().collect();
    let unpaid = form.flag("--unpaid", args.unpaid);
    let no_event = form.flag("--no-event", args.no_event);
    let customer = form.optional("--customer", args.customer);
    let contact = args.sales_contact.as_deref();
    let contact = form.optional_with("--sales-contact", contact, parse_reference);
    let min_due = form.optional("--min-due", args.min_due);
    let search = form.optional_with("--search", args.search.as_deref(), parse_search);
    let mut lookups = listing::lookups(Noun::Contract, contact.as_deref(), search.as_deref());
    lookups.customers = CustomerRef::wanted(&customer);
    let (resolved, list) = args.page.prefetch(ctx, form, Noun::Contract, &lookups)?;
    let sales_contact = resolve(ctx, contact.as_deref(), &resolved.collaborators)?;
    let customer = customer.map(|it| it.among(ctx, &resolved.customers));
    let filter = ContractFilter {
        sales_contact: sales_contact.or(my_customers),
        support_contact: my_events,
        customer: customer.transpose()?,
        status,
        unpaid,
        no_event,
        min_due,
        search: resolved.search,
    };

    list.show(ctx, actor, &filter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::World;

    #[test]
    fn all_that_is_wrong_is_told_before_anything_is_looked_up() {
        for world in [World::unattended(), World::answering(&[])] {
            let line = "--customer nobody@example.fr --min-due lots --sort colour --after 999";
            let error = world.run::<ContractListArgs>("CBrunel", line).unwrap_err();
            insta::allow_duplicates! {
                insta::assert_snapshot!(error, @"invalid value for --min-due: must be an amount such as 1500, 1500.50 or 1 500,50; invalid value for --sort: must be one of id, customer.id, customer.company, total, due, status, created_at, updated_at");
            }
            assert_eq!(error.exit_code(), 2);
            assert_eq!(world.transcript(), "");
        }
    }
}
