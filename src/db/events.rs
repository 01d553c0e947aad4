//! What the contracts are for: rows, filters and queries of the table `events`.

use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use diesel::sqlite::Sqlite;

use super::collaborators::CollaboratorName;
use super::connection::AnyConnection;
use super::customers::Customer;
use super::needs::{Known, Needs, with_row};
use super::page::{bounded, counted, ordered, stream};
use super::schema::{collaborators, contracts, customers, events};
use super::search::{self, Search, customer_holds, holds, searched};
use super::several::{give, in_parts};
use super::way::{Sought, Way};
use super::{Page, Sort};
use crate::domain::{CollaboratorId, ContractId, ContractStatus, CustomerId, EventId, Instant};

/// A row of `events`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = events)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct Event {
    pub id: EventId,
    pub contract_id: ContractId,
    pub title: String,
    pub start_at: Instant,
    pub end_at: Instant,
    pub location: String,
    pub attendees: i32,
    pub notes: String,
    pub support_contact_id: Option<CollaboratorId>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

/// What an event shows of its contract.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = contracts)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct EventContract {
    pub id: ContractId,
    pub status: ContractStatus,
}

/// What an event shows of its customer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customers)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct EventCustomer {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub company: String,
    pub email: String,
    pub phone: String,
}

impl From<Customer> for EventCustomer {
    fn from(customer: Customer) -> Self {
        Self {
            id: customer.id,
            first_name: customer.first_name,
            last_name: customer.last_name,
            company: customer.company,
            email: customer.email,
            phone: customer.phone,
        }
    }
}

/// An event with its contract, customer and support contact.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = events)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct EventRow {
    #[diesel(embed)]
    pub event: Event,
    #[diesel(embed)]
    pub contract: EventContract,
    #[diesel(embed)]
    pub customer: EventCustomer,
    #[diesel(embed)]
    pub support_contact: Option<CollaboratorName>,
}

/// An event to be; it is born without a support contact.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct NewEvent<'a> {
    pub contract_id: ContractId,
    pub title: &'a str,
    pub start_at: Instant,
    pub end_at: Instant,
    pub location: &'a str,
    pub attendees: i32,
    pub notes: &'a str,
}

/// The columns that change; `None` leaves one as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = events)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct EventChanges {
    pub title: Option<String>,
    pub start_at: Option<Instant>,
    pub end_at: Option<Instant>,
    pub location: Option<String>,
    pub attendees: Option<i32>,
    pub notes: Option<String>,
}

/// Which events a list shows.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// Those whose customer has this sales contact.
    pub sales_contact: Option<CollaboratorId>,
    /// Those that this collaborator runs.
    pub support_contact: Option<CollaboratorId>,
    /// Those that nobody runs yet.
    pub unassigned: bool,
    /// Those of this contract.
    pub contract: Option<ContractId>,
    /// Those of this customer.
    pub customer: Option<CustomerId>,
    /// Those that start at this instant or later.
    pub from: Option<Instant>,
    /// Those that start before this instant.
    pub before: Option<Instant>,
    /// Those that a search lets through.
    pub search: Option<Search>,
}

/// What a list of events can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is named for its column")]
pub enum EventSort {
    #[default]
    Id,
    Contract,
    Company,
    Title,
    StartAt,
    EndAt,
    Location,
    Attendees,
    CreatedAt,
    UpdatedAt,
}

impl Sort for EventSort {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("id", Self::Id),
        ("contract.id", Self::Contract),
        ("customer.company", Self::Company),
        ("title", Self::Title),
        ("start_at", Self::StartAt),
        ("end_at", Self::EndAt),
        ("location", Self::Location),
        ("attendees", Self::Attendees),
        ("created_at", Self::CreatedAt),
        ("updated_at", Self::UpdatedAt),
    ];
}

impl Event {
    fn search_text(&self) -> String {
        search::document(&[&self.title, &self.location, &self.notes])
    }

    /// What a search looks into, as it will be.
    fn with(&self, changes: &EventChanges) -> Self {
        let old = self.clone();
        Self {
            title: changes.title.clone().unwrap_or(old.title),
            location: changes.location.clone().unwrap_or(old.location),
            notes: changes.notes.clone().unwrap_or(old.notes),
            ..old
        }
    }
}

/// Events with everything that a record of theirs shows.
macro_rules! joined {
    () => {
        joined!(&Way::FREE)
    };
    ($way:expr) => {{
        // In the order of another table, that one is read first: events are looked up by contracts by customers then.
        let passed = $way.comes_across();
        let contract = Sought { column: contracts::id, passed };
        let customer = Sought { column: customers::id, passed };
        events::table
            .inner_join(
                contracts::table
                    .inner_join(customers::table.on(contracts::customer_id.eq(customer)))
                    .on(events::contract_id.eq(contract)),
            )
            .left_join(
                collaborators::table
                    .on(events::support_contact_id.eq(collaborators::id.nullable())),
            )
    }};
}

