//! Whoever defines something: their own function in the place of another, a trigger, a temporary table; or takes away what
//! guards. A lockdown refuses all of it twice: by rights, which most of these are about, and for every client at once.

use super::{ATTACK, Attack, Harm, Undo, check};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "create a schema",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["CREATE SCHEMA mine"],
        refused: "permission denied for database",
        undo: Undo::Sql(&[
            "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO epic_app', current_database()); END $$",
        ]),
        ..ATTACK
    },
    Attack {
        name: "create a table",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["CREATE TABLE public.mine ()"],
        refused: "permission denied for schema public",
        undo: Undo::Sql(&["GRANT CREATE ON SCHEMA public TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "create a table where functions are",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["CREATE TABLE epic_api.mine ()"],
        refused: "permission denied for schema epic_api",
        undo: Undo::Sql(&["GRANT CREATE ON SCHEMA epic_api TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "create a temporary table",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["CREATE TEMPORARY TABLE mine ()"],
        refused: "permission denied to create temporary tables",
        undo: Undo::Sql(&[
            "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO epic_app', current_database()); END $$",
        ]),
        ..ATTACK
    },
    Attack {
        name: "shadow a function in the temporary schema",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &[
            "CREATE FUNCTION pg_temp.lower(text) RETURNS text LANGUAGE sql AS 'SELECT NULL::text'",
        ],
        refused: "permission denied to create temporary tables",
        undo: Undo::Sql(&[
            "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO epic_app', current_database()); END $$",
        ]),
        ..ATTACK
    },
    Attack {
        name: "shadow a function in public",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &[
            "CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS 'SELECT NULL::text'",
        ],
        refused: "permission denied for schema public",
        undo: Undo::Sql(&["GRANT CREATE ON SCHEMA public TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "create a leaky function in plpgsql",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &[
            "CREATE FUNCTION public.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS 'BEGIN RAISE NOTICE ''%'', $1; RETURN true; END'",
        ],
        refused: "permission denied",
        undo: Undo::Sql(&[
            "GRANT CREATE ON SCHEMA public TO epic_app",
            "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
        ]),
        ..ATTACK
    },
    Attack {
        name: "create an operator",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &[
            "CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_catalog.textne)",
        ],
        refused: "permission denied for schema public",
        undo: Undo::Sql(&["GRANT CREATE ON SCHEMA public TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "create a domain",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["CREATE DOMAIN public.mine AS text"],
        refused: "permission denied for schema public",
        undo: Undo::Sql(&["GRANT CREATE ON SCHEMA public TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "create a view",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["CREATE VIEW public.mine AS SELECT 1"],
        refused: "permission denied for schema public",
        undo: Undo::Sql(&["GRANT CREATE ON SCHEMA public TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "create an extension",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["CREATE EXTENSION citext"],
        refused: "permission denied to create extension",
        undo: Undo::Sql(&[
            "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO epic_app', current_database()); END $$",
            "GRANT CREATE ON SCHEMA public TO epic_app",
        ]),
        ..ATTACK
    },
    Attack {
        name: "create a trigger",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &[
            "CREATE TRIGGER mine BEFORE UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        ],
        refused: "permission denied for table customers",
        undo: Undo::Sql(&["GRANT TRIGGER ON public.customers TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "run a block of code",
        steps: &["DO $$ BEGIN PERFORM 1; END $$"],
        refused: "permission denied for language plpgsql",
        undo: Undo::Sql(&["GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC"]),
        ..ATTACK
    },
    Attack {
        name: "alter a policy",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &[r#"ALTER POLICY "read" ON public.customers USING (true)"#],
        refused: "must be owner of table customers",
        undo: Undo::Sql(&["ALTER TABLE public.customers OWNER TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "drop a policy",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["DROP POLICY definer ON public.customers"],
        refused: "must be owner of",
        undo: Undo::Sql(&["ALTER TABLE public.customers OWNER TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "drop the guard",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["DROP TRIGGER guard ON public.customers"],
        refused: "must be owner of",
        harm: Harm::Changed("SELECT count(*) FROM pg_trigger WHERE tgname = 'guard'"),
        undo: Undo::Sql(&["ALTER TABLE public.customers OWNER TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "disable the guard",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["ALTER TABLE public.customers DISABLE TRIGGER guard"],
        refused: "must be owner of table customers",
        harm: Harm::Changed(
            "SELECT tgenabled FROM pg_trigger WHERE tgname = 'guard' AND tgrelid = 'public.customers'::regclass",
        ),
        undo: Undo::Sql(&["ALTER TABLE public.customers OWNER TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "disable the audit of a table",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["ALTER TABLE public.contracts DISABLE TRIGGER audit"],
        refused: "must be owner of table contracts",
        harm: Harm::Changed(
            "SELECT tgenabled FROM pg_trigger WHERE tgname = 'audit' AND tgrelid = 'public.contracts'::regclass",
        ),
        undo: Undo::Sql(&["ALTER TABLE public.contracts OWNER TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "disable row-level security",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["ALTER TABLE public.customers DISABLE ROW LEVEL SECURITY"],
        refused: "must be owner of table customers",
        harm: Harm::Changed(
            "SELECT relrowsecurity FROM pg_class WHERE oid = 'public.customers'::regclass",
        ),
        undo: Undo::Sql(&["ALTER TABLE public.customers OWNER TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "drop a table",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["DROP TABLE public.events CASCADE"],
        refused: "must be owner of table events",
        harm: Harm::Changed("SELECT count(*) FROM pg_tables WHERE tablename = 'events'"),
        undo: Undo::Sql(&["ALTER TABLE public.events OWNER TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "loosen a function",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["ALTER FUNCTION epic_api.uid() RESET ALL"],
        refused: "must be owner of function",
        harm: Harm::Changed(
            "SELECT proconfig FROM pg_proc WHERE oid = 'epic_api.uid()'::regprocedure",
        ),
        undo: Undo::Sql(&["ALTER FUNCTION epic_api.uid() OWNER TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "make a rewriting rule",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["CREATE RULE mine AS ON UPDATE TO public.contracts DO INSTEAD NOTHING"],
        refused: "must be owner of",
        undo: Undo::Sql(&["ALTER TABLE public.contracts OWNER TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "give a right on",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["GRANT UPDATE ON public.customers TO epic_backup"],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT has_table_privilege('epic_backup', 'public.customers', 'UPDATE')",
        ),
        undo: Undo::Sql(&["GRANT UPDATE ON public.customers TO epic_cli WITH GRANT OPTION"]),
        ..ATTACK
    },
    Attack {
        name: "write a view anew",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["CREATE OR REPLACE VIEW epic_api.customers AS SELECT * FROM public.customers"],
        refused: "permission denied for schema epic_api",
        undo: Undo::Sql(&[
            "GRANT CREATE ON SCHEMA epic_api TO epic_app; ALTER VIEW epic_api.customers OWNER TO epic_app",
        ]),
        ..ATTACK
    },
    Attack {
        name: "let a view ask as whoever reads it",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["ALTER VIEW epic_api.customers SET (security_invoker = true)"],
        refused: "must be owner of view customers",
        undo: Undo::Sql(&["ALTER VIEW epic_api.customers OWNER TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "drop a view",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["DROP VIEW epic_api.events"],
        refused: "must be owner of view events",
        undo: Undo::Sql(&["ALTER VIEW epic_api.events OWNER TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "write through a trigger on a view",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &[
            "CREATE TRIGGER mine INSTEAD OF UPDATE ON epic_api.customers FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        ],
        refused: "permission denied for view customers",
        undo: Undo::Sql(&["GRANT TRIGGER ON epic_api.customers TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "rewrite what a view does",
        setup: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        steps: &["CREATE RULE mine AS ON UPDATE TO epic_api.contracts DO INSTEAD NOTHING"],
        refused: "must be owner of view contracts",
        undo: Undo::Sql(&["ALTER VIEW epic_api.contracts OWNER TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "give rights on what is made later",
        steps: &["ALTER DEFAULT PRIVILEGES FOR ROLE epic_app GRANT ALL ON TABLES TO PUBLIC"],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT count(*) FROM pg_default_acl"),
        undo: Undo::Sql(&["DROP EVENT TRIGGER epic_refuse_ddl"]),
        ..ATTACK
    },
    Attack {
        name: "drop what refuses definitions",
        steps: &["DROP EVENT TRIGGER epic_refuse_ddl"],
        refused: "must be owner of event trigger",
        undo: Undo::Indelible("only a superuser owns one"),
        ..ATTACK
    },
    Attack {
        name: "pass for a migration in the list",
        steps: &["INSERT INTO __diesel_schema_migrations (version) VALUES ('99999999999999')"],
        refused: "permission denied for table __diesel_schema_migrations",
        harm: Harm::Changed("SELECT count(*) FROM public.__diesel_schema_migrations"),
        undo: Undo::Sql(&["GRANT INSERT ON public.__diesel_schema_migrations TO epic_app"]),
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}
