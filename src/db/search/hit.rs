//! An answer to a search, whatever kind of record it is: what it shows, and what it is ranked by.

use std::collections::BTreeMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text};

use super::Needles;
use super::find::{POOL, named_ids};
use super::query::{Kind, Query, Tier};
use super::rank::{Findable, Place, holds_with_id, place};
use crate::db::collaborators::Collaborator;
use crate::db::contracts::ContractRow;
use crate::db::customers::CustomerRow;
use crate::db::events::EventRow;
use crate::db::types::UtcInstant;
use crate::domain::{Cents, ContractStatus, Instant};

/// A record that was found. What its kind does not have is empty.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct Hit {
    #[diesel(sql_type = Text)]
    pub kind: Kind,
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// The first name of the person, or of the customer.
    #[diesel(sql_type = Text)]
    pub first_name: String,
    #[diesel(sql_type = Text)]
    pub last_name: String,
    #[diesel(sql_type = Text)]
    pub company: String,
    #[diesel(sql_type = Text)]
    pub email: String,
    #[diesel(sql_type = Text)]
    pub phone: String,
    #[diesel(sql_type = Text)]
    pub login: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub location: String,
    #[diesel(sql_type = Text)]
    pub notes: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub status: Option<ContractStatus>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub total_cents: Option<Cents>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub due_cents: Option<Cents>,
    #[diesel(sql_type = Nullable<UtcInstant>)]
    pub start_at: Option<Instant>,
}

impl Hit {
    /// A record of a kind, of which nothing else is known yet.
    fn of(kind: Kind, id: i64) -> Self {
        Self {
            kind,
            id,
            first_name: String::new(),
            last_name: String::new(),
            company: String::new(),
            email: String::new(),
            phone: String::new(),
            login: String::new(),
            title: String::new(),
            location: String::new(),
            notes: String::new(),
            status: None,
            total_cents: None,
            due_cents: None,
            start_at: None,
        }
    }
}

impl From<CustomerRow> for Hit {
    fn from(row: CustomerRow) -> Self {
        let customer = row.customer;
        Self {
            first_name: customer.first_name,
            last_name: customer.last_name,
            company: customer.company,
            email: customer.email,
            phone: customer.phone,
            ..Self::of(Kind::Customer, customer.id.0)
        }
    }
}

impl From<ContractRow> for Hit {
    fn from(row: ContractRow) -> Self {
        let (contract, customer) = (row.contract, row.customer);
        Self {
            first_name: customer.first_name,
            last_name: customer.last_name,
            company: customer.company,
            status: Some(contract.status),
            total_cents: Some(contract.total_cents),
            due_cents: Some(contract.due_cents),
            ..Self::of(Kind::Contract, contract.id.0)
        }
    }
}

impl From<EventRow> for Hit {
    fn from(row: EventRow) -> Self {
        let (event, customer) = (row.event, row.customer);
        Self {
            first_name: customer.first_name,
            last_name: customer.last_name,
            company: customer.company,
            email: customer.email,
            phone: customer.phone,
            title: event.title,
            location: event.location,
            notes: event.notes,
            start_at: Some(event.start_at),
            ..Self::of(Kind::Event, event.id.0)
        }
    }
}

impl From<Collaborator> for Hit {
    fn from(row: Collaborator) -> Self {
        Self {
            first_name: row.first_name,
            last_name: row.last_name,
            email: row.email,
            phone: row.phone,
            login: row.login,
            ..Self::of(Kind::Collaborator, row.id.0)
        }
    }
}

impl Findable for Hit {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn names(&self) -> Vec<&str> {
        match self.kind {
            Kind::Customer | Kind::Contract => {
                vec![&self.first_name, &self.last_name, &self.company]
            }
            Kind::Event => vec![
                &self.title,
                &self.first_name,
                &self.last_name,
                &self.company,
            ],
            Kind::Collaborator => vec![&self.first_name, &self.last_name, &self.login],
        }
    }

    fn others(&self) -> Vec<&str> {
        match self.kind {
            Kind::Customer | Kind::Collaborator => vec![&self.email, &self.phone],
            // A contract does not show the e-mail and the phone of its customer: what is found there counts as found last.
            Kind::Contract => Vec::new(),
            Kind::Event => vec![&self.location, &self.notes, &self.email, &self.phone],
        }
    }
}

