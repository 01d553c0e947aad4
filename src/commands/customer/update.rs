//! `epic customer update`: changes one's own customer.

use clap::Args;

use super::load;
use crate::commands::changed;
use crate::commands::shared::{pickers, resolve};
use crate::context::Context;
use crate::db::customers::{self, CustomerChanges, CustomerRow};
use crate::domain::{Actor, CompanyName, Email, Noun, PersonName, Phone, phone};
use crate::error::{Error, Result};
use crate::policy::{self, Capability};
use crate::prompt::{Form, Given};
use crate::t;

/// Change a customer of your own
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// The customer
    #[arg(value_name = "ID|EMAIL|NAME")]
    id: Option<String>,
    #[command(flatten)]
    fields: Fields,
    /// Only if the record still has this version
    #[arg(long, value_name = "N")]
    if_version: Option<i64>,
}

#[derive(Debug, Args)]
struct Fields {
    /// First name
    #[arg(long)]
    first_name: Option<Given<PersonName>>,
    /// Last name
    #[arg(long)]
    last_name: Option<Given<PersonName>>,
    /// E-mail address
    #[arg(long)]
    email: Option<Given<Email>>,
    /// Telephone number, French or with its country prefix
    #[arg(long)]
    phone: Option<Given<Phone>>,
    /// Name of the company
    #[arg(long)]
    company: Option<Given<CompanyName>>,
}

/// Changes a customer.
///
/// # Errors
///
/// `not_found.customer` (exit 3), `denied.ownership` (exit 5), `conflict.stale` (exit 7).
pub fn run(ctx: &Context, actor: &Actor, args: UpdateArgs) -> Result<()> {
    ctx.output.check_fields::<CustomerRow>()?;
    let mut form = Form::new(&ctx.prompter);
    let edits = form.edits(&[
        ("--first-name", args.fields.first_name.is_some()),
        ("--last-name", args.fields.last_name.is_some()),
        ("--email", args.fields.email.is_some()),
        ("--phone", args.fields.phone.is_some()),
        ("--company", args.fields.company.is_some()),
    ]);
    let given = args
        .id
        .as_deref()
        .map(|it| resolve::customer(ctx, it))
        .transpose()?;
    let id = form.pick(
        "ID",
        t!("prompt-customer"),
        given,
        str::parse,
        &mut pickers::customers(ctx, Some(actor.id)),
    )?;
    let mut if_version = args.if_version;
    let mut first_name = form.optional("--first-name", args.fields.first_name);
    let mut last_name = form.optional("--last-name", args.fields.last_name);
    let mut email = form.optional("--email", args.fields.email);
    let mut phone = form.optional("--phone", args.fields.phone);
    let mut company = form.optional("--company", args.fields.company);
    form.check()?;
    let id = id.ok_or_else(|| form.error())?;
    if edits {
        let old = load(&mut *ctx.database.connection()?, id)?;
        policy::authorize(actor, Capability::UpdateCustomer, &old)?;
        let customer = old.customer;
        if_version = if_version.or(Some(form.first_seen(Noun::Customer, id, customer.version)));
        first_name = form.edit(
            "--first-name",
            t!("prompt-first-name"),
            &customer.first_name,
        )?;
        last_name = form.edit("--last-name", t!("prompt-last-name"), &customer.last_name)?;
        email = form.edit("--email", t!("prompt-email"), &customer.email)?;
        phone = form.edit(
            "--phone",
            t!("prompt-phone"),
            &phone::grouped(&customer.phone),
        )?;
        company = form.edit("--company", t!("prompt-company"), &customer.company)?;
    }
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let (updated, written) = ctx.write(actor, &mut conn, |conn| {
        let old = load(conn, id)?;

        policy::authorize(actor, Capability::UpdateCustomer, &old)?;

        let customer = &old.customer;
        if if_version.is_some_and(|version| version != customer.version) {
            return Err(Error::stale(Noun::Customer, id));
        }

        let changes = CustomerChanges {
            first_name: changed(
                first_name.clone().map(PersonName::into_string),
                &customer.first_name,
            ),
            last_name: changed(
                last_name.clone().map(PersonName::into_string),
                &customer.last_name,
            ),
            email: changed(email.clone().map(Email::into_string), &customer.email),
            phone: changed(phone.clone().map(Phone::into_string), &customer.phone),
            company: changed(
                company.clone().map(CompanyName::into_string),
                &customer.company,
            ),
        };
        if changes == CustomerChanges::default() {
            return Ok((old, false));
        }
        let customer =
            customers::update(conn, customer, &changes, ctx.now())?.ok_or(Error::LostRace)?;
        Ok((CustomerRow { customer, ..old }, true))
    })?;

    if !written {
        ctx.output.message(t!("command-nothing-to-change"));
    }
    ctx.output.record(&updated)
}
