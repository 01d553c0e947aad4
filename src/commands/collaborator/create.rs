//! `epic collaborator create`: a new account.

use super::{free, notice, require_unique};
use crate::auth::sign_in;
use crate::commands::prelude::*;
use crate::commands::shared::person::PersonFlags;
use crate::commands::shared::pickers;
use crate::crypto::password::Credential;
use crate::db::AnyConnection;
use crate::db::collaborators::{self, Collaborator, NewCollaborator};
use crate::db::credentials::{self, Account};
use crate::domain::{Department, Instant, Login, Rule, check_strength};
use crate::policy::Target;
use crate::telemetry::Notice;

/// Create a collaborator
#[derive(Debug, Args)]
pub struct CreateArgs {
    #[command(flatten)]
    account: AccountArgs,
    /// Department: management, sales or support
    #[arg(long, add = complete::departments())]
    department: Option<Given<Department>>,
}

/// The flags of an account to be.
#[derive(Debug, Args)]
pub struct AccountArgs {
    /// Login: 1 to 20 letters, digits, dots, underscores and dashes
    #[arg(long)]
    login: Option<Given<Login>>,
    #[command(flatten)]
    person: PersonFlags,
    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
}

/// An account to be.
pub struct NewAccount {
    login: Login,
    person: [String; 4],
    department: Department,
    credential: Credential,
}

impl NewAccount {
    /// Asks for what is missing.
    ///
    /// # Errors
    ///
    /// `usage` (exit 2) with every problem at once.
    pub fn from_form(
        ctx: &Context,
        args: AccountArgs,
        department: Option<Given<Department>>,
    ) -> Result<Self> {
        let mut form = Form::new(&ctx.prompter);
        let label = t!("prompt-login");
        let login = form.required_checked("--login", label, args.login, |login: &Login| {
            free(ctx, Some(login.as_str()), None, None)
        })?;
        let person = args.person.required(&mut form, |email| {
            free(ctx, None, Some(email.as_str()), None)
        })?;
        let label = t!("prompt-department");
        let department = department.map(|department| department.0);
        let choices = pickers::departments();
        let choices = Source::Fixed(&choices);
        let department = form.choose("--department", label, department, str::parse, choices)?;
        let context = [
            login.as_ref().map_or("", Login::as_str),
            person.first_name.as_deref().unwrap_or_default(),
            person.last_name.as_deref().unwrap_or_default(),
            person.email.as_deref().unwrap_or_default(),
        ];
        let password =
            form.new_password(args.password_stdin, |text| check_strength(text, &context))?;
        let (Some(login), Some(person), Some(department), Some(password)) =
            (login, person.complete(), department, password)
        else {
            return Err(form.error());
        };
        form.review()?;
        let mut conn = ctx.database.connection()?;
        let credential = sign_in::new_credential(&mut conn, login.as_str(), &password)?;
        Ok(Self {
            login,
            person: person.map(str::to_owned),
            department,
            credential,
        })
    }

    fn row(&self) -> NewCollaborator<'_> {
        let [first_name, last_name, email, phone] = &self.person;
        NewCollaborator {
            login: self.login.as_str(),
            first_name,
            last_name,
            email,
            phone,
            department: self.department,
        }
    }
}

impl Verb for CreateArgs {
    const PATH: &str = "collaborator create";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::CreateCollaborator, run);
    const EXAMPLES: [&str; 2] = [
        r"epic collaborator create --login JPetit --first-name Jeanne \
    --last-name Petit --email j.petit@epic-events.example \
    --phone '06 02 03 04 05' --department sales \
    --password-stdin < password.txt",
        r"id=$(epic collaborator create --login PRoux --first-name Paul \
    --last-name Roux --email p.roux@epic-events.example \
    --phone '06 02 03 04 06' --department support \
    --password-stdin < password.txt)",
    ];
    const SHOWS: Fields = Collaborator::FIELDS;
}

/// # Errors
///
/// `conflict.duplicate_login` and `conflict.duplicate_email` (exit 7), `usage` (exit 2).
fn run(ctx: &Context, actor: &Actor, args: CreateArgs) -> Result<()> {
    let account = NewAccount::from_form(ctx, args.account, args.department)?;
    policy::authorize(actor, Capability::CreateCollaborator, &Target::Everything)?;

    let mut conn = ctx.database.connection()?;
    let created = ctx.write(actor, &mut conn, |conn| {
        insert(conn, &account, Instant::now())
    })?;
    created.report(|created| {
        notice(ctx, Notice::CollaboratorCreated, actor.id, created.id);
        ctx.output.created(&created)
    })
}

/// Writes the account and its password; to be called in a transaction.
///
/// # Errors
///
/// `conflict.duplicate_login` and `conflict.duplicate_email` (exit 7).
fn insert(conn: &mut AnyConnection, account: &NewAccount, now: Instant) -> Result<Collaborator> {
    let new = account.row();
    require_unique(conn, Some(new.login), Some(new.email), None)?;

    let created = collaborators::insert(conn, &new, now)?;
    let new = Account(created.id, &created.login);
    credentials::create(conn, new, &account.credential, now)?;
    Ok(created)
}

/// Writes the first account, which needs no login; to be called in a transaction.
///
/// # Errors
///
/// `rule.signup_closed` (exit 6).
pub fn sign_up(
    conn: &mut AnyConnection,
    account: &NewAccount,
    now: Instant,
) -> Result<Collaborator> {
    let new = account.row();
    let created = credentials::sign_up(conn, &new, &account.credential, now)?;
    let (id, created_at) = created.ok_or(Rule::SignupClosed)?;
    // No session may read the row yet.
    Ok(Collaborator {
        id,
        login: new.login.to_owned(),
        first_name: new.first_name.to_owned(),
        last_name: new.last_name.to_owned(),
        email: new.email.to_owned(),
        phone: new.phone.to_owned(),
        department: new.department,
        active: true,
        created_at,
        updated_at: created_at,
        version: 1,
    })
}
