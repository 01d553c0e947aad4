//! Attacks on the roles and settings that all databases of a server share, on the server that a test has for itself. The
//! lockdown that is run after each repairs what was taken away, or the next attack would find it.

use super::World;
use super::{ATTACK, Attack, Harm, Undo};
use crate::env::{Backend, LOGINS, Solo, TestEnv, solo};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "become epic_owner",
        steps: &["SET ROLE epic_owner"],
        refused: "permission denied to set role",
        undo: Undo::Sql(&["GRANT epic_owner TO epic_cli"]),
        ..ATTACK
    },
    Attack {
        name: "become epic_definer",
        steps: &["SET ROLE epic_definer"],
        refused: "permission denied to set role",
        undo: Undo::Sql(&["GRANT epic_definer TO epic_cli"]),
        ..ATTACK
    },
    Attack {
        name: "become epic_backup",
        steps: &["SET ROLE epic_backup"],
        refused: "permission denied to set role",
        undo: Undo::Sql(&["GRANT epic_backup TO epic_cli"]),
        ..ATTACK
    },
    Attack {
        name: "become epic_u_amartinez",
        steps: &["SET ROLE epic_u_amartinez"],
        refused: "permission denied to set role",
        undo: Undo::Sql(&["GRANT epic_u_amartinez TO epic_cli"]),
        ..ATTACK
    },
    Attack {
        name: "become pg_read_all_data",
        steps: &["SET ROLE pg_read_all_data"],
        refused: "permission denied to set role",
        undo: Undo::Sql(&["GRANT pg_read_all_data TO epic_cli"]),
        ..ATTACK
    },
    Attack {
        name: "become pg_signal_backend",
        steps: &["SET ROLE pg_signal_backend"],
        refused: "permission denied to set role",
        undo: Undo::Sql(&["GRANT pg_signal_backend TO epic_cli"]),
        ..ATTACK
    },
    Attack {
        name: "become the superuser",
        steps: &["SET SESSION AUTHORIZATION epic_test"],
        refused: "permission denied to set session authorization",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "become a person",
        steps: &["SET SESSION AUTHORIZATION epic_u_amartinez"],
        refused: "permission denied to set session authorization",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "make oneself superuser",
        steps: &["ALTER ROLE epic_cli SUPERUSER"],
        refused: "superuser",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "make oneself one who makes roles",
        steps: &["ALTER ROLE epic_cli CREATEROLE"],
        refused: "permission denied",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "pass row-level security by",
        steps: &["ALTER ROLE epic_cli BYPASSRLS"],
        refused: "superuser",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "change the password of somebody's role",
        steps: &["ALTER ROLE epic_u_amartinez PASSWORD 'mine'"],
        refused: "permission denied",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "change the settings of somebody's role",
        steps: &["ALTER ROLE epic_u_amartinez SET epic.session = 'mine'"],
        refused: "permission denied",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "make a role",
        steps: &["CREATE ROLE epic_mine"],
        refused: "permission denied to create role",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "make a database",
        steps: &["CREATE DATABASE epic_mine"],
        refused: "permission denied to create database",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "change the settings of the server",
        steps: &["ALTER SYSTEM SET log_parameter_max_length = '100'"],
        refused: "permission denied",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "switch triggers off",
        steps: &["SET session_replication_role = replica"],
        refused: "permission denied to set parameter",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "switch the log of statements on",
        steps: &["SET log_statement = 'all'"],
        refused: "permission denied to set parameter",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "run a program on the server",
        steps: &["COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'"],
        refused: "pg_execute_server_program",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "write a file on the server",
        steps: &["COPY (SELECT 1) TO '/dev/null'"],
        refused: "pg_write_server_files",
        undo: Undo::Sql(&["ALTER ROLE epic_cli SUPERUSER"]),
        ..ATTACK
    },
    Attack {
        name: "join another group",
        steps: &["GRANT epic_owner TO epic_cli"],
        refused: "must have admin option",
        undo: Undo::Sql(&["GRANT epic_owner TO epic_cli WITH ADMIN OPTION"]),
        ..ATTACK
    },
    Attack {
        name: "take policies away",
        steps: &["DROP OWNED BY epic_app"],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT count(*) FROM pg_policy"),
        undo: Undo::Sql(&[
            "DROP EVENT TRIGGER IF EXISTS epic_refuse_ddl",
            r#"ALTER POLICY "read" ON public.customers TO epic_app"#,
        ]),
        ..ATTACK
    },
    Attack {
        name: "take policies away that are for everybody",
        setup: &["DROP EVENT TRIGGER IF EXISTS epic_refuse_ddl"],
        steps: &["DROP OWNED BY epic_app"],
        refused: "harmless",
        harm: Harm::Changed("SELECT count(*) FROM pg_policy"),
        undo: Undo::Sql(&[r#"ALTER POLICY "read" ON public.customers TO epic_app"#]),
        ..ATTACK
    },
    Attack {
        name: "take what the group owns away",
        steps: &["DROP OWNED BY epic_app"],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT to_regprocedure('public.mine()')"),
        undo: Undo::Sql(&[
            "DROP EVENT TRIGGER IF EXISTS epic_refuse_ddl",
            "CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION public.mine() OWNER TO epic_app",
        ]),
        ..ATTACK
    },
];

/// What one attack may leave behind, beyond what a lockdown repairs.
const TIDY: &str =
    "ALTER ROLE epic_cli PASSWORD 'epic-test-person'; ALTER ROLE epic_u_amartinez RESET ALL;
                    DROP ROLE IF EXISTS epic_mine; ALTER ROLE epic_u_amartinez NOSUPERUSER";

/// Runs the program on the server.
fn run(server: &Solo, args: &[&str]) {
    TestEnv::empty(Backend::Sqlite)
        .command(args)
        .env("DATABASE_URL", server.url())
        .run()
        .success();
}

/// The demonstration company on the server, locked down.
pub fn company(server: &Solo) -> World {
    run(server, &["init", "--demo"]);
    run(server, &["db", "lockdown"]);
    for login in LOGINS {
        run(server, &["db", "enroll", login]);
    }
    server.execute(TIDY);
    let world = World::at(server.url());
    world.prepare();
    world
}

#[test]
fn every_attack_on_the_server_fails_and_would_not_without_its_defence() {
    let server = solo();
    let world = company(&server);
    let mut failures = Vec::new();
    for attack in ATTACKS {
        failures.extend(world.withstands(attack).err());
        if let Undo::Sql(undo) = attack.undo {
            failures.extend(world.falls(attack, undo).err());
        }
        server.execute("DROP DATABASE IF EXISTS epic_mine");
        server.execute("ALTER SYSTEM RESET ALL");
        server.execute(TIDY);
        run(&server, &["db", "lockdown"]);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
