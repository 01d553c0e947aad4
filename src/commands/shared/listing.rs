//! Scaffolding of all lists: sorting, paging, the row limit of a table on a terminal, and the messages about hidden
//! rows.

use std::marker::PhantomData;

use clap::builder::ArgExt;

use super::resolve::{collaborator_among, wanted_collaborators};
use crate::commands::prelude::*;
use crate::db::list::{self, List, Lookups, Resolved, Sort, SortBy};
use crate::db::references::Person;
use crate::db::{Connection, Page};
use crate::domain::{CollaboratorId, Noun, Ownership, format};
use crate::lang::Text;
use crate::output::TABLE_ROWS;
use crate::record::Record;

/// Upper bound of the count of a list that is not shown whole: counting costs no more than the page itself.
const COUNTED: i64 = 1_000;

/// The flags of every list.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Order and paging")]
pub struct ListArgs<S: Sort> {
    /// Field to sort by, in reverse if prefixed with -; ties by id
    #[arg(
        long,
        value_name = "FIELD",
        allow_hyphen_values = true,
        add = complete::sorts::<S>(),
        add = SortFields::of::<S>()
    )]
    sort: Option<String>,
    /// Maximum number of rows to show
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..))]
    limit: Option<i64>,
    /// Number of rows to skip
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..))]
    offset: Option<i64>,
    /// Show the rows that follow this id in the chosen order
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    after: Option<i64>,
    /// Show all rows, even on a terminal
    #[arg(long, conflicts_with = "limit")]
    all: bool,
    #[arg(skip)]
    sorts: PhantomData<S>,
}

/// Fields that `--sort` takes, for its help.
#[derive(Debug, Clone)]
pub struct SortFields(pub Vec<&'static str>);

impl SortFields {
    fn of<S: Sort>() -> Self {
        Self(S::COLUMNS.iter().map(|it| it.name).collect())
    }
}

impl ArgExt for SortFields {}

impl<S: Sort> ListArgs<S> {
    /// Checks the form, then looks up what the filters name, and the row that precedes the page.
    ///
    /// # Errors
    ///
    /// `usage` (exit 2) for a field that is no filter or no order, before the database is connected to.
    pub fn prefetch<'a, L: List<Sort = S>>(
        &'a self,
        ctx: &'a Context,
        mut form: Form<'_>,
        noun: Noun,
        lookups: &Lookups,
    ) -> Result<(Resolved, Listing<'a, L>)> {
        let mut given = form.given();
        let sort = form.optional_with("--sort", self.sort.as_deref(), str::parse);
        form.check()?;
        let sort = sort.unwrap_or(SortBy {
            column: S::default(),
            descending: S::NEWEST_FIRST,
        });
        for (flag, is_given) in [
            ("--limit", self.limit.is_some()),
            ("--offset", self.offset.is_some()),
            ("--after", self.after.is_some()),
        ] {
            given.extend(is_given.then_some(flag));
        }
        let mut conn = ctx.database.connection()?;
        let (resolved, after) = list::prefetch::<L>(&mut conn, lookups, self.after)?;
        let listing = Listing {
            args: self,
            conn,
            noun,
            given,
            sort,
            after,
        };
        Ok((resolved, listing))
    }

    fn is_truncated(&self, ctx: &Context) -> bool {
        ctx.output.shows_pages() && self.limit.is_none() && !self.all
    }

    /// Returns the label of the sums below a table: of all rows, or of those shown.
    fn sums(&self, shown: i64, total: i64) -> Text {
        let whole = total == shown
            && self.offset.unwrap_or(0) == 0
            && self.after.is_none()
            && self.limit.is_none_or(|limit| shown < limit);
        if whole {
            t!("output-sum")
        } else {
            t!("output-sum-shown")
        }
    }
}

/// A list whose references are looked up.
pub struct Listing<'a, L: List> {
    args: &'a ListArgs<L::Sort>,
    pub conn: Connection<'a>,
    noun: Noun,
    /// Given flags that narrow the list.
    given: Vec<&'static str>,
    sort: SortBy<L::Sort>,
    after: Option<L::Row>,
}

