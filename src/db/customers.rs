//! The clients' people: rows, filters and queries of the table `customers`.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sqlite::Sqlite;

use super::collaborators::{Collaborator, CollaboratorName};
use super::connection::AnyConnection;
use super::needs::{Known, Needs, with_row};
use super::page::{bounded, counted, ordered, stream};
use super::schema::{collaborators, contracts, customers, events};
use super::search::{self, Search, holds, searched};
use super::several::{give, in_parts};
use super::way::{Sought, Way};
use super::{Page, Sort};
use crate::domain::{CollaboratorId, CustomerId, Instant};

/// A row of `customers`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = customers)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct Customer {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub company: String,
    pub sales_contact_id: Option<CollaboratorId>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

/// A customer with the sales contact.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customers)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct CustomerRow {
    #[diesel(embed)]
    pub customer: Customer,
    #[diesel(embed)]
    pub sales_contact: Option<CollaboratorName>,
}

/// A customer to be.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct NewCustomer<'a> {
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: &'a str,
    pub phone: &'a str,
    pub company: &'a str,
    pub sales_contact_id: CollaboratorId,
}

/// The columns that change; `None` leaves one as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = customers)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct CustomerChanges {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub company: Option<String>,
}

/// Which customers a list shows.
#[derive(Debug, Clone, Default)]
pub struct CustomerFilter {
    /// Those of this sales contact.
    pub sales_contact: Option<CollaboratorId>,
    /// Those with an event that this collaborator runs.
    pub support_contact: Option<CollaboratorId>,
    /// Those whose company contains this text.
    pub company: Option<String>,
    /// Those among whom these companies are, where the index could tell.
    pub of_company: Option<Vec<i64>>,
    /// Those that a search lets through.
    pub search: Option<Search>,
}

/// What a list of customers can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is named for its column")]
pub enum CustomerSort {
    #[default]
    Id,
    FirstName,
    LastName,
    Email,
    Company,
    CreatedAt,
    UpdatedAt,
}

impl Sort for CustomerSort {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("id", Self::Id),
        ("first_name", Self::FirstName),
        ("last_name", Self::LastName),
        ("email", Self::Email),
        ("company", Self::Company),
        ("created_at", Self::CreatedAt),
        ("updated_at", Self::UpdatedAt),
    ];
}

impl Customer {
    fn search_text(&self) -> String {
        search::document(&[
            &self.first_name,
            &self.last_name,
            &self.company,
            &self.email,
            &self.phone,
        ])
    }

    /// The record as it will be.
    fn with(&self, changes: &CustomerChanges) -> Self {
        let changes = changes.clone();
        let old = self.clone();
        Self {
            first_name: changes.first_name.unwrap_or(old.first_name),
            last_name: changes.last_name.unwrap_or(old.last_name),
            email: changes.email.unwrap_or(old.email),
            phone: changes.phone.unwrap_or(old.phone),
            company: changes.company.unwrap_or(old.company),
            ..old
        }
    }
}

/// The columns of a row, where what is written is returned.
macro_rules! row {
    () => {
        (
            customers::id,
            customers::first_name,
            customers::last_name,
            customers::email,
            customers::phone,
            customers::company,
            customers::sales_contact_id,
            customers::created_at,
            customers::updated_at,
            customers::version,
        )
    };
}

diesel::alias! {
    const HEIRS: Alias<Heirs> = collaborators as heirs;
}

/// The customer of an id.
pub fn find(conn: &mut AnyConnection, id: CustomerId) -> QueryResult<Option<CustomerRow>> {
    customers::table
        .left_join(collaborators::table)
        .filter(customers::id.eq(id))
        .select(CustomerRow::as_select())
        .first(conn)
        .optional()
}

/// The customers of some ids, those that there are, in any order, each with a collaborator whom they may be given to.
pub fn find_all_with_heir(
    conn: &mut AnyConnection,
    ids: &[CustomerId],
    heir: CollaboratorId,
) -> QueryResult<Vec<(CustomerRow, Option<Collaborator>)>> {
    in_parts(ids, |ids| {
        customers::table
            .left_join(collaborators::table)
            .left_join(HEIRS.on(HEIRS.field(collaborators::id).eq(heir)))
            .filter(customers::id.eq_any(ids))
            .select((
                CustomerRow::as_select(),
                HEIRS.fields(super::collaborators::row!()).nullable(),
            ))
            .load(conn)
    })
}

/// Creates a customer.
pub fn insert(
    conn: &mut AnyConnection,
    new: &NewCustomer<'_>,
    now: Instant,
) -> QueryResult<CustomerId> {
    diesel::insert_into(customers::table)
        .values((
            customers::first_name.eq(new.first_name),
            customers::last_name.eq(new.last_name),
            customers::email.eq(new.email),
            customers::phone.eq(new.phone),
            customers::company.eq(new.company),
            customers::company_folded.eq(search::company(new.company)),
            customers::sales_contact_id.eq(new.sales_contact_id),
            customers::search_text.eq(search::document(&[
                new.first_name,
                new.last_name,
                new.company,
                new.email,
                new.phone,
            ])),
            customers::created_at.eq(now),
            customers::updated_at.eq(now),
        ))
        .returning(customers::id)
        .get_result(conn)
}

