//! `epic customer update`: changes one's own customer.

use super::fields::{CustomerFields, CustomerFlags};
use super::load;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::{CustomerRef, required_customer};
use crate::db::customers::{self, CustomerChanges, CustomerRow};
use crate::domain::Noun;

/// Update one of your customers
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// Id, e-mail or name of the customer
    #[arg(value_name = "ID|EMAIL|NAME", add = complete::customers())]
    id: Option<Given<CustomerRef>>,
    #[command(flatten)]
    fields: CustomerFlags,
    /// Only if the record still has this version
    #[arg(long, value_name = "N")]
    if_version: Option<i64>,
}

impl Verb for UpdateArgs {
    const PATH: &str = "customer update";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::UpdateCustomer, run);
    const EXAMPLES: [&str; 2] = [
        "epic customer update 2 --phone '06 12 34 56 78'",
        r"epic customer update 2 --email k.caseres@startup.example \
    --if-version 1",
    ];
    const SHOWS: Fields = CustomerRow::FIELDS;
}

/// # Errors
///
/// `not_found.customer` (exit 3), `denied.ownership` (exit 5), `conflict.stale` (exit 7).
fn run(ctx: &Context, actor: &Actor, args: UpdateArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let id = required_customer(ctx, &mut form, "ID|EMAIL|NAME", args.id, Some(actor.id))?;
    let mut if_version = args.if_version;
    let mut fields = args.fields.optional(&mut form);
    let edits = form.edits();
    form.check()?;
    let id = id.ok_or_else(|| form.error())?.find(ctx)?;
    if edits {
        let old = load(&mut *ctx.database.connection()?, id)?;
        policy::authorize(actor, Capability::UpdateCustomer, &old)?;
        let customer = old.customer;
        if_version = if_version.or(Some(form.first_seen(Noun::Customer, id, customer.version)));
        fields = CustomerFields::edit(&form, &customer)?;
    }
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let done = ctx.write(actor, &mut conn, |conn| {
        let old = load(conn, id)?;

        policy::authorize(actor, Capability::UpdateCustomer, &old)?;

        let customer = &old.customer;
        if if_version.is_some_and(|version| version != customer.version) {
            return Err(Error::stale(Noun::Customer, id));
        }

        let changes = fields.changes(customer);
        if changes == CustomerChanges::default() {
            return Ok((old, false));
        }
        let customer =
            customers::update(conn, customer, &changes, Instant::now())?.ok_or(Error::Race)?;
        Ok((CustomerRow { customer, ..old }, true))
    })?;
    done.report(|(updated, written)| {
        if !written {
            ctx.output.message(t!("command-nothing-to-change"));
        }
        ctx.output.record(&updated)
    })
}
