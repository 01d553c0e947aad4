//! `epic search`: records of any kind by what people know of them, the best answer first.

use super::shared::search_text::parse_search;
use crate::commands::prelude::*;
use crate::db::search::{self, Hit, Query};
use crate::domain::{Invalid, Noun};

/// Default number of results.
const ANSWERS: u16 = 20;

/// Search customers, contracts, events and collaborators, best match first
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Words of a name, company, e-mail, title, location or note, a phone number or part of one, or an id
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// Only these types: customer, contract, event, collaborator
    #[arg(long = "type", value_name = "TYPE[,TYPE]", value_delimiter = ',', add = complete::nouns())]
    kinds: Vec<Given<Noun>>,
    /// Maximum number of results to show; 20 by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: Option<u16>,
}

impl Verb for SearchArgs {
    const PATH: &str = "search";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::Read, run);
    const EXAMPLES: [&str; 2] = [
        "epic search bouquet",
        "epic search --type customer,event '04 78 01' --json",
    ];
    const SHOWS: Fields = Hit::FIELDS;
}

/// # Errors
///
/// `usage` (exit 2).
fn run(ctx: &Context, _actor: &Actor, args: SearchArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let mut kinds: Vec<Noun> = Vec::new();
    for kind in args.kinds {
        kinds.extend(form.optional("--type", Some(kind)));
    }
    if kinds.is_empty() {
        kinds.extend(Noun::SEARCHABLE);
    }
    let text = (!args.text.is_empty()).then(|| args.text.join(" "));
    let text = form.required_with("TEXT", t!("search-text"), text.as_deref(), |text| {
        if Query::new(text).is_empty() {
            return Err(Invalid::new(t!("invalid-blank")));
        }
        parse_search(text)
    })?;
    form.check()?;
    let Some(text) = text else {
        return Err(form.error());
    };
    let mut conn = ctx.database.connection()?;
    let limit = args.limit.unwrap_or(ANSWERS).into();
    let hits = search::find(&mut conn, &text, &kinds, limit)?;

    let mut list = ctx.output.list::<Hit>()?;
    for hit in &hits {
        list.push(hit)?;
    }
    list.finish()?;
    if hits.is_empty() && ctx.output.shows_pages() {
        ctx.output.message(t!("search-nothing", text = text.trim()));
    }
    if args.limit.is_none() && hits.len() == usize::from(ANSWERS) {
        ctx.output.message(t!("search-cut", count = hits.len()));
    }
    Ok(())
}
