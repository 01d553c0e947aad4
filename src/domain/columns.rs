//! Column descriptions of the business tables, from which column rights, audit triggers, search documents, reindexing
//! and the formatting of history derive. Every table also has `id`, `created_at`, `updated_at` and `version`.

use super::{Capability, Noun};

/// Column with values given by the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub kind: ColumnKind,
    pub searched: Searched,
    pub writers: &'static [Capability],
    /// Public fields that show it, unless it is one field of its name.
    pub fields: &'static [&'static str],
}

/// Kind of value, which decides how history formats it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    /// Telephone number in E.164.
    Phone,
    Cents,
    Count,
    Instant,
    Flag,
    /// Machine word with a translation.
    Word(Words),
    Reference(Noun),
}

/// Vocabulary of translated machine words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    Status,
    Department,
    Action,
    Entity,
    Credential,
}

/// Weight of a search match in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Searched {
    No,
    /// Name of the record: ranks first.
    Name,
    Other,
}

/// Column that the guard derives from others, never written directly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Derived {
    pub name: &'static str,
    /// Source columns.
    sources: &'static [&'static str],
}

impl Column {
    const fn new(name: &'static str, kind: ColumnKind) -> Self {
        Self {
            name,
            kind,
            searched: Searched::No,
            writers: &[],
            fields: &[],
        }
    }

    /// Text of the record's name.
    const fn name(name: &'static str) -> Self {
        Self::text(name).searched(Searched::Name)
    }

    const fn text(name: &'static str) -> Self {
        Self::new(name, ColumnKind::Text)
    }

    const fn reference(name: &'static str, noun: Noun) -> Self {
        Self::new(name, ColumnKind::Reference(noun))
    }

    const fn searched(self, searched: Searched) -> Self {
        Self { searched, ..self }
    }

    const fn by(self, writers: &'static [Capability]) -> Self {
        Self { writers, ..self }
    }

    const fn shown(self, fields: &'static [&'static str]) -> Self {
        Self { fields, ..self }
    }
}

const COLLABORATORS: &[Column] = {
    use Searched::Other;
    const WRITERS: &[Capability] = &[
        Capability::CreateCollaborator,
        Capability::UpdateCollaborator,
    ];
    &[
        Column::name("login").by(WRITERS),
        Column::name("first_name").by(WRITERS),
        Column::name("last_name").by(WRITERS),
        Column::text("email").searched(Other).by(WRITERS),
        Column::new("phone", ColumnKind::Phone)
            .searched(Other)
            .by(WRITERS),
        Column::new("department", ColumnKind::Word(Words::Department)).by(WRITERS),
        Column::new("active", ColumnKind::Flag).by(&[Capability::DeleteCollaborator]),
    ]
};

const CUSTOMERS: &[Column] = {
    use Searched::Other;
    const WRITERS: &[Capability] = &[Capability::CreateCustomer, Capability::UpdateCustomer];
    &[
        Column::name("first_name").by(WRITERS),
        Column::name("last_name").by(WRITERS),
        Column::text("email").searched(Other).by(WRITERS),
        Column::new("phone", ColumnKind::Phone)
            .searched(Other)
            .by(WRITERS),
        Column::name("company").by(WRITERS),
        Column::reference("sales_contact_id", Noun::Collaborator)
            .shown(&[
                "sales_contact.id",
                "sales_contact.login",
                "sales_contact.name",
            ])
            .by(&[Capability::CreateCustomer, Capability::TransferCustomer]),
    ]
};

const CONTRACTS: &[Column] = {
    use Capability::{CreateContract, MoveContract, PayContract, SignContract, UpdateContract};
    &[
        Column::reference("customer_id", Noun::Customer)
            .shown(&[
                "customer.id",
                "customer.name",
                "customer.company",
                "sales_contact.id",
                "sales_contact.login",
                "sales_contact.name",
            ])
            .by(&[CreateContract, MoveContract]),
        Column::new("total_cents", ColumnKind::Cents)
            .shown(&["total"])
            .by(&[CreateContract, UpdateContract]),
        Column::new("due_cents", ColumnKind::Cents)
            .shown(&["due"])
            .by(&[CreateContract, UpdateContract, PayContract]),
        Column::text("currency"),
        Column::new("status", ColumnKind::Word(Words::Status)).by(&[UpdateContract, SignContract]),
        Column::new("signed_at", ColumnKind::Instant),
    ]
};

