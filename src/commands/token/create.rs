//! `epic token create`: a long-lived credential for a script. Its secret is shown once, and stored nowhere.

use secrecy::{ExposeSecret as _, SecretString};

use crate::auth::session;
use crate::commands::prelude::*;
use crate::commands::shared::refused_value;
use crate::crypto::secret::{self, TOKEN_PREFIX};
use crate::db::sessions::{self, NewToken, Refused};
use crate::domain::{
    Instant, Invalid, TokenName, Zone, day_start, days, parse_day, parse_duration, parse_instant,
};
use crate::error::Conflict;
use crate::policy::Target;
use crate::record::TokenCreated;

/// The longest life of a token: a year, whichever.
const MAX_DAYS: i64 = 366;

/// The length of `2026-05-20`.
const DATE_LENGTH: usize = 10;

/// Create a token for a script; its secret is shown only once
#[derive(Debug, Args)]
pub struct CreateArgs {
    /// Name: 1 to 50 characters, unique among your tokens
    #[arg(long)]
    name: Option<Given<TokenName>>,
    /// Expiry: after a duration such as 90d, or on a date; within a year
    #[arg(long, value_name = "DURATION|DATE")]
    expires: Option<String>,
    /// Allow reading only
    #[arg(long)]
    read_only: bool,
}

impl Verb for CreateArgs {
    const PATH: &str = "token create";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::CreateToken, run);
    const EXAMPLES: [&str; 2] = [
        "epic token create --name cron --expires 90d --read-only",
        "epic token create --name import --expires 30d > import.token",
    ];
    const SHOWS: Fields = TokenCreated::FIELDS;
}

/// # Errors
///
/// `usage` (exit 2) for an end that is past or more than a year away, `conflict.duplicate_token` (exit 7).
fn run(ctx: &Context, actor: &Actor, args: CreateArgs) -> Result<()> {
    // The thief of a session file should not turn some hours into a year.
    session::require_fresh(actor, Instant::now())?;
    let mut form = Form::new(&ctx.prompter);
    let name = form.required("--name", t!("access-ask-token-name"), args.name)?;
    let (label, given) = (t!("access-ask-token-expiry"), args.expires.as_deref());
    let expires_at = form.required_with("--expires", label, given, |text| {
        parse_expiry(text, Instant::now(), &ctx.config.timezone)
    })?;
    let (Some(name), Some(expires_at)) = (name, expires_at) else {
        return Err(form.error());
    };
    let token = new_secret()?;
    let jti_hash = secret::hash(&token);

    let mut conn = ctx.database.connection()?;
    let id = ctx.write(actor, &mut conn, |conn| {
        policy::authorize(actor, Capability::CreateToken, &Target::Mine)?;

        let new = NewToken {
            name: name.as_str(),
            jti_hash: &jti_hash,
            read_only: args.read_only,
            expires_at,
        };
        sessions::create(conn, actor, &new, Instant::now())?.map_err(|refused| match refused {
            Refused::NameTaken => Error::from(Conflict::DuplicateToken {
                name: name.as_str().to_owned(),
            }),
            Refused::Expiry => refused_value("--expires", &too_far().to_string()),
        })
    })?;
    id.report(|id| {
        ctx.output.message(t!("access-token-shown-once"));
        ctx.output.created_secret(
            &TokenCreated {
                id,
                name: name.into_string(),
                token,
                read_only: args.read_only,
                expires_at,
            },
            "token",
        )
    })
}

/// A secret that says what it is.
fn new_secret() -> Result<SecretString> {
    let random = secret::generate()?;
    Ok(format!("{TOKEN_PREFIX}{}", random.expose_secret()).into())
}

/// Reads when a token ends: a duration from now, a day (its first instant), or a date and time.
fn parse_expiry(text: &str, now: Instant, tz: &Zone) -> Result<Instant, Invalid> {
    let text = text.trim();
    let at = match text.as_bytes() {
        [first, .., b'd' | b'h' | b'm' | b's'] if first.is_ascii_digit() => {
            now.plus(parse_duration(text)?)
        }
        [first, rest @ ..] if first.is_ascii_digit() && rest.len() >= DATE_LENGTH => {
            parse_instant(text, tz)?
        }
        [first, rest @ ..] if first.is_ascii_digit() && rest.contains(&b'-') => {
            let today = tz.at(now).date();
            day_start(parse_day(text, today)?, tz)
        }
        _ => {
            return Err(Invalid::new(t!("invalid-expiry")));
        }
    };
    if at <= now {
        return Err(Invalid::new(t!("invalid-expiry-past")));
    }
    if at > now.plus(days(MAX_DAYS)) {
        return Err(too_far());
    }
    Ok(at)
}

fn too_far() -> Invalid {
    Invalid::new(t!("invalid-expiry-far", days = MAX_DAYS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let now = "2026-05-20T16:00:00Z".parse().unwrap();
        parse_expiry(text, now, &Zone::named("Europe/Paris").unwrap())
            .map(|at| at.to_string())
            .map_err(|problem| problem.to_string())
    }

    #[test]
    fn durations_and_dates_are_read() {
        for (text, at) in [
            ("90d", "2026-08-18T16:00:00Z"),
            (" 366d ", "2027-05-21T16:00:00Z"),
            ("1s", "2026-05-20T16:00:01Z"),
            ("1d12h", "2026-05-22T04:00:00Z"),
            ("2026-05-21", "2026-05-20T22:00:00Z"),
            ("2026-12-01 08:00", "2026-12-01T07:00:00Z"),
            ("2027-05-21T16:00:00Z", "2027-05-21T16:00:00Z"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(at), "{text}");
        }
    }

    #[test]
    fn the_past_and_more_than_a_year_are_refused() {
        for text in ["2026-05-20", "2020-01-01", "2026-05-20T16:00:00Z"] {
            assert_eq!(
                read(text),
                Err("must be in the future".to_owned()),
                "{text}"
            );
        }
        for text in ["367d", "366d1s", "2027-05-23", "9999-01-01", "99999999d"] {
            let problem = "must be at most 366 days from now";
            assert_eq!(read(text), Err(problem.to_owned()), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "never",
            "0d",
            "90",
            "d",
            "-1d",
            "+90d",
            "1y",
            "90 d",
            "2026-02-30",
            "2026-5-1x",
            "2026-13-01 08:00",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
