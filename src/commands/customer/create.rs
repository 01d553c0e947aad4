//! `epic customer create`: a new customer, who belongs to the Sales collaborator who creates it (rule 1).

use super::fields::CustomerFlags;
use super::load;
use crate::commands::prelude::*;
use crate::db::customers::{self, CustomerRow};
use crate::policy::Target;

/// Create a customer assigned to you
#[derive(Debug, Args)]
pub struct CreateArgs {
    #[command(flatten)]
    fields: CustomerFlags,
}

impl Verb for CreateArgs {
    const PATH: &str = "customer create";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::CreateCustomer, run);
    const EXAMPLES: [&str; 2] = [
        r"epic customer create --first-name Zoë --last-name Faure \
    --email zoe@faure.example --phone '06 01 02 03 04' \
    --company 'Traiteur Faure'",
        r"id=$(epic customer create --first-name Luc --last-name Faure \
    --email luc@faure.example --phone '06 01 02 03 05' \
    --company 'Traiteur Faure')",
    ];
    const SHOWS: Fields = CustomerRow::FIELDS;
}

/// # Errors
///
/// `usage` (exit 2) with every problem at once.
fn run(ctx: &Context, actor: &Actor, args: CreateArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let fields = args.fields.required(&mut form)?;
    let new = fields.new_customer(actor.id).ok_or_else(|| form.error())?;

    policy::authorize(actor, Capability::CreateCustomer, &Target::Mine)?;
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let created = ctx.write(actor, &mut conn, |conn| {
        let id = customers::insert(conn, &new, Instant::now())?;
        load(conn, id)
    })?;
    created.report(|created| ctx.output.created(&created))
}
