//! Prefetch: references, a search and the row before a page are looked up ahead of the main query, in PostgreSQL in one round
//! trip.

use diesel::dsl::sql;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query as Select, QueryFragment, QueryId};
use diesel::query_dsl::methods::LoadQuery;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Record, Text};

use super::List;
use crate::db::connection::AnyConnection;
use crate::db::references::{self, NAMESAKES, Person, Wanted};
use crate::db::search::{self, FEW, Needles, Query, SHARED, Search, Tier};
use crate::domain::Noun;

/// Lookups that precede the main query.
#[derive(Debug, Clone, Default)]
pub struct Lookups {
    pub customers: Wanted,
    pub collaborators: Wanted,
    /// Searched words, and the noun they are searched in.
    pub search: Option<(Noun, Query)>,
    /// A part of a company's name.
    pub company: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolved {
    /// Customers that a reference may name, by id.
    pub customers: Vec<Person>,
    /// Collaborators that a reference may name, by id.
    pub collaborators: Vec<Person>,
    pub search: Option<Search>,
    /// Customers that include those of the company, where the index could tell.
    pub of_company: Option<Vec<i64>>,
}

impl Lookups {
    /// Adds a search; nothing without a word.
    #[must_use]
    pub fn search(mut self, noun: Noun, text: Option<&str>) -> Self {
        let query = Query::new(text.unwrap_or_default());
        self.search = (!query.is_empty()).then_some((noun, query));
        self
    }

    fn is_empty(&self) -> bool {
        self.customers.is_empty()
            && self.collaborators.is_empty()
            && self.search.is_none()
            && self.company.is_none()
    }

    fn needles(&self) -> Option<Needles> {
        let (noun, query) = self.search.as_ref()?;
        Some(Needles::new(query, *noun, Tier::Anywhere))
    }

    /// Returns the noun, the patterns, and how many of them the index of PostgreSQL can find.
    fn patterns(&self) -> (&'static str, Vec<String>, i32) {
        let noun = self.search.as_ref().map_or("", |(noun, _)| noun.as_str());
        let (patterns, indexed) = self.needles().map(|it| it.patterns()).unwrap_or_default();
        (noun, patterns, indexed)
    }

    /// Returns the patterns of the company, and how many of them the index can find.
    fn company_patterns(&self) -> (Vec<String>, i32) {
        let company = self.company.as_deref().map(search::company_needles);
        company.map(|it| it.patterns()).unwrap_or_default()
    }

    /// Reads the answers of PostgreSQL.
    fn resolved(&self, (people, named, of_company): Answers) -> Resolved {
        let (collaborators, customers): (Vec<_>, Vec<_>) = people
            .into_iter()
            .partition(|(is_collaborator, ..)| *is_collaborator);
        let people = |rows: Vec<PersonRow>| rows.into_iter().map(person).collect();
        let search = self.search.as_ref().zip(self.needles());
        Resolved {
            customers: people(customers),
            collaborators: people(collaborators),
            search: search.map(|((noun, query), needles)| needles.search(query, *noun, named)),
            of_company,
        }
    }
}

/// Collaborator or not, id, first and last name, e-mail address, login or company, department.
type PersonRow = (bool, i64, String, String, String, String, Option<String>);

type PersonType = Record<(Bool, BigInt, Text, Text, Text, Text, Nullable<Text>)>;

/// People, and the ids of a search and of a company; no ids if there are too many, or if the index cannot tell.
type Answers = (Vec<PersonRow>, Option<Vec<i64>>, Option<Vec<i64>>);

fn person((_, id, first_name, last_name, email, known_as, department): PersonRow) -> Person {
    Person {
        id,
        first_name,
        last_name,
        email,
        known_as,
        department: department.and_then(|it| it.parse().ok()),
    }
}

type AnswersType = (
    Array<PersonType>,
    Nullable<Array<BigInt>>,
    Nullable<Array<BigInt>>,
);

/// The lookups as columns beside those of a query of PostgreSQL.
struct Beside<'a, Q> {
    lookups: Box<dyn QueryFragment<Pg> + 'a>,
    query: Q,
}

