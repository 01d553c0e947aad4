//! `epic collaborator delete`: deactivates an account (rule 5). Nothing is erased, since other records and the
//! history refer to it.

use std::iter;

use super::{Ending, ending, named, notice};
use crate::commands::prelude::*;
use crate::commands::shared::resolve::one_referred_to;
use crate::commands::shared::{pickers, resolve};
use crate::db::collaborators::{self, Collaborator, CollaboratorChanges};
use crate::db::people::{self, AccountStanding};
use crate::db::references::Wanted;
use crate::db::{AnyConnection, reassign};
use crate::domain::{CollaboratorId, Department, Noun, Rule, rules};
use crate::lang::Text;
use crate::telemetry::Notice;

/// Deactivate a collaborator, and revoke all their sessions and tokens
#[derive(Debug, Args)]
pub struct DeleteArgs {
    /// Login, id, e-mail or name of the collaborator
    #[arg(value_name = "LOGIN|ID|EMAIL|NAME", add = complete::collaborators())]
    collaborator: Option<String>,
    /// Reassign their customers and upcoming events to this collaborator
    #[arg(long, value_name = "LOGIN|ID|EMAIL|NAME", add = complete::collaborators())]
    reassign_to: Option<String>,
}

impl Verb for DeleteArgs {
    const PATH: &str = "collaborator delete";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::DeleteCollaborator, run);
    const EXAMPLES: [&str; 2] = [
        "epic collaborator delete CDelorme --reassign-to CBrunel --yes",
        "epic collaborator delete BRenard --reassign-to KDurand --yes",
    ];
    const SHOWS: Fields = Collaborator::FIELDS;
}

/// # Errors
///
/// `rule.self_delete`, `rule.last_manager`, `rule.still_in_use`, `rule.not_sales`,
/// `rule.not_support` (exit 6).
fn run(ctx: &Context, actor: &Actor, args: DeleteArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let given = args.collaborator.as_deref();
    let reference = named(ctx, &mut form, given, false, Some(actor.id))?;
    let reference = reference.ok_or_else(|| form.error())?;
    let reassign_to = resolve::optional_collaborator(ctx, args.reassign_to.as_deref())?;
    // Everything that can be refused is refused before a person is asked; a complete command line asks nothing.
    let told = reassign_to.is_some() || !ctx.prompter.is_interactive();
    let agreed = if told && ctx.prompter.assumes_yes() {
        None
    } else {
        let seen = look(ctx, actor, &reference, reassign_to.as_deref())?;
        let old = &seen.standing.collaborator;
        if old.active {
            let ending = ending(ctx, actor, old.id)?;
            ctx.prompter.confirm(seen.question(ending))?;
        }
        Some(seen)
    };
    // The answer has this name, if there was a question.
    let asked = ctx.prompter.was_confirmed();

    let mut conn = ctx.database.connection()?;
    let done = ctx.write(actor, &mut conn, |conn| {
        let departure = match &agreed {
            None => Departure::find(conn, &reference, reassign_to.as_deref())?,
            // By id from here on: the login may have been reassigned while the person was thinking.
            Some(seen) => seen.again(conn)?,
        };
        departure.check(actor)?;
        let workload = departure.standing.workload;
        let old = departure.standing.collaborator;
        // What a person agreed to is what is done.
        if let Some(seen) = &agreed
            && asked
            && seen.standing.workload != workload
        {
            return Err(Error::stale(Noun::Collaborator, old.id));
        }
        if !old.active {
            return Ok((old, false));
        }

        let now = Instant::now();
        if let Some(successor) = &departure.successor {
            reassign::reassign(conn, old.id, successor.id, workload, now)?;
        }
        let changes = CollaboratorChanges {
            active: Some(false),
            ..CollaboratorChanges::default()
        };
        let deleted = collaborators::update(conn, &old, &changes, now)?.ok_or(Error::Race)?;
        Ok((deleted, true))
    })?;
    done.report(|(deleted, done)| {
        if !done {
            ctx.output
                .message(t!("command-deactivated-already", login = deleted.login));
            return ctx.output.record(&deleted);
        }
        notice(ctx, Notice::CollaboratorChanged, actor.id, deleted.id);
        ctx.output
            .message(t!("command-deactivated", login = deleted.login));
        ctx.output.record(&deleted)
    })
}

