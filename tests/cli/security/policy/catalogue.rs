//! The catalogue of a live PostgreSQL says what the table says, whatever cell of it is flipped, and running the text of
//! the code again repairs what has drifted.

use diesel::connection::{Connection as _, SimpleConnection as _};
use diesel::pg::PgConnection;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl as _, sql_query};
use epic::db::sql::policy::{self, Grant};
use epic::db::sql::postgres;
use epic::policy::TABLE;

use super::mutations;
use crate::env::{Backend, TestEnv};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// What a catalogue says of the rights: views, policies, forced row-level security, guards, and the data of the guard.
fn catalogue(conn: &mut PgConnection) -> Vec<String> {
    let lines: Vec<Line> = sql_query(
        "SELECT 'policy ' || tablename || ' ' || policyname || ' ' || permissive || ' ' || roles::text || ' ' || cmd || ' '
                || coalesce(qual, '') || ' / ' || coalesce(with_check, '') AS line
           FROM pg_policies WHERE schemaname = 'public'
         UNION ALL SELECT 'view ' || viewname || ' ' || definition FROM pg_views WHERE schemaname = 'epic_api'
         UNION ALL SELECT 'table ' || relname || ' ' || relrowsecurity || ' ' || relforcerowsecurity
           FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname NOT LIKE '\\_\\_diesel%'
         UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) || ' ' || tgenabled::text FROM pg_trigger WHERE tgname = 'guard'
         UNION ALL SELECT 'guard ' || md5(prosrc) || ' ' || prosecdef || ' ' || coalesce(proconfig::text, '') FROM pg_proc WHERE oid = 'epic_sec.guard'::regproc
         UNION ALL SELECT 'right ' || p::text FROM epic_sec.policy_columns p ORDER BY 1",
    )
    .load(conn)
    .unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

/// The column privileges of a role on the tables or views of a schema, as `table.column PRIVILEGE`.
fn privileges(conn: &mut PgConnection, role: &str, schema: &str) -> Vec<String> {
    let lines: Vec<Line> = sql_query(
        "SELECT c.relname || '.' || a.attname || ' ' || p.privilege AS line
           FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped,
                unnest('{SELECT,INSERT,UPDATE}'::text[]) AS p (privilege)
          WHERE c.relnamespace = $2::regnamespace AND c.relkind IN ('r', 'p', 'v') AND c.relname NOT LIKE '\\_\\_diesel%'
            AND has_column_privilege($1, c.oid, a.attnum, p.privilege)
         UNION ALL SELECT c.relname || ' ' || p.privilege
           FROM pg_class c, unnest('{DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS p (privilege)
          WHERE c.relnamespace = $2::regnamespace AND c.relkind IN ('r', 'p', 'v')
            AND has_table_privilege($1, c.oid, p.privilege) ORDER BY 1",
    )
    .bind::<Text, _>(role)
    .bind::<Text, _>(schema)
    .load(conn)
    .unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

/// The same, as grants state them.
fn wanted_privileges(conn: &mut PgConnection, grants: &[Grant]) -> Vec<String> {
    let mut wanted = Vec::new();
    for grant in grants {
        let columns: Vec<String> = if grant.columns.is_empty() {
            let lines: Vec<Line> = sql_query(
                "SELECT attname::text AS line FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped",
            )
            .bind::<Text, _>(format!("public.{}", grant.table))
            .load(conn)
            .unwrap();
            lines.into_iter().map(|line| line.line).collect()
        } else {
            grant
                .columns
                .iter()
                .map(|&column| column.to_owned())
                .collect()
        };
        wanted.extend(
            columns
                .iter()
                .map(|column| format!("{}.{column} {}", grant.table, grant.privilege)),
        );
    }
    wanted.sort();
    wanted
}

#[test]
fn the_live_catalogue_is_what_the_table_says() {
    let env = TestEnv::demo(Backend::Postgres);
    let mut conn = PgConnection::establish(&env.admin_url()).unwrap();
    let live = catalogue(&mut conn);
    assert!(
        live.iter()
            .filter(|line| line.starts_with("table "))
            .all(|line| line.ends_with(" true true")),
        "{live:#?}"
    );

    // The text can be run again, and says the same.
    conn.batch_execute(&postgres(TABLE)).unwrap();
    assert_eq!(catalogue(&mut conn), live);

    for mutation in mutations::all() {
        conn.batch_execute("BEGIN").unwrap();
        conn.batch_execute(&postgres(&mutation.table)).unwrap();
        let differs =
            catalogue(&mut conn) != live || policy::grants_of(&mutation.table) != policy::grants();
        conn.batch_execute("ROLLBACK").unwrap();
        assert!(differs, "{mutation}");
    }
}

#[test]
fn what_drifts_in_the_catalogue_is_seen_and_repaired() {
    let env = TestEnv::demo(Backend::Postgres);
    let mut conn = PgConnection::establish(&env.admin_url()).unwrap();
    let live = catalogue(&mut conn);
    for drift in [
        "ALTER TABLE public.customers NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE public.events DISABLE ROW LEVEL SECURITY",
        "ALTER POLICY read ON public.contracts USING (true)",
        "ALTER POLICY change ON public.customers TO CURRENT_USER",
        "DROP POLICY \"create\" ON public.events",
        "DROP TRIGGER guard ON public.contracts",
        "CREATE OR REPLACE VIEW epic_api.customers AS SELECT * FROM public.customers",
        "DROP VIEW epic_api.events",
        "UPDATE epic_sec.policy_columns SET columns = columns || '{created_at}' WHERE capability = 'update_event'",
        "CREATE OR REPLACE FUNCTION epic_sec.guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ] {
        conn.batch_execute(drift).unwrap();
        assert_ne!(catalogue(&mut conn), live, "{drift}");
        conn.batch_execute(&postgres(TABLE)).unwrap();
        assert_eq!(catalogue(&mut conn), live, "{drift}");
    }
}

#[test]
fn the_group_of_the_clients_has_the_privileges_that_the_table_says() {
    let env = TestEnv::demo(Backend::Postgres);
    let mut conn = PgConnection::establish(&env.admin_url()).unwrap();
    let live = privileges(&mut conn, "epic_app", "epic_api");
    assert_eq!(live, wanted_privileges(&mut conn, &policy::grants()));
    assert_eq!(privileges(&mut conn, "epic_cli", "epic_api"), live);
    // Nobody reaches a table but through its view, which does so with these rights.
    assert_eq!(privileges(&mut conn, "epic_view", "public"), live);
    assert_eq!(privileges(&mut conn, "epic_cli", "public"), [""; 0]);
    for mutation in mutations::all() {
        let grants = policy::grants_of(&mutation.table);
        let wanted = wanted_privileges(&mut conn, &grants);
        assert_eq!(wanted != live, grants != policy::grants(), "{mutation}");
    }
}
