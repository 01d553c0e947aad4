//! How often a command waits for PostgreSQL, counted on the socket. After connecting and the two settings that the driver
//! sends with it, a command that reads waits three times at most and one that writes six times, the look at its
//! credential included, whatever its flags and however many records it is about.

use std::fmt::Write as _;

use crate::bench::trips::{Counts, Relay};
use crate::env::{Backend, Invocation, PASSWORD, TestEnv};
use crate::security::matrix::{ACTORS, Cell, MATRIX, words};
use crate::staff::OTHER_STRONG;

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
        Self::of(TestEnv::demo(Backend::Postgres))
    }

    fn of(env: TestEnv) -> Self {
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
        self.count(self.env.command(args).as_(login), stdin)
    }

    /// The same of a command of whoever has the session file.
    #[track_caller]
    fn run_alone(&self, args: &[&str], stdin: &str) -> Counts {
        self.count(self.env.command(args), stdin)
    }

    #[track_caller]
    fn count(&self, command: Invocation<'_>, stdin: &str) -> Counts {
        self.relay.take();
        command
            .env("DATABASE_URL", &self.url)
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

/// How often a command that reads may wait, and one that writes.
const READS: usize = 3;
const WRITES: usize = 6;

/// The last words of the commands that read.
const READING: [&str; 7] = [
    "whoami", "list", "show", "search", "history", "verify", "anchor",
];

fn reads(command: &str) -> bool {
    command.split(' ').any(|word| READING.contains(&word))
}

#[track_caller]
fn at_most(counts: &Counts, most: usize, words: &[&str]) {
    assert!(
        counts.trips <= most,
        "{words:?}: {} round trips\n{}",
        counts.trips,
        counts.statements.join("\n")
    );
}

/// A table of what was counted, which checks that it is not too much.
#[derive(Default)]
struct Table(String);

impl Table {
    #[track_caller]
    fn add(&mut self, counts: &Counts, command: &str, words: &[&str]) {
        let usual = if reads(command) { READS } else { WRITES };
        at_most(counts, usual.max(longer(command)), words);
        writeln!(self.0, "{} {}", counts.trips, words.join(" ")).unwrap();
    }
}

/// How often the commands of the matrix may wait, where it is more than twice for one that reads and five times for one
/// that writes. A new password is hashed with the salt of its login.
const LONGER: [(&str, usize); 8] = [
    ("event create", 6),
    ("event assign", 6),
    ("customer transfer", 6),
    ("collaborator create", 7),
    ("collaborator delete", 6),
    ("collaborator reset-password", 7),
    ("password change", 6),
    ("history", 3),
];

/// How often a command may wait by the list; zero for one that is not on it.
fn longer(command: &str) -> usize {
    let longer = LONGER.iter().find(|(name, _)| *name == command);
    longer.map_or(0, |(_, most)| *most)
}

#[test]
fn no_command_waits_for_the_database_more_often_than_it_must() {
    let counted = Counted::new();
    for (command, cells, own, _) in MATRIX {
        let who = ACTORS
            .iter()
            .zip(cells)
            .find(|(_, cell)| **cell != Cell::No)
            .unwrap()
            .0;
        let passwords = match *command {
            "password change" => format!("{PASSWORD}\n{OTHER_STRONG}\n"),
            _ => format!("{OTHER_STRONG}\n"),
        };
        let counts = counted.run(who, &words(command, own), &passwords);
        let usual = if reads(command) {
            READS - 1
        } else {
            WRITES - 1
        };
        at_most(&counts, usual.max(longer(command)), &[command]);
    }
}

/// What people combine, as whom: references by e-mail and name, pages, searches of every kind, and the terminal's formats.
const READ: &[(&str, &[&str])] = &[
    (
        "CBrunel",
        &["contract", "list", "--unpaid", "--limit", "50"],
    ),
    (
        "CBrunel",
        &[
            "contract",
            "list",
            "--sales-contact",
            "CDelorme",
            "--after",
            "5",
        ],
    ),
    (
        "CBrunel",
        &[
            "contract", "list", "--mine", "--search", "garcon", "--after", "1", "--sort", "-due",
        ],
    ),
    (
        "BRenard",
        &[
            "contract",
            "list",
            "--customer",
            "Éléa Garçon",
            "--sales-contact",
            "Cédric Brunel",
            "--search",
            "elea boulangerie",
            "--status",
            "signed,unsigned",
            "--after",
            "1",
            "--sort",
            "customer.company",
        ],
    ),
    (
        "CBrunel",
        &["customer", "list", "--mine", "--search", "lyon"],
    ),
    (
        "BRenard",
        &[
            "customer",
            "list",
            "--sales-contact",
            "cbrunel@epic-events.example",
            "--company",
            "boulangerie",
            "--search",
            "elea",
            "--after",
            "1",
            "--sort",
            "last_name",
        ],
    ),
    (
        "CBrunel",
        &["event", "list", "--upcoming", "--support", "BRenard"],
    ),
    (
        "CBrunel",
        &[
            "event",
            "list",
            "--customer",
            "elea garcon",
            "--support",
            "benoit renard",
            "--search",
            "de la soirée gala lyon elea",
            "--from",
            "-30d",
            "--after",
            "1",
            "--sort",
            "start_at",
        ],
    ),
    (
        "BRenard",
        &[
            "event", "list", "--mine", "--search", "garcon", "--after", "1",
        ],
    ),
    (
        "CBrunel",
        &[
            "collaborator",
            "list",
            "--department",
            "sales",
            "--search",
            "brunel",
            "--after",
            "1",
            "--inactive",
        ],
    ),
    (
        "AMartinez",
        &[
            "audit",
            "list",
            "--by",
            "Alice Martinez",
            "--after",
            "3",
            "--entity",
            "customer",
        ],
    ),
    ("CBrunel", &["collaborator", "show", "cedric brunel"]),
    ("CBrunel", &["collaborator", "show", "2"]),
    ("CBrunel", &["customer", "show", "Éléa Garçon", "--json"]),
    (
        "CBrunel",
        &["customer", "show", "contact@oeuvre-et-fils.example"],
    ),
    ("CBrunel", &["contract", "show", "1", "--json"]),
    ("CBrunel", &["event", "show", "1", "--json"]),
    ("CBrunel", &["history", "customer", "Éléa Garçon"]),
    ("CBrunel", &["history", "customer", "1"]),
    ("CBrunel", &["history", "contract", "1"]),
    ("CBrunel", &["history", "collaborator", "cedric brunel"]),
    ("CBrunel", &["search", "de la soirée gala lyon elea"]),
    (
        "CBrunel",
        &[
            "search",
            "garcon 1",
            "--type",
            "contract,event",
            "--limit",
            "1000",
        ],
    ),
    ("CBrunel", &["search", "a"]),
    ("AMartinez", &["session", "list", "--all"]),
    ("AMartinez", &["token", "list", "--all"]),
    (
        "AMartinez",
        &[
            "audit",
            "verify",
            "--anchor",
            "0:9f1685770670e82cd36cb15929529469df916b33b392d8690aacebfc3fda1158",
        ],
    ),
];

#[test]
fn no_read_waits_more_often_whatever_its_flags() {
    let counted = Counted::new();
    let mut table = Table::default();
    for (login, words) in READ {
        let counts = counted.run(login, words, "");
        table.add(&counts, &words.join(" "), words);
    }
    insta::assert_snapshot!(table.0, @"
    2 contract list --unpaid --limit 50
    3 contract list --sales-contact CDelorme --after 5
    3 contract list --mine --search garcon --after 1 --sort -due
    3 contract list --customer Éléa Garçon --sales-contact Cédric Brunel --search elea boulangerie --status signed,unsigned --after 1 --sort customer.company
    3 customer list --mine --search lyon
    3 customer list --sales-contact cbrunel@epic-events.example --company boulangerie --search elea --after 1 --sort last_name
    3 event list --upcoming --support BRenard
    3 event list --customer elea garcon --support benoit renard --search de la soirée gala lyon elea --from -30d --after 1 --sort start_at
    3 event list --mine --search garcon --after 1
    3 collaborator list --department sales --search brunel --after 1 --inactive
    3 audit list --by Alice Martinez --after 3 --entity customer
    2 collaborator show cedric brunel
    2 collaborator show 2
    3 customer show Éléa Garçon --json
    3 customer show contact@oeuvre-et-fils.example
    2 contract show 1 --json
    2 event show 1 --json
    3 history customer Éléa Garçon
    3 history customer 1
    3 history contract 1
    3 history collaborator cedric brunel
    2 search de la soirée gala lyon elea
    2 search garcon 1 --type contract,event --limit 1000
    2 search a
    2 session list --all
    2 token list --all
    2 audit verify --anchor 0:9f1685770670e82cd36cb15929529469df916b33b392d8690aacebfc3fda1158
    ");
}

/// What people combine where something is written.
const WRITTEN: &[(&str, &[&str])] = &[
    (
        "CBrunel",
        &[
            "customer",
            "update",
            "Éléa Garçon",
            "--phone",
            "+33601020399",
            "--company",
            "Ney",
            "--if-version",
            "1",
        ],
    ),
    (
        "AMartinez",
        &[
            "contract",
            "create",
            "--customer",
            "Éléa Garçon",
            "--total",
            "10",
            "--due",
            "5",
        ],
    ),
    (
        "AMartinez",
        &[
            "contract",
            "update",
            "9",
            "--customer",
            "contact@ile-et-voiles.example",
            "--total",
            "900",
            "--if-version",
            "1",
        ],
    ),
    (
        "AMartinez",
        &["contract", "update", "9", "--customer", "Éléa Garçon"],
    ),
    (
        "AMartinez",
        &[
            "contract",
            "update",
            "9",
            "--customer",
            "3",
            "--status",
            "pending",
        ],
    ),
    (
        "CBrunel",
        &[
            "contract", "update", "9", "--total", "800", "--due", "700", "--status", "signed",
        ],
    ),
    (
        "BRenard",
        &[
            "event",
            "update",
            "4",
            "--add-note",
            "Au fond",
            "--start",
            "2099-05-20 18:00",
            "--end",
            "+3h",
            "--if-version",
            "2",
        ],
    ),
    (
        "AMartinez",
        &[
            "event",
            "assign",
            "2",
            "10",
            "1",
            "--support",
            "Benoît Renard",
            "--allow-overlap",
        ],
    ),
    (
        "AMartinez",
        &[
            "event",
            "assign",
            "2",
            "10",
            "--support",
            "kdurand@epic-events.example",
        ],
    ),
    ("AMartinez", &["event", "unassign", "2", "10", "1", "4"]),
    (
        "AMartinez",
        &["customer", "transfer", "1", "2", "3", "--to", "CDelorme"],
    ),
    (
        "AMartinez",
        &[
            "customer",
            "transfer",
            "Éléa Garçon",
            "kevin caseres",
            "4 5",
            "--to",
            "Cédric Brunel",
        ],
    ),
    (
        "AMartinez",
        &[
            "collaborator",
            "update",
            "ALefebvre",
            "--department",
            "sales",
            "--login",
            "ALef",
            "--email",
            "alef@epic-events.example",
            "--phone",
            "+33601020399",
            "--if-version",
            "1",
        ],
    ),
    (
        "AMartinez",
        &[
            "collaborator",
            "update",
            "cedric brunel",
            "--department",
            "management",
        ],
    ),
    (
        "AMartinez",
        &["collaborator", "update", "2", "--department", "sales"],
    ),
    ("AMartinez", &["collaborator", "unlock", "karine durand"]),
    (
        "AMartinez",
        &[
            "collaborator",
            "delete",
            "Cédric Brunel",
            "--reassign-to",
            "chloé delorme",
            "--yes",
        ],
    ),
    (
        "AMartinez",
        &["collaborator", "delete", "cedric brunel", "--yes"],
    ),
    (
        "AMartinez",
        &[
            "collaborator",
            "reset-password",
            "karine durand",
            "--password-stdin",
        ],
    ),
    (
        "AMartinez",
        &["token", "create", "--name", "one", "--expires", "1d"],
    ),
    (
        "AMartinez",
        &[
            "token",
            "create",
            "--name",
            "two",
            "--expires",
            "1d",
            "--read-only",
        ],
    ),
    ("AMartinez", &["token", "revoke", "one", "two"]),
];

#[test]
fn no_write_waits_more_often_whatever_its_flags_and_however_many_records() {
    let counted = Counted::new();
    let mut table = Table::default();
    for (login, words) in WRITTEN {
        let counts = counted.run(login, words, &format!("{OTHER_STRONG}\n"));
        table.add(&counts, words[..2].join(" ").as_str(), words);
    }
    insta::assert_snapshot!(table.0, @"
    6 customer update Éléa Garçon --phone +33601020399 --company Ney --if-version 1
    6 contract create --customer Éléa Garçon --total 10 --due 5
    6 contract update 9 --customer contact@ile-et-voiles.example --total 900 --if-version 1
    6 contract update 9 --customer Éléa Garçon
    5 contract update 9 --customer 3 --status pending
    5 contract update 9 --total 800 --due 700 --status signed
    5 event update 4 --add-note Au fond --start 2099-05-20 18:00 --end +3h --if-version 2
    6 event assign 2 10 1 --support Benoît Renard --allow-overlap
    6 event assign 2 10 --support kdurand@epic-events.example
    5 event unassign 2 10 1 4
    6 customer transfer 1 2 3 --to CDelorme
    6 customer transfer Éléa Garçon kevin caseres 4 5 --to Cédric Brunel
    6 collaborator update ALefebvre --department sales --login ALef --email alef@epic-events.example --phone +33601020399 --if-version 1
    6 collaborator update cedric brunel --department management
    6 collaborator update 2 --department sales
    5 collaborator unlock karine durand
    6 collaborator delete Cédric Brunel --reassign-to chloé delorme --yes
    4 collaborator delete cedric brunel --yes
    7 collaborator reset-password karine durand --password-stdin
    4 token create --name one --expires 1d
    4 token create --name two --expires 1d --read-only
    5 token revoke one two
    ");
}

#[test]
fn who_comes_and_goes_waits_no_more_often() {
    let counted = Counted::new();
    let mut table = Table::default();
    for (words, stdin) in [
        (&["login", "CBrunel", "--password-stdin"][..], PASSWORD),
        // The session of before is ended.
        (&["login", "AMartinez", "--password-stdin"], PASSWORD),
        (&["logout", "--everywhere"], ""),
        (&["login", "AMartinez", "--password-stdin"], PASSWORD),
        (&["logout"], ""),
    ] {
        let counts = counted.run_alone(words, stdin);
        table.add(&counts, words[0], words);
    }
    insta::assert_snapshot!(table.0, @"
    5 login CBrunel --password-stdin
    6 login AMartinez --password-stdin
    4 logout --everywhere
    5 login AMartinez --password-stdin
    4 logout
    ");
}

#[test]
fn the_first_account_waits_no_more_often() {
    let counted = Counted::of(TestEnv::initialised(Backend::Postgres));
    let mut table = Table::default();
    let flags = MATRIX.iter().find(|row| row.0 == "collaborator create");
    let flags = flags.unwrap().2.iter().copied();
    let flags: Vec<_> = flags.filter(|it| !it.starts_with("--department")).collect();
    let counts = counted.run_alone(&words("signup", &flags), &format!("{OTHER_STRONG}\n"));
    table.add(&counts, "signup", &["signup"]);
    insta::assert_snapshot!(table.0, @"6 signup");
}
