//! What the catalogue of a locked-down database never contains, each shown to be found when it does.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::World;
use super::world::connect;

/// What has to be absent.
struct Lint {
    name: &'static str,
    /// Lists what offends, in a column `v`.
    offences: &'static str,
    /// Statements that offend.
    breaks: &'static [&'static str],
}

const LINTS: &[Lint] = &[
    Lint {
        name: "every function has a pinned search path, pg_temp last",
        offences: "SELECT p.oid::regprocedure::text AS v FROM pg_proc p WHERE p.pronamespace IN ('epic_api'::regnamespace, 'epic_sec'::regnamespace)
                      AND 'search_path=pg_catalog, pg_temp' <> ALL (coalesce(p.proconfig, '{}'))",
        breaks: &[
            "ALTER FUNCTION epic_api.uid() RESET search_path",
            "ALTER FUNCTION epic_sec.require(boolean) SET search_path = pg_temp, pg_catalog",
        ],
    },
    Lint {
        name: "nobody but clients calls the functions of epic_api, and nobody those of epic_sec",
        offences: "SELECT p.oid::regprocedure || ' ' || a.grantee AS v
                     FROM pg_proc p CROSS JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                    WHERE p.pronamespace IN ('epic_api'::regnamespace, 'epic_sec'::regnamespace) AND a.grantee <> p.proowner
                      AND NOT (p.pronamespace = 'epic_api'::regnamespace AND a.grantee <> 0 AND a.grantee = 'epic_app'::regrole AND NOT a.is_grantable)",
        breaks: &[
            "GRANT EXECUTE ON FUNCTION epic_api.uid() TO PUBLIC",
            "GRANT EXECUTE ON FUNCTION epic_sec.end_sessions(bigint) TO epic_app",
            "CREATE FUNCTION epic_api.more() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        ],
    },
    Lint {
        name: "row-level security is forced on every table",
        offences: "SELECT c.oid::regclass::text AS v FROM pg_class c WHERE c.relnamespace IN ('public'::regnamespace, 'epic_sec'::regnamespace)
                      AND c.relkind IN ('r', 'p') AND c.relname <> '__diesel_schema_migrations' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)",
        breaks: &[
            "ALTER TABLE public.customers NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE epic_sec.sessions DISABLE ROW LEVEL SECURITY",
            "CREATE TABLE epic_sec.more ()",
        ],
    },
    Lint {
        name: "clients have these rights on views, and views on tables, and everybody none",
        offences: "SELECT c.oid::regclass || ' ' || h.privilege_type || ' ' || h.grantee AS v
                     FROM pg_class c CROSS JOIN LATERAL (
                          SELECT a.grantee, a.privilege_type, a.is_grantable, false AS field FROM aclexplode(c.relacl) a
                          UNION ALL SELECT a.grantee, a.privilege_type, a.is_grantable, true FROM pg_attribute t, aclexplode(t.attacl) a
                           WHERE t.attrelid = c.oid) h
                    WHERE c.relnamespace IN ('public'::regnamespace, 'epic_api'::regnamespace, 'epic_sec'::regnamespace)
                      AND h.grantee <> c.relowner
                      AND (h.grantee IN (0, 'epic_view'::regrole) OR pg_has_role(h.grantee, 'epic_app', 'MEMBER') AND NOT pg_has_role(h.grantee, 'epic_owner', 'MEMBER'))
                      AND (h.grantee = 0 OR h.is_grantable
                           OR (h.grantee::regrole::text, c.relnamespace::regnamespace::text) NOT IN (('epic_app', 'epic_api'), ('epic_view', 'public'))
                           OR (c.relname, h.privilege_type, h.field) NOT IN (
                              ('collaborators', 'SELECT', false), ('collaborators', 'INSERT', true), ('collaborators', 'UPDATE', true),
                              ('customers', 'SELECT', false), ('customers', 'INSERT', true), ('customers', 'UPDATE', true),
                              ('contracts', 'SELECT', false), ('contracts', 'INSERT', true), ('contracts', 'UPDATE', true),
                              ('events', 'SELECT', false), ('events', 'INSERT', true), ('events', 'UPDATE', true),
                              ('audit_entries', 'SELECT', false)))",
        breaks: &[
            "GRANT DELETE ON epic_api.events TO epic_app",
            "GRANT UPDATE ON epic_api.events TO epic_app",
            "GRANT SELECT ON public.events TO epic_app",
            "GRANT DELETE ON public.events TO epic_view",
            "GRANT SELECT (id) ON public.events TO PUBLIC",
            "GRANT SELECT ON epic_sec.sessions TO epic_cli",
            "GRANT SELECT ON epic_api.events TO epic_app WITH GRANT OPTION",
            "GRANT USAGE ON SEQUENCE public.events_id_seq TO epic_app",
        ],
    },
    Lint {
        name: "a view decides before it reads a row: its condition names no column",
        offences: "SELECT c.oid::regclass::text AS v FROM pg_class c
                    WHERE c.relnamespace = 'epic_api'::regnamespace AND c.relkind IN ('v', 'm')
                      AND (c.reloptions IS NOT NULL OR regexp_replace(pg_get_viewdef(c.oid), '[\\s();]', '', 'g')
                           NOT LIKE '%WHERESELECTepic_api.uidISNOTNULLORepic_api.is_administrator%')",
        breaks: &[
            "CREATE OR REPLACE VIEW epic_api.events AS SELECT * FROM public.events",
            "CREATE OR REPLACE VIEW epic_api.events AS SELECT * FROM public.events WHERE id > 0 AND (SELECT epic_api.uid()) IS NOT NULL",
            "CREATE VIEW epic_api.more AS SELECT * FROM public.events",
            "ALTER VIEW epic_api.events SET (security_invoker = false)",
        ],
    },
    Lint {
        name: "clients enter two schemas and create in none",
        offences: "SELECT n.nspname || ' ' || a.privilege_type || ' ' || a.grantee AS v
                     FROM pg_namespace n CROSS JOIN aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
                    WHERE n.nspname IN ('public', 'epic_api', 'epic_sec') AND a.grantee NOT IN (n.nspowner, 'epic_definer'::regrole)
                      AND NOT (n.nspname <> 'epic_sec' AND a.grantee = 'epic_app'::regrole AND a.privilege_type = 'USAGE')
                    UNION ALL
                   SELECT d.datname || ' ' || a.privilege_type || ' ' || a.grantee
                     FROM pg_database d CROSS JOIN aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
                    WHERE d.datname = current_database() AND a.grantee <> d.datdba
                      AND NOT (a.privilege_type = 'CONNECT' AND a.grantee IN ('epic_app'::regrole, 'epic_backup'::regrole))",
        breaks: &[
            "GRANT USAGE ON SCHEMA epic_sec TO epic_app",
            "GRANT CREATE ON SCHEMA public TO PUBLIC",
            "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO epic_app', current_database()); END $$",
        ],
    },
    Lint {
        name: "no role has a power that it needs not",
        offences: "SELECT r.rolname::text AS v FROM pg_roles r WHERE r.rolname LIKE 'epic\\_%' AND r.rolname NOT LIKE 'epic\\_test%'
                      AND (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls <> (r.rolname = 'epic_backup')
                           OR r.rolcanlogin AND r.rolname IN ('epic_owner', 'epic_definer', 'epic_view', 'epic_app'))",
        breaks: &[
            "ALTER ROLE epic_cli BYPASSRLS",
            "ALTER ROLE epic_backup CREATEROLE",
            "ALTER ROLE epic_owner LOGIN",
            "ALTER ROLE epic_u_kdurand SUPERUSER",
        ],
    },
    Lint {
        name: "no client is a member of anything but the clients",
        offences: "SELECT m.rolname || ' in ' || g.rolname AS v FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member JOIN pg_roles g ON g.oid = a.roleid
                    WHERE (m.rolname IN ('epic_app', 'epic_cli', 'epic_definer', 'epic_view') OR m.rolname LIKE 'epic\\_u\\_%')
                      AND (g.rolname <> 'epic_app' OR a.admin_option OR m.rolname IN ('epic_app', 'epic_definer', 'epic_view'))",
        breaks: &[
            "GRANT epic_definer TO epic_u_kdurand",
            "GRANT epic_app TO epic_cli WITH ADMIN OPTION",
        ],
    },
    Lint {
        name: "tables and schemas are epic_owner's, functions epic_definer's, and views epic_view's",
        offences: "SELECT c.oid::regclass::text AS v FROM pg_class c WHERE c.relnamespace IN ('public'::regnamespace, 'epic_api'::regnamespace, 'epic_sec'::regnamespace)
                      AND c.relowner <> CASE WHEN c.relkind = 'v' THEN 'epic_view' ELSE 'epic_owner' END::regrole
                    UNION ALL SELECT n.nspname FROM pg_namespace n WHERE n.nspname IN ('public', 'epic_api', 'epic_sec') AND n.nspowner <> 'epic_owner'::regrole
                    UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace IN ('epic_api'::regnamespace, 'epic_sec'::regnamespace)
                      AND p.proowner <> 'epic_definer'::regrole",
        breaks: &[
            "ALTER TABLE public.events OWNER TO epic_definer",
            "ALTER VIEW epic_api.events OWNER TO epic_definer",
            "ALTER FUNCTION epic_sec.guard() OWNER TO epic_owner",
            "ALTER SCHEMA epic_sec OWNER TO epic_definer",
        ],
    },
    Lint {
        name: "no client owns anything",
        offences: "SELECT d.classid::regclass || ' ' || d.objid AS v FROM pg_shdepend d
                    WHERE d.deptype = 'o' AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) AND d.refclassid = 'pg_authid'::regclass
                      AND d.refobjid IN (SELECT r.oid FROM pg_roles r WHERE pg_has_role(r.oid, 'epic_app', 'MEMBER') AND NOT r.rolsuper)",
        breaks: &[
            "ALTER TABLE public.events OWNER TO epic_app",
            "CREATE SCHEMA mine AUTHORIZATION epic_cli",
        ],
    },
    Lint {
        name: "no policy is for clients alone, who could drop it",
        offences: "SELECT p.polname::text AS v FROM pg_policy p WHERE p.polroles NOT IN ('{0}', ARRAY['epic_definer'::regrole::oid])",
        breaks: &["CREATE POLICY mine ON public.events TO epic_app USING (true)"],
    },
    Lint {
        name: "only what needs it works with the rights of its owner",
        offences: "SELECT p.oid::regprocedure::text AS v FROM pg_proc p WHERE p.prosecdef AND p.pronamespace NOT IN ('epic_api'::regnamespace, 'epic_sec'::regnamespace)",
        breaks: &["CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"],
    },
    Lint {
        name: "no guard is switched off",
        offences: "SELECT t.tgname::text AS v FROM pg_trigger t WHERE t.tgenabled = 'D'
                    UNION ALL SELECT e.evtname::text FROM pg_event_trigger e WHERE e.evtenabled = 'D'",
        breaks: &[
            "ALTER TABLE public.contracts DISABLE TRIGGER guard",
            "ALTER EVENT TRIGGER epic_refuse_ddl DISABLE",
        ],
    },
];

#[derive(QueryableByName)]
struct Offence {
    #[diesel(sql_type = Nullable<Text>)]
    v: Option<String>,
}

fn offences(conn: &mut PgConnection, lint: &Lint) -> Vec<String> {
    let rows: Vec<Offence> = diesel::sql_query(lint.offences)
        .load(conn)
        .unwrap_or_else(|error| panic!("{}: {error}", lint.name));
    rows.into_iter().filter_map(|row| row.v).collect()
}

#[test]
fn the_catalogue_is_as_it_should_be_and_every_lint_would_tell() {
    let world = World::new();
    let mut conn = connect(&world.env().admin_url());
    for lint in LINTS {
        assert_eq!(
            offences(&mut conn, lint),
            Vec::<String>::new(),
            "{}",
            lint.name
        );
        for sql in lint.breaks {
            conn.batch_execute(&format!("BEGIN; {sql}"))
                .unwrap_or_else(|error| panic!("{sql}: {error}"));
            assert_ne!(
                offences(&mut conn, lint),
                Vec::<String>::new(),
                "{}: {sql}",
                lint.name
            );
            conn.batch_execute("ROLLBACK").unwrap();
        }
    }
}
