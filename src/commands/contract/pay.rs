//! `epic contract pay`: records a payment (rule 2).

use super::load;
use crate::commands::prelude::*;
use crate::commands::shared::pickers;
use crate::commands::shared::resolve::required_contract;
use crate::db::contracts::{self, ContractChanges, ContractFilter, ContractRow};
use crate::domain::{Cents, ContractId, Invalid, format, rules};

/// Record a payment
#[derive(Debug, Args)]
pub struct PayArgs {
    /// Id of the contract
    #[arg(add = complete::contracts())]
    id: Option<Given<ContractId>>,
    /// Amount paid, in euros: 1500, 1500.50 or "1 500,50"
    #[arg(allow_hyphen_values = true)]
    amount: Option<String>,
}

impl Verb for PayArgs {
    const PATH: &str = "contract pay";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::PayContract, run);
    const EXAMPLES: [&str; 2] = ["epic contract pay 2 500", "epic contract pay 2 '1 250,50'"];
    const SHOWS: Fields = ContractRow::FIELDS;
}

/// # Errors
///
/// `rule.payment_exceeds_due` (exit 6), `not_found.contract` (exit 3), `denied.*` (exit 5).
fn run(ctx: &Context, actor: &Actor, args: PayArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let filter = ContractFilter {
        sales_contact: pickers::owner(actor),
        unpaid: true,
        ..ContractFilter::default()
    };
    let id = required_contract(ctx, &mut form, "ID", args.id, filter)?;
    let mut label = t!("prompt-amount");
    let mut due = None;
    if args.amount.is_none()
        && ctx.prompter.is_interactive()
        && let Some(id) = id
    {
        let contract = load(&mut *ctx.database.connection()?, id)?;
        policy::authorize(actor, Capability::PayContract, &contract)?;
        let rest = contract.contract.due_cents;
        label = t!("prompt-amount-of", due = format::amount(rest));
        due = Some(rest);
    }
    let amount = form.required_with("AMOUNT", label, args.amount.as_deref(), |text| {
        let amount = payment(text)?;
        match due {
            Some(due) if amount > due => Err(Invalid::new(t!("command-at-most-the-due"))),
            _ => Ok(amount),
        }
    })?;
    let (Some(id), Some(amount)) = (id, amount) else {
        return Err(form.error());
    };
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let paid = ctx.write(actor, &mut conn, |conn| {
        let old = load(conn, id)?;

        policy::authorize(actor, Capability::PayContract, &old)?;

        let rest = rules::pay(id, old.contract.due_cents, amount)?;

        let changes = ContractChanges {
            due_cents: Some(rest),
            ..ContractChanges::default()
        };
        let contract =
            contracts::update(conn, &old.contract, &changes, Instant::now())?.ok_or(Error::Race)?;
        Ok(ContractRow { contract, ..old })
    })?;
    paid.report(|paid| ctx.output.record(&paid))
}

fn payment(text: &str) -> Result<Cents, Invalid> {
    match text.parse()? {
        Cents::ZERO => Err(Invalid::new(t!("command-more-than-zero"))),
        amount => Ok(amount),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::World;

    #[test]
    fn an_amount_above_the_due_is_refused_where_it_is_typed() {
        let world = World::answering(&["9", "1200,01", "0", "1 000,50"]);
        world.run::<PayArgs>("CBrunel", "").unwrap();
        insta::assert_snapshot!(world.transcript(), @r"
        Contract: 9
        Amount (€1,200.00 due): 1200,01
        Amount (€1,200.00 due): must not exceed the amount due
        Amount (€1,200.00 due): 0
        Amount (€1,200.00 due): must be more than zero
        Amount (€1,200.00 due): 1 000,50
        ");
        assert!(world.stdout().contains("\t1200.00\t199.50\t"));
    }

    #[test]
    fn going_back_asks_for_the_contract_again() {
        let world = World::answering(&["9", "<", "9", "1"]);
        world.run::<PayArgs>("CBrunel", "").unwrap();
        assert_eq!(world.transcript().matches("Contract: 9").count(), 2);
        assert!(world.stdout().contains("\t1200.00\t1199.00\t"));
    }

    #[test]
    fn a_script_is_told_of_everything_that_is_missing() {
        let world = World::unattended();
        let error = world.run::<PayArgs>("CBrunel", "").unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert_eq!(error.to_string(), "missing ID, AMOUNT");
    }
}