impl<'a, Q> Beside<'a, Q> {
    fn new(lookups: &'a Lookups, query: Q) -> Self {
        let (noun, patterns, indexed) = lookups.patterns();
        let (of_company, company_indexed) = lookups.company_patterns();
        let people = sql::<Array<PersonType>>(
            "ARRAY(SELECT ROW(is_collaborator, id, first_name, last_name, email, known_as, department) FROM (
                SELECT false AS is_collaborator, c.id, c.first_name, c.last_name, c.email, c.company AS known_as,
                       NULL AS department
                  FROM customers c WHERE c.id = ANY(ARRAY(SELECT found FROM unnest(",
        )
        .bind::<Array<Text>, _>(lookups.customers.patterns())
        .sql(
            ") AS phrase, epic_api.search('customers', ARRAY[phrase], ",
        )
        .bind::<Integer, _>(NAMESAKES)
        .sql(
            ") AS found))
                UNION ALL
                SELECT true, c.id, c.first_name, c.last_name, c.email, c.login, c.department
                  FROM collaborators c WHERE c.id = ANY(",
        )
        .bind::<Array<BigInt>, _>(&lookups.collaborators.ids)
        .sql(") OR lower(c.login) = ANY(")
        .bind::<Array<Text>, _>(&lookups.collaborators.logins)
        .sql(") OR c.id = ANY(ARRAY(SELECT found FROM unnest(")
        .bind::<Array<Text>, _>(lookups.collaborators.patterns())
        .sql(
            ") AS phrase, epic_api.search('collaborators', ARRAY[phrase], ",
        )
        .bind::<Integer, _>(NAMESAKES)
        .sql(
            ") AS found))
             ) AS people ORDER BY is_collaborator, id)",
        );
        let search = sql::<Nullable<Array<BigInt>>>("epic_api.matches(")
            .bind::<Text, _>(noun)
            .sql(", ")
            .bind::<Array<Text>, _>(patterns)
            .sql(", ")
            .bind::<Integer, _>(indexed)
            .sql(", ")
            .bind::<Integer, _>(SHARED)
            .sql(", ")
            .bind::<Integer, _>(FEW)
            .sql("), epic_api.matches('customer', ")
            .bind::<Array<Text>, _>(of_company)
            .sql(", ")
            .bind::<Integer, _>(company_indexed)
            .sql(", ")
            .bind::<Integer, _>(SHARED)
            .sql(", ")
            .bind::<Integer, _>(FEW)
            .sql(")");
        let lookups = Box::new((people, search));
        Self { lookups, query }
    }
}

impl<Q> QueryId for Beside<'_, Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Select> Select for Beside<'_, Q> {
    type SqlType = (AnswersType, Q::SqlType);
}

impl<Q, C> RunQueryDsl<C> for Beside<'_, Q> {}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Beside<'_, Q> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.push_sql("SELECT ");
        self.lookups.walk_ast(pass.reborrow())?;
        pass.push_sql(", beside.* FROM (");
        self.query.walk_ast(pass.reborrow())?;
        pass.push_sql(") AS beside");
        Ok(())
    }
}

/// A query of one row, which lookups can stand beside.
pub trait Find<R>: Sized {
    fn row(self, conn: &mut AnyConnection) -> QueryResult<Option<R>>;

    /// Fetches the row and the lookups from PostgreSQL.
    fn with_lookups(
        self,
        conn: &mut PgConnection,
        lookups: &Lookups,
    ) -> QueryResult<Option<(Resolved, R)>>;
}

impl<Q, R: 'static> Find<R> for Q
where
    Q: RunQueryDsl<AnyConnection> + for<'q> LoadQuery<'q, AnyConnection, R>,
    for<'q> Beside<'q, Q>: LoadQuery<'q, PgConnection, (Answers, R)>,
{
    fn row(self, conn: &mut AnyConnection) -> QueryResult<Option<R>> {
        self.get_result(conn).optional()
    }

    fn with_lookups(
        self,
        conn: &mut PgConnection,
        lookups: &Lookups,
    ) -> QueryResult<Option<(Resolved, R)>> {
        let found = Beside::new(lookups, self).get_result(conn).optional()?;
        Ok(found.map(|(answers, row)| (lookups.resolved(answers), row)))
    }
}

/// Runs the lookups of a list, and finds the row before its page.
pub fn prefetch<L: List>(
    conn: &mut AnyConnection,
    lookups: &Lookups,
    after: Option<i64>,
) -> QueryResult<(Resolved, Option<L::Row>)> {
    if let (AnyConnection::Postgres(conn), Some(id), false) =
        (&mut *conn, after, lookups.is_empty())
        && let Some((resolved, row)) = L::find(id).with_lookups(conn, lookups)?
    {
        return Ok((resolved, Some(row)));
    }
    let resolved = resolve(conn, lookups)?;
    let row = after.map(|id| L::find(id).row(conn)).transpose()?;
    Ok((resolved, row.flatten()))
}

/// Runs lookups, in PostgreSQL in one round trip.
pub fn resolve(conn: &mut AnyConnection, lookups: &Lookups) -> QueryResult<Resolved> {
    match conn {
        _ if lookups.is_empty() => Ok(Resolved::default()),
        AnyConnection::Postgres(conn) => {
            let one = diesel::select(sql::<BigInt>("1::bigint"));
            let (answers, _) = Beside::new(lookups, one).get_result::<(Answers, i64)>(conn)?;
            Ok(lookups.resolved(answers))
        }
        AnyConnection::Sqlite(_) => sqlite(conn, lookups),
    }
}

fn sqlite(conn: &mut AnyConnection, lookups: &Lookups) -> QueryResult<Resolved> {
    let mut resolved = Resolved {
        customers: references::customers(conn, &lookups.customers)?,
        collaborators: references::collaborators(conn, &lookups.collaborators)?,
        ..Resolved::default()
    };
    if let Some((noun, query)) = &lookups.search {
        resolved.search = Some(search::search(conn, *noun, query, Tier::Anywhere)?);
    }
    if let (Some(company), AnyConnection::Sqlite(conn)) = (&lookups.company, conn) {
        resolved.of_company = search::of_company(conn, company)?;
    }
    Ok(resolved)
}
