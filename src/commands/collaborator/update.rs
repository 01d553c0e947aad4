//! `epic collaborator update`: changes an account; another department ends its sessions (rule 6).

use super::{ending, free, having, named, notice, require_free};
use crate::commands::changed;
use crate::commands::prelude::*;
use crate::commands::shared::collaborator_ref::CollaboratorRef;
use crate::commands::shared::person::{PersonFields, PersonFlags};
use crate::commands::shared::pickers;
use crate::db::collaborators::{self, Collaborator, CollaboratorChanges};
use crate::db::people;
use crate::db::references::Wanted;
use crate::domain::rules::Workload;
use crate::domain::{Department, Login, Noun, format, rules};
use crate::telemetry::Notice;

/// Update a collaborator
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// Login, id, e-mail or name of the collaborator
    #[arg(value_name = "LOGIN|ID|EMAIL|NAME", add = complete::collaborators())]
    collaborator: Option<String>,
    #[command(flatten)]
    fields: Flags,
    /// Only if the record still has this version
    #[arg(long, value_name = "N")]
    if_version: Option<i64>,
}

#[derive(Debug, Args)]
struct Flags {
    /// Login: 1 to 20 letters, digits, dots, underscores and dashes
    #[arg(long)]
    login: Option<Given<Login>>,
    #[command(flatten)]
    person: PersonFlags,
    /// Department: management, sales or support; revokes all sessions and tokens of the account
    #[arg(long, add = complete::departments())]
    department: Option<Given<Department>>,
}

impl Verb for UpdateArgs {
    const PATH: &str = "collaborator update";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::UpdateCollaborator, run);
    const EXAMPLES: [&str; 2] = [
        "epic collaborator update CBrunel --phone '06 02 03 04 05'",
        "epic collaborator update 5 --last-name Durand-Petit",
    ];
    const SHOWS: Fields = Collaborator::FIELDS;
}

/// # Errors
///
/// `rule.self_demote`, `rule.self_rename` and `rule.last_manager` (exit 6), `conflict.*` (exit 7).
fn run(ctx: &Context, actor: &Actor, args: UpdateArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let given = args.collaborator.as_deref();
    let reference = named(ctx, &mut form, given, false, None)?;
    let mut if_version = args.if_version;
    let login = form.optional("--login", args.fields.login);
    let mut login = login.map(Login::into_string);
    let mut person = args.fields.person.optional(&mut form);
    let mut department = form.optional("--department", args.fields.department);
    let edits = form.edits();
    form.check()?;
    let reference = reference.ok_or_else(|| form.error())?;
    let reference = CollaboratorRef::resolve(ctx, &reference)?;
    if edits {
        let old = reference.load(&mut *ctx.database.connection()?)?;
        policy::authorize(actor, Capability::UpdateCollaborator, &old)?;
        rules::is_active(&old.member())?;
        let seen = form.first_seen(Noun::Collaborator, old.id, old.version);
        if_version = if_version.or(Some(seen));
        let new_login = form.edit_with("--login", t!("prompt-login"), &old.login, |text| {
            let login: Login = text.parse()?;
            free(ctx, Some(login.as_str()), None, Some(&old))?;
            Ok(login)
        })?;
        login = new_login.map(Login::into_string);
        let current = [&*old.first_name, &old.last_name, &old.email, &old.phone];
        person = PersonFields::edit(&form, current, |email| {
            free(ctx, None, Some(email.as_str()), Some(&old))
        })?;
        // You cannot move yourself.
        if old.id != actor.id {
            let (label, current) = (t!("prompt-department"), old.department.as_str());
            let choices = pickers::departments();
            department = form.edit_choice("--department", label, current, &choices)?;
        }
    }
    form.review()?;
    if let Some(department) = department
        && ctx.prompter.is_interactive()
    {
        let old = reference.load(&mut *ctx.database.connection()?)?;
        if old.department != department && old.id != actor.id {
            let ending = ending(ctx, actor, old.id)?;
            ctx.prompter.confirm(t!(
                "command-move",
                login = old.login,
                department = format::department(department),
                sessions = t!("count-sessions", count = ending.sessions),
                tokens = t!("count-tokens", count = ending.tokens),
            ))?;
        }
    }

    let mut conn = ctx.database.connection()?;
    let done = ctx.write(actor, &mut conn, |conn| {
        let (new_login, new_email) = (login.as_deref(), person.email.as_deref());
        let wanted = having(reference.wanted(), new_login, new_email);
        let found = people::collaborators(conn, &wanted)?;
        let old = reference.among(found.clone())?;

        policy::authorize(actor, Capability::UpdateCollaborator, &old)?;

        if if_version.is_some_and(|version| version != old.version) {
            return Err(Error::stale(Noun::Collaborator, old.id));
        }
        rules::is_active(&old.member())?;
        let renamed = new_login.is_some_and(|login| !login.eq_ignore_ascii_case(&old.login));
        if renamed {
            rules::rename(actor.id, old.id)?;
        }
        require_free(&found, new_login, new_email, Some(&old))?;
        let moved = department.is_some_and(|department| department != old.department);
        let standing = if moved {
            people::standing(conn, &Wanted::default().id(old.id), Instant::now())?.pop()
        } else {
            None
        };
        if let Some(standing) = &standing {
            rules::change_department(actor.id, &old.member(), standing.managers)?;
        }

        let person = person.clone();
        let changes = CollaboratorChanges {
            login: changed(login.clone(), &old.login),
            first_name: changed(person.first_name, &old.first_name),
            last_name: changed(person.last_name, &old.last_name),
            email: changed(person.email, &old.email),
            phone: changed(person.phone, &old.phone),
            department: changed(department, &old.department),
            active: None,
        };
        if changes == CollaboratorChanges::default() {
            return Ok((old, false, false, None));
        }
        let updated =
            collaborators::update(conn, &old, &changes, Instant::now())?.ok_or(Error::Race)?;
        Ok((updated, true, renamed, standing.map(|it| it.workload)))
    })?;
    done.report(|(updated, written, renamed, workload)| {
        if !written {
            ctx.output.message(t!("command-nothing-to-change"));
            return ctx.output.record(&updated);
        }
        notice(ctx, Notice::CollaboratorChanged, actor.id, updated.id);
        if workload.is_some() {
            ctx.output
                .message(t!("command-sessions-ended", login = updated.login));
        }
        if renamed {
            let login = &updated.login;
            ctx.output
                .warning(t!("command-password-ended", login = login));
            ctx.output
                .hint(&format!("epic collaborator reset-password {login}"));
        }
        // Records that go with the new department stay: the collaborator may have come back.
        let left = workload.map(|left| Workload {
            customers: left.customers * i64::from(updated.department != Department::Sales),
            events: left.events * i64::from(updated.department != Department::Support),
        });
        if let Some(left) = left
            && !left.is_empty()
        {
            ctx.output.warning(t!(
                "command-still-owns",
                login = updated.login,
                customers = left.customers,
                events = left.events,
            ));
        }
        ctx.output.record(&updated)
    })
}
