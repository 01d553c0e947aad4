//! What customers buy: rows, filters and queries of the table `contracts`.

use diesel::dsl::{exists, not, sql};
use diesel::expression::SqlLiteral;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel::sqlite::Sqlite;

use super::collaborators::CollaboratorName;
use super::connection::AnyConnection;
use super::customers::CustomerRow;
use super::needs::{Known, Needs, with_row};
use super::page::{bounded, counted, ordered, stream};
use super::schema::{collaborators, contracts, customers, events};
use super::search::{Search, customer_holds, searched};
use super::way::{Sought, Way};
use super::{Page, Sort};
use crate::domain::rules::Terms;
use crate::domain::{Cents, CollaboratorId, ContractId, ContractStatus, CustomerId, Instant};

/// A row of `contracts`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = contracts)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct Contract {
    pub id: ContractId,
    pub customer_id: CustomerId,
    pub total_cents: Cents,
    pub due_cents: Cents,
    pub currency: String,
    pub status: ContractStatus,
    pub signed_at: Option<Instant>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

/// What a contract shows of its customer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customers)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct ContractCustomer {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub company: String,
}

/// A contract with its customer and the customer's sales contact.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = contracts)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct ContractRow {
    #[diesel(embed)]
    pub contract: Contract,
    #[diesel(embed)]
    pub customer: ContractCustomer,
    #[diesel(embed)]
    pub sales_contact: Option<CollaboratorName>,
}

/// A contract to be; it is born unsigned.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct NewContract {
    pub customer_id: CustomerId,
    pub total_cents: Cents,
    pub due_cents: Cents,
}

/// The columns that change; `None` leaves one as it is. `signed_at` is set with the status and never cleared,
/// since a signed contract stays signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = contracts)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct ContractChanges {
    pub customer_id: Option<CustomerId>,
    pub total_cents: Option<Cents>,
    pub due_cents: Option<Cents>,
    pub status: Option<ContractStatus>,
    pub signed_at: Option<Instant>,
}

impl Contract {
    /// The terms that rule 2 protects.
    pub const fn terms(&self) -> Terms {
        Terms {
            total: self.total_cents,
            due: self.due_cents,
            status: self.status,
            customer: self.customer_id,
        }
    }
}

impl ContractChanges {
    /// The columns that differ between two terms; `now` is when a contract that becomes signed was signed.
    pub fn between(old: &Terms, new: &Terms, now: Instant) -> Self {
        let status = (new.status != old.status).then_some(new.status);
        Self {
            customer_id: (new.customer != old.customer).then_some(new.customer),
            total_cents: (new.total != old.total).then_some(new.total),
            due_cents: (new.due != old.due).then_some(new.due),
            status,
            signed_at: (status == Some(ContractStatus::Signed)).then_some(now),
        }
    }
}

/// Which contracts a list shows.
#[derive(Debug, Clone, Default)]
pub struct ContractFilter {
    /// Those whose customer has this sales contact.
    pub sales_contact: Option<CollaboratorId>,
    /// Those with an event that this collaborator runs.
    pub support_contact: Option<CollaboratorId>,
    /// Those of this customer.
    pub customer: Option<CustomerId>,
    /// Those with one of these statuses; empty for all.
    pub status: Vec<ContractStatus>,
    /// Those with something still to be paid.
    pub unpaid: bool,
    /// Those without any event.
    pub no_event: bool,
    /// Those with at least so much still to be paid.
    pub min_due: Option<Cents>,
    /// Those that a search lets through: the ids are of customers.
    pub search: Option<Search>,
}

impl ContractFilter {
    /// Whether it lets no signed contract through.
    pub(super) fn is_open(&self) -> bool {
        !self.status.is_empty() && !self.status.contains(&ContractStatus::Signed)
    }
}

/// What a list of contracts can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is named for its column")]
pub enum ContractSort {
    #[default]
    Id,
    Customer,
    Company,
    Total,
    Due,
    Status,
    CreatedAt,
    UpdatedAt,
}

impl Sort for ContractSort {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("id", Self::Id),
        ("customer.id", Self::Customer),
        ("customer.company", Self::Company),
        ("total", Self::Total),
        ("due", Self::Due),
        ("status", Self::Status),
        ("created_at", Self::CreatedAt),
        ("updated_at", Self::UpdatedAt),
    ];
}

/// The contract of an id.
pub fn find(conn: &mut AnyConnection, id: ContractId) -> QueryResult<Option<ContractRow>> {
    contracts::table
        .inner_join(customers::table.left_join(collaborators::table))
        .filter(contracts::id.eq(id))
        .select(ContractRow::as_select())
        .first(conn)
        .optional()
}

