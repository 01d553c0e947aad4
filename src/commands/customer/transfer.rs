//! `epic customer transfer`: gives customers to another Sales collaborator (rule 1).

use clap::Args;

use super::load;
use crate::commands::listing::{distinct, load_meant, meant, required_ids};
use crate::commands::{choices, collaborator, reference};
use crate::context::Context;
use crate::db::CustomerId;
use crate::db::customers::{self, CustomerChanges, CustomerRow};
use crate::domain::Department;
use crate::error::{Error, Result, Rule};
use crate::policy::{self, Action, Actor};
use crate::prompt::Form;
use crate::t;

/// Give customers to another sales contact, all of them or none
#[derive(Debug, Args)]
pub struct TransferArgs {
    /// The customers
    #[arg(value_name = "ID|EMAIL|NAME")]
    ids: Vec<String>,
    /// The new sales contact
    #[arg(long, value_name = "LOGIN|ID|EMAIL|NAME")]
    to: Option<String>,
}

/// Moves customers.
///
/// # Errors
///
/// `not_found` (exit 3), `rule.not_sales` (exit 6).
pub fn run(ctx: &Context, actor: &Actor, args: TransferArgs) -> Result<()> {
    ctx.output.check_fields::<CustomerRow>()?;
    let mut form = Form::new(&ctx.prompter);
    let given = reference::customers(ctx, &args.ids)?;
    let to = reference::optional_collaborator(ctx, args.to.as_deref())?;
    let ids = required_ids::<CustomerId>(
        &mut form,
        t!("prompt-customer"),
        &given,
        &mut choices::customers(ctx, None),
    )?;
    let to = form.pick(
        "--to",
        t!("prompt-new-sales-contact"),
        to.as_deref().map(collaborator::parse_reference),
        collaborator::parse_reference,
        &mut choices::members(ctx, Department::Sales, None),
    )?;
    let (Some(ids), Some(to)) = (ids, to) else {
        return Err(form.error());
    };
    let known = meant(ctx, &to)?;
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let moved = ctx.write(actor, &mut conn, |conn| {
        let contact = load_meant(conn, known, &to)?;
        let mut moved = Vec::new();
        for id in distinct(&ids) {
            let old = load(conn, id)?;

            policy::authorize(actor, Action::TransferCustomer(&old))?;

            if !contact.active || contact.department != Department::Sales {
                return Err(Rule::NotSales {
                    login: contact.login,
                }
                .into());
            }
            if old.customer.sales_contact_id == Some(contact.id) {
                moved.push(old);
                continue;
            }

            let changes = CustomerChanges {
                sales_contact_id: Some(contact.id),
                ..CustomerChanges::default()
            };
            let customer = customers::update(conn, &old.customer, &changes, ctx.now())?
                .ok_or(Error::LostRace)?;
            moved.push(CustomerRow {
                customer,
                sales_contact: Some((&contact).into()),
            });
        }
        Ok(moved)
    })?;

    ctx.output.records(&moved)
}
