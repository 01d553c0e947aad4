//! Every filter and every page of a list is found through an index: the plans of both databases for the statements
//! that the program sends, over some thousands of rows.

use diesel::connection::Connection as _;
use diesel::deserialize::QueryableByName;
use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;
use diesel::{RunQueryDsl as _, sql_query, sql_types};

use crate::env::{Backend, TestEnv, on_both_databases};

#[derive(QueryableByName)]
struct PostgresStep {
    #[diesel(sql_type = sql_types::Text)]
    #[diesel(column_name = "QUERY PLAN")]
    step: String,
}

#[derive(QueryableByName)]
struct SqliteStep {
    #[diesel(sql_type = sql_types::Text)]
    detail: String,
}

/// The joins of each list, as the program sends them.
const CUSTOMERS: &str =
    "FROM customers LEFT OUTER JOIN collaborators ON customers.sales_contact_id = collaborators.id";
const CONTRACTS: &str = "FROM contracts INNER JOIN (customers LEFT OUTER JOIN collaborators \
                         ON customers.sales_contact_id = collaborators.id) ON contracts.customer_id = customers.id";
const EVENTS: &str = "FROM (events INNER JOIN (contracts INNER JOIN customers ON contracts.customer_id = customers.id) \
                      ON events.contract_id = contracts.id) \
                      LEFT OUTER JOIN collaborators ON events.support_contact_id = collaborators.id";

/// Fills the database: each collaborator, customer and contract has few of the next, most contracts are paid, most
/// events are over and have a support contact.
fn with_thousands_of_rows(env: &TestEnv) {
    let stamp = "'2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'";
    let day = match env.backend() {
        Backend::Postgres => "timestamptz '2020-01-01T00:00:00Z' + n * interval '6 hours'",
        Backend::Sqlite => "strftime('%Y-%m-%dT%H:%M:%SZ', '2020-01-01', (n * 6) || ' hours')",
    };
    let later = match env.backend() {
        Backend::Postgres => "timestamptz '2035-01-01T00:00:00Z'",
        Backend::Sqlite => "'2035-01-01T00:00:00Z'",
    };
    let numbers = |count| {
        format!(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count})"
        )
    };
    env.force(&format!(
        "INSERT INTO collaborators (login, first_name, last_name, email, phone, department, active, search_text,
                                    created_at, updated_at)
         {} SELECT 'user' || n, 'Jean', 'Nom' || n, 'user' || n || '@epic.example', '+33601020304',
                   CASE WHEN n % 200 = 0 THEN 'management' WHEN n % 2 = 0 THEN 'sales' ELSE 'support' END,
                   n % 100 = 0, 'jean nom' || n || ' user' || n, {stamp} FROM n;
         INSERT INTO customers (first_name, last_name, email, phone, company, company_folded, sales_contact_id,
                                search_text, created_at, updated_at)
         {} SELECT 'Jean', 'Nom' || n, 'c' || n || '@d.example', '+33601020304', 'Société ' || n, 'societe ' || n,
                   10 + n % 1500, 'jean nom' || n || ' societe ' || n, {stamp} FROM n;
         INSERT INTO contracts (customer_id, total_cents, due_cents, status, signed_at, created_at, updated_at)
         {} SELECT 10 + n % 3900, n * 100, CASE WHEN n % 200 = 0 THEN n * 100 ELSE 0 END,
                   CASE WHEN n % 200 = 0 THEN 'pending' ELSE 'signed' END,
                   CASE WHEN n % 200 = 0 THEN NULL ELSE {day} END, {stamp} FROM n;
         INSERT INTO events (contract_id, title, start_at, end_at, location, attendees, notes, support_contact_id,
                             search_text, created_at, updated_at)
         {} SELECT 10 + n % 7900, 'Titre ' || n, {day}, {later}, 'Lieu ' || n, 1 + n % 900, '',
                   CASE WHEN n % 300 = 0 THEN NULL ELSE 10 + n % 1500 END, 'titre ' || n || ' lieu ' || n, {stamp} FROM n",
        numbers(8_000), numbers(4_000), numbers(8_000), numbers(16_000),
    ));
    // As the server does by itself after a while: an index of trigrams that waits for it looks dear to the planner.
    env.execute(match env.backend() {
        Backend::Postgres => "VACUUM ANALYZE",
        Backend::Sqlite => "ANALYZE",
    });
}

/// The plan of a statement, a step a line.
#[track_caller]
fn plan(env: &TestEnv, sql: &str) -> String {
    let steps: Vec<String> = match env.backend() {
        Backend::Postgres => {
            let mut conn = PgConnection::establish(&env.admin_url()).unwrap();
            let steps: Vec<PostgresStep> =
                sql_query(format!("EXPLAIN {sql}")).load(&mut conn).unwrap();
            steps.into_iter().map(|step| step.step).collect()
        }
        Backend::Sqlite => {
            let mut conn =
                SqliteConnection::establish(&env.sqlite_file().display().to_string()).unwrap();
            let steps: Vec<SqliteStep> = sql_query(format!("EXPLAIN QUERY PLAN {sql}"))
                .load(&mut conn)
                .unwrap();
            steps.into_iter().map(|step| step.detail).collect()
        }
    };
    steps.join("\n")
}

