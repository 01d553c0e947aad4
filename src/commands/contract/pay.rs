//! `epic contract pay`: a payment came in (rule 2).

use clap::Args;

use super::load;
use crate::context::Context;
use crate::db::ContractId;
use crate::db::contracts::{self, ContractChanges, ContractRow};
use crate::domain::{Cents, Invalid};
use crate::error::{Error, Result, Rule};
use crate::policy::{self, Action, Actor};
use crate::prompt::{Form, Given};

/// Record a payment
#[derive(Debug, Args)]
pub struct PayArgs {
    /// The contract
    id: Option<Given<ContractId>>,
    /// What was paid, in euros: 1500, 1500.50 or "1 500,50"
    #[arg(allow_hyphen_values = true)]
    amount: Option<String>,
}

/// Lowers what is due by a payment.
///
/// # Errors
///
/// `rule.payment_exceeds_due` (exit 6), `not_found.contract` (exit 3), `denied.*` (exit 5).
pub fn run(ctx: &Context, actor: &Actor, args: PayArgs) -> Result<()> {
    ctx.output.check_fields::<ContractRow>()?;
    let mut form = Form::new(&ctx.prompter);
    let id = form.required("ID", "Contract id", args.id)?;
    let amount = form.required_with("AMOUNT", "Amount", args.amount.as_deref(), payment)?;
    let (Some(id), Some(amount)) = (id, amount) else {
        return Err(form.error());
    };

    let mut conn = ctx.database.connection()?;
    let paid = ctx.write(actor, &mut conn, |conn| {
        let old = load(conn, id)?;

        policy::authorize(actor, Action::PayContract(&old))?;

        let due = old.contract.due_cents;
        let rest = due
            .checked_sub(amount)
            .ok_or(Rule::PaymentExceedsDue { id: id.0, due })?;

        let changes = ContractChanges {
            due_cents: Some(rest),
            ..ContractChanges::default()
        };
        if contracts::update(conn, &old.contract, &changes, ctx.now())? == 0 {
            return Err(Error::LostRace);
        }
        load(conn, id)
    })?;

    ctx.output.record(&paid)
}

fn payment(text: &str) -> std::result::Result<Cents, Invalid> {
    match text.parse()? {
        Cents::ZERO => Err(Invalid::new("must be more than zero")),
        amount => Ok(amount),
    }
}
