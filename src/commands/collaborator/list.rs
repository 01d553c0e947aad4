//! `epic collaborator list`.

use clap::Args;

use crate::commands::listing::{self, ListArgs, flags, parse_search};
use crate::context::Context;
use crate::db::collaborators::{self, Collaborator, CollaboratorFilter};
use crate::domain::{Actor, CollaboratorId, Department, Noun};
use crate::error::Result;
use crate::prompt::{Form, Given};

/// List the staff
#[derive(Debug, Args)]
pub struct CollaboratorListArgs {
    /// Of this department alone: management, sales or support
    #[arg(long)]
    department: Option<Given<Department>>,
    /// Whose name, login, e-mail or phone contains these words, whatever their case and accents
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// The deactivated ones too
    #[arg(long)]
    inactive: bool,
    #[command(flatten)]
    page: ListArgs,
}

/// Lists the staff.
///
/// # Errors
///
/// `usage` (exit 2), `not_found` (exit 3) for `--after`.
pub fn run(ctx: &Context, actor: &Actor, args: CollaboratorListArgs) -> Result<()> {
    let filters = flags([
        ("--department", args.department.is_some()),
        ("--search", args.search.is_some()),
    ]);
    let mut form = Form::new(&ctx.prompter);
    let department = form.optional("--department", args.department);
    form.optional_with("--search", args.search.as_deref(), parse_search);
    form.check()?;
    ctx.output.check_fields::<Collaborator>()?;
    let needs = listing::needs(Noun::Collaborator, None, args.search.as_deref());
    let mut conn = ctx.database.connection()?;
    let (known, after) = collaborators::known(&mut conn, &needs, args.page.after(CollaboratorId))?;
    let filter = CollaboratorFilter {
        department,
        inactive: args.inactive,
        search: known.search,
    };
    let page = args.page.page(ctx, Noun::Collaborator, after)?;

    let mut list = ctx.output.list::<Collaborator>()?;
    collaborators::list(&mut conn, &filter, &page, |row| list.push(&row))?;

    args.page
        .end::<Collaborator>(ctx, actor, Noun::Collaborator, list, &filters, |bound| {
            Ok(collaborators::count_filtered(&mut conn, &filter, bound)?)
        })
}
