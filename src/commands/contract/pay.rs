//! `epic contract pay`: a payment came in (rule 2).

use super::load;
use crate::commands::prelude::*;
use crate::commands::shared::pickers;
use crate::commands::shared::resolve::required_contract;
use crate::db::contracts::{self, ContractChanges, ContractFilter, ContractRow};
use crate::domain::{Cents, ContractId, Invalid, format, rules};

/// Record a payment
#[derive(Debug, Args)]
pub struct PayArgs {
    /// The contract
    id: Option<Given<ContractId>>,
    /// Amount paid, in euros: 1500, 1500.50 or "1 500,50"
    #[arg(allow_hyphen_values = true)]
    amount: Option<String>,
}

/// Fails with `rule.payment_exceeds_due` (exit 6), `not_found.contract` (exit 3), `denied.*` (exit 5).
pub fn run(ctx: &Context, actor: &Actor, args: PayArgs) -> Result<()> {
    ctx.output.check_fields::<ContractRow>()?;
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
            contracts::update(conn, &old.contract, &changes, ctx.now())?.ok_or(Error::LostRace)?;
        Ok(ContractRow { contract, ..old })
    })?;

    ctx.output.record(&paid)
}

fn payment(text: &str) -> Result<Cents, Invalid> {
    match text.parse()? {
        Cents::ZERO => Err(Invalid::new(t!("command-more-than-zero"))),
        amount => Ok(amount),
    }
}
