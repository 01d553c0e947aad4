//! Filters of the list of audit entries, which has a single order.

use diesel::dsl::{Eq, IntoBoxed, LeftJoin, LeftJoinQuerySource, Select};
use diesel::prelude::*;

use super::AuditRow;
use crate::db::connection::MultiBackend;
use crate::db::list::planner_hints::PlannerHints;
use crate::db::list::{
    Access, ColumnsOf, Filter, Hinted, List, Predicate, Size, Sort, SortColumn, columns,
};
use crate::db::schema::{audit_entries, collaborators};
use crate::domain::{CollaboratorId, Instant};

#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Author.
    pub by: Option<CollaboratorId>,
    pub since: Option<Instant>,
    pub action: Option<&'static str>,
    /// Kind of record.
    pub entity: Option<&'static str>,
}

/// No column to sort by: entries are in the order of time by id.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AuditSort {
    #[default]
    Sequence,
}

impl Sort for AuditSort {
    type List = AuditFilter;
    const COLUMNS: &'static [SortColumn<Self>] =
        &[SortColumn::own("sequence", Self::Sequence, |by| by.by_id())];
    const NEWEST_FIRST: bool = true;
}

type Columns = ColumnsOf<AuditRow>;
type Joined = Select<LeftJoin<audit_entries::table, collaborators::table>, Columns>;

fn joined() -> Joined {
    let rows = audit_entries::table.left_join(collaborators::table);
    rows.select(columns::<AuditRow>())
}

impl List for AuditFilter {
    type Row = AuditRow;
    type Sort = AuditSort;
    type Table = audit_entries::table;
    type Join = LeftJoinQuerySource<audit_entries::table, collaborators::table>;
    type IdColumn = audit_entries::sequence;
    type Filter<'a> = AuditCondition;
    type Rows<'a> = IntoBoxed<'a, Joined, MultiBackend>;
    type Find = diesel::dsl::Filter<Joined, Eq<audit_entries::sequence, i64>>;
    type Ids<'a> =
        IntoBoxed<'a, Select<audit_entries::table, audit_entries::sequence>, MultiBackend>;

    const ID: audit_entries::sequence = audit_entries::sequence;

    fn id(row: &AuditRow) -> i64 {
        row.entry.sequence
    }

    fn rows<'a>(_: &PlannerHints) -> Self::Rows<'a> {
        joined().into_boxed()
    }

    fn find(sequence: i64) -> Self::Find {
        joined().filter(audit_entries::sequence.eq(sequence))
    }

    fn ids<'a>() -> Self::Ids<'a> {
        audit_entries::table
            .select(audit_entries::sequence)
            .into_boxed()
    }

    fn filters(&self) -> Vec<AuditCondition> {
        use AuditCondition as By;

        let filters = [
            self.by.map(By::Collaborator),
            self.since.map(By::Since),
            self.action.map(By::Action),
            self.entity.map(By::Entity),
        ];
        filters.into_iter().flatten().collect()
    }
}

#[derive(Debug, Clone, Copy)]
pub enum AuditCondition {
    Collaborator(CollaboratorId),
    Since(Instant),
    Action(&'static str),
    Entity(&'static str),
}

impl<'a> Filter<'a, AuditFilter> for AuditCondition {
    fn predicate(&self, access: Access) -> Option<Predicate<'a, AuditFilter>> {
        Some(match *self {
            Self::Collaborator(id) => Predicate::own(audit_entries::collaborator_id.eq(id)),
            Self::Since(since) => {
                Predicate::own(Hinted::new(audit_entries::occurred_at, access).ge(since))
            }
            Self::Action(action) => Predicate::own(audit_entries::action.eq(action)),
            Self::Entity(entity) => Predicate::own(audit_entries::entity.eq(entity)),
        })
    }

    fn size(&self, _: AuditSort) -> Size {
        match self {
            Self::Since(_) => Size::Counted,
            _ => Size::Unhinted,
        }
    }
}