/// Changes a row that still has the version of `old`, and returns it as it is then; `None` when it is another by now.
pub fn update(
    conn: &mut AnyConnection,
    old: &Customer,
    changes: &CustomerChanges,
    now: Instant,
) -> QueryResult<Option<Customer>> {
    let search_text = old.with(changes).search_text();
    let folded = (search_text != old.search_text()).then_some(search_text);
    let company_folded = changes.company.as_deref().map(search::company);
    diesel::update(
        customers::table
            .filter(customers::id.eq(old.id))
            .filter(customers::version.eq(old.version)),
    )
    .set((
        changes,
        folded.map(|text| customers::search_text.eq(text)),
        company_folded.map(|text| customers::company_folded.eq(text)),
        customers::updated_at.eq(now),
        customers::version.eq(customers::version + 1),
    ))
    .returning(row!())
    .get_result(conn)
    .optional()
}

/// Gives some customers to another sales contact, and returns those that still had the versions of `old`, in any order.
pub fn transfer(
    conn: &mut AnyConnection,
    old: &[&Customer],
    sales_contact: CollaboratorId,
    now: Instant,
) -> QueryResult<Vec<Customer>> {
    if old.is_empty() {
        return Ok(Vec::new());
    }
    give!(
        conn,
        "epic_api.transfer",
        customers,
        sales_contact_id,
        Customer,
        old,
        Some(sales_contact),
        now
    )
}

/// What a list has to know before it is read, and the customer that it begins behind.
pub fn known(
    conn: &mut AnyConnection,
    needs: &Needs,
    after: Option<CustomerId>,
) -> QueryResult<(Known, Option<CustomerRow>)> {
    with_row!(conn, needs, after, CustomerRow, |id| customers::table
        .left_join(collaborators::table)
        .filter(customers::id.eq(id)))
}

macro_rules! filtered {
    ($backend:ident, $filter:expr, $select:expr, $way:expr) => {{
        let (filter, way): (&CustomerFilter, &Way) = ($filter, $way);
        let mut query = customers::table
            .left_join(collaborators::table)
            .select($select)
            .into_boxed::<$backend>();
        searched!(
            $backend,
            query,
            &filter.search,
            Sought {
                column: customers::id,
                passed: way.passes("search")
            },
            customers::id,
            |needle| holds!($backend, customers::search_text, needle)
        );
        if let Some(id) = filter.sales_contact {
            query = query.filter(
                Sought {
                    column: customers::sales_contact_id,
                    passed: way.passes("sales_contact"),
                }
                .eq(id),
            );
        }
        if let Some(id) = filter.support_contact {
            let run = contracts::table
                .inner_join(events::table)
                .select(contracts::customer_id);
            query = if way.passes("support") {
                let seen = Sought {
                    column: events::support_contact_id,
                    passed: true,
                };
                query.filter(diesel::dsl::exists(
                    run.filter(contracts::customer_id.eq(customers::id))
                        .filter(seen.eq(id)),
                ))
            } else {
                query.filter(customers::id.eq_any(run.filter(events::support_contact_id.eq(id))))
            };
        }
        if let Some(company) = &filter.company {
            let company = search::company(company);
            query = query.filter(holds!($backend, customers::company_folded, &company));
        }
        if let Some(ids) = &filter.of_company {
            query = query.filter(
                Sought {
                    column: customers::id,
                    passed: way.passes("of_company"),
                }
                .eq_any(ids),
            );
        }
        query
    }};
}

macro_rules! by {
    ($query:ident, $page:ident, $way:expr) => {
        ordered!($query, $page, $way, customers::id, |row: &CustomerRow| row
            .customer
            .id)
    };
    ($query:ident, $page:ident, $way:expr, $column:ident) => {
        ordered!(
            $query,
            $page,
            $way,
            customers::id,
            |row: &CustomerRow| row.customer.id,
            customers::$column,
            |row: &CustomerRow| row.customer.$column.clone()
        )
    };
}

macro_rules! listing {
    ($backend:ident, $filter:expr, $page:expr, $way:expr) => {{
        let page: &Page<CustomerSort, CustomerRow> = $page;
        let mut query = filtered!($backend, $filter, CustomerRow::as_select(), $way);
        bounded!(query, page);
        match page.sort {
            CustomerSort::Id => by!(query, page, $way),
            CustomerSort::FirstName => by!(query, page, $way, first_name),
            CustomerSort::LastName => by!(query, page, $way, last_name),
            CustomerSort::Email => by!(query, page, $way, email),
            CustomerSort::Company => by!(query, page, $way, company),
            CustomerSort::CreatedAt => by!(query, page, $way, created_at),
            CustomerSort::UpdatedAt => by!(query, page, $way, updated_at),
        }
    }};
}

/// Hands every customer of a page to `each`, as the database delivers them.
///
/// # Errors
///
/// Those of the database, and whatever `each` returns.
pub fn list<E: From<diesel::result::Error>>(
    conn: &mut AnyConnection,
    filter: &CustomerFilter,
    page: &Page<CustomerSort, CustomerRow>,
    mut each: impl FnMut(CustomerRow) -> Result<(), E>,
) -> Result<(), E> {
    stream!(conn, CustomerRow, each, listing, filter, page, |conn| {
        filter.way(conn, page)?
    });
    Ok(())
}

/// How many customers a filter lets through, `bound` at most.
pub fn count_filtered(
    conn: &mut AnyConnection,
    filter: &CustomerFilter,
    bound: i64,
) -> QueryResult<i64> {
    counted!(conn, filtered, filter, customers::id, bound)
}
