//! The public shape of an answer to a search: what every kind of record has in common.

use super::{Field, Record, Value, Words, field};
use crate::db::search::{Hit, Kind};

impl Hit {
    /// Which kind of record it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Customer(_) => Kind::Customer,
            Self::Contract(_) => Kind::Contract,
            Self::Event(_) => Kind::Event,
            Self::Collaborator(_) => Kind::Collaborator,
        }
    }
}

impl Record for Hit {
    const PLURAL: &'static str = "records";
    const FIELDS: &'static [Field] = &[
        field("type"),
        field("id"),
        field("label"),
        field("company"),
        field("detail"),
        field("total"),
        field("due"),
        field("start_at"),
    ];
    const COLUMNS: &'static [&'static str] = &["type", "id", "label", "company", "detail"];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let none = [Value::Null; 3];
        let (id, label, company, detail, [total, due, start_at]) = match self {
            Self::Customer(row) => {
                let customer = &row.customer;
                (
                    customer.id.0,
                    Value::Name(&customer.first_name, &customer.last_name),
                    Value::Text(&customer.company),
                    Value::Text(&customer.email),
                    none,
                )
            }
            Self::Contract(row) => {
                let (contract, customer) = (&row.contract, &row.customer);
                (
                    contract.id.0,
                    Value::Name(&customer.first_name, &customer.last_name),
                    Value::Text(&customer.company),
                    Value::Word(Words::Status, contract.status.as_str()),
                    [
                        Value::Amount(contract.total_cents),
                        Value::Due(contract.due_cents),
                        Value::Null,
                    ],
                )
            }
            Self::Event(row) => {
                let event = &row.event;
                (
                    event.id.0,
                    Value::Text(&event.title),
                    Value::Text(&row.customer.company),
                    Value::Text(&event.location),
                    [Value::Null, Value::Null, Value::Instant(event.start_at)],
                )
            }
            Self::Collaborator(row) => (
                row.id.0,
                Value::Name(&row.first_name, &row.last_name),
                Value::Null,
                Value::Text(&row.login),
                none,
            ),
        };
        [
            Value::Word(Words::Entity, self.kind().as_str()),
            Value::Integer(id),
            label,
            company,
            detail,
            total,
            due,
            start_at,
        ]
    }
}
