//! How often a command waits for PostgreSQL, counted on the socket. After connecting and the two settings that the driver
//! sends with it, a command that reads waits three times at most and one that writes six times, the look at its
//! credential included. What several records or accounts take part in, and a search of everything, waits more often.

use std::fmt::Write as _;

use crate::env::{Backend, PASSWORD, TestEnv};
use crate::matrix::{ACTORS, Cell, MATRIX, NEW_PASSWORD, words};

#[path = "../../scripts/bench/trips.rs"]
pub mod trips;

use trips::{Counts, Relay};

/// What the driver says to every new connection.
const BY_THE_DRIVER: [&str; 2] = ["SET TIME ZONE 'UTC'", "SET CLIENT_ENCODING TO 'UTF8'"];

/// A database behind a relay.
struct Counted {
    env: TestEnv,
    relay: Relay,
    url: String,
}

impl Counted {
    fn new() -> Self {
        let env = TestEnv::demo(Backend::Postgres);
        let direct = env.database_url();
        let (before, rest) = direct.rsplit_once('@').unwrap();
        let (server, name) = rest.split_once('/').unwrap();
        let relay = Relay::start(server).unwrap();
        let url = format!("{before}@{}/{name}", relay.address);
        Self { env, relay, url }
    }

    /// What a command says to the database, without what the driver says to every connection.
    #[track_caller]
    fn run(&self, login: &str, args: &[&str], stdin: &str) -> Counts {
        self.relay.take();
        self.env
            .command(args)
            .env("DATABASE_URL", &self.url)
            .as_(login)
            .stdin(stdin)
            .run()
            .success();
        let mut counts = self.relay.take();
        let before = counts.statements.len();
        counts
            .statements
            .retain(|statement| !BY_THE_DRIVER.contains(&statement.as_str()));
        counts.trips -= before - counts.statements.len();
        counts
    }
}

#[test]
fn no_command_waits_for_the_database_more_often_than_it_must() {
    let counted = Counted::new();
    let mut table = String::new();
    for arguments in [
        "contract list --unpaid --limit 50",
        "contract list --sales-contact CDelorme --after 5",
        "customer list --mine --search lyon",
        "event list --upcoming --support BRenard",
    ] {
        let words: Vec<_> = arguments.split(' ').collect();
        let counts = counted.run("CBrunel", &words, "");
        writeln!(table, "{} {arguments}", counts.trips).unwrap();
    }
    for (command, cells, own, _) in MATRIX {
        let who = ACTORS
            .iter()
            .zip(cells)
            .find(|(_, cell)| **cell != Cell::No)
            .unwrap()
            .0;
        let passwords = match *command {
            "password change" => format!("{PASSWORD}\n{NEW_PASSWORD}\n"),
            _ => format!("{NEW_PASSWORD}\n"),
        };
        let counts = counted.run(who, &words(command, own), &passwords);
        writeln!(table, "{} {command}", counts.trips).unwrap();
    }
    insta::assert_snapshot!(table, @r"
    2 contract list --unpaid --limit 50
    4 contract list --sales-contact CDelorme --after 5
    3 customer list --mine --search lyon
    3 event list --upcoming --support BRenard
    1 whoami
    2 collaborator list
    2 collaborator show
    2 customer list
    2 customer show
    2 contract list
    2 contract show
    2 event list
    2 event show
    5 customer create
    5 customer update
    5 contract update
    5 contract sign
    5 contract pay
    6 event create
    5 event update
    8 event assign
    5 event unassign
    6 contract create
    6 customer transfer
    8 collaborator create
    6 collaborator update
    16 collaborator delete
    5 collaborator unlock
    2 audit list
    5 audit verify
    2 audit anchor
    11 search
    3 history
    2 session list
    2 token list
    4 token create
    5 token revoke
    6 collaborator reset-password
    12 password change
    ");
}
