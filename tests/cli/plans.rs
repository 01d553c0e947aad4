//! Filters, orders and pages at scale: the plans of both databases for the statements that
//! the program sends, over 100,000 events of 50,000 contracts. In PostgreSQL they are those of somebody who is signed in,
//! under the policies.

use diesel::connection::Connection as _;
use diesel::deserialize::QueryableByName;
use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;
use diesel::{RunQueryDsl as _, sql_query, sql_types};

use crate::bench_data::load;
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

/// Who asks.
const ASKING: &str = "CBrunel";

fn with_a_large_company(env: &TestEnv) {
    load::load(&env.admin_url(), 10_000, &|_| {}).unwrap();
}

/// The plan of a statement, a step a line, for somebody who is signed in.
#[track_caller]
fn plan(env: &TestEnv, sql: &str) -> String {
    let steps: Vec<String> = match env.backend() {
        Backend::Postgres => {
            let mut conn = PgConnection::establish(&env.database_url()).unwrap();
            sql_query("SELECT set_config('epic.session', $1, false)")
                .bind::<sql_types::Text, _>(env.secret(ASKING))
                .execute(&mut conn)
                .unwrap();
            let steps: Vec<PostgresStep> = sql_query(format!("EXPLAIN (VERBOSE) {sql}"))
                .load(&mut conn)
                .unwrap();
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
    for step in &steps {
        let per_row =
            step.contains("epic_api.") && !step.trim_start().starts_with("Output: epic_api.");
        assert!(!per_row, "a policy asks for every row: {step}\n{sql}");
    }
    steps.join("\n")
}

on_both_databases! {
    fn filters_orders_and_pages_of_a_large_company_use_their_indexes(env: &TestEnv) {
        with_a_large_company(env);
        let postgres = env.backend() == Backend::Postgres;
        let sales = env.scalar("SELECT sales_contact_id FROM customers WHERE id = (SELECT max(id) FROM customers WHERE sales_contact_id > 8)");
        let support = env.scalar("SELECT support_contact_id FROM events WHERE id = (SELECT max(id) FROM events WHERE support_contact_id > 8)");
        let customer = env.scalar("SELECT customer_id FROM contracts WHERE id = (SELECT max(id) FROM contracts)");
        let contract = env.scalar("SELECT contract_id FROM events WHERE id = (SELECT max(id) FROM events)");
        let day = env.scalar("SELECT substr(CAST(min(start_at) AS TEXT), 1, 10) FROM events");
        for (from, filter, order, index) in [
            (CUSTOMERS, format!("customers.sales_contact_id = {sales}"), "customers", "customers_sales_contact_index"),
            (
                CUSTOMERS,
                format!("customers.id IN (SELECT contracts.customer_id FROM contracts INNER JOIN events \
                 ON events.contract_id = contracts.id WHERE events.support_contact_id = {support})"),
                "customers",
                "events_support_contact_index",
            ),
            (CONTRACTS, format!("customers.sales_contact_id = {sales}"), "contracts", "customers_sales_contact_index"),
            (CONTRACTS, format!("contracts.customer_id = {customer}"), "contracts", "contracts_customer_index"),
            (CONTRACTS, "contracts.status IN ('pending')".to_owned(), "contracts", "contracts_status_index"),
            (CONTRACTS, "contracts.due_cents > 0".to_owned(), "contracts", "contracts_unpaid_index"),
            (
                CONTRACTS,
                format!("contracts.id IN (SELECT events.contract_id FROM events WHERE events.support_contact_id = {support})"),
                "contracts",
                "events_support_contact_index",
            ),
            (EVENTS, format!("events.support_contact_id = {support}"), "events", "events_support_contact_index"),
            (EVENTS, format!("events.contract_id = {contract}"), "events", "events_contract_index"),
            (EVENTS, format!("contracts.customer_id = {customer}"), "events", "contracts_customer_index"),
            (EVENTS, format!("customers.sales_contact_id = {sales}"), "events", "customers_sales_contact_index"),
            (EVENTS, format!("events.start_at >= '{day}T00:00:00Z' AND events.start_at < '{day}T23:00:00Z'"), "events", "events_start_index"),
        ] {
            let page = format!("SELECT * {from} WHERE {filter} ORDER BY {order}.id LIMIT 50");
            let plan = plan(env, &page);
            if postgres {
                // A page of what every thirtieth row has is found soonest in the order of the ids.
                let whole = ["customers", "contracts", "events"]
                    .iter()
                    .find(|table| plan.contains(&format!("Seq Scan on public.{table}")));
                assert_eq!(whole, None, "read from end to end for {page}\n{plan}");
            } else {
                assert!(plan.contains(index), "{index} does not serve {page}\n{plan}");
            }
        }
        for (from, table, column, index) in [
            (CUSTOMERS, "customers", "company", "customers_company_index"),
            (CUSTOMERS, "customers", "last_name", "customers_last_name_index"),
            (CUSTOMERS, "customers", "email", "customers_email_index"),
            (CONTRACTS, "contracts", "total_cents", "contracts_total_index"),
            (CONTRACTS, "contracts", "due_cents", "contracts_due_index"),
            (CONTRACTS, "contracts", "status", "contracts_status_index"),
            (CONTRACTS, "contracts", "customer_id", "contracts_customer_index"),
            (CONTRACTS, "contracts", "updated_at", "contracts_updated_index"),
            (EVENTS, "events", "start_at", "events_start_index"),
            (EVENTS, "events", "contract_id", "events_contract_index"),
        ] {
            let value = env.scalar(&format!("SELECT {column} FROM {table} WHERE id = 5000"));
            for (order, compare) in [("ASC", ">"), ("DESC", "<")] {
                for after in [
                    String::new(),
                    format!("WHERE {table}.{column} {compare}= '{value}' AND ({table}.{column} {compare} '{value}' OR {table}.id {compare} 5000)"),
                ] {
                    // SQLite compares a number with a number.
                    let after = if postgres || !column.ends_with("_id") && !column.ends_with("_cents") {
                        after
                    } else {
                        after.replace('\'', "")
                    };
                    let sql = format!("SELECT * {from} {after} ORDER BY {table}.{column} {order}, {table}.id {order} LIMIT 50");
                    let plan = plan(env, &sql);
                    assert!(plan.contains(index), "{index} does not serve {sql}\n{plan}");
                }
            }
        }
    }
}