const EVENTS: &[Column] = {
    use Searched::Other;
    const WRITERS: &[Capability] = &[Capability::CreateEvent, Capability::UpdateEvent];
    &[
        Column::reference("contract_id", Noun::Contract)
            .shown(&[
                "contract.id",
                "contract.status",
                "customer.id",
                "customer.name",
                "customer.company",
                "customer.email",
                "customer.phone",
            ])
            .by(&[Capability::CreateEvent]),
        Column::name("title").by(WRITERS),
        Column::new("start_at", ColumnKind::Instant).by(WRITERS),
        Column::new("end_at", ColumnKind::Instant).by(WRITERS),
        Column::text("location").searched(Other).by(WRITERS),
        Column::new("attendees", ColumnKind::Count).by(WRITERS),
        Column::text("notes").searched(Other).by(WRITERS),
        Column::reference("support_contact_id", Noun::Collaborator)
            .shown(&[
                "support_contact.id",
                "support_contact.login",
                "support_contact.name",
            ])
            .by(&[Capability::AssignEvent, Capability::UnassignEvent]),
    ]
};

const SIGNED_AT: Derived = Derived::new("signed_at", &["status"]);

impl Noun {
    /// Returns the columns given by the user, all of them audited, in the order of the table; empty for other nouns.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Collaborator => COLLABORATORS,
            Self::Customer => CUSTOMERS,
            Self::Contract => CONTRACTS,
            Self::Event => EVENTS,
            Self::AuditEntry | Self::Credential | Self::Session | Self::Token => &[],
        }
    }

    pub const fn derived(self) -> &'static [Derived] {
        match self {
            Self::Contract => &[SIGNED_AT],
            _ => &[],
        }
    }

    /// Returns the columns of folded text that searches read, which no client writes: the document, then the company.
    pub const fn index(self) -> &'static [&'static str] {
        match self {
            Self::Collaborator | Self::Event => &["search_text"],
            Self::Customer => &["search_text", "company_folded"],
            _ => &[],
        }
    }

    /// Returns the nouns with a search document.
    pub fn indexed() -> impl Iterator<Item = Self> {
        Self::BUSINESS
            .into_iter()
            .filter(|noun| !noun.index().is_empty())
    }

    /// Returns the columns of a search weight, in the order of the table.
    pub fn searched(self, searched: Searched) -> impl Iterator<Item = &'static str> {
        let columns = self.columns().iter();
        let found = columns.filter(move |it| it.searched == searched);
        found.map(|it| it.name)
    }

    pub fn column(self, name: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.name == name)
    }

    /// Counts the columns that a right writes.
    pub(crate) const fn count_written(self, by: Capability) -> usize {
        let columns = self.columns();
        let (mut at, mut count) = (0, 0);
        while at < columns.len() {
            count += columns[at].is_written_by(by) as usize;
            at += 1;
        }
        count
    }

    /// Returns the `N` columns that a right writes, in the order of the table.
    pub(crate) const fn written<const N: usize>(self, by: Capability) -> [&'static str; N] {
        let columns = self.columns();
        let mut written = [""; N];
        let (mut at, mut count) = (0, 0);
        while at < columns.len() {
            if columns[at].is_written_by(by) {
                written[count] = columns[at].name;
                count += 1;
            }
            at += 1;
        }
        written
    }
}

/// Returns the column of a name for any noun: a test ensures that its kind is unambiguous.
pub fn named(name: &str) -> Option<&'static Column> {
    Noun::BUSINESS.iter().find_map(|noun| noun.column(name))
}

impl Column {
    const fn is_written_by(&self, capability: Capability) -> bool {
        let mut at = 0;
        while at < self.writers.len() {
            if self.writers[at] as u8 == capability as u8 {
                return true;
            }
            at += 1;
        }
        false
    }
}

impl Derived {
    const fn new(name: &'static str, sources: &'static [&'static str]) -> Self {
        Self { name, sources }
    }

    /// Returns the source columns of this one.
    pub const fn sources(&self) -> &'static [&'static str] {
        self.sources
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_kind_and_one_heading_in_every_table() {
        for noun in Noun::BUSINESS {
            for column in noun.columns() {
                let known = named(column.name).unwrap();
                assert_eq!((known.kind, known.fields), (column.kind, column.fields));
            }
        }
    }

    #[test]
    fn every_source_of_a_derived_column_is_described() {
        for noun in Noun::BUSINESS {
            for derived in noun.derived() {
                let sources = derived.sources();
                assert!(!sources.is_empty());
                assert!(sources.iter().all(|it| noun.column(it).is_some()));
            }
        }
    }

    #[test]
    fn an_amount_is_shown_without_its_unit() {
        let columns = Noun::Contract.columns().iter();
        let amounts: Vec<_> = columns.filter(|it| it.kind == ColumnKind::Cents).collect();
        assert_eq!(amounts.len(), 2);
        for column in amounts {
            assert_eq!(column.name, format!("{}_cents", column.fields.join(" ")));
        }
    }
}
