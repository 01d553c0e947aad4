//! `epic collaborator list`.

use clap::Args;

use crate::commands::shared::listing::{self, ListArgs, flags, parse_search};
use crate::context::Context;
use crate::db::collaborators::{Collaborator, CollaboratorFilter};
use crate::db::list;
use crate::domain::{Actor, Department, Noun};
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
    let lookups = listing::lookups(Noun::Collaborator, None, args.search.as_deref());
    let mut conn = ctx.database.connection()?;
    let (resolved, after) =
        list::prefetch::<CollaboratorFilter>(&mut conn, &lookups, args.page.after())?;
    let filter = CollaboratorFilter {
        department,
        inactive: args.inactive,
        search: resolved.search,
    };
    let page = args.page.page(ctx, Noun::Collaborator, after)?;

    let mut rows = ctx.output.list::<Collaborator>()?;
    list::stream(&mut conn, &filter, &page, |row| rows.push(&row))?;

    args.page
        .end::<Collaborator>(ctx, actor, Noun::Collaborator, rows, &filters, |bound| {
            Ok(list::count(&mut conn, &filter, bound)?)
        })
}
