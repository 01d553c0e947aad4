//! Filters, orders and pages at scale: what every list reads, on both databases, over 100,000 contracts and 200,000 events.
//!
//! The statements are those of the program, whose own functions are called on a connection that is watched; in PostgreSQL
//! for a signed-in user, under the policies. The cost of a page is bounded by the rows and pages read, not by durations: a
//! plan that names an index may read all of it. SQLite is watched twice: without statistics, and analysed.
//!
//! `--offset` is not among the pages: whatever the plan, it reads the rows that it skips. `--after` is the way to go on.
#![expect(
    clippy::unwrap_used,
    reason = "a test stops at the first thing it did not expect"
)]

mod audit;
mod cast;
mod collaborators;
#[path = "../../scripts/bench/company.rs"]
mod company;
mod contracts;
mod customers;
#[expect(
    unused_imports,
    unused_macros,
    reason = "the harness of all tests: some parts are for others"
)]
#[path = "../cli/support/env/mod.rs"]
mod env;
mod events;
#[path = "../../scripts/bench/load.rs"]
mod load;
mod report;
mod search;
#[path = "../../scripts/bench/trips.rs"]
mod trips;
mod watch;
mod world;

/// Makes a test for each database, which checks one list.
macro_rules! of_each_world {
    ($check:ident) => {
        #[test]
        fn sqlite() {
            for env in $crate::world::of($crate::env::Backend::Sqlite).envs() {
                $check(env);
            }
        }

        #[test]
        fn postgres() {
            for env in $crate::world::of($crate::env::Backend::Postgres).envs() {
                $check(env);
            }
        }
    };
}
pub(crate) use of_each_world;
