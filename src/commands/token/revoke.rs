//! `epic token revoke`: ends tokens from the next command of a script on.

use crate::commands::prelude::*;
use crate::commands::session::end;
use crate::commands::shared::pickers;
use crate::db::sessions::SessionInfo;
use crate::domain::{CredentialKind, Invalid, Noun, SessionId, TokenName};
use crate::record::Token;

/// Revoke tokens (all or none); Management can revoke anyone's, by id
#[derive(Debug, Args)]
pub struct RevokeArgs {
    /// Ids or names of the tokens
    #[arg(value_name = "ID|NAME")]
    tokens: Vec<String>,
}

/// Reference to a token. A name has a character that is not a digit, so that it is never mistaken for an id.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Reference {
    Id(SessionId),
    Name(TokenName),
}

impl Reference {
    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.trim().bytes().all(|byte| byte.is_ascii_digit()) {
            text.parse().map(Self::Id)
        } else {
            text.parse().map(Self::Name)
        }
    }

    fn find(&self, actor: &Actor, seen: &[SessionInfo]) -> Result<SessionId> {
        let found = seen.iter().find(|row| match self {
            Self::Id(id) => row.id == *id,
            Self::Name(name) => {
                row.collaborator_id == actor.id && row.name.as_deref() == Some(name.as_str())
            }
        });
        found.map(|row| row.id).ok_or_else(|| match self {
            Self::Id(id) => Error::not_found(Noun::Token, id),
            Self::Name(name) => Error::not_found(Noun::Token, name),
        })
    }
}

impl Verb for RevokeArgs {
    const PATH: &str = "token revoke";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::RevokeToken, run);
    const EXAMPLES: [&str; 2] = ["epic token revoke cron", "epic token revoke 7"];
    const SHOWS: Fields = Token::FIELDS;
}

/// # Errors
///
/// `not_found.token` (exit 3) for one that is over or another account's.
fn run(ctx: &Context, actor: &Actor, args: RevokeArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let mut references = Vec::new();
    let first = args.tokens.first().map(String::as_str);
    references.extend(form.choose(
        "ID|NAME",
        t!("prompt-token"),
        first.map(Reference::parse),
        Reference::parse,
        Source::Asked(&mut pickers::credentials(ctx, actor, CredentialKind::Token)),
    )?);
    for text in args.tokens.iter().skip(1) {
        references.extend(form.optional_with("ID|NAME", Some(text), Reference::parse));
    }
    form.check()?;
    if form.is_asked() {
        let tokens = t!("count-tokens", count = references.len());
        ctx.prompter.confirm(t!("prompt-revoke", what = tokens))?;
    }
    end(ctx, actor, CredentialKind::Token, Token, |seen| {
        references
            .iter()
            .map(|reference| reference.find(actor, seen))
            .collect()
    })
}
