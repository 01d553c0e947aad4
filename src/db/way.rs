//! Which way an embedded database goes for a page of a list: through the index of a filter, or in the order of the list.
//!
//! SQLite's planner knows neither how many rows a filter lets through nor how soon a page of them is met. It takes
//! whatever filter has an index, and sorts all that this finds. So each filter is weighed first, by its index alone and
//! with a bound, and one that many rows pass is kept from being looked up. PostgreSQL has statistics, and is asked nothing.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sqlite::Sqlite;

use super::audit::{AuditFilter, AuditRow, AuditSort};
use super::collaborators::{Collaborator, CollaboratorFilter, CollaboratorSort};
use super::contracts::{ContractFilter, ContractRow, ContractSort};
use super::customers::{CustomerFilter, CustomerRow, CustomerSort};
use super::events::{EventFilter, EventRow, EventSort};
use super::page::{Counted, Page};
use super::schema::{audit_entries, collaborators, contracts, customers, events};

/// A column to compare, by which rows are looked up in an index unless `passed`: then they are found another way, and each
/// is asked.
#[derive(Debug, Clone, Copy)]
pub struct Sought<C> {
    /// The column.
    pub column: C,
    /// Whether no index of the column is to be used: SQLite alone can be told so.
    pub passed: bool,
}

impl<C: Expression> Expression for Sought<C> {
    type SqlType = C::SqlType;
}

impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Sought<C> where C: Expression {}

impl<C, G> ValidGrouping<G> for Sought<C> {
    type IsAggregate = is_aggregate::No;
}

impl<C> QueryId for Sought<C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Sought<C> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // Says no more than that an index does not help (https://sqlite.org/optoverview.html).
        if self.passed {
            pass.push_sql("+");
        }
        self.column.walk_ast(pass.reborrow())
    }
}

/// The most rows that a page of an embedded database finds by a filter and sorts. Where a filter lets more through, the rows
/// of a page are soon met in the order of the list.
const GATHERED: i64 = 3_000;

/// Which way an embedded database is to go for a page. SQLite's planner knows neither how many rows a filter lets through
/// nor how soon a page of them is met; it takes whatever filter has an index, and sorts what that finds.
#[derive(Debug, Clone)]
pub struct Way {
    free: bool,
    common: Vec<&'static str>,
    /// Whether the list has a limit.
    bounded: bool,
    ordered: bool,
    gathers: bool,
    /// Whether the list is in the order of another table than its own.
    across: bool,
}

impl Way {
    /// The planner's own: that of PostgreSQL, which has statistics.
    pub const FREE: Self = Self {
        free: true,
        common: Vec::new(),
        bounded: false,
        ordered: false,
        gathers: false,
        across: false,
    };

    /// That of a page, as long as no filter is known to find few rows: the order of the list. Where there is no limit, all
    /// rows of a filter are read anyway.
    pub const fn of_page<S, A>(page: &Page<S, A>) -> Self {
        Self {
            free: false,
            common: Vec::new(),
            bounded: page.limit.is_some(),
            ordered: page.limit.is_some(),
            gathers: false,
            across: false,
        }
    }

    /// Notes how many rows a filter lets through, [`Way::BOUND`] at most.
    pub fn weigh(&mut self, filter: &'static str, rows: i64) {
        if rows < Self::BOUND {
            self.ordered = false;
            self.gathers = true;
        } else if self.bounded {
            self.common.push(filter);
        }
    }

    /// How far the rows of a filter are counted.
    pub const BOUND: i64 = GATHERED + 1;

    /// Whether rows are not to be looked up by a filter, which many would pass.
    pub fn passes(&self, filter: &str) -> bool {
        self.common.contains(&filter)
    }

    /// A column of the order: no index is to be read in it where a filter finds so few rows that they are sorted.
    pub fn order<C>(&self, column: C) -> Sought<C> {
        Sought {
            column,
            passed: self.gathers,
        }
    }

    /// Whether the planner is left alone.
    pub const fn is_free(&self) -> bool {
        self.free
    }

