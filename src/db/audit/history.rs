//! Changes of one record: on PostgreSQL through a function, since only Management may read `audit_entries`.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use crate::db::connection::AnyConnection;
use crate::db::schema::{audit_entries, collaborators};
use crate::db::types::UtcInstant;
use crate::domain::{CollaboratorId, Instant, SessionId};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, QueryableByName)]
pub struct HistoryRow {
    #[diesel(sql_type = BigInt)]
    pub sequence: i64,
    #[diesel(sql_type = UtcInstant)]
    pub occurred_at: Instant,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub session_id: Option<SessionId>,
    #[diesel(sql_type = Nullable<Text>)]
    pub credential: Option<String>,
    #[diesel(sql_type = Text)]
    pub action: String,
    #[diesel(sql_type = Text)]
    pub changes: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub collaborator_id: Option<CollaboratorId>,
    #[diesel(sql_type = Nullable<Text>)]
    pub login: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub first_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub last_name: Option<String>,
}

/// Fetches the changes of one record, oldest first.
///
/// # Errors
///
/// `epic_no_session` from PostgreSQL without a session.
pub fn history(conn: &mut AnyConnection, entity: &str, id: i64) -> QueryResult<Vec<HistoryRow>> {
    match conn {
        AnyConnection::Postgres(conn) => diesel::sql_query(
            "SELECT h.sequence, h.occurred_at, h.session_id, h.credential, h.action, h.changes, \
             h.collaborator_id, c.login, c.first_name, c.last_name \
             FROM epic_api.history($1, $2) h \
             LEFT JOIN collaborators c ON c.id = h.collaborator_id ORDER BY h.sequence",
        )
        .bind::<Text, _>(entity)
        .bind::<BigInt, _>(id)
        .load(conn),
        AnyConnection::Sqlite(conn) => audit_entries::table
            .left_join(collaborators::table)
            .filter(audit_entries::entity.eq(entity))
            .filter(audit_entries::entity_id.eq(id))
            .filter(audit_entries::action.ne(super::DENIED))
            .order_by(audit_entries::sequence)
            .select((
                audit_entries::sequence,
                audit_entries::occurred_at,
                audit_entries::session_id,
                audit_entries::credential,
                audit_entries::action,
                audit_entries::changes,
                audit_entries::collaborator_id,
                collaborators::login.nullable(),
                collaborators::first_name.nullable(),
                collaborators::last_name.nullable(),
            ))
            .load(conn),
    }
}