impl ContractRow {
    /// A contract with its customer.
    pub fn of(contract: Contract, of: CustomerRow) -> Self {
        let customer = of.customer;
        Self {
            contract,
            customer: ContractCustomer {
                id: customer.id,
                first_name: customer.first_name,
                last_name: customer.last_name,
                company: customer.company,
            },
            sales_contact: of.sales_contact,
        }
    }
}

/// The contract of an id with another customer, if there is one of that id.
pub fn find_with_customer(
    conn: &mut AnyConnection,
    id: ContractId,
    other: CustomerId,
) -> QueryResult<Option<(ContractRow, Option<CustomerRow>)>> {
    let either = customers::id
        .eq(contracts::customer_id)
        .or(customers::id.eq(other));
    let rows: Vec<(Contract, CustomerRow)> = contracts::table
        .inner_join(customers::table.on(either))
        .left_join(
            collaborators::table.on(customers::sales_contact_id.eq(collaborators::id.nullable())),
        )
        .filter(contracts::id.eq(id))
        .select((Contract::as_select(), CustomerRow::as_select()))
        .load(conn)?;
    let mut row = None;
    let mut found = None;
    for (contract, customer) in rows {
        if customer.customer.id == other {
            found = Some(customer.clone());
        }
        if customer.customer.id == contract.customer_id {
            row = Some(ContractRow::of(contract, customer));
        }
    }
    Ok(row.map(|row| (row, found)))
}

/// Creates a contract.
pub fn insert(conn: &mut AnyConnection, new: NewContract, now: Instant) -> QueryResult<Contract> {
    diesel::insert_into(contracts::table)
        .values((
            contracts::customer_id.eq(new.customer_id),
            contracts::total_cents.eq(new.total_cents),
            contracts::due_cents.eq(new.due_cents),
            contracts::created_at.eq(now),
            contracts::updated_at.eq(now),
        ))
        .returning(contracts::all_columns)
        .get_result(conn)
}

/// Changes a row that still has the version of `old`, and returns it as it is then; `None` when it is another by now.
pub fn update(
    conn: &mut AnyConnection,
    old: &Contract,
    changes: &ContractChanges,
    now: Instant,
) -> QueryResult<Option<Contract>> {
    diesel::update(
        contracts::table
            .filter(contracts::id.eq(old.id))
            .filter(contracts::version.eq(old.version)),
    )
    .set((
        changes,
        contracts::updated_at.eq(now),
        contracts::version.eq(contracts::version + 1),
    ))
    .returning(contracts::all_columns)
    .get_result(conn)
    .optional()
}

/// What a list has to know before it is read, and the contract that it begins behind.
pub fn known(
    conn: &mut AnyConnection,
    needs: &Needs,
    after: Option<ContractId>,
) -> QueryResult<(Known, Option<ContractRow>)> {
    with_row!(conn, needs, after, ContractRow, |id| contracts::table
        .inner_join(customers::table.left_join(collaborators::table))
        .filter(contracts::id.eq(id)))
}

/// A condition without binds: only so does a planner see that a partial index serves.
fn literally(condition: &str) -> SqlLiteral<Bool> {
    sql(condition)
}

/// Narrows a query down by what the rows of the table tell themselves.
macro_rules! narrowed {
    ($query:ident, $filter:ident, $way:ident) => {{
        if let Some(id) = $filter.support_contact {
            let run = events::table.select(events::contract_id);
            $query = if $way.passes("support") {
                let seen = Sought {
                    column: events::support_contact_id,
                    passed: true,
                };
                $query.filter(exists(
                    run.filter(events::contract_id.eq(contracts::id))
                        .filter(seen.eq(id)),
                ))
            } else {
                $query.filter(contracts::id.eq_any(run.filter(events::support_contact_id.eq(id))))
            };
        }
        if let Some(id) = $filter.customer {
            $query = $query.filter(
                Sought {
                    column: contracts::customer_id,
                    passed: $way.passes("customer"),
                }
                .eq(id),
            );
        }
        if !$filter.status.is_empty() {
            $query = $query.filter(
                Sought {
                    column: contracts::status,
                    passed: $way.passes("status"),
                }
                .eq_any(&$filter.status),
            );
        }
        if $filter.unpaid {
            $query = $query.filter(literally("contracts.due_cents > 0"));
        }
        if let Some(due) = $filter.min_due {
            $query = $query.filter(
                Sought {
                    column: contracts::due_cents,
                    passed: $way.passes("min_due"),
                }
                .ge(due),
            );
        }
        if $filter.no_event {
            $query = $query.filter(not(exists(
                events::table.filter(events::contract_id.eq(contracts::id)),
            )));
        }
    }};
}