    /// Whether the rows of another table are to be read first, in their order, and those of the list looked up by them.
    pub const fn comes_across(&self) -> bool {
        self.ordered && self.across
    }
}

/// Weighs a filter of an embedded database, if it is given: `$query` finds what it lets through, by its index alone.
macro_rules! weighed {
    ($conn:ident, $way:ident, $filter:literal, $query:expr) => {{
        let query = $query.limit(Way::BOUND);
        let rows: i64 = Counted(query).get_result($conn)?;
        $way.weigh($filter, rows);
    }};
}

impl ContractFilter {
    /// Which way an embedded database goes for a page. A filter that leads to the order of the page itself is weighed
    /// only where another one finds few rows.
    pub(super) fn way(
        &self,
        conn: &mut SqliteConnection,
        page: &Page<ContractSort, ContractRow>,
    ) -> QueryResult<Way> {
        let mut way = Way::of_page(page);
        way.across = matches!(page.sort, ContractSort::Company);
        let ids = || contracts::table.select(contracts::id);
        if let Some(search) = &self.search
            && let Some(customers) = search.matches.ids()
        {
            let found = ids().filter(contracts::customer_id.eq_any(customers));
            weighed!(conn, way, "search", found);
        }
        if let Some(id) = self.sales_contact {
            let theirs = contracts::table.inner_join(customers::table);
            let found = theirs.filter(customers::sales_contact_id.eq(id));
            weighed!(conn, way, "sales_contact", found.select(contracts::id));
        }
        if let Some(id) = self.support_contact {
            let found = events::table.filter(events::support_contact_id.eq(id));
            weighed!(conn, way, "support", found.select(events::id));
        }
        if let Some(id) = self.customer
            && (way.gathers || !matches!(page.sort, ContractSort::Id | ContractSort::Customer))
        {
            weighed!(
                conn,
                way,
                "customer",
                ids().filter(contracts::customer_id.eq(id))
            );
        }
        match page.sort {
            _ if self.status.is_empty() => {}
            ContractSort::Status if !way.gathers => {}
            ContractSort::Id if self.status.len() == 1 && !way.gathers => {}
            // An index of its own, in that order.
            ContractSort::Due | ContractSort::CreatedAt | ContractSort::UpdatedAt
                if self.is_open() =>
            {
                way.weigh("status", Way::BOUND);
            }
            _ => {
                let found = ids().filter(contracts::status.eq_any(&self.status));
                weighed!(conn, way, "status", found);
            }
        }
        if let Some(due) = self.min_due
            && (way.gathers || !matches!(page.sort, ContractSort::Due))
        {
            weighed!(
                conn,
                way,
                "min_due",
                ids().filter(contracts::due_cents.ge(due))
            );
        }
        Ok(way)
    }
}

impl EventFilter {
    /// Which way an embedded database goes for a page. A filter that leads to the order of the page itself is weighed
    /// only where another one finds few rows.
    pub(super) fn way(
        &self,
        conn: &mut SqliteConnection,
        page: &Page<EventSort, EventRow>,
    ) -> QueryResult<Way> {
        let mut way = Way::of_page(page);
        way.across = matches!(page.sort, EventSort::Company);
        let by_id = matches!(page.sort, EventSort::Id);
        let by_start = matches!(page.sort, EventSort::StartAt);
        let ids = || events::table.select(events::id);
        if let Some(search) = &self.search
            && let Some(found) = search.matches.ids()
        {
            way.weigh("search", count(found));
        }
        if let Some(id) = self.sales_contact {
            let theirs = events::table.inner_join(contracts::table.inner_join(customers::table));
            let found = theirs.filter(customers::sales_contact_id.eq(id));
            weighed!(conn, way, "sales_contact", found.select(events::id));
        }
        if let Some(id) = self.customer {
            let theirs = events::table.inner_join(contracts::table);
            let found = theirs.filter(contracts::customer_id.eq(id));
            weighed!(conn, way, "customer", found.select(events::id));
        }
        if let Some(id) = self.contract
            && (way.gathers || !by_id && !matches!(page.sort, EventSort::Contract))
        {
            weighed!(
                conn,
                way,
                "contract",
                ids().filter(events::contract_id.eq(id))
            );
        }
        if let Some(id) = self.support_contact
            && (way.gathers || !by_id && !by_start)
        {
            weighed!(
                conn,
                way,
                "support",
                ids().filter(events::support_contact_id.eq(id))
            );
        }
        if self.unassigned && (way.gathers || !by_id && !by_start) {
            let found = ids().filter(events::support_contact_id.is_null());
            weighed!(conn, way, "support", found);
        }
        if (self.from.is_some() || self.before.is_some()) && (way.gathers || !by_start) {
            let mut found = ids().into_boxed::<Sqlite>();
            if let Some(from) = self.from {
                found = found.filter(events::start_at.ge(from));
            }
            if let Some(before) = self.before {
                found = found.filter(events::start_at.lt(before));
            }
            weighed!(conn, way, "days", found);
        }
        Ok(way)
    }
}

