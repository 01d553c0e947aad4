//! Pickers: the records of a list that best match what was typed so far, for a prompt that asks at every key.

use std::collections::BTreeMap;

use diesel::QueryResult;

use super::collaborators::{Collaborator, CollaboratorFilter};
use super::connection::AnyConnection;
use super::contracts::{ContractFilter, ContractRow};
use super::customers::{CustomerFilter, CustomerRow};
use super::events::{EventFilter, EventRow};
use super::search::rank::{Findable, Place, holds_with_id, place};
use super::search::{Matches, POOL, Query, Search, Tier, named_ids, search};
use super::{Page, Sort, collaborators, contracts, customers, events};
use crate::domain::Noun;

macro_rules! pickers {
    ($($(#[$doc:meta])* $name:ident, $filter:ty, $row:ty;)+) => {$(
        $(#[$doc])*
        /// The best answers first, or the newest records when nothing was typed: as many as a person looks through, for
        /// a list that is asked for at every key.
        ///
        /// # Errors
        ///
        /// Those of the database.
        pub fn $name(
            conn: &mut AnyConnection,
            text: &str,
            filter: &$filter,
            limit: usize,
        ) -> QueryResult<Vec<$row>> {
            let query = Query::new(text);
            if query.is_empty() {
                return filter.rows(conn, None, true, limit);
            }
            let found = best_of(conn, &query, filter, limit)?;
            Ok(found.into_iter().map(|(_, row)| row).collect())
        }
    )+};
}

pickers! {
    /// The customers of a filter that hold what was typed.
    customers, CustomerFilter, CustomerRow;
    /// The contracts of a filter that hold what was typed.
    contracts, ContractFilter, ContractRow;
    /// The events of a filter that hold what was typed.
    events, EventFilter, EventRow;
    /// The collaborators of a filter that hold what was typed.
    collaborators, CollaboratorFilter, Collaborator;
}

/// The list that a filter makes.
trait Picker {
    type Row: Findable;

    const NOUN: Noun;

    /// The first or the last rows by id.
    fn rows(
        &self,
        conn: &mut AnyConnection,
        search: Option<Search>,
        newest: bool,
        limit: usize,
    ) -> QueryResult<Vec<Self::Row>>;

    /// The row of an id, if the filter lets it through.
    fn row(&self, conn: &mut AnyConnection, id: i64) -> QueryResult<Option<Self::Row>>;
}

macro_rules! picker {
    ($filter:ty, $row:ty, $noun:ident, $list:ident) => {
        impl Picker for $filter {
            type Row = $row;

            const NOUN: Noun = Noun::$noun;

            fn rows(
                &self,
                conn: &mut AnyConnection,
                search: Option<Search>,
                newest: bool,
                limit: usize,
            ) -> QueryResult<Vec<$row>> {
                let filter = Self {
                    search,
                    ..self.clone()
                };
                let mut rows = Vec::new();
                $list::list::<diesel::result::Error>(
                    conn,
                    &filter,
                    &first(newest, limit),
                    |row| {
                        rows.push(row);
                        Ok(())
                    },
                )?;
                Ok(rows)
            }

            fn row(&self, conn: &mut AnyConnection, id: i64) -> QueryResult<Option<$row>> {
                let search = Search {
                    typed: Some(id),
                    matches: Matches::Ids(Vec::new()),
                };
                Ok(self.rows(conn, Some(search), false, 1)?.pop())
            }
        }
    };
}

picker!(CustomerFilter, CustomerRow, Customer, customers);
picker!(ContractFilter, ContractRow, Contract, contracts);
picker!(EventFilter, EventRow, Event, events);
picker!(
    CollaboratorFilter,
    Collaborator,
    Collaborator,
    collaborators
);

fn first<S: Sort, A>(descending: bool, limit: usize) -> Page<S, A> {
    Page {
        descending,
        limit: Some(i64::try_from(limit).unwrap_or(i64::MAX)),
        ..Page::everything()
    }
}

/// The best answers of one kind, the best first.
fn best_of<F: Picker>(
    conn: &mut AnyConnection,
    query: &Query,
    filter: &F,
    limit: usize,
) -> QueryResult<Vec<(Place, F::Row)>> {
    let mut found: BTreeMap<i64, (Place, F::Row)> = BTreeMap::new();
    for (id, certain) in named_ids(query, F::NOUN) {
        if let Some(row) = filter.row(conn, id)?
            && (certain || holds_with_id(&row, query))
        {
            found.insert(id, (place(&row, query), row));
        }
    }
    if !query.is_empty() {
        let pool = POOL.max(limit);
        let mut look = |conn: &mut AnyConnection, tier| -> QueryResult<usize> {
            let search = Search {
                typed: None,
                ..search(conn, F::NOUN, query, tier)?
            };
            let rows = filter.rows(conn, Some(search), false, pool)?;
            let count = rows.len();
            for row in rows {
                let place = place(&row, query);
                found.insert(row.id(), (place, row));
            }
            Ok(count)
        };
        // Where all of them are in the pool, that is all; else the better ones may be behind it.
        if look(conn, Tier::Anywhere)? >= pool && look(conn, Tier::Whole)? < limit {
            look(conn, Tier::Start)?;
        }
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by_key(|(place, _)| *place);
    found.truncate(limit);
    Ok(found)
}

impl Findable for CustomerRow {
    fn noun(&self) -> Noun {
        Noun::Customer
    }

    fn id(&self) -> i64 {
        self.customer.id.0
    }

    fn names(&self) -> Vec<&str> {
        let customer = &self.customer;
        vec![&customer.first_name, &customer.last_name, &customer.company]
    }

    fn others(&self) -> Vec<&str> {
        vec![&self.customer.email, &self.customer.phone]
    }
}

impl Findable for ContractRow {
    fn noun(&self) -> Noun {
        Noun::Contract
    }

    fn id(&self) -> i64 {
        self.contract.id.0
    }

    fn names(&self) -> Vec<&str> {
        let customer = &self.customer;
        vec![&customer.first_name, &customer.last_name, &customer.company]
    }

    // A contract does not show the e-mail and the phone of its customer: what is found there counts as found last.
    fn others(&self) -> Vec<&str> {
        Vec::new()
    }
}

impl Findable for EventRow {
    fn noun(&self) -> Noun {
        Noun::Event
    }

    fn id(&self) -> i64 {
        self.event.id.0
    }

    fn names(&self) -> Vec<&str> {
        let customer = &self.customer;
        vec![
            &self.event.title,
            &customer.first_name,
            &customer.last_name,
            &customer.company,
        ]
    }

    fn others(&self) -> Vec<&str> {
        let event = &self.event;
        let customer = &self.customer;
        vec![
            &event.location,
            &event.notes,
            &customer.email,
            &customer.phone,
        ]
    }
}

impl Findable for Collaborator {
    fn noun(&self) -> Noun {
        Noun::Collaborator
    }

    fn id(&self) -> i64 {
        self.id.0
    }

    fn names(&self) -> Vec<&str> {
        vec![&self.first_name, &self.last_name, &self.login]
    }

    fn others(&self) -> Vec<&str> {
        vec![&self.email, &self.phone]
    }
}
