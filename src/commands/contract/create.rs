//! `epic contract create`: a new contract, initially unsigned (rule 2).

use crate::commands::customer;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::{CustomerRef, required_customer};
use crate::db::contracts::{self, ContractRow, NewContract};
use crate::domain::{Cents, Invalid};

/// Create an unsigned contract for any customer
#[derive(Debug, Args)]
pub struct CreateArgs {
    /// Id, e-mail or name of the customer
    #[arg(long, value_name = "ID|EMAIL|NAME", add = complete::customers())]
    customer: Option<Given<CustomerRef>>,
    /// Total, in euros: 1500, 1500.50 or "1 500,50"
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    total: Option<Given<Cents>>,
    /// Amount due; by default the total
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    due: Option<Given<Cents>>,
}

impl Verb for CreateArgs {
    const PATH: &str = "contract create";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::CreateContract, run);
    const EXAMPLES: [&str; 2] = [
        "epic contract create --customer 4 --total '12 500,00'",
        "epic contract create --customer 4 --total 8000 --due 6000",
    ];
    const SHOWS: Fields = ContractRow::FIELDS;
}

/// # Errors
///
/// `usage` (exit 2), `not_found.customer` (exit 3), `denied.*` (exit 5).
fn run(ctx: &Context, actor: &Actor, args: CreateArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let customer = required_customer(ctx, &mut form, "--customer", args.customer, None)?;
    let total = form.required("--total", t!("prompt-total"), args.total)?;
    let due = form.skippable_with("--due", t!("prompt-due"), args.due, |text| {
        let due: Cents = text.parse()?;
        match total {
            Some(total) if due > total => Err(Invalid::new(t!("command-at-most-the-total"))),
            _ => Ok(due),
        }
    })?;
    if let (Some(total), Some(due)) = (total, due)
        && due > total
    {
        form.refuse(t!("command-due-exceeds-total"));
    }
    form.check()?;
    let (Some(customer), Some(total)) = (customer, total) else {
        return Err(form.error());
    };
    let customer = customer.find(ctx)?;
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let created = ctx.write(actor, &mut conn, |conn| {
        let customer = customer::load(conn, customer)?;

        policy::authorize(actor, Capability::CreateContract, &customer)?;

        let new = NewContract {
            customer_id: customer.customer.id,
            total_cents: total,
            due_cents: due.unwrap_or(total),
        };
        let contract = contracts::insert(conn, new, Instant::now())?;
        Ok(ContractRow::of(contract, customer))
    })?;
    created.report(|created| ctx.output.created(&created))
}
