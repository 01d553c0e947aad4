//! `epic collaborator update`: changes an account; another department ends its sessions (rule 6).

use clap::Args;

use super::{ending, free, having, named, require_free};
use crate::commands::changed;
use crate::commands::shared::listing::{load_meant, meant, meant_among, wanted};
use crate::commands::shared::pickers;
use crate::context::Context;
use crate::db::collaborators::{self, Collaborator, CollaboratorChanges};
use crate::db::people;
use crate::db::references::Wanted;
use crate::domain::rules::Workload;
use crate::domain::{
    Actor, Department, Email, Login, Noun, PersonName, Phone, format, phone, rules,
};
use crate::error::{Error, Result};
use crate::policy::{self, Capability};
use crate::prompt::{Form, Given};
use crate::t;
use crate::telemetry::Notice;

/// Change a collaborator
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// The collaborator
    #[arg(value_name = "LOGIN|ID|EMAIL|NAME")]
    collaborator: Option<String>,
    #[command(flatten)]
    fields: Fields,
    /// Only if the record still has this version
    #[arg(long, value_name = "N")]
    if_version: Option<i64>,
}

#[derive(Debug, Args)]
struct Fields {
    /// 1 to 20 letters, digits, dots, underscores and dashes
    #[arg(long)]
    login: Option<Given<Login>>,
    /// First name
    #[arg(long)]
    first_name: Option<Given<PersonName>>,
    /// Last name
    #[arg(long)]
    last_name: Option<Given<PersonName>>,
    /// E-mail address
    #[arg(long)]
    email: Option<Given<Email>>,
    /// Telephone number, French or with its country prefix
    #[arg(long)]
    phone: Option<Given<Phone>>,
    /// management, sales or support; ends all sessions of the account
    #[arg(long)]
    department: Option<Given<Department>>,
}

/// Changes an account.
///
/// # Errors
///
/// `rule.self_demote` and `rule.last_manager` (exit 6), `conflict.*` (exit 7).
pub fn run(ctx: &Context, actor: &Actor, args: UpdateArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let edits = form.edits(&[
        ("--login", args.fields.login.is_some()),
        ("--first-name", args.fields.first_name.is_some()),
        ("--last-name", args.fields.last_name.is_some()),
        ("--email", args.fields.email.is_some()),
        ("--phone", args.fields.phone.is_some()),
        ("--department", args.fields.department.is_some()),
    ]);
    let given = args.collaborator.as_deref();
    let reference = named(ctx, &mut form, given, false, None)?;
    let mut if_version = args.if_version;
    let mut login = form.optional("--login", args.fields.login);
    let mut first_name = form.optional("--first-name", args.fields.first_name);
    let mut last_name = form.optional("--last-name", args.fields.last_name);
    let mut email = form.optional("--email", args.fields.email);
    let mut phone = form.optional("--phone", args.fields.phone);
    let mut department = form.optional("--department", args.fields.department);
    form.check()?;
    let reference = reference.ok_or_else(|| form.error())?;
    ctx.output.check_fields::<Collaborator>()?;
    let known = meant(ctx, &reference)?;
    if edits {
        let old = load_meant(&mut *ctx.database.connection()?, known, &reference)?;
        policy::authorize(actor, Capability::UpdateCollaborator, &old)?;
        rules::is_active(&old.member())?;
        if_version = if_version.or(Some(form.first_seen(
            Noun::Collaborator,
            old.id,
            old.version,
        )));
        login = form.edit_with("--login", t!("prompt-login"), &old.login, |text| {
            let login = text.parse()?;
            free(ctx, Some(&login), None, Some(&old))?;
            Ok(login)
        })?;
        first_name = form.edit("--first-name", t!("prompt-first-name"), &old.first_name)?;
        last_name = form.edit("--last-name", t!("prompt-last-name"), &old.last_name)?;
        email = form.edit_with("--email", t!("prompt-email"), &old.email, |text| {
            let email = text.parse()?;
            free(ctx, None, Some(&email), Some(&old))?;
            Ok(email)
        })?;
        phone = form.edit("--phone", t!("prompt-phone"), &phone::grouped(&old.phone))?;
        // Nobody moves themselves.
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
        let old = load_meant(&mut *ctx.database.connection()?, known, &reference)?;
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
    let (updated, written, workload) = ctx.write(actor, &mut conn, |conn| {
        let wanted = having(wanted(known, &reference), login.as_ref(), email.as_ref());
        let found = people::collaborators(conn, &wanted)?;
        let old = meant_among(found.clone(), known, &reference)?;

        policy::authorize(actor, Capability::UpdateCollaborator, &old)?;

        if if_version.is_some_and(|version| version != old.version) {
            return Err(Error::stale(Noun::Collaborator, old.id));
        }
        rules::is_active(&old.member())?;
        require_free(&found, login.as_ref(), email.as_ref(), Some(&old))?;
        let moved = department.is_some_and(|department| department != old.department);
        let standing = if moved {
            people::standing(conn, &Wanted::default().id(old.id), ctx.now())?.pop()
        } else {
            None
        };
        if let Some(standing) = &standing {
            rules::change_department(actor.id, &old.member(), standing.managers)?;
        }

        let changes = CollaboratorChanges {
            login: changed(login.clone().map(Login::into_string), &old.login),
            first_name: changed(
                first_name.clone().map(PersonName::into_string),
                &old.first_name,
            ),
            last_name: changed(
                last_name.clone().map(PersonName::into_string),
                &old.last_name,
            ),
            email: changed(email.clone().map(Email::into_string), &old.email),
            phone: changed(phone.clone().map(Phone::into_string), &old.phone),
            department: changed(department, &old.department),
            active: None,
        };
        if changes == CollaboratorChanges::default() {
            return Ok((old, false, None));
        }
        let updated =
            collaborators::update(conn, &old, &changes, ctx.now())?.ok_or(Error::LostRace)?;
        Ok((updated, true, standing.map(|it| it.workload)))
    })?;

    if !written {
        ctx.output.message(t!("command-nothing-to-change"));
        return ctx.output.record(&updated);
    }
    ctx.telemetry.notice(
        Notice::CollaboratorChanged,
        Some(actor.id),
        ("collaborator", updated.id.0),
    );
    if workload.is_some() {
        ctx.output
            .message(t!("command-sessions-ended", login = updated.login));
    }
    // What goes with the new department stays: somebody may have come back.
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
}
