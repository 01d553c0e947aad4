//! `epic contract update`: changes amounts, status or customer of a contract (rule 2).

use clap::Args;

use super::{load, notice_signature};
use crate::commands::{changed, choices, customer, reference};
use crate::context::Context;
use crate::db::contracts::{self, Contract, ContractChanges, ContractFilter, ContractRow};
use crate::domain::{Actor, Cents, ContractId, ContractStatus, CustomerId, Instant, Invalid, Noun};
use crate::error::{Error, Result, Rule};
use crate::policy::{self, Capability};
use crate::prompt::{Form, Given};
use crate::t;

/// Change a contract
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// The contract
    id: Option<Given<ContractId>>,
    #[command(flatten)]
    fields: Fields,
    /// Only if the record still has this version
    #[arg(long, value_name = "N")]
    if_version: Option<i64>,
}

#[derive(Debug, Args)]
struct Fields {
    /// New total; alone it keeps what has been paid
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    total: Option<Given<Cents>>,
    /// What is still to be paid
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    due: Option<Given<Cents>>,
    /// unsigned, pending or signed
    #[arg(long)]
    status: Option<Given<ContractStatus>>,
    /// Move an unsigned contract to this customer (management)
    #[arg(long, value_name = "ID|EMAIL|NAME")]
    customer: Option<String>,
}

/// What was asked for.
#[derive(Clone, Copy, Default)]
struct Wanted {
    total: Option<Cents>,
    due: Option<Cents>,
    status: Option<ContractStatus>,
    customer: Option<CustomerId>,
}

/// Changes a contract.
///
/// # Errors
///
/// `rule.contract_signed`, `rule.contract_not_unsigned`, `rule.due_exceeds_total` (exit 6), `conflict.stale` (exit 7).
pub fn run(ctx: &Context, actor: &Actor, args: UpdateArgs) -> Result<()> {
    ctx.output.check_fields::<ContractRow>()?;
    let mut form = Form::new(&ctx.prompter);
    let edits = form.edits(&[
        ("--total", args.fields.total.is_some()),
        ("--due", args.fields.due.is_some()),
        ("--status", args.fields.status.is_some()),
        ("--customer", args.fields.customer.is_some()),
    ]);
    let id = form.pick(
        "ID",
        t!("prompt-contract"),
        args.id.map(|given| given.0),
        str::parse,
        &mut choices::contracts(
            ctx,
            ContractFilter {
                sales_contact: choices::owner(actor),
                ..ContractFilter::default()
            },
        ),
    )?;
    let mut if_version = args.if_version;
    let mut wanted = Wanted {
        total: form.optional("--total", args.fields.total),
        due: form.optional("--due", args.fields.due),
        status: form.optional("--status", args.fields.status),
        customer: match args.fields.customer.as_deref() {
            Some(given) => form.noted("--customer", reference::customer(ctx, given)?),
            None => None,
        },
    };
    if let (Some(total), Some(due)) = (wanted.total, wanted.due)
        && due > total
    {
        form.refuse(t!("command-due-exceeds-total"));
    }
    form.check()?;
    let id = id.ok_or_else(|| form.error())?;
    if edits {
        let old = load(&mut *ctx.database.connection()?, id)?;
        policy::authorize(actor, Capability::UpdateContract, &old)?;
        if_version = if_version.or(Some(form.first_seen(
            Noun::Contract,
            id,
            old.contract.version,
        )));
        wanted = ask(ctx, actor, &form, &old)?;
    }
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let (updated, changes) = ctx.write(actor, &mut conn, |conn| {
        let (old, customer) = match wanted.customer {
            Some(customer) => contracts::find_with_customer(conn, id, customer)?
                .ok_or_else(|| Error::not_found(Noun::Contract, id))?,
            None => (load(conn, id)?, None),
        };

        policy::authorize(actor, Capability::UpdateContract, &old)?;
        if wanted.customer.is_some() {
            policy::authorize(actor, Capability::MoveContract, &old)?;
        }

        let contract = &old.contract;
        if if_version.is_some_and(|version| version != contract.version) {
            return Err(Error::stale(Noun::Contract, id));
        }
        let now = ctx.now();
        let changes = apply_rules(contract, wanted, now)?;
        if let (Some(customer), None) = (changes.customer_id, &customer) {
            return Err(Error::not_found(Noun::Customer, customer));
        }

        if changes == ContractChanges::default() {
            return Ok((old, changes));
        }
        let contract = contracts::update(conn, contract, &changes, now)?.ok_or(Error::LostRace)?;
        let updated = match customer {
            Some(customer) => ContractRow::of(contract, customer),
            None => ContractRow { contract, ..old },
        };
        Ok((updated, changes))
    })?;

    if changes == ContractChanges::default() {
        ctx.output.message(t!("command-nothing-to-change"));
    }
    if changes.status == Some(ContractStatus::Signed) {
        notice_signature(ctx, actor, &updated);
    }
    ctx.output.record(&updated)
}