/// The columns of a row, where what is written is returned.
macro_rules! row {
    () => {
        (
            events::id,
            events::contract_id,
            events::title,
            events::start_at,
            events::end_at,
            events::location,
            events::attendees,
            events::notes,
            events::support_contact_id,
            events::created_at,
            events::updated_at,
            events::version,
        )
    };
}

/// The event of an id.
pub fn find(conn: &mut AnyConnection, id: EventId) -> QueryResult<Option<EventRow>> {
    joined!()
        .filter(events::id.eq(id))
        .select(EventRow::as_select())
        .first(conn)
        .optional()
}

/// The events of some ids, those that there are, in any order.
pub fn find_all(conn: &mut AnyConnection, ids: &[EventId]) -> QueryResult<Vec<EventRow>> {
    in_parts(ids, |ids| {
        joined!()
            .filter(events::id.eq_any(ids))
            .select(EventRow::as_select())
            .load(conn)
    })
}

/// The same, each with another event that a collaborator runs at its time, the first by id, if there is any.
pub fn find_all_with_overlaps(
    conn: &mut AnyConnection,
    ids: &[EventId],
    support_contact: CollaboratorId,
) -> QueryResult<Vec<(EventRow, Option<EventId>)>> {
    in_parts(ids, |ids| {
        // No index brings them in the order of their ids: `+ 0`, or it would be walked from its beginning.
        let overlap = sql::<Nullable<BigInt>>(
            "(SELECT min(other.id + 0) FROM events other WHERE other.support_contact_id = ",
        )
        .bind::<BigInt, _>(support_contact)
        .sql(
            " AND other.id <> events.id AND other.start_at < events.end_at AND other.end_at > events.start_at)",
        );
        joined!()
            .filter(events::id.eq_any(ids))
            .select((EventRow::as_select(), overlap))
            .load(conn)
    })
}

/// Creates an event.
pub fn insert(conn: &mut AnyConnection, new: &NewEvent<'_>, now: Instant) -> QueryResult<EventId> {
    diesel::insert_into(events::table)
        .values((
            events::contract_id.eq(new.contract_id),
            events::title.eq(new.title),
            events::start_at.eq(new.start_at),
            events::end_at.eq(new.end_at),
            events::location.eq(new.location),
            events::attendees.eq(new.attendees),
            events::notes.eq(new.notes),
            events::search_text.eq(search::document(&[new.title, new.location, new.notes])),
            events::created_at.eq(now),
            events::updated_at.eq(now),
        ))
        .returning(events::id)
        .get_result(conn)
}

/// Changes a row that still has the version of `old`, and returns it as it is then; `None` when it is another by now.
pub fn update(
    conn: &mut AnyConnection,
    old: &Event,
    changes: &EventChanges,
    now: Instant,
) -> QueryResult<Option<Event>> {
    let search_text = old.with(changes).search_text();
    let folded = (search_text != old.search_text()).then_some(search_text);
    diesel::update(
        events::table
            .filter(events::id.eq(old.id))
            .filter(events::version.eq(old.version)),
    )
    .set((
        changes,
        folded.map(|text| events::search_text.eq(text)),
        events::updated_at.eq(now),
        events::version.eq(events::version + 1),
    ))
    .returning(row!())
    .get_result(conn)
    .optional()
}

/// Gives some events to a support contact, or takes them from theirs, and returns those that still had the versions of
/// `old`, in any order.
pub fn assign(
    conn: &mut AnyConnection,
    old: &[&Event],
    support_contact: Option<CollaboratorId>,
    now: Instant,
) -> QueryResult<Vec<Event>> {
    if old.is_empty() {
        return Ok(Vec::new());
    }
    give!(
        conn,
        "epic_api.assign",
        events,
        support_contact_id,
        Event,
        old,
        support_contact,
        now
    )
}

/// What a list has to know before it is read, and the event that it begins behind.
pub fn known(
    conn: &mut AnyConnection,
    needs: &Needs,
    after: Option<EventId>,
) -> QueryResult<(Known, Option<EventRow>)> {
    with_row!(conn, needs, after, EventRow, |id| joined!()
        .filter(events::id.eq(id)))
}

/// Narrows a query down by what the rows of the table tell themselves.
macro_rules! narrowed {
    ($query:ident, $filter:ident, $way:ident) => {{
        if let Some(id) = $filter.support_contact {
            $query = $query.filter(
                Sought {
                    column: events::support_contact_id,
                    passed: $way.passes("support"),
                }
                .eq(id),
            );
        }
        if $filter.unassigned {
            $query = $query.filter(
                Sought {
                    column: events::support_contact_id,
                    passed: $way.passes("support"),
                }
                .is_null(),
            );
        }
        if let Some(id) = $filter.contract {
            $query = $query.filter(
                Sought {
                    column: events::contract_id,
                    passed: $way.passes("contract"),
                }
                .eq(id),
            );
        }
        if let Some(from) = $filter.from {
            $query = $query.filter(
                Sought {
                    column: events::start_at,
                    passed: $way.passes("days"),
                }
                .ge(from),
            );
        }
        if let Some(before) = $filter.before {
            $query = $query.filter(
                Sought {
                    column: events::start_at,
                    passed: $way.passes("days"),
                }
                .lt(before),
            );
        }
    }};
}

