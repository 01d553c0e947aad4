//! `epic audit verify`: recomputes the chain, on either database, and compares it with the head that the database
//! stores and with one that was kept elsewhere.

use std::io::ErrorKind;

use crate::commands::prelude::*;
use crate::commands::shared::refused_value;
use crate::db::audit::chain::Verifier;
use crate::db::audit::{self, Link};
use crate::domain::Invalid;
use crate::error::cause;
use crate::record::Verified;

/// Check that no audit entry was changed, removed or inserted
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Earlier output of 'epic audit anchor': a file, SEQUENCE:HASH, or - for standard input
    #[arg(long, value_name = "FILE|SEQUENCE:HASH", value_hint = clap::ValueHint::FilePath)]
    anchor: Option<String>,
}

impl Verb for VerifyArgs {
    const PATH: &str = "audit verify";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::ReadAudit, run);
    const EXAMPLES: [&str; 2] = [
        "epic audit verify",
        "epic audit verify --anchor anchor.json",
    ];
    const SHOWS: Fields = Verified::FIELDS;
}

/// # Errors
///
/// `conflict.audit_chain` (exit 7) about the first wrong entry: the entries and their hashes cannot both be
/// true; with `usage` (exit 2) for an anchor that is none.
fn run(ctx: &Context, _actor: &Actor, args: VerifyArgs) -> Result<()> {
    let anchor = args.anchor.as_deref().map(read_anchor).transpose()?;
    let mut conn = ctx.database.connection()?;
    audit::catch_up(&mut conn)?;
    let mut verifier = Verifier::new(anchor);
    let mut entries = 0;
    let head = audit::stream(&mut conn, |entry| {
        entries += 1;
        verifier.next(&entry).map_err(Error::from)
    })?;
    let end = verifier.finish(&head)?;

    ctx.output.record(&Verified { entries, end })
}

/// The anchor that an argument is, or names.
fn read_anchor(argument: &str) -> Result<Link> {
    if let Ok(link) = argument.parse() {
        return Ok(link);
    }
    let text = if argument == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(argument)
    };
    let wrong = |problem: String| refused_value("--anchor", &problem);
    let unread = |error: std::io::Error| match error.kind() {
        // A mistyped anchor names no file either.
        ErrorKind::NotFound => wrong(t!("invalid-audit-anchor").into_string()),
        _ => wrong(cause::of_io(&error).into_string()),
    };
    text.map_err(unread)?
        .parse()
        .map_err(|problem: Invalid| wrong(problem.to_string()))
}
