//! `epic customer create`: a new customer, who belongs to the Sales collaborator who creates it (rule 1).

use super::fields::CustomerFlags;
use super::load;
use crate::commands::prelude::*;
use crate::db::customers::{self, CustomerRow};
use crate::policy::Target;

/// Create a customer, who becomes yours
#[derive(Debug, Args)]
pub struct CreateArgs {
    #[command(flatten)]
    fields: CustomerFlags,
}

/// Fails with `usage` (exit 2) with every problem at once.
pub fn run(ctx: &Context, actor: &Actor, args: CreateArgs) -> Result<()> {
    ctx.output.check_fields::<CustomerRow>()?;
    let mut form = Form::new(&ctx.prompter);
    let fields = args.fields.required(&mut form)?;
    let new = fields.new_customer(actor.id).ok_or_else(|| form.error())?;

    policy::authorize(actor, Capability::CreateCustomer, &Target::Mine)?;
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let created = ctx.write(actor, &mut conn, |conn| {
        let id = customers::insert(conn, &new, ctx.now())?;
        load(conn, id)
    })?;

    ctx.output.created(&created)
}