/// Asks for each field that rule 2 lets change, with its value to begin with.
fn ask(ctx: &Context, actor: &Actor, form: &Form<'_>, old: &ContractRow) -> Result<Wanted> {
    let contract = &old.contract;
    let mut wanted = Wanted::default();
    if contract.status != ContractStatus::Signed {
        let total = contract.total_cents.to_string();
        wanted.total = form.edit("--total", t!("prompt-total"), &total)?;
    }
    let total = wanted.total.unwrap_or(contract.total_cents);
    // What has been paid stays paid.
    let paid = contract.total_cents.saturating_sub(contract.due_cents);
    let due = total.saturating_sub(paid).to_string();
    wanted.due = form.edit_with("--due", t!("prompt-due"), &due, |text| {
        match text.parse::<Cents>()? {
            due if due > total => Err(Invalid::new(t!("command-at-most-the-total"))),
            due => Ok(due),
        }
    })?;
    if contract.status != ContractStatus::Signed {
        let status = contract.status.as_str();
        let label = t!("prompt-status");
        wanted.status = form.edit_choice("--status", label, status, &choices::statuses())?;
    }
    if contract.status == ContractStatus::Unsigned
        && policy::authorize(actor, Capability::MoveContract, old).is_ok()
    {
        let current = customer::load(&mut *ctx.database.connection()?, contract.customer_id)?;
        wanted.customer = form.edit_pick(
            "--customer",
            t!("prompt-customer"),
            &choices::of_customer(&current),
            str::parse,
            &mut choices::customers(ctx, None),
        )?;
    }
    Ok(wanted)
}

/// The columns that change, if rule 2 lets them.
fn apply_rules(contract: &Contract, wanted: Wanted, now: Instant) -> Result<ContractChanges> {
    let id = contract.id.0;
    let total = changed(wanted.total, &contract.total_cents);
    let status = changed(wanted.status, &contract.status);
    let customer = changed(wanted.customer, &contract.customer_id);
    let fixed = total.is_some() || status.is_some() || customer.is_some();
    if contract.status == ContractStatus::Signed && fixed {
        return Err(Rule::ContractSigned { id }.into());
    }
    if customer.is_some() && contract.status != ContractStatus::Unsigned {
        return Err(Rule::ContractNotUnsigned { id }.into());
    }

    let new_total = total.unwrap_or(contract.total_cents);
    let due = match (wanted.due, total) {
        (Some(due), _) => due,
        // Changing the total alone keeps what has been paid.
        (None, Some(total)) => {
            let paid = contract.total_cents.saturating_sub(contract.due_cents);
            total.saturating_sub(paid)
        }
        (None, None) => contract.due_cents,
    };
    if due > new_total {
        return Err(Rule::DueExceedsTotal {
            id,
            total: new_total,
        }
        .into());
    }
    Ok(ContractChanges {
        customer_id: customer,
        total_cents: total,
        due_cents: changed(Some(due), &contract.due_cents),
        status,
        signed_at: (status == Some(ContractStatus::Signed)).then_some(now),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(status: ContractStatus, total: i64, due: i64) -> Contract {
        let now = Instant::now();
        Contract {
            id: ContractId(1),
            customer_id: CustomerId(1),
            total_cents: Cents::from_cents(total),
            due_cents: Cents::from_cents(due),
            currency: "EUR".to_owned(),
            status,
            signed_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
        }
    }

    const NOTHING: Wanted = Wanted {
        total: None,
        due: None,
        status: None,
        customer: None,
    };

    fn total(cents: i64) -> Wanted {
        Wanted {
            total: Some(Cents::from_cents(cents)),
            ..NOTHING
        }
    }

    #[test]
    fn the_total_alone_keeps_what_has_been_paid() {
        let old = contract(ContractStatus::Pending, 1000, 400);
        for (new, due) in [(2000, 1400), (700, 100), (600, 0), (300, 0)] {
            let changes = apply_rules(&old, total(new), Instant::now()).unwrap();
            let becomes = changes.due_cents.unwrap_or(old.due_cents);
            assert_eq!(becomes.cents(), due, "total {new}");
        }
    }

    #[test]
    fn a_signed_contract_keeps_total_status_and_customer() {
        let old = contract(ContractStatus::Signed, 1000, 400);
        let refused = [
            total(2000),
            Wanted {
                status: Some(ContractStatus::Unsigned),
                ..NOTHING
            },
            Wanted {
                status: Some(ContractStatus::Pending),
                ..NOTHING
            },
            Wanted {
                customer: Some(CustomerId(2)),
                ..NOTHING
            },
        ];
        for wanted in refused {
            assert_eq!(
                apply_rules(&old, wanted, Instant::now()),
                Err(Rule::ContractSigned { id: 1 }.into())
            );
        }
        assert_eq!(
            apply_rules(&old, total(1000), Instant::now()),
            Ok(ContractChanges::default())
        );
    }
}
