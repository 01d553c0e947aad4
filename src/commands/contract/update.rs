//! `epic contract update`: changes amounts, status or customer of a contract (rule 2).

use super::{load, notice_signature};
use crate::commands::customer;
use crate::commands::prelude::*;
use crate::commands::shared::pickers;
use crate::commands::shared::resolve::{CustomerRef, required_contract};
use crate::db::contracts::{self, ContractChanges, ContractFilter, ContractRow};
use crate::domain::rules::{self, TermsChange};
use crate::domain::{Cents, ContractId, ContractStatus, Invalid, Noun};

/// Update a contract
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// Id of the contract
    #[arg(add = complete::contracts())]
    id: Option<Given<ContractId>>,
    #[command(flatten)]
    fields: Flags,
    /// Only if the record still has this version
    #[arg(long, value_name = "N")]
    if_version: Option<i64>,
}

#[derive(Debug, Args)]
struct Flags {
    /// New total; on its own it keeps the amount paid
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    total: Option<Given<Cents>>,
    /// Amount due
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    due: Option<Given<Cents>>,
    /// Status: unsigned, pending or signed
    #[arg(long, add = complete::contract_statuses())]
    status: Option<Given<ContractStatus>>,
    /// Move an unsigned contract to this customer (management)
    #[arg(long, value_name = "ID|EMAIL|NAME", add = complete::customers())]
    customer: Option<Given<CustomerRef>>,
}

impl Verb for UpdateArgs {
    const PATH: &str = "contract update";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::UpdateContract, run);
    const EXAMPLES: [&str; 2] = [
        "epic contract update 9 --total 1500",
        "epic contract update 9 --status pending",
    ];
    const SHOWS: Fields = ContractRow::FIELDS;
}

/// # Errors
///
/// `not_found` (exit 3), `denied.*` (exit 5), `rule.contract_signed`, `rule.contract_not_unsigned`,
/// `rule.due_exceeds_total` (exit 6), `conflict.stale` (exit 7).
fn run(ctx: &Context, actor: &Actor, args: UpdateArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let filter = ContractFilter {
        sales_contact: pickers::owner(actor),
        ..ContractFilter::default()
    };
    let id = required_contract(ctx, &mut form, "ID", args.id, filter)?;
    let mut if_version = args.if_version;
    let mut wanted = TermsChange {
        total: form.optional("--total", args.fields.total),
        due: form.optional("--due", args.fields.due),
        status: form.optional("--status", args.fields.status),
        customer: None,
    };
    let customer = form.optional("--customer", args.fields.customer);
    let edits = form.edits();
    if let (Some(total), Some(due)) = (wanted.total, wanted.due)
        && due > total
    {
        form.refuse(t!("command-due-exceeds-total"));
    }
    form.check()?;
    wanted.customer = customer.map(|customer| customer.find(ctx)).transpose()?;
    let id = id.ok_or_else(|| form.error())?;
    if edits {
        let old = load(&mut *ctx.database.connection()?, id)?;
        policy::authorize(actor, Capability::UpdateContract, &old)?;
        let seen = form.first_seen(Noun::Contract, id, old.contract.version);
        if_version = if_version.or(Some(seen));
        wanted = ask(ctx, actor, &form, &old)?;
    }
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let done = ctx.write(actor, &mut conn, |conn| {
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
        let (old_terms, now) = (contract.terms(), Instant::now());
        let terms = rules::change_terms(id, &old_terms, wanted)?;
        let changes = ContractChanges::between(&old_terms, &terms, now);
        if let (Some(customer), None) = (changes.customer_id, &customer) {
            return Err(Error::not_found(Noun::Customer, customer));
        }

        if changes == ContractChanges::default() {
            return Ok((old, changes));
        }
        let contract = contracts::update(conn, contract, &changes, now)?.ok_or(Error::Race)?;
        let updated = match customer {
            Some(customer) => ContractRow::of(contract, customer),
            None => ContractRow { contract, ..old },
        };
        Ok((updated, changes))
    })?;
    done.report(|(updated, changes)| {
        if changes == ContractChanges::default() {
            ctx.output.message(t!("command-nothing-to-change"));
        }
        if changes.status == Some(ContractStatus::Signed) {
            notice_signature(ctx, actor, &updated);
        }
        ctx.output.record(&updated)
    })
}

/// Asks for each field that rule 2 lets change, with its value to begin with.
fn ask(ctx: &Context, actor: &Actor, form: &Form<'_>, old: &ContractRow) -> Result<TermsChange> {
    let contract = &old.contract;
    let mut wanted = TermsChange::default();
    if contract.status != ContractStatus::Signed {
        let total = contract.total_cents.to_string();
        wanted.total = form.edit("--total", t!("prompt-total"), &total)?;
    }
    let total = wanted.total.unwrap_or(contract.total_cents);
    let due = contract.terms().due_of_total(total).to_string();
    wanted.due = form.edit_with("--due", t!("prompt-due"), &due, |text| {
        match text.parse::<Cents>()? {
            due if due > total => Err(Invalid::new(t!("command-at-most-the-total"))),
            due => Ok(due),
        }
    })?;
    if contract.status != ContractStatus::Signed {
        let status = contract.status.as_str();
        let label = t!("prompt-status");
        wanted.status = form.edit_choice("--status", label, status, &pickers::statuses())?;
    }
    if contract.status == ContractStatus::Unsigned
        && policy::authorize(actor, Capability::MoveContract, old).is_ok()
    {
        let current = customer::load(&mut *ctx.database.connection()?, contract.customer_id)?;
        wanted.customer = form.edit_pick(
            "--customer",
            t!("prompt-customer"),
            &pickers::of_customer(&current),
            str::parse,
            &mut pickers::customers(ctx, None),
        )?;
    }
    Ok(wanted)
}
