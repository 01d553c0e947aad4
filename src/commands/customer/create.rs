//! `epic customer create`: a new customer, who belongs to the Sales collaborator who creates it (rule 1).

use clap::Args;

use super::load;
use crate::context::Context;
use crate::db::customers::{self, CustomerRow, NewCustomer};
use crate::domain::{Actor, CompanyName, Email, PersonName, Phone};
use crate::error::Result;
use crate::policy::{self, Capability, Target};
use crate::prompt::{Form, Given};
use crate::t;

/// Create a customer, who becomes your own
#[derive(Debug, Args)]
pub struct CreateArgs {
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

/// Creates a customer.
///
/// # Errors
///
/// `usage` (exit 2) with every problem at once.
pub fn run(ctx: &Context, actor: &Actor, args: CreateArgs) -> Result<()> {
    ctx.output.check_fields::<CustomerRow>()?;
    let mut form = Form::new(&ctx.prompter);
    let first_name = form.required("--first-name", t!("prompt-first-name"), args.first_name)?;
    let last_name = form.required("--last-name", t!("prompt-last-name"), args.last_name)?;
    let email = form.required("--email", t!("prompt-email"), args.email)?;
    let phone = form.required("--phone", t!("prompt-phone"), args.phone)?;
    let company = form.required("--company", t!("prompt-company"), args.company)?;
    let (Some(first_name), Some(last_name), Some(email), Some(phone), Some(company)) =
        (first_name, last_name, email, phone, company)
    else {
        return Err(form.error());
    };

    policy::authorize(actor, Capability::CreateCustomer, &Target::Mine)?;
    form.review()?;

    let new = NewCustomer {
        first_name: first_name.as_str(),
        last_name: last_name.as_str(),
        email: email.as_str(),
        phone: phone.as_str(),
        company: company.as_str(),
        sales_contact_id: actor.id,
    };
    let mut conn = ctx.database.connection()?;
    let created = ctx.write(actor, &mut conn, |conn| {
        let id = customers::insert(conn, &new, ctx.now())?;
        load(conn, id)
    })?;

    ctx.output.created(&created)
}