impl<L: List<Row: Record>> Listing<'_, L> {
    /// Prints the page. At a terminal a table has the sums of its amounts below it, and a message says what it does not
    /// show: that there is nothing, why and what to do about it, or how many rows there are in all, counted up to a
    /// bound, so that it costs no more than the page.
    ///
    /// # Errors
    ///
    /// `not_found` (exit 3) for `--after`.
    pub fn show(mut self, ctx: &Context, actor: &Actor, filter: &L) -> Result<i64> {
        let args = self.args;
        if let (Some(id), None) = (args.after, &self.after) {
            return Err(Error::not_found(self.noun, id));
        }
        let is_truncated = args.is_truncated(ctx);
        let page = Page {
            sort: self.sort.column,
            descending: self.sort.descending,
            limit: args.limit.or_else(|| is_truncated.then_some(TABLE_ROWS)),
            offset: args.offset,
            after: self.after.take(),
        };

        let mut rows = ctx.output.list::<L::Row>()?;
        list::stream(&mut self.conn, filter, &page, |row| rows.push(&row))?;

        let shown = rows.count();
        if !ctx.output.shows_pages() {
            return rows.finish().map(|()| shown);
        }
        if shown == 0 {
            rows.finish()?;
            self.tell_of_nothing(ctx, actor);
            return Ok(shown);
        }
        let total = if is_truncated && shown == TABLE_ROWS {
            list::count(&mut self.conn, filter, COUNTED + 1)?
        } else {
            shown
        };
        rows.finish_with((shown > 1).then(|| args.sums(shown, total)))?;
        if total > shown {
            let records = t!("output-records", records = L::Row::PLURAL);
            ctx.output.message(if total > COUNTED {
                let bound = format::number(COUNTED);
                t!(
                    "output-page-bounded",
                    shown = shown,
                    bound = bound,
                    records = records
                )
            } else {
                let total = format::number(total);
                t!(
                    "output-page",
                    shown = shown,
                    total = total,
                    records = records
                )
            });
        }
        Ok(shown)
    }

    fn tell_of_nothing(&self, ctx: &Context, actor: &Actor) {
        if self.given.is_empty() || ctx.prompter.is_guided() {
            ctx.output.nothing_to_show::<L::Row>();
        } else {
            let (records, flags) = (L::Row::PLURAL, self.given.join(", "));
            ctx.output
                .message(t!("output-none-match", records = records, flags = flags));
        }
        let nothing_yet = self.given.iter().all(|flag| *flag == "--mine");
        if nothing_yet
            && let Some(capability) = Capability::creating(self.noun)
            && policy::authorize_department(actor, capability).is_ok()
        {
            ctx.output.hint(&format!("epic {} create", self.noun));
        }
    }
}

/// Resolves `--mine`: for Sales the first (their customers with contracts and events), for Support the second (the
/// events they run, with their contracts and customers).
///
/// # Errors
///
/// `usage` (exit 2) for Management, who own nothing.
pub fn mine(
    form: &mut Form<'_>,
    actor: &Actor,
    asked: bool,
) -> Result<(Option<CollaboratorId>, Option<CollaboratorId>)> {
    if !form.flag("--mine", asked) {
        return Ok((None, None));
    }
    let own = Some(actor.id);
    match actor.department.ownership() {
        Some(Ownership::SalesContact) => Ok((own, None)),
        Some(Ownership::SupportContact) => Ok((None, own)),
        None => Err(Error::usage(t!("output-mine-management"))),
    }
}

/// Lookups of a list: the collaborator that a filter names, and the search.
pub fn lookups(noun: Noun, collaborator: Option<&str>, search: Option<&str>) -> Lookups {
    let lookups = Lookups {
        collaborators: wanted_collaborators(collaborator),
        ..Lookups::default()
    };
    lookups.search(noun, search)
}

/// The collaborator that a filter names, among those whom the database has found.
///
/// # Errors
///
/// `not_found.collaborator` (exit 3).
pub fn resolve(
    ctx: &Context,
    reference: Option<&str>,
    known: &[Person],
) -> Result<Option<CollaboratorId>> {
    reference
        .map(|reference| collaborator_among(ctx, reference, known))
        .transpose()
}
