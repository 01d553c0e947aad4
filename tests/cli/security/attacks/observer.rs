//! What PostgreSQL tells, of a statement and of its execution, to whoever has the URL of the database and no session: estimates of
//! the planner, rows and blocks that were visited, counters.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::world::connect;
use super::{Who, World};

/// Queries that guess a value: where the guess goes, `{}`; a value that is in the table; one that is not.
const GUESSES: &[[&str; 3]] = &[
    [
        "FROM customers WHERE company = {}",
        "'Studio Lumen'",
        "'nothing'",
    ],
    ["FROM customers WHERE phone < {}", "'+9999'", "'+0000'"],
    [
        "FROM customers WHERE id = {}",
        "'1'::bigint",
        "'9876'::bigint",
    ],
    [
        "FROM contracts WHERE total_cents > {}",
        "'1'::bigint",
        "'98765432109'::bigint",
    ],
    ["FROM events WHERE title > {}", "' '", "'~~~'"],
    [
        "FROM collaborators WHERE login = {}",
        "'CBrunel'",
        "'nobody'",
    ],
    [
        "FROM audit_entries WHERE sequence = {}",
        "'1'::bigint",
        "'9876'::bigint",
    ],
    [
        "FROM customers c JOIN contracts k ON k.customer_id = c.id WHERE c.last_name > {}",
        "'A'",
        "'ZZZ'",
    ],
];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    text: String,
}

/// What EXPLAIN tells of a statement, with these options.
fn explained(conn: &mut PgConnection, options: &str, statement: &str) -> Vec<String> {
    let lines: Vec<Line> = diesel::sql_query(format!("EXPLAIN {options} {statement}"))
        .load(conn)
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
    lines.into_iter().map(|line| line.text).collect()
}

/// What has been executed.
const EXECUTION: &str = "(ANALYZE, COSTS OFF, VERBOSE, BUFFERS, WAL, TIMING OFF, SUMMARY OFF)";

/// What a connection has read, of the tables of the program and of their indexes.
fn counters(conn: &mut PgConnection) -> String {
    diesel::dsl::sql::<Text>(
        "SELECT string_agg(format('%s %s %s %s %s %s', relname, pg_stat_get_xact_numscans(oid), pg_stat_get_xact_tuples_returned(oid),
                pg_stat_get_xact_tuples_fetched(oid), pg_stat_get_xact_tuples_updated(oid), pg_stat_get_xact_blocks_fetched(oid)), ' ' ORDER BY oid)
           FROM pg_class WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'epic_sec')) AND relkind IN ('r', 'i')",
    )
    .get_result(conn)
    .expect("counters")
}

/// What a guess leads to, apart from the guess itself.
fn observed(world: &World, guess: &str, value: &str) -> [String; 2] {
    let statement = format!("SELECT {}", guess.replace("{}", value));
    let mut conn = connect(&world.url(Who::Shared, None));
    // The second plan finds its blocks cached.
    let mut plan = || explained(&mut conn, EXECUTION, &statement).join("\n");
    let plan = [plan(), plan()][1].replace(value, "guess");
    let mut conn = connect(&world.url(Who::Shared, None));
    for sql in ["SET enable_seqscan = off", &statement] {
        diesel::sql_query(sql)
            .execute(&mut conn)
            .expect("a statement");
    }
    [plan, counters(&mut conn)]
}

/// How often a guess is tried before it counts as told: what other connections do to the caches of this one passes for no difference.
const TRIES: usize = 4;

/// How many guesses the plans tell, and how many the counters: those where the right value never looks like the wrong one.
fn told(world: &World) -> [usize; 2] {
    let mut told = [0; 2];
    for [guess, right, wrong] in GUESSES {
        let mut seen: [[Vec<String>; 2]; 2] = Default::default();
        let mut apart = [true; 2];
        for _ in 0..TRIES {
            for (side, value) in [right, wrong].into_iter().enumerate() {
                for (kind, found) in observed(world, guess, value).into_iter().enumerate() {
                    seen[kind][side].push(found);
                }
            }
            apart = seen
                .each_ref()
                .map(|[one, other]| !one.iter().any(|found| other.contains(found)));
            if apart == [false; 2] {
                break;
            }
        }
        for (count, apart) in told.iter_mut().zip(apart) {
            *count += usize::from(apart);
        }
    }
    told
}

#[test]
fn how_a_statement_was_executed_tells_nothing_of_a_row() {
    let world = World::new();
    world.execute("UPDATE public.customers SET first_name = 'Z' WHERE id = 1; ANALYZE");
    assert_eq!(told(&world), [0, 0]);
    for table in [
        "collaborators",
        "customers",
        "contracts",
        "events",
        "audit_entries",
    ] {
        world.change(&format!("open: {table}"));
    }
    let [by_plans, by_counters] = told(&world);
    assert!(
        by_plans >= 7 && by_counters >= 3,
        "{by_plans} by plans, {by_counters} by counters"
    );
}

