//! The work that is measured, row by row of the budgets, with the floor of each: the database's own client doing the same
//! query over the same data.

use std::env;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A program, its arguments and what it finds in its environment.
#[derive(Clone)]
pub struct Program {
    pub words: Vec<String>,
    pub environment: Vec<(String, String)>,
}

/// What a budget bounds.
pub enum Subject {
    /// Ours over the floor.
    Ratio(f64),
    /// Ours minus the floor, in seconds.
    Extra(f64),
}

/// One row of the table.
pub struct Row {
    pub work: String,
    pub database: &'static str,
    pub against: String,
    pub ours: Program,
    pub floor: Program,
    pub subject: Subject,
    /// The most memory of ours, if it is bounded.
    pub mebibytes: Option<f64>,
}

/// Where everything is, as `scripts/bench/run` has made it.
pub struct Target {
    epic: String,
    psql: String,
    sqlite3: String,
    /// The directory of `NAME.db` and of the configuration of each world.
    work: String,
    /// `host:port` of the server.
    pub server: String,
    client_url: String,
    small_url: String,
    /// How many customers the large company has, the small one too.
    size: u64,
    small: u64,
}

/// The columns of `epic contract list`, as the databases hold them.
const COLUMNS: &str = "k.id, c.first_name || ' ' || c.last_name, c.company, k.total_cents, k.due_cents, k.status, s.login
    FROM contracts k JOIN customers c ON c.id = k.customer_id
    LEFT JOIN collaborators s ON s.id = c.sales_contact_id";

impl Target {
    pub fn from_environment() -> Self {
        let value = |name: &str| env::var(format!("BENCH_{name}")).unwrap_or_default();
        let number = |name: &str| value(name).parse().unwrap_or(0);
        Self {
            epic: value("EPIC"),
            psql: value("PSQL"),
            sqlite3: value("SQLITE3"),
            work: value("WORK"),
            server: value("SERVER"),
            client_url: value("CLIENT_URL"),
            small_url: value("SMALL_URL"),
            size: number("SIZE"),
            small: number("SMALL"),
        }
    }

    fn world(&self, words: &[String], name: &str, url: &str) -> Program {
        Program {
            words: [vec![self.epic.clone()], words.to_vec()].concat(),
            environment: vec![
                (
                    "XDG_CONFIG_HOME".to_owned(),
                    format!("{}/{name}", self.work),
                ),
                ("DATABASE_URL".to_owned(), url.to_owned()),
            ],
        }
    }

    fn epic_sqlite(&self, words: &[String]) -> Program {
        self.world(
            words,
            "sqlite",
            &format!("sqlite://{}/sqlite.db", self.work),
        )
    }

    fn epic_postgres(&self, words: &[String]) -> Program {
        self.world(words, "postgres", &self.client_url)
    }

    /// `epic` on the large PostgreSQL, through another address.
    pub fn epic_at(&self, words: &[String], address: &str) -> Program {
        let url = self
            .client_url
            .replacen(&format!("@{}", self.server), &format!("@{address}"), 1);
        self.world(words, "postgres", &url)
    }

    fn sqlite(&self, query: &str) -> Program {
        let words = [
            self.sqlite3.as_str(),
            "-tabs",
            &format!("{}/sqlite.db", self.work),
            query,
        ];
        Program {
            words: words.map(str::to_owned).to_vec(),
            environment: Vec::new(),
        }
    }

    /// `psql` as the same role, with the same session, under the same policies.
    fn psql(&self, query: &str, options: &[&str]) -> Program {
        let mut words = vec![self.psql.as_str(), "-XAt", "-F", "\t"];
        words.extend(options);
        words.extend(["-c", query, &self.client_url]);
        let session = format!("-c epic.session={}", self.session());
        Program {
            words: words.into_iter().map(str::to_owned).collect(),
            environment: vec![("PGOPTIONS".to_owned(), session)],
        }
    }

    /// The secret of the session, which PostgreSQL is given: the `jti` of the token.
    fn session(&self) -> String {
        let path = format!("{}/postgres/epic-events/session", self.work);
        let token = std::fs::read_to_string(path).unwrap_or_default();
        let payload = token.split('.').nth(1).unwrap_or_default();
        let payload = URL_SAFE_NO_PAD.decode(payload).unwrap_or_default();
        let claims: serde_json::Value = serde_json::from_slice(&payload).unwrap_or_default();
        claims["jti"].as_str().unwrap_or_default().to_owned()
    }

