//! Output shape of a search hit: the fields common to all nouns.

use super::{Fields, Record, Value};
use crate::db::search::Hit;
use crate::domain::{ContractStatus, Noun, Words};

impl Record for Hit {
    const PLURAL: &'static str = "records";
    const FIELDS: Fields = Fields::Listed("type id label company detail total due start_at", &[]);
    const COLUMNS: &'static str = "type id label company detail";

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let person = Value::Name(self.text("first_name"), self.text("last_name"));
        let company = Value::Text(self.text("company"));
        let (label, company, detail) = match self.noun {
            Noun::Customer => (person, company, Value::Text(self.text("email"))),
            Noun::Contract => {
                let status = |it: ContractStatus| Value::Word(Words::Status, it.as_str());
                (person, company, self.status.map_or(Value::Null, status))
            }
            Noun::Event => (
                Value::Text(self.text("title")),
                company,
                Value::Text(self.text("location")),
            ),
            _ => (person, Value::Null, Value::Text(self.text("login"))),
        };
        [
            Value::Word(Words::Entity, self.noun.as_str()),
            Value::Integer(self.id),
            label,
            company,
            detail,
            self.total_cents.map_or(Value::Null, Value::Amount),
            self.due_cents.map_or(Value::Null, Value::Due),
            self.start_at.map_or(Value::Null, Value::Instant),
        ]
    }
}
