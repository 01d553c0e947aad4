//! `epic collaborator create`: a new account.

use clap::Args;

use super::{free, password_context, require_unique};
use crate::commands::shared::pickers;
use crate::context::Context;
use crate::crypto::password::{self, Credential};
use crate::db::AnyConnection;
use crate::db::collaborators::{self, Collaborator, NewCollaborator};
use crate::db::credentials;
use crate::domain::{Actor, Department, Email, Instant, Login, PersonName, Phone, check_strength};
use crate::error::Result;
use crate::policy::{self, Capability, Target};
use crate::prompt::{Form, Given};
use crate::t;
use crate::telemetry::Notice;

/// Create a collaborator
#[derive(Debug, Args)]
pub struct CreateArgs {
    #[command(flatten)]
    account: AccountArgs,
    /// management, sales or support
    #[arg(long)]
    department: Option<Given<Department>>,
}

/// The flags of an account to be.
#[derive(Debug, Args)]
pub struct AccountArgs {
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
    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
}

/// A complete form of an account to be.
pub struct NewAccount {
    login: Login,
    first_name: PersonName,
    last_name: PersonName,
    email: Email,
    phone: Phone,
    department: Department,
    credential: Credential,
}

impl NewAccount {
    /// Asks for what is missing; the department is `fixed` for a sign-up.
    ///
    /// # Errors
    ///
    /// `usage` (exit 2) with every problem at once.
    pub fn from_form(
        ctx: &Context,
        args: AccountArgs,
        department: Option<Department>,
    ) -> Result<Self> {
        Self::fill(
            ctx,
            args,
            department.map(|department| Given(Ok(department))),
        )
    }

    fn row(&self) -> NewCollaborator<'_> {
        NewCollaborator {
            login: self.login.as_str(),
            first_name: self.first_name.as_str(),
            last_name: self.last_name.as_str(),
            email: self.email.as_str(),
            phone: self.phone.as_str(),
            department: self.department,
        }
    }

    fn fill(
        ctx: &Context,
        args: AccountArgs,
        department: Option<Given<Department>>,
    ) -> Result<Self> {
        let mut form = Form::new(&ctx.prompter);
        let login = form.required_checked(
            "--login",
            t!("prompt-login"),
            args.login,
            |login: &Login| free(ctx, Some(login), None, None),
        )?;
        let first_name = form.required("--first-name", t!("prompt-first-name"), args.first_name)?;
        let last_name = form.required("--last-name", t!("prompt-last-name"), args.last_name)?;
        let email = form.required_checked(
            "--email",
            t!("prompt-email"),
            args.email,
            |email: &Email| free(ctx, None, Some(email), None),
        )?;
        let phone = form.required("--phone", t!("prompt-phone"), args.phone)?;
        let department = form.choice(
            "--department",
            t!("prompt-department"),
            department,
            &pickers::departments(),
        )?;
        let context = password_context(
            login.as_ref().map_or("", Login::as_str),
            first_name.as_ref().map_or("", PersonName::as_str),
            last_name.as_ref().map_or("", PersonName::as_str),
            email.as_ref().map_or("", Email::as_str),
        );
        let password =
            form.new_password(args.password_stdin, |text| check_strength(text, &context))?;
        let (
            Some(login),
            Some(first_name),
            Some(last_name),
            Some(email),
            Some(phone),
            Some(department),
            Some(password),
        ) = (
            login, first_name, last_name, email, phone, department, password,
        )
        else {
            return Err(form.error());
        };
        form.review()?;
        Ok(Self {
            login,
            first_name,
            last_name,
            email,
            phone,
            department,
            credential: password::new_credential(&password)?,
        })
    }
}

/// Creates an account.
///
/// # Errors
///
/// `conflict.duplicate_login` and `conflict.duplicate_email` (exit 7), `usage` (exit 2).
pub fn run(ctx: &Context, actor: &Actor, args: CreateArgs) -> Result<()> {
    ctx.output.check_fields::<Collaborator>()?;
    let account = NewAccount::fill(ctx, args.account, args.department)?;
    policy::authorize(actor, Capability::CreateCollaborator, &Target::Everything)?;

    let mut conn = ctx.database.connection()?;
    let created = ctx.write(actor, &mut conn, |conn| insert(conn, &account, ctx.now()))?;

    ctx.telemetry.notice(
        Notice::CollaboratorCreated,
        Some(actor.id),
        ("collaborator", created.id.0),
    );
    ctx.output.created(&created)
}

/// Writes the account and its password; to be called in a transaction.
///
/// # Errors
///
/// `conflict.duplicate_login` and `conflict.duplicate_email` (exit 7).
fn insert(conn: &mut AnyConnection, account: &NewAccount, now: Instant) -> Result<Collaborator> {
    require_unique(conn, Some(&account.login), Some(&account.email), None)?;

    let created = collaborators::insert(conn, &account.row(), now)?;
    credentials::create(conn, created.id, &account.credential, now)?;
    Ok(created)
}

/// Writes the first account, which nobody is logged in for; to be called in a transaction.
///
/// # Errors
///
/// Those of the database.
pub fn sign_up(
    conn: &mut AnyConnection,
    account: &NewAccount,
    now: Instant,
) -> Result<Collaborator> {
    let new = account.row();
    let (id, created_at) = credentials::sign_up(conn, &new, &account.credential, now)?;
    // Nobody may read the row yet.
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