    /// The single value of a query of the large SQLite database: both hold the same.
    fn ask(&self, query: &str) -> String {
        let words = self.sqlite(query).words;
        let output = Command::new(&words[0]).args(&words[1..]).output();
        output.map_or_else(
            |_| String::new(),
            |it| String::from_utf8_lossy(&it.stdout).trim().to_owned(),
        )
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

/// Every row that is timed.
pub fn all(target: &Target) -> Vec<Row> {
    let mut rows = Vec::new();
    let contracts = target.ask("SELECT count(*) FROM contracts");
    let page = format!("SELECT {COLUMNS} WHERE k.due_cents > 0 ORDER BY k.id LIMIT 50");
    let everything = format!("SELECT {COLUMNS} ORDER BY k.id");
    let mut row = |work: String, database, against: &str, ours, floor, subject, mebibytes| {
        let against = against.to_owned();
        rows.push(Row {
            work,
            database,
            against,
            ours,
            floor,
            subject,
            mebibytes,
        });
    };

    let unpaid = words("contract list --unpaid --limit 50");
    let title = format!("`contract list --unpaid --limit 50`, {contracts} contracts");
    row(
        title.clone(),
        "SQLite",
        "`sqlite3`",
        target.epic_sqlite(&unpaid),
        target.sqlite(&page),
        Subject::Ratio(1.15),
        None,
    );
    row(
        title,
        "PostgreSQL",
        "`psql -XAt`",
        target.epic_postgres(&unpaid),
        target.psql(&page, &[]),
        Subject::Ratio(0.75),
        None,
    );

    let all = words("contract list --format tsv");
    let title = format!("`contract list --format tsv`, all {contracts} contracts");
    row(
        title.clone(),
        "SQLite",
        "`sqlite3 -tabs`",
        target.epic_sqlite(&all),
        target.sqlite(&everything),
        Subject::Ratio(1.15),
        Some(25.0),
    );
    row(
        title,
        "PostgreSQL",
        "`psql -XAt`, `FETCH_COUNT` 10,000",
        target.epic_postgres(&all),
        target.psql(&everything, &["-v", "FETCH_COUNT=10000"]),
        Subject::Ratio(0.9),
        Some(20.0),
    );

    // Somebody in the last third, whom one word finds: the words are rare in the small company just as well.
    let rare = |size: u64| format!("{}@", 8 + size * 2 / 3);
    let search = |size| words(&format!("customer list --search {}", rare(size)));
    let title = format!(
        "`customer list --search`, rare match in {} customers",
        target.size
    );
    let floor = format!("the same in {}", target.small);
    let small_sqlite = format!("sqlite://{}/small-sqlite.db", target.work);
    row(
        title.clone(),
        "SQLite",
        &floor,
        target.epic_sqlite(&search(target.size)),
        target.world(&search(target.small), "small-sqlite", &small_sqlite),
        Subject::Ratio(1.5),
        None,
    );
    row(
        title,
        "PostgreSQL",
        &floor,
        target.epic_postgres(&search(target.size)),
        target.world(&search(target.small), "small-postgres", &target.small_url),
        Subject::Ratio(1.5),
        None,
    );

    for sort in ["id", "-total"] {
        let order = sort.replace("-total", "total_cents DESC, id DESC");
        let deep = target.ask(&format!(
            "SELECT id FROM contracts ORDER BY {order} LIMIT 1 OFFSET (SELECT count(*) * 9 / 10 FROM contracts)"
        ));
        let first = words(&format!("contract list --limit 50 --sort {sort}"));
        let later = words(&format!(
            "contract list --limit 50 --sort {sort} --after {deep}"
        ));
        let title =
            format!("`contract list --limit 50 --sort {sort} --after ID` at 90 % of {contracts}");
        let floor = "the first page";
        row(
            title.clone(),
            "SQLite",
            floor,
            target.epic_sqlite(&later),
            target.epic_sqlite(&first),
            Subject::Ratio(1.1),
            None,
        );
        row(
            title,
            "PostgreSQL",
            floor,
            target.epic_postgres(&later),
            target.epic_postgres(&first),
            Subject::Ratio(1.1),
            None,
        );
    }

    for flag in ["--help", "--version"] {
        let nothing = Program {
            words: vec!["true".to_owned()],
            environment: Vec::new(),
        };
        row(
            format!("`epic {flag}`"),
            "none",
            "`true`",
            target.epic_sqlite(&words(flag)),
            nothing,
            Subject::Extra(0.001),
            None,
        );
    }
    rows
}

/// The commands whose round trips are counted, with their budgets: what reads, then what writes.
pub fn counted(target: &Target) -> Vec<(Vec<String>, usize)> {
    let own = |more: &str| {
        target.ask(&format!(
            "SELECT k.id FROM contracts k JOIN customers c ON c.id = k.customer_id
               JOIN collaborators s ON s.id = c.sales_contact_id
              WHERE s.login = 'CBrunel' AND {more} ORDER BY k.id DESC LIMIT 1"
        ))
    };
    let unpaid = own("k.due_cents > 100");
    let signed = own("k.status = 'signed'");
    let pending = own("k.status <> 'signed'");
    let mut counted: Vec<(Vec<String>, usize)> = [
        "whoami",
        "contract list --unpaid --limit 50",
        "contract list --mine --limit 50",
        "customer list --search lyon --limit 50",
        "event list --upcoming --limit 50",
        "customer show 1 --json",
        "search lyon gala --limit 20",
    ]
    .map(|text| (words(text), 3))
    .to_vec();
    // Names and everything that a list can be asked for at once.
    let customer = target.ask(
        "SELECT c.email FROM customers c JOIN collaborators s ON s.id = c.sales_contact_id
          WHERE s.login = 'CBrunel' ORDER BY c.id LIMIT 1",
    );
    let everything = format!(
        "contract list --search example --after 1 --limit 50 --sales-contact CBrunel --customer {customer}"
    );
    counted.push((words(&everything), 3));
    for text in [
        format!("contract pay {unpaid} 1"),
        format!("contract update {pending} --total 900"),
        format!("contract sign {pending}"),
        "customer update 1 --phone +33612345678".to_owned(),
        "customer create --first-name Zoé --last-name Noël --email zoe@noel.example --phone +33612345679 --company Noël"
            .to_owned(),
        format!(
            "event create --contract {signed} --title Gala --start 2099-05-20T18:00Z --end +3h --location Lyon --attendees 9"
        ),
    ] {
        counted.push((words(&text), 6));
    }
    counted
}
