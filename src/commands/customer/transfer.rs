//! `epic customer transfer`: gives customers to another Sales collaborator (rule 1).

use std::collections::HashMap;

use crate::commands::prelude::*;
use crate::commands::shared::collaborator_ref::CollaboratorRef;
use crate::commands::shared::ids::{distinct, required_ids};
use crate::commands::shared::resolve::{CustomerRef, required_member};
use crate::commands::shared::{pickers, resolve};
use crate::db::collaborators::CollaboratorName;
use crate::db::customers::{self, Customer, CustomerRow};
use crate::db::list::Lookups;
use crate::db::list::prefetch::resolve;
use crate::domain::{CustomerId, Department, Noun, rules};

/// Transfer customers to another sales contact (all or none)
#[derive(Debug, Args)]
pub struct TransferArgs {
    /// Ids, e-mails or names of the customers
    #[arg(value_name = "ID|EMAIL|NAME", add = complete::customers())]
    ids: Vec<String>,
    /// The new sales contact
    #[arg(long, value_name = "LOGIN|ID|EMAIL|NAME", add = complete::members(Department::Sales))]
    to: Option<String>,
}

impl Verb for TransferArgs {
    const PATH: &str = "customer transfer";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::TransferCustomer, run);
    const EXAMPLES: [&str; 2] = [
        "epic customer transfer 5 6 --to CBrunel",
        "epic customer transfer 7 --to CBrunel --json",
    ];
    const SHOWS: Fields = CustomerRow::FIELDS;
}

/// # Errors
///
/// `not_found` (exit 3), `rule.not_sales` (exit 6).
fn run(ctx: &Context, actor: &Actor, args: TransferArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let lookups = Lookups {
        customers: CustomerRef::wanted(&resolve::names(&args.ids)),
        collaborators: resolve::wanted_collaborators(args.to.as_deref()),
        ..Lookups::default()
    };
    let seen = resolve(&mut *ctx.database.connection()?, &lookups)?;
    let given = resolve::customers_among(ctx, &args.ids, &seen.customers)?;
    let to = resolve::optional_collaborator(ctx, args.to.as_deref())?;
    let look = &mut pickers::customers(ctx, None);
    let ids = required_ids::<CustomerId>(
        &mut form,
        "ID|EMAIL|NAME",
        t!("prompt-customer"),
        &given,
        look,
    )?;
    let label = t!("prompt-new-sales-contact");
    let to = required_member(
        ctx,
        &mut form,
        "--to",
        label,
        to.as_deref(),
        Department::Sales,
    )?;
    let (Some(ids), Some(to)) = (ids, to) else {
        return Err(form.error());
    };
    let known = match CollaboratorRef::resolve(ctx, &to)?.id {
        Some(known) => known,
        None => resolve::collaborator_seen(ctx, &to, &seen.collaborators)?,
    };
    form.review()?;
    let ids = distinct(&ids);

    let mut conn = ctx.database.connection()?;
    let moved = ctx.write(actor, &mut conn, |conn| {
        let found = customers::find_all_with_heir(conn, &ids, known)?;
        let contact = found.iter().find_map(|(_, heir)| heir.as_ref());
        let mut given: Vec<&Customer> = Vec::new();
        let by_id: HashMap<CustomerId, &CustomerRow> = found
            .iter()
            .map(|(row, _)| (row.customer.id, row))
            .collect();
        for &id in &ids {
            let old = *by_id
                .get(&id)
                .ok_or_else(|| Error::not_found(Noun::Customer, id))?;
            let contact = contact.ok_or_else(|| Error::not_found(Noun::Collaborator, known))?;

            policy::authorize(actor, Capability::TransferCustomer, old)?;

            rules::sales_contact(&contact.member())?;
            if old.customer.sales_contact_id != Some(known) {
                given.push(&old.customer);
            }
        }

        let changed = customers::transfer(conn, &given, known, Instant::now())?;
        if changed.len() != given.len() {
            return Err(Error::Race);
        }
        let contact = contact.map(CollaboratorName::from);
        let mut changed: HashMap<CustomerId, Customer> = changed
            .into_iter()
            .map(|customer| (customer.id, customer))
            .collect();
        let mut moved: Vec<CustomerRow> = found.into_iter().map(|(row, _)| row).collect();
        for row in &mut moved {
            if let Some(customer) = changed.remove(&row.customer.id) {
                row.customer = customer;
                row.sales_contact.clone_from(&contact);
            }
        }
        let places: HashMap<CustomerId, usize> = ids.iter().copied().zip(0..).collect();
        moved.sort_by_key(|row| places.get(&row.customer.id).copied());
        Ok(moved)
    })?;
    moved.report(|moved| ctx.output.records(&moved))
}
