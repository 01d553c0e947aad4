//! Unlocking of throttled or locked logins.

use diesel::define_sql_function;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel::sqlite::SqliteConnection;

use crate::db::audit;
use crate::db::connection::AnyConnection;
use crate::db::credentials::login_key;
use crate::db::schema::{collaborators, login_attempts};
use crate::domain::{Actor, CollaboratorId};

/// Unlocks a login; `false` if it was neither locked nor had failures.
pub fn unlock(
    conn: &mut AnyConnection,
    actor: &Actor,
    collaborator: CollaboratorId,
) -> QueryResult<bool> {
    match conn {
        AnyConnection::Postgres(conn) => {
            diesel::select(unlock_postgres(collaborator)).get_result(conn)
        }
        AnyConnection::Sqlite(conn) => unlock_sqlite(conn, actor, collaborator),
    }
}

define_sql_function! {
    #[sql_name = "epic_api.unlock"]
    fn unlock_postgres(collaborator: BigInt) -> Bool;
}

fn unlock_sqlite(
    conn: &mut SqliteConnection,
    actor: &Actor,
    collaborator: CollaboratorId,
) -> QueryResult<bool> {
    let login: String = collaborators::table
        .find(collaborator)
        .select(collaborators::login)
        .first(conn)?;
    let key = login_key(&login);
    let attempts = login_attempts::table.filter(login_attempts::login_key.eq(&key));
    let counted = attempts.filter(login_attempts::outcome.ne("cleared"));
    let unlocked = diesel::delete(counted).execute(conn)? > 0;
    if unlocked {
        let id = collaborator.0;
        audit::append(conn, &actor.author(), "unlock", "collaborator", id)?;
    }
    Ok(unlocked)
}