/// The estimates of a query by somebody who has the URL alone.
fn estimates(world: &World, condition: &str) -> String {
    let mut conn = connect(&world.url(Who::Shared, None));
    let query = format!("SELECT FROM customers WHERE {condition} AND id > 0");
    let lines = explained(&mut conn, "", &query);
    let numbers = lines.iter().filter_map(|line| line.split_once("rows="));
    let numbers = numbers.map(|(_, rest)| rest.split(' ').next().unwrap_or_default());
    numbers.collect::<Vec<_>>().join(" ")
}

#[test]
fn estimates_of_the_planner_tell_nothing_that_people_wrote() {
    const PAIRS: [[&str; 2]; 3] = [
        ["company = 'Studio Lumen'", "company = 'no such company'"],
        ["phone < '+0'", "phone < '+9999'"],
        ["email >= '0'", "email >= 'zzzz'"],
    ];
    let told = |world: &World| {
        world.execute("ANALYZE");
        let differ = PAIRS
            .iter()
            .filter(|[one, other]| estimates(world, one) != estimates(world, other));
        differ.count()
    };
    let world = World::new();
    assert_eq!(told(&world), 0);
    let kept = "SELECT string_agg(DISTINCT attname::text, ' ' ORDER BY attname::text) FROM pg_stats
         WHERE schemaname = 'public' AND tablename ~ '^(collaborators|customers|contracts|events)(_|$)'";
    assert_eq!(
        world.scalar(kept),
        "active contract_id created_at customer_id department end_at id sales_contact_id signed_at start_at status \
         support_contact_id updated_at version"
    );
    for column in ["company", "phone", "email"] {
        world.execute(&format!(
            "ALTER TABLE customers ALTER COLUMN {column} SET STATISTICS -1"
        ));
    }
    assert!(told(&world) >= 2);
}

/// What a wrong password leads to: how the functions were executed, and what was read for it.
fn wrong(world: &World, login: &str) -> [String; 2] {
    world.execute("TRUNCATE epic_sec.login_attempts");
    let mut conn = connect(&world.url(Who::Shared, None));
    let mut told = String::new();
    let submit = format!("sign_in_submit('{login}', '1', sha256('wrong'), NULL, sha256('x'))");
    let submit =
        format!("SELECT set_config('my.attempt', (epic_api.{submit}).attempt::text, false)");
    for statement in [
        &format!("SELECT * FROM epic_api.sign_in_parameters('{login}')"),
        &submit,
        "SELECT * FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600)",
    ] {
        told += &explained(&mut conn, EXECUTION, statement).join("\n");
    }
    [told.replace(login, "login"), counters(&mut conn)]
}

#[test]
fn work_before_the_proof_tells_no_login() {
    // As many characters, and none of them has an attempt yet.
    let logins = ["CBrunel", "Unknown", "KDurand", "BRenard"];
    let told = |world: &World| {
        world.execute(
            "UPDATE public.events SET support_contact_id = 6 WHERE support_contact_id = 5;
             UPDATE public.collaborators SET active = false WHERE id = 5",
        );
        world.execute(
            "INSERT INTO public.collaborators (login, first_name, last_name, email, phone, department, created_at, updated_at)
             SELECT 'other' || n, 'A', 'B', 'a' || n || '@b.fr', '+33600000000', 'sales', now(), now() FROM generate_series(1, 300) n",
        );
        world.execute(
            "INSERT INTO epic_sec.credentials (collaborator_id, cost, verifier, created_at, updated_at)
             SELECT id, 1, sha256(convert_to(login, 'UTF8')), now(), now() FROM public.collaborators WHERE login LIKE 'other%'",
        );
        world.execute("ANALYZE");
        // What is read for the first time is read from another place.
        wrong(world, "Nothing");
        let tries = [(); 2].map(|()| logins.map(|login| wrong(world, login)));
        [0, 1].map(|kind| {
            let apart = |login: &usize| tries.iter().all(|all| all[*login][kind] != all[0][kind]);
            (0..logins.len()).filter(apart).count()
        })
    };
    assert_eq!(told(&World::new()), [0, 0]);
    // An account that is looked up by its login.
    let world = World::new();
    world.change(
        "patch: epic_sec.judge | SELECT k.collaborator_id INTO collaborator_id | PERFORM FROM epic_sec.credentials k JOIN public.collaborators c ON c.id = k.collaborator_id WHERE lower(c.login) = 'cbrunel' AND epic_sec.login_key('CBrunel') = attempt.login_key; SELECT k.collaborator_id INTO collaborator_id",
    );
    let [by_execution, by_counters] = told(&world);
    assert!(by_execution > 0 && by_counters > 0);
}