/// What PostgreSQL answers with.
#[derive(QueryableByName)]
struct Found {
    #[diesel(embed)]
    hit: Hit,
    /// Whether it is there because of its id.
    #[diesel(sql_type = Bool)]
    named: bool,
}

/// The records with the ids and words of `$1` to `$6`, whichever they are.
const FIND: &str = "
    WITH found AS MATERIALIZED (
        SELECT f.kind, f.id, false AS named FROM epic_api.find($1, CAST($2 AS jsonb), $3, $4) AS f
        UNION ALL
        SELECT n.kind, n.id, true FROM unnest($5, $6) AS n (kind, id))
    SELECT f.kind, f.named, c.id, c.first_name, c.last_name, c.company, c.email, c.phone, '' AS login, '' AS title, '' AS location,
           '' AS notes, NULL AS status, NULL::bigint AS total_cents, NULL::bigint AS due_cents, NULL::timestamptz AS start_at
      FROM found f JOIN customers c ON c.id = f.id WHERE f.kind = 'customer'
    UNION ALL
    SELECT f.kind, f.named, k.id, c.first_name, c.last_name, c.company, '', '', '', '', '', '', k.status, k.total_cents, k.due_cents, NULL
      FROM found f JOIN contracts k ON k.id = f.id JOIN customers c ON c.id = k.customer_id WHERE f.kind = 'contract'
    UNION ALL
    SELECT f.kind, f.named, e.id, c.first_name, c.last_name, c.company, c.email, c.phone, '', e.title, e.location, e.notes,
           NULL, NULL, NULL, e.start_at
      FROM found f JOIN events e ON e.id = f.id JOIN contracts k ON k.id = e.contract_id JOIN customers c ON c.id = k.customer_id
     WHERE f.kind = 'event'
    UNION ALL
    SELECT f.kind, f.named, s.id, s.first_name, s.last_name, '', s.email, s.phone, s.login, '', '', '', NULL, NULL, NULL, NULL
      FROM found f JOIN collaborators s ON s.id = f.id WHERE f.kind = 'collaborator'";

/// The answers of some kinds among which the best ones are, with their places, in one question to PostgreSQL.
pub(super) fn find_postgres(
    conn: &mut PgConnection,
    query: &Query,
    kinds: &[Kind],
    limit: usize,
) -> QueryResult<Vec<(Place, Hit)>> {
    let mut tiers = Vec::new();
    // Sharing words out is for events; for the others all are looked for in any order.
    for tier in [Tier::Anywhere, Tier::Whole, Tier::Start] {
        let (patterns, indexed) = Needles::new(query, Kind::Event, tier).all_patterns();
        tiers.push(serde_json::json!({ "patterns": patterns, "indexed": indexed }));
    }
    let named: Vec<(Kind, i64, bool)> = kinds
        .iter()
        .flat_map(|kind| {
            let ids = named_ids(query, *kind).into_iter();
            ids.map(|(id, certain)| (*kind, id, certain))
        })
        .collect();
    let bound = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let found: Vec<Found> = diesel::sql_query(FIND)
        .bind::<Array<Text>, _>(kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>())
        .bind::<Text, _>(serde_json::Value::from(tiers).to_string())
        .bind::<Integer, _>(bound(POOL.max(limit)))
        .bind::<Integer, _>(bound(limit))
        .bind::<Array<Text>, _>(named.iter().map(|it| it.0.as_str()).collect::<Vec<_>>())
        .bind::<Array<BigInt>, _>(named.iter().map(|it| it.1).collect::<Vec<_>>())
        .load(conn)?;
    let certain = |hit: &Hit| named.contains(&(hit.kind, hit.id, true));
    let hits: BTreeMap<(Kind, i64), (Place, Hit)> = found
        .into_iter()
        .filter(|it| !it.named || certain(&it.hit) || holds_with_id(&it.hit, query))
        .map(|it| ((it.hit.kind, it.hit.id), (place(&it.hit, query), it.hit)))
        .collect();
    Ok(hits.into_values().collect())
}
