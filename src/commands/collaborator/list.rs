//! `epic collaborator list`.

use crate::commands::prelude::*;
use crate::commands::shared::listing::{self, ListArgs};
use crate::commands::shared::search_text::parse_search;
use crate::db::collaborators::{Collaborator, CollaboratorFilter, CollaboratorSort};
use crate::domain::{Department, Noun};

/// List collaborators
#[derive(Debug, Args)]
pub struct CollaboratorListArgs {
    /// Only this department: management, sales or support
    #[arg(long, add = complete::departments())]
    department: Option<Given<Department>>,
    /// Name, login, e-mail or phone contains these words, ignoring case and accents
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Include deactivated accounts
    #[arg(long)]
    inactive: bool,
    #[command(flatten)]
    page: ListArgs<CollaboratorSort>,
}

impl Verb for CollaboratorListArgs {
    const PATH: &str = "collaborator list";
    const HANDLER: Handler<Self> = Handler::Lists(Capability::Read, run);
    const EXAMPLES: [&str; 2] = [
        "epic collaborator list --department sales",
        "epic collaborator list --inactive --sort last_name",
    ];
    const SHOWS: Fields = Collaborator::FIELDS;
}

/// # Errors
///
/// `usage` (exit 2), `not_found` (exit 3) for `--after`.
fn run(ctx: &Context, actor: &Actor, args: CollaboratorListArgs) -> Result<i64> {
    let mut form = Form::new(&ctx.prompter);
    let department = form.optional("--department", args.department);
    let search = form.optional_with("--search", args.search.as_deref(), parse_search);
    let lookups = listing::lookups(Noun::Collaborator, None, search.as_deref());
    let (resolved, list) = args
        .page
        .prefetch(ctx, form, Noun::Collaborator, &lookups)?;
    let filter = CollaboratorFilter {
        department,
        inactive: args.inactive,
        search: resolved.search,
    };

    list.show(ctx, actor, &filter)
}
