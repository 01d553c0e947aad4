//! `epic contract sign`: the customer has signed.

use super::{load, notice_signature};
use crate::commands::prelude::*;
use crate::commands::shared::pickers;
use crate::commands::shared::resolve::required_contract;
use crate::db::contracts::{self, ContractChanges, ContractFilter, ContractRow};
use crate::domain::{ContractId, ContractStatus};

/// Record that a contract is signed
#[derive(Debug, Args)]
pub struct SignArgs {
    /// Id of the contract
    #[arg(add = complete::contracts())]
    id: Option<Given<ContractId>>,
}

impl Verb for SignArgs {
    const PATH: &str = "contract sign";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::SignContract, run);
    const EXAMPLES: [&str; 2] = ["epic contract sign 9", "epic contract sign 9 --json"];
    const SHOWS: Fields = ContractRow::FIELDS;
}

/// Signs a contract; one that is signed already stays as it is.
///
/// # Errors
///
/// `not_found.contract` (exit 3), `denied.*` (exit 5).
fn run(ctx: &Context, actor: &Actor, args: SignArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let filter = ContractFilter {
        sales_contact: pickers::owner(actor),
        status: vec![ContractStatus::Unsigned, ContractStatus::Pending],
        ..ContractFilter::default()
    };
    let id = required_contract(ctx, &mut form, "ID", args.id, filter)?;
    let id = id.ok_or_else(|| form.error())?;
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let done = ctx.write(actor, &mut conn, |conn| {
        let old = load(conn, id)?;

        policy::authorize(actor, Capability::SignContract, &old)?;

        if old.contract.status == ContractStatus::Signed {
            return Ok((old, false));
        }

        let now = Instant::now();
        let changes = ContractChanges {
            status: Some(ContractStatus::Signed),
            signed_at: Some(now),
            ..ContractChanges::default()
        };
        let contract = contracts::update(conn, &old.contract, &changes, now)?.ok_or(Error::Race)?;
        Ok((ContractRow { contract, ..old }, true))
    })?;
    done.report(|(signed, written)| {
        if written {
            notice_signature(ctx, actor, &signed);
        } else {
            ctx.output
                .message(t!("command-contract-signed-already", id = id.to_string()));
        }
        ctx.output.record(&signed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::World;

    #[test]
    fn signed_contracts_are_not_offered() {
        let world = World::answering(&["3", "9"]);
        world.run::<SignArgs>("CBrunel", "").unwrap();
        assert_eq!(world.transcript(), "Contract: 3\nno choice\nContract: 9\n");
    }

    #[test]
    fn a_signed_contract_stays_as_it_is() {
        let world = World::unattended();
        world.run::<SignArgs>("CBrunel", "9").unwrap();
        assert_eq!(world.stderr(), "");
        world.run::<SignArgs>("CBrunel", "9").unwrap();
        assert_eq!(world.stderr(), "Contract 9 is already signed.\n");
        let lines: Vec<_> = world.stdout().lines().map(str::to_owned).collect();
        assert_eq!(lines[0], lines[1]);
    }
}
