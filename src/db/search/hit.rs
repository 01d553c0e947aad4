//! Search hit of any noun: displayed values and ranked texts, from the column descriptions.

use std::collections::BTreeMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text};
use diesel::sqlite::SqliteConnection;

use super::SHARED;
use super::index::FEW;
use super::rank::Findable;
use crate::db::types::UtcInstant;
use crate::domain::{Cents, ContractStatus, Instant, Noun, Searched};

/// Searched texts by column.
pub type Texts = BTreeMap<String, String>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub noun: Noun,
    pub id: i64,
    /// Names, including those of the customer.
    pub names: Texts,
    pub others: Texts,
    pub status: Option<ContractStatus>,
    pub total_cents: Option<Cents>,
    pub due_cents: Option<Cents>,
    pub start_at: Option<Instant>,
}

impl Hit {
    /// Returns the text of a column; empty if the record has none.
    pub fn text(&self, column: &str) -> &str {
        let text = self.names.get(column).or_else(|| self.others.get(column));
        text.map_or("", String::as_str)
    }
}

impl Findable for Hit {
    fn texts(&self, searched: Searched) -> Vec<String> {
        let texts = match searched {
            Searched::Name => &self.names,
            _ => &self.others,
        };
        texts.values().cloned().collect()
    }
}

/// Hit, with `named` if it was fetched by id.
pub struct Found {
    pub hit: Hit,
    pub named: bool,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    noun: Noun,
    #[diesel(sql_type = Bool)]
    named: bool,
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    names: String,
    #[diesel(sql_type = Text)]
    others: String,
    #[diesel(sql_type = Nullable<Text>)]
    status: Option<ContractStatus>,
    #[diesel(sql_type = Nullable<BigInt>)]
    total_cents: Option<Cents>,
    #[diesel(sql_type = Nullable<BigInt>)]
    due_cents: Option<Cents>,
    #[diesel(sql_type = Nullable<UtcInstant>)]
    start_at: Option<Instant>,
}

impl Row {
    fn found(self) -> QueryResult<Found> {
        let texts = |json: &str| -> QueryResult<Texts> {
            let texts: BTreeMap<String, Option<String>> = serde_json::from_str(json)
                .map_err(|error| diesel::result::Error::DeserializationError(error.into()))?;
            let texts = texts.into_iter();
            Ok(texts
                .filter_map(|(name, text)| Some((name, text?)))
                .collect())
        };
        Ok(Found {
            hit: Hit {
                noun: self.noun,
                id: self.id,
                names: texts(&self.names)?,
                others: texts(&self.others)?,
                status: self.status,
                total_cents: self.total_cents,
                due_cents: self.due_cents,
                start_at: self.start_at,
            },
            named: self.named,
        })
    }
}

/// Renders the query of a noun's records by id; `object` is the function that builds a JSON object.
fn select(noun: Noun, object: &str) -> String {
    let (table, own_joins) = (
        noun.table(),
        match noun {
            Noun::Contract => " JOIN customers c ON c.id = t.customer_id",
            Noun::Event => {
                " JOIN contracts k ON k.id = t.contract_id JOIN customers c ON c.id = k.customer_id"
            }
            _ => "",
        },
    );
    let texts = |searched| {
        let own = noun
            .searched(searched)
            .map(|name| format!("'{name}', t.{name}"));
        // Contracts do not show e-mail and phone of their customer: matches in them rank last.
        let has_customer =
            noun == Noun::Event || noun == Noun::Contract && searched == Searched::Name;
        let customers = has_customer
            .then(|| Noun::Customer.searched(searched))
            .into_iter()
            .flatten();
        let customers = customers.map(|name| format!("'{name}', c.{name}"));
        own.chain(customers).collect::<Vec<_>>().join(", ")
    };
    let contract = match noun {
        Noun::Contract => "t.status, t.total_cents, t.due_cents",
        _ => {
            "CAST(NULL AS text) AS status, CAST(NULL AS bigint) AS total_cents, CAST(NULL AS bigint) AS due_cents"
        }
    };
    let start_at = match noun {
        Noun::Event => "t.start_at",
        _ => "CAST(NULL AS timestamptz) AS start_at",
    };
    format!(
        "SELECT f.noun, f.named, t.id, CAST({object}({}) AS text) AS names, CAST({object}({}) AS text) AS others, {contract}, {start_at}
           FROM found f JOIN {table} t ON t.id = f.id{own_joins} WHERE f.noun = '{noun}'",
        texts(Searched::Name),
        texts(Searched::Other),
    )
}

/// Fetches hits by tiers of patterns, the first ones indexed, and by ids, in one round trip.
pub fn find_postgres(
    conn: &mut PgConnection,
    nouns: &[Noun],
    tiers: &[(Vec<String>, i32)],
    pool: usize,
    limit: usize,
    named: &[(Noun, i64)],
) -> QueryResult<Vec<Found>> {
    let bound = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let words = |nouns: &mut dyn Iterator<Item = Noun>| nouns.map(Noun::as_str).collect::<Vec<_>>();
    let tiers = tiers
        .iter()
        .map(|(patterns, indexed)| serde_json::json!({ "patterns": patterns, "indexed": indexed }));
    let selects = Noun::SEARCHABLE.map(|noun| select(noun, "json_build_object"));
    let rows: Vec<Row> = diesel::sql_query(format!(
        "WITH found AS MATERIALIZED (
             SELECT f.kind AS noun, f.id, false AS named FROM epic_api.find($1, CAST($2 AS jsonb), $3, $4, $7, $8) AS f
             UNION ALL
             SELECT n.noun, n.id, true FROM unnest($5, $6) AS n (noun, id))
         {}",
        selects.join(" UNION ALL ")
    ))
    .bind::<Array<Text>, _>(words(&mut nouns.iter().copied()))
    .bind::<Text, _>(tiers.collect::<serde_json::Value>().to_string())
    .bind::<Integer, _>(bound(pool))
    .bind::<Integer, _>(bound(limit))
    .bind::<Array<Text>, _>(words(&mut named.iter().map(|it| it.0)))
    .bind::<Array<BigInt>, _>(named.iter().map(|it| it.1).collect::<Vec<_>>())
    .bind::<Integer, _>(SHARED)
    .bind::<Integer, _>(FEW)
    .load(conn)?;
    rows.into_iter().map(Row::found).collect()
}

pub fn load(
    conn: &mut SqliteConnection,
    noun: Noun,
    ids: &[i64],
    named: bool,
) -> QueryResult<Vec<Found>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = diesel::sql_query(format!(
        "WITH found AS MATERIALIZED (SELECT '{noun}' AS noun, value AS id, {named} AS named FROM json_each(?)) {}",
        select(noun, "json_object")
    ))
    .bind::<Text, _>(serde_json::Value::from(ids).to_string())
    .load(conn)?;
    rows.into_iter().map(Row::found).collect()
}