macro_rules! filtered {
    ($backend:ident, $filter:expr, $select:expr, $way:expr) => {{
        let (filter, way): (&EventFilter, &Way) = ($filter, $way);
        let mut query = joined!(way).select($select).into_boxed::<$backend>();
        if let Some(id) = filter.sales_contact {
            query = query.filter(
                Sought {
                    column: customers::sales_contact_id,
                    passed: way.passes("sales_contact"),
                }
                .eq(id),
            );
        }
        if let Some(id) = filter.customer {
            query = query.filter(
                Sought {
                    column: contracts::customer_id,
                    passed: way.passes("customer"),
                }
                .eq(id),
            );
        }
        searched!(
            $backend,
            query,
            &filter.search,
            Sought {
                column: events::id,
                passed: way.passes("search")
            },
            events::id,
            |needle| holds!($backend, events::search_text, needle).or(customer_holds!(
                $backend,
                "events.contract_id",
                needle
            ))
        );
        narrowed!(query, filter, way);
        query
    }};
}

/// The rows of the table alone, for counting: what others tell is not asked, and joining it would read those too.
macro_rules! alone {
    ($backend:ident, $filter:expr, $select:expr, $way:expr) => {{
        let (filter, way): (&EventFilter, &Way) = ($filter, $way);
        let mut query = events::table.select($select).into_boxed::<$backend>();
        narrowed!(query, filter, way);
        query
    }};
}

macro_rules! by {
    ($query:ident, $page:ident, $way:expr) => {
        ordered!($query, $page, $way, events::id, |row: &EventRow| row
            .event
            .id)
    };
    ($query:ident, $page:ident, $way:expr, $column:ident) => {
        ordered!(
            $query,
            $page,
            $way,
            events::id,
            |row: &EventRow| row.event.id,
            events::$column,
            |row: &EventRow| row.event.$column.clone()
        )
    };
}

macro_rules! listing {
    ($backend:ident, $filter:expr, $page:expr, $way:expr) => {{
        let (filter, page): (&EventFilter, &Page<EventSort, EventRow>) = ($filter, $page);
        let mut query = filtered!($backend, filter, EventRow::as_select(), $way);
        bounded!(query, page);
        match page.sort {
            EventSort::Id => by!(query, page, $way),
            EventSort::Contract => ordered!(
                query,
                page,
                $way,
                events::id,
                |row: &EventRow| row.event.id,
                events::contract_id = contracts::id,
                |row: &EventRow| row.event.contract_id
            ),
            EventSort::Company => ordered!(
                query,
                page, $way,
                events::id,
                |row: &EventRow| row.event.id,
                joined customers::company,
                |row: &EventRow| row.customer.company.clone()
            ),
            EventSort::Title => by!(query, page, $way, title),
            EventSort::StartAt => by!(query, page, $way, start_at),
            EventSort::EndAt => {
                // No event ends before it starts: the list begins there.
                if let Some(from) = filter.from {
                    query = query.filter(events::end_at.gt(from));
                }
                by!(query, page, $way, end_at)
            }
            EventSort::Location => by!(query, page, $way, location),
            EventSort::Attendees => by!(query, page, $way, attendees),
            EventSort::CreatedAt => by!(query, page, $way, created_at),
            EventSort::UpdatedAt => by!(query, page, $way, updated_at),
        }
    }};
}

/// Hands every event of a page to `each`, as the database delivers them.
///
/// # Errors
///
/// Those of the database, and whatever `each` returns.
pub fn list<E: From<diesel::result::Error>>(
    conn: &mut AnyConnection,
    filter: &EventFilter,
    page: &Page<EventSort, EventRow>,
    mut each: impl FnMut(EventRow) -> Result<(), E>,
) -> Result<(), E> {
    stream!(conn, EventRow, each, listing, filter, page, |conn| filter
        .way(
        conn, page
    )?);
    Ok(())
}

/// How many events a filter lets through, `bound` at most.
pub fn count_filtered(
    conn: &mut AnyConnection,
    filter: &EventFilter,
    bound: i64,
) -> QueryResult<i64> {
    if filter.search.is_none() && filter.sales_contact.is_none() && filter.customer.is_none() {
        return counted!(conn, alone, filter, events::id, bound);
    }
    counted!(conn, filtered, filter, events::id, bound)
}
