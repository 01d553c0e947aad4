//! `epic audit list`: the entries, the newest first.

use crate::commands::prelude::*;
use crate::commands::shared::listing::{self, ListArgs, resolve};
use crate::commands::shared::resolve::parse_reference;
use crate::db::audit::{self, ACTIONS, AuditFilter, AuditRow, AuditSort, ENTITIES};
use crate::domain::{Invalid, Noun, day_start, parse_day, parse_instant};

/// List audit entries, newest first
#[derive(Debug, Args)]
pub struct AuditListArgs {
    /// Only changes by this collaborator
    #[arg(long, value_name = "LOGIN|ID|EMAIL|NAME", add = complete::collaborators())]
    by: Option<String>,
    /// Only since this day or time: 2026-05-20, today, -30d, 2026-05-20T18:00Z
    #[arg(long, value_name = "DAY", allow_hyphen_values = true, add = complete::days())]
    since: Option<String>,
    /// Only this action: create, update, delete, login, logout, password_change, password_reset, unlock, session_revoke,
    /// token_create, token_revoke, credential_upgrade, denied
    #[arg(long, add = complete::words(ACTIONS))]
    action: Option<String>,
    /// Only this type of record: collaborator, customer, contract, event, session (tokens too)
    #[arg(long, add = complete::words(ENTITIES))]
    entity: Option<String>,
    #[command(flatten)]
    page: ListArgs<AuditSort>,
}

impl Verb for AuditListArgs {
    const PATH: &str = "audit list";
    const HANDLER: Handler<Self> = Handler::Lists(Capability::ReadAudit, run);
    const EXAMPLES: [&str; 2] = [
        "epic audit list --by CBrunel --since -7d",
        "epic audit list --entity contract --action update --json",
    ];
    const SHOWS: Fields = AuditRow::FIELDS;
}

/// # Errors
///
/// `usage` (exit 2), `not_found` (exit 3) for `--by` and `--after`.
fn run(ctx: &Context, actor: &Actor, args: AuditListArgs) -> Result<i64> {
    let timezone = &ctx.config.timezone;
    let today = timezone.at(Instant::now()).date();
    let mut form = Form::new(&ctx.prompter);
    let by = form.optional_with("--by", args.by.as_deref(), parse_reference);
    let since = form.optional_with("--since", args.since.as_deref(), |text| {
        match parse_day(text, today) {
            Ok(day) => Ok(day_start(day, timezone)),
            Err(problem) => parse_instant(text, timezone).map_err(|_| problem),
        }
    });
    let action = form.optional_with("--action", args.action.as_deref(), one_of(ACTIONS));
    let entity = form.optional_with("--entity", args.entity.as_deref(), one_of(ENTITIES));
    let lookups = listing::lookups(Noun::AuditEntry, by.as_deref(), None);
    let (resolved, mut list) = args.page.prefetch(ctx, form, Noun::AuditEntry, &lookups)?;
    audit::catch_up(&mut list.conn)?;
    let filter = AuditFilter {
        by: resolve(ctx, by.as_deref(), &resolved.collaborators)?,
        since,
        action,
        entity,
    };

    list.show(ctx, actor, &filter)
}

/// Reads one of the words that there are.
fn one_of(known: &'static [&str]) -> impl Fn(&str) -> Result<&'static str, Invalid> {
    move |text| {
        let mut known_words = known.iter().copied();
        let found = known_words.find(|word| word.eq_ignore_ascii_case(text.trim()));
        found.ok_or_else(|| Invalid::new(t!("invalid-one-of", known = known.join(", "))))
    }
}
