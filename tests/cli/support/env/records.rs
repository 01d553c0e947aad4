//! Inserts records without the program: many at once, or in states that no command leads to. A test names the values
//! that matter to it and leaves the others at their defaults. The program's own functions compute derived columns.

use epic::db::search::{company, document_of};
use epic::domain::Noun;
use serde::Serialize;
use serde_json::{Map, Value};

use super::TestEnv;

/// Creation time of all records.
const CREATED: &str = "2026-01-01T00:00:00Z";

/// Rows per statement.
const CHUNK: usize = 500;

/// A record that can be inserted, with a field for each column.
pub trait Record: Serialize + Sized {
    /// Noun whose table holds it.
    const NOUN: Noun;

    /// Returns the record with default values.
    fn usual() -> Self;

    /// Returns the columns that are computed from the others.
    fn derived(&self) -> Vec<(&'static str, String)> {
        vec![("search_text", document_of(Self::NOUN, self))]
    }
}

/// A customer, by default of CBrunel's.
#[derive(Debug, Clone, Serialize)]
pub struct Customer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub company: String,
    pub sales_contact_id: Option<i64>,
}

impl Record for Customer {
    const NOUN: Noun = Noun::Customer;

    fn usual() -> Self {
        Self {
            id: None,
            first_name: "Jean".to_owned(),
            last_name: "Dupont".to_owned(),
            email: "jean@dupont.example".to_owned(),
            phone: "+33601020304".to_owned(),
            company: "Dupont".to_owned(),
            sales_contact_id: Some(2),
        }
    }

    fn derived(&self) -> Vec<(&'static str, String)> {
        vec![
            ("search_text", document_of(Self::NOUN, self)),
            ("company_folded", company(&self.company)),
        ]
    }
}

/// A contract, by default of customer 1, unsigned and half paid.
#[derive(Debug, Clone, Serialize)]
pub struct Contract {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    pub customer_id: i64,
    pub total_cents: i64,
    pub due_cents: i64,
    pub status: &'static str,
    pub signed_at: Option<&'static str>,
}

impl Contract {
    /// Marks the contract as signed.
    pub fn sign(&mut self) {
        self.status = "signed";
        self.signed_at = Some(CREATED);
    }
}

impl Record for Contract {
    const NOUN: Noun = Noun::Contract;

    fn usual() -> Self {
        Self {
            id: None,
            customer_id: 1,
            total_cents: 1000,
            due_cents: 500,
            status: "unsigned",
            signed_at: None,
        }
    }

    fn derived(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// An event, by default of the signed contract 2, in the far future and unassigned.
#[derive(Debug, Clone, Serialize)]
pub struct Event {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    pub contract_id: i64,
    pub title: String,
    pub start_at: String,
    pub end_at: String,
    pub location: String,
    pub attendees: i64,
    pub notes: String,
    pub support_contact_id: Option<i64>,
}

impl Record for Event {
    const NOUN: Noun = Noun::Event;

    fn usual() -> Self {
        Self {
            id: None,
            contract_id: 2,
            title: "Bal".to_owned(),
            start_at: "2099-05-20T16:00:00Z".to_owned(),
            end_at: "2099-05-20T19:00:00Z".to_owned(),
            location: "Lyon".to_owned(),
            attendees: 9,
            notes: String::new(),
            support_contact_id: None,
        }
    }
}

/// A collaborator, by default active and of the sales department.
#[derive(Debug, Clone, Serialize)]
pub struct Collaborator {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub department: &'static str,
    pub active: bool,
}

impl Record for Collaborator {
    const NOUN: Noun = Noun::Collaborator;

    fn usual() -> Self {
        Self {
            id: None,
            login: "JDupont".to_owned(),
            first_name: "Jean".to_owned(),
            last_name: "Dupont".to_owned(),
            email: "jdupont@epic-events.example".to_owned(),
            phone: "+33601020304".to_owned(),
            department: "sales",
            active: true,
        }
    }
}

/// Builds a record that differs from the defaults by a change.
pub fn record<R: Record>(change: impl FnOnce(&mut R)) -> R {
    let mut record = R::usual();
    change(&mut record);
    record
}

/// Renders the statements that insert records, all of which have an id or none.
pub fn inserts<R: Record>(records: &[R]) -> String {
    let rows: Vec<Map<String, Value>> = records.iter().map(row).collect();
    let mut sql = String::new();
    for rows in rows.chunks(CHUNK) {
        let names: Vec<&str> = rows[0].keys().map(String::as_str).collect();
        // PostgreSQL's word for an id that is given.
        let overriding = if rows[0].contains_key("id") {
            " OVERRIDING SYSTEM VALUE"
        } else {
            ""
        };
        let values: Vec<String> = rows
            .iter()
            .map(|row| {
                let values: Vec<String> = row.values().map(literal).collect();
                format!("({})", values.join(", "))
            })
            .collect();
        sql.push_str(&format!(
            "INSERT INTO {} ({}){overriding} VALUES {};\n",
            R::NOUN.table(),
            names.join(", "),
            values.join(",\n")
        ));
    }
    sql
}

fn row(record: &impl Record) -> Map<String, Value> {
    let Ok(Value::Object(mut row)) = serde_json::to_value(record) else {
        panic!("a record is an object")
    };
    for (name, text) in record.derived() {
        row.insert(name.to_owned(), text.into());
    }
    for name in ["created_at", "updated_at"] {
        row.insert(name.to_owned(), CREATED.into());
    }
    row
}

fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::String(text) => format!("'{}'", text.replace('\'', "''")),
        other => other.to_string(),
    }
}

impl TestEnv {
    /// Adds a customer, and returns its id.
    #[track_caller]
    pub fn customer(&self, change: impl FnOnce(&mut Customer)) -> i64 {
        self.add(change)
    }

    /// Adds a contract, and returns its id.
    #[track_caller]
    pub fn contract(&self, change: impl FnOnce(&mut Contract)) -> i64 {
        self.add(change)
    }

    /// Adds an event, and returns its id.
    #[track_caller]
    pub fn event(&self, change: impl FnOnce(&mut Event)) -> i64 {
        self.add(change)
    }

    /// Adds a collaborator, who has no password, and returns the id.
    #[track_caller]
    pub fn collaborator(&self, change: impl FnOnce(&mut Collaborator)) -> i64 {
        self.add(change)
    }

    /// Adds customers in one transaction; a change is given their numbers, from 1.
    #[track_caller]
    pub fn customers(&self, count: usize, mut change: impl FnMut(&mut Customer, usize)) {
        let customers: Vec<Customer> = (1..=count)
            .map(|number| record(|it| change(it, number)))
            .collect();
        self.execute(&format!("BEGIN;\n{}COMMIT", inserts(&customers)));
    }

    #[track_caller]
    fn add<R: Record>(&self, change: impl FnOnce(&mut R)) -> i64 {
        self.execute(&inserts(&[record(change)]));
        let id = self.scalar(&format!("SELECT max(id) FROM {}", R::NOUN.table()));
        id.parse().expect("an id is a number")
    }
}