macro_rules! filtered {
    ($backend:ident, $filter:expr, $select:expr, $way:expr) => {{
        let (filter, way): (&ContractFilter, &Way) = ($filter, $way);
        // In the order of another table, that one is read first: contracts are looked up by customers then.
        let customer = Sought { column: customers::id, passed: way.comes_across() };
        let mut query = contracts::table
            .inner_join(
                customers::table
                    .left_join(collaborators::table)
                    .on(contracts::customer_id.eq(customer)),
            )
            .select($select)
            .into_boxed::<$backend>();
        if let Some(id) = filter.sales_contact {
            query = query.filter(
                Sought { column: customers::sales_contact_id, passed: way.passes("sales_contact") }
                .eq(id),
            );
        }
        searched!(
            $backend,
            query,
            &filter.search,
            Sought {
                column: contracts::customer_id,
                passed: way.passes("search")
            },
            contracts::id,
            |needle| customer_holds!($backend, "contracts.id", needle)
        );
        narrowed!(query, filter, way);
        query
    }};
}

/// The rows of the table alone, for counting: what others tell is not asked, and joining it would read those too.
macro_rules! alone {
    ($backend:ident, $filter:expr, $select:expr, $way:expr) => {{
        let (filter, way): (&ContractFilter, &Way) = ($filter, $way);
        let mut query = contracts::table.select($select).into_boxed::<$backend>();
        narrowed!(query, filter, way);
        query
    }};
}

macro_rules! by {
    ($query:ident, $page:ident, $way:expr) => {
        ordered!($query, $page, $way, contracts::id, |row: &ContractRow| row
            .contract
            .id)
    };
    ($query:ident, $page:ident, $way:expr, $column:path, $value:expr) => {
        ordered!(
            $query,
            $page,
            $way,
            contracts::id,
            |row: &ContractRow| row.contract.id,
            $column,
            $value
        )
    };
}

macro_rules! listing {
    ($backend:ident, $filter:expr, $page:expr, $way:expr) => {{
        let (filter, page): (&ContractFilter, &Page<ContractSort, ContractRow>) = ($filter, $page);
        let mut query = filtered!($backend, filter, ContractRow::as_select(), $way);
        bounded!(query, page);
        // What follows from the filter, for the index that is read in this order.
        match page.sort {
            ContractSort::Due | ContractSort::CreatedAt | ContractSort::UpdatedAt
                if filter.is_open() =>
            {
                query = query.filter(literally("contracts.status <> 'signed'"));
            }
            ContractSort::CreatedAt | ContractSort::UpdatedAt if filter.min_due > Some(Cents::ZERO) => {
                query = query.filter(literally("contracts.due_cents > 0"));
            }
            _ => {}
        }
        if let (ContractSort::Total, Some(due)) = (page.sort, filter.min_due) {
            query = query.filter(contracts::total_cents.ge(due));
        }
        match page.sort {
            ContractSort::Id => by!(query, page, $way),
            ContractSort::Customer => ordered!(
                query,
                page,
                $way,
                contracts::id,
                |row: &ContractRow| row.contract.id,
                contracts::customer_id = customers::id,
                |row: &ContractRow| row.contract.customer_id
            ),
            ContractSort::Company => ordered!(
                query,
                page, $way,
                contracts::id,
                |row: &ContractRow| row.contract.id,
                joined customers::company,
                |row: &ContractRow| row.customer.company.clone()
            ),
            ContractSort::Total => {
                by!(query, page, $way, contracts::total_cents, |row: &ContractRow| row
                    .contract
                    .total_cents)
            }
            ContractSort::Due => by!(query, page, $way, contracts::due_cents, |row: &ContractRow| row
                .contract
                .due_cents),
            ContractSort::Status => by!(query, page, $way, contracts::status, |row: &ContractRow| row
                .contract
                .status),
            ContractSort::CreatedAt => {
                by!(query, page, $way, contracts::created_at, |row: &ContractRow| row
                    .contract
                    .created_at)
            }
            ContractSort::UpdatedAt => {
                by!(query, page, $way, contracts::updated_at, |row: &ContractRow| row
                    .contract
                    .updated_at)
            }
        }
    }};
}

/// Hands every contract of a page to `each`, as the database delivers them.
///
/// # Errors
///
/// Those of the database, and whatever `each` returns.
pub fn list<E: From<diesel::result::Error>>(
    conn: &mut AnyConnection,
    filter: &ContractFilter,
    page: &Page<ContractSort, ContractRow>,
    mut each: impl FnMut(ContractRow) -> Result<(), E>,
) -> Result<(), E> {
    stream!(conn, ContractRow, each, listing, filter, page, |conn| {
        filter.way(conn, page)?
    });
    Ok(())
}

/// How many contracts a filter lets through, `bound` at most.
pub fn count_filtered(
    conn: &mut AnyConnection,
    filter: &ContractFilter,
    bound: i64,
) -> QueryResult<i64> {
    if filter.search.is_none() && filter.sales_contact.is_none() {
        return counted!(conn, alone, filter, contracts::id, bound);
    }
    counted!(conn, filtered, filter, contracts::id, bound)
}