on_both_databases! {
    fn every_filter_of_every_list_uses_its_index(env: &TestEnv) {
        with_thousands_of_rows(env);
        let postgres = env.backend() == Backend::Postgres;
        let instant = "'2023-06-01T00:00:00Z'";
        let collaborators = "FROM collaborators";
        let search = |table: &str, word: &str| if postgres {
            format!("{table}.search_text LIKE '%{word}%'")
        } else {
            format!("{table}.id IN (SELECT rowid FROM {table}_search WHERE search_text MATCH '\"{word}\"')")
        };
        let found = |table: &str| if postgres { format!("{table}_search_index") } else { format!("{table}_search") };
        // SQLite prefers the index that begins with the support contact: NULL is one value of it.
        let unassigned = if postgres { "events_unassigned_index" } else { "events_support_contact_index" };
        // PostgreSQL knows that who owes so much owes something, and reads the few who do.
        let due = if postgres { "contracts_unpaid_index" } else { "contracts_due_index" };
        for (from, filter, order, index) in [
            (collaborators, "active = true AND department = 'management'".to_owned(), "collaborators.id", "collaborators_department_index".to_owned()),
            (collaborators, "active = true".to_owned(), "collaborators.id", "collaborators_active_index".to_owned()),
            (collaborators, search("collaborators", "user5678"), "collaborators.id", found("collaborators")),
            (CUSTOMERS, "customers.sales_contact_id = 700".to_owned(), "customers.id", "customers_sales_contact_index".to_owned()),
            (CUSTOMERS, search("customers", "nom1234"), "customers.id", found("customers")),
            (
                CUSTOMERS,
                format!("{} AND customers.company_folded LIKE '%societe 123%' ESCAPE '\\'", search("customers", "123")),
                "customers.id",
                found("customers"),
            ),
            (
                CUSTOMERS,
                "customers.id IN (SELECT contracts.customer_id FROM contracts INNER JOIN events \
                 ON events.contract_id = contracts.id WHERE events.support_contact_id = 700)".to_owned(),
                "customers.id",
                "events_support_contact_index".to_owned(),
            ),
            (CONTRACTS, "customers.sales_contact_id = 700".to_owned(), "contracts.id", "contracts_customer_index".to_owned()),
            (CONTRACTS, "contracts.customer_id = 700".to_owned(), "contracts.id", "contracts_customer_index".to_owned()),
            (CONTRACTS, "contracts.status IN ('pending', 'unsigned')".to_owned(), "contracts.id", "contracts_status_index".to_owned()),
            (CONTRACTS, "contracts.due_cents > 0".to_owned(), "contracts.id", "contracts_unpaid_index".to_owned()),
            (CONTRACTS, "contracts.due_cents >= 500000".to_owned(), "contracts.id", due.to_owned()),
            (
                CONTRACTS,
                "contracts.id IN (SELECT events.contract_id FROM events WHERE events.support_contact_id = 700)".to_owned(),
                "contracts.id",
                "events_support_contact_index".to_owned(),
            ),
            (EVENTS, search("events", "titre 1234"), "events.id", found("events")),
            (EVENTS, "events.support_contact_id = 700".to_owned(), "events.id", "events_support_contact_index".to_owned()),
            (EVENTS, "events.support_contact_id IS NULL".to_owned(), "events.id", unassigned.to_owned()),
            (EVENTS, "events.contract_id = 700".to_owned(), "events.id", "events_contract_index".to_owned()),
            (EVENTS, "contracts.customer_id = 700".to_owned(), "events.id", "contracts_customer_index".to_owned()),
            (EVENTS, "customers.sales_contact_id = 700".to_owned(), "events.id", "customers_sales_contact_index".to_owned()),
            (EVENTS, format!("events.start_at >= {instant} AND events.start_at < '2023-06-03T00:00:00Z'"), "events.id", "events_start_index".to_owned()),
        ] {
            let sql = format!("SELECT * {from} WHERE {filter} ORDER BY {order}");
            let plan = plan(env, &sql);
            assert!(plan.contains(&index), "{index} does not serve {sql}\n{plan}");
        }
    }

    /// A page of contracts without events looks up the events of one contract after the other; where next to every
    /// contract has one, PostgreSQL rightly reads both tables at once.
    fn contracts_without_events_are_found_by_looking_each_up(env: &TestEnv) {
        with_thousands_of_rows(env);
        env.execute("DELETE FROM events WHERE contract_id % 10 <> 0; ANALYZE");
        let plan = plan(env, &format!(
            "SELECT * {CONTRACTS} WHERE NOT (EXISTS (SELECT 1 FROM events WHERE events.contract_id = contracts.id)) \
             ORDER BY contracts.id LIMIT 50"
        ));
        assert!(plan.contains("events_contract_index"), "{plan}");
    }

    fn a_page_in_the_order_of_an_indexed_field_starts_in_the_index(env: &TestEnv) {
        with_thousands_of_rows(env);
        for (from, table, column, value, index) in [
            (CUSTOMERS, "customers", "company", "'Société 2000'", "customers_company_index"),
            (CUSTOMERS, "customers", "last_name", "'Nom2000'", "customers_last_name_index"),
            (CUSTOMERS, "customers", "email", "'c2000@d.example'", "customers_email_index"),
            (CONTRACTS, "contracts", "total_cents", "400000", "contracts_total_index"),
            (CONTRACTS, "contracts", "customer_id", "2000", "contracts_customer_index"),
            (CONTRACTS, "contracts", "updated_at", "'2026-01-01T00:00:00Z'", "contracts_updated_index"),
            (EVENTS, "events", "start_at", "'2023-06-01T00:00:00Z'", "events_start_index"),
            (EVENTS, "events", "contract_id", "4000", "events_contract_index"),
        ] {
            for (order, compare) in [("ASC", ">"), ("DESC", "<")] {
                let sql = format!(
                    "SELECT * {from} WHERE {table}.{column} {compare}= {value} \
                     AND ({table}.{column} {compare} {value} OR {table}.id {compare} 2000) \
                     ORDER BY {table}.{column} {order}, {table}.id {order} LIMIT 50"
                );
                let plan = plan(env, &sql);
                assert!(plan.contains(index), "{index} does not serve {sql}\n{plan}");
            }
        }
    }
}