impl CustomerFilter {
    /// Which way an embedded database goes for a page. A filter that leads to the order of the page itself is weighed
    /// only where another one finds few rows.
    pub(super) fn way(
        &self,
        conn: &mut SqliteConnection,
        page: &Page<CustomerSort, CustomerRow>,
    ) -> QueryResult<Way> {
        let mut way = Way::of_page(page);
        if let Some(search) = &self.search
            && let Some(found) = search.matches.ids()
        {
            way.weigh("search", count(found));
        }
        if let Some(found) = &self.of_company {
            way.weigh("of_company", count(found));
        }
        if let Some(id) = self.sales_contact
            && !matches!(page.sort, CustomerSort::Id)
        {
            let found = customers::table.filter(customers::sales_contact_id.eq(id));
            weighed!(conn, way, "sales_contact", found.select(customers::id));
        }
        if let Some(id) = self.support_contact {
            let found = events::table.filter(events::support_contact_id.eq(id));
            weighed!(conn, way, "support", found.select(events::id));
        }
        Ok(way)
    }
}

impl CollaboratorFilter {
    /// Which way an embedded database goes for a page. A filter that leads to the order of the page itself is weighed
    /// only where another one finds few rows.
    pub(super) fn way(
        &self,
        conn: &mut SqliteConnection,
        page: &Page<CollaboratorSort, Collaborator>,
    ) -> QueryResult<Way> {
        let mut way = Way::of_page(page);
        let ids = || collaborators::table.select(collaborators::id);
        let by_id = matches!(page.sort, CollaboratorSort::Id);
        if let Some(search) = &self.search
            && let Some(found) = search.matches.ids()
        {
            way.weigh("search", count(found));
        }
        if !(self.inactive || by_id && self.department.is_none()) {
            weighed!(
                conn,
                way,
                "active",
                ids().filter(collaborators::active.eq(true))
            );
        }
        if let Some(department) = self.department
            && !by_id
            && !matches!(page.sort, CollaboratorSort::Department)
        {
            let found = ids().filter(collaborators::department.eq(department));
            weighed!(conn, way, "department", found);
        }
        Ok(way)
    }
}

impl AuditFilter {
    /// Which way an embedded database goes for a page. A filter that leads to the order of the page itself is weighed
    /// only where another one finds few rows.
    pub(super) fn way(
        &self,
        conn: &mut SqliteConnection,
        page: &Page<AuditSort, AuditRow>,
    ) -> QueryResult<Way> {
        let mut way = Way::of_page(page);
        if let Some(since) = self.since {
            let found = audit_entries::table.filter(audit_entries::occurred_at.ge(since));
            weighed!(conn, way, "since", found.select(audit_entries::sequence));
        }
        Ok(way)
    }
}

fn count(ids: &[i64]) -> i64 {
    i64::try_from(ids.len()).unwrap_or(i64::MAX)
}