/// Leaving account with its records, and the successor.
struct Departure {
    standing: AccountStanding,
    successor: Option<Collaborator>,
}

impl Departure {
    fn find(conn: &mut AnyConnection, reference: &str, successor: Option<&str>) -> Result<Self> {
        let wanted = resolve::wanted_collaborators(iter::once(reference).chain(successor));
        let found = people::standing(conn, &wanted, Instant::now())?;
        let standing = one_referred_to(found.clone(), reference)?;
        let successor = successor.map(|successor| one_referred_to(found, successor));
        Ok(Self {
            standing,
            successor: successor.transpose()?.map(|it| it.collaborator),
        })
    }

    /// Finds the same accounts again.
    fn again(&self, conn: &mut AnyConnection) -> Result<Self> {
        let old = &self.standing.collaborator;
        let ids = iter::once(old.id).chain(self.successor.as_ref().map(|it| it.id));
        let found = people::standing(
            conn,
            &ids.fold(Wanted::default(), Wanted::id),
            Instant::now(),
        )?;
        let of = |id: CollaboratorId| {
            let one = found.iter().find(|it| it.collaborator.id == id).cloned();
            one.ok_or_else(|| Error::not_found(Noun::Collaborator, id))
        };
        let standing = of(old.id)?;
        if standing.collaborator.version != old.version {
            return Err(Error::stale(Noun::Collaborator, old.id));
        }
        let successor = self.successor.as_ref().map(|it| of(it.id)).transpose()?;
        Ok(Self {
            standing,
            successor: successor.map(|it| it.collaborator),
        })
    }

    /// Refuses a departure that the policy or rule 5 forbids.
    fn check(&self, actor: &Actor) -> Result<()> {
        let standing = &self.standing;
        let old = &standing.collaborator;
        policy::authorize(actor, Capability::DeleteCollaborator, old)?;

        let heir = self.successor.as_ref().map(Collaborator::member);
        let (managers, workload) = (standing.managers, standing.workload);
        rules::depart(actor.id, &old.member(), managers, workload, heir.as_ref())?;
        Ok(())
    }

    fn question(&self, ending: Ending) -> Text {
        let login = &self.standing.collaborator.login;
        let sessions = t!("count-sessions", count = ending.sessions);
        let tokens = t!("count-tokens", count = ending.tokens);
        let workload = self.standing.workload;
        match &self.successor {
            Some(successor) if !workload.is_empty() => t!(
                "command-deactivate-giving",
                login = login,
                sessions = sessions,
                tokens = tokens,
                customers = t!("count-customers", count = workload.customers),
                events = t!("count-upcoming-events", count = workload.events),
                successor = successor.login,
            ),
            _ => t!(
                "command-deactivate",
                login = login,
                sessions = sessions,
                tokens = tokens
            ),
        }
    }
}

/// Loads the departure to confirm; without a named successor, one is chosen at a terminal.
fn look(
    ctx: &Context,
    actor: &Actor,
    reference: &str,
    successor: Option<&str>,
) -> Result<Departure> {
    let departure = Departure::find(&mut *ctx.database.connection()?, reference, successor)?;
    match departure.check(actor) {
        Ok(()) => Ok(departure),
        Err(Error::Rule(Rule::StillInUse { customers, .. }))
            if departure.successor.is_none() && ctx.prompter.is_interactive() =>
        {
            let heirs = if customers > 0 {
                Department::Sales
            } else {
                Department::Support
            };
            let leaving = departure.standing.collaborator.id;
            let look_up = &mut pickers::members(ctx, heirs, Some(leaving));
            let label = t!("prompt-reassign-to");
            let chosen = ctx
                .prompter
                .choose("--reassign-to", &label, Source::Asked(look_up))?;
            look(ctx, actor, reference, Some(&chosen))
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::World;

    #[test]
    fn a_person_chooses_the_successor_and_agrees() {
        let world = World::answering(&["CBrunel", "CDelorme", "y"]);
        world.run::<DeleteArgs>("AMartinez", "").unwrap();
        let told = world.transcript();
        assert!(told.contains("CDelorme"), "{told}");
    }
}
