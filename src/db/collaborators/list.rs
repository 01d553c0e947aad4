//! The list of collaborators: filters and sort columns.

use diesel::dsl::{Eq, IntoBoxed, Select};
use diesel::prelude::*;

use super::Collaborator;
use crate::db::connection::MultiBackend;
use crate::db::list::pagination::own;
use crate::db::list::planner_hints::PlannerHints;
use crate::db::list::predicate::holds;
use crate::db::list::{
    Access, ColumnsOf, Filter, Hinted, List, Predicate, Size, Sort, SortColumn, columns,
};
use crate::db::schema::collaborators;
use crate::db::search::Search;
use crate::domain::{Department, Noun};

#[derive(Debug, Clone, Default)]
pub struct CollaboratorFilter {
    pub department: Option<Department>,
    /// Shows deactivated ones too.
    pub inactive: bool,
    pub search: Option<Search>,
}

/// Sort columns of collaborators.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CollaboratorSort {
    #[default]
    Id,
    Login,
    FirstName,
    LastName,
    Email,
    Department,
    CreatedAt,
    UpdatedAt,
}

impl Sort for CollaboratorSort {
    type List = CollaboratorFilter;
    const COLUMNS: &'static [SortColumn<Self>] = &[
        SortColumn::own("id", Self::Id, |by| by.by_id()),
        own!("login", Login, collaborators::login),
        own!("first_name", FirstName, collaborators::first_name),
        own!("last_name", LastName, collaborators::last_name),
        own!("email", Email, collaborators::email),
        own!("department", Department, collaborators::department),
        own!("created_at", CreatedAt, collaborators::created_at),
        own!("updated_at", UpdatedAt, collaborators::updated_at),
    ];
}

type Columns = ColumnsOf<Collaborator>;
type All = Select<collaborators::table, Columns>;

impl List for CollaboratorFilter {
    type Row = Collaborator;
    type Sort = CollaboratorSort;
    type Table = collaborators::table;
    type Join = collaborators::table;
    type IdColumn = collaborators::id;
    type Filter<'a> = CollaboratorCondition<'a>;
    type Rows<'a> = IntoBoxed<'a, All, MultiBackend>;
    type Find = diesel::dsl::Filter<All, Eq<collaborators::id, i64>>;
    type Ids<'a> = IntoBoxed<'a, Select<collaborators::table, collaborators::id>, MultiBackend>;

    const ID: collaborators::id = collaborators::id;

    fn id(row: &Collaborator) -> i64 {
        row.id.0
    }

    fn rows<'a>(_: &PlannerHints) -> Self::Rows<'a> {
        collaborators::table
            .select(columns::<Collaborator>())
            .into_boxed()
    }

    fn find(id: i64) -> Self::Find {
        let rows = collaborators::table.select(columns::<Collaborator>());
        rows.filter(collaborators::id.eq(id))
    }

    fn ids<'a>() -> Self::Ids<'a> {
        collaborators::table.select(collaborators::id).into_boxed()
    }

    fn filters(&self) -> Vec<CollaboratorCondition<'_>> {
        use CollaboratorCondition as By;

        let department = self.department.map(By::Department);
        let active = By::Active {
            of_department: department.is_some(),
        };
        let filters = [
            self.search.as_ref().map(By::Search),
            (!self.inactive).then_some(active),
            department,
        ];
        filters.into_iter().flatten().collect()
    }
}

/// A given filter of collaborators.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CollaboratorCondition<'a> {
    Search(&'a Search),
    Active {
        /// The list is of one department.
        of_department: bool,
    },
    Department(Department),
}

impl<'a> Filter<'a, CollaboratorFilter> for CollaboratorCondition<'a> {
    fn predicate(&self, access: Access) -> Option<Predicate<'a, CollaboratorFilter>> {
        Some(match *self {
            Self::Search(search) => {
                let holds = |needle| holds(collaborators::search_text, needle).into();
                return Predicate::search(
                    Noun::Collaborator,
                    search,
                    collaborators::id,
                    access,
                    holds,
                );
            }
            Self::Active { .. } => {
                Predicate::own(Hinted::new(collaborators::active, access).eq(true))
            }
            Self::Department(department) => {
                Predicate::own(Hinted::new(collaborators::department, access).eq(department))
            }
        })
    }

    fn size(&self, _: CollaboratorSort) -> Size {
        match self {
            Self::Search(search) => Size::of(search),
            Self::Active { .. } => Size::Counted,
            Self::Department(_) => Size::Unhinted,
        }
    }

    fn is_ordered_by(&self, sort: CollaboratorSort) -> bool {
        let all = Self::Active {
            of_department: false,
        };
        *self == all && sort == CollaboratorSort::Id
    }

    fn is_late_in(&self, sort: CollaboratorSort, _: bool) -> bool {
        matches!(self, Self::Search(search) if search.is_late_in(sort.column().name))
    }
}
