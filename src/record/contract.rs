//! Output shape of a contract.

use super::{Fields, Record, Value, contact};
use crate::db::contracts::ContractRow;
use crate::domain::{Noun, Words};

impl Record for ContractRow {
    const PLURAL: &'static str = "contracts";
    const FIELDS: Fields = Fields::Of(Noun::Contract, &[], "");
    const COLUMNS: &'static str =
        "id customer.name customer.company total due status sales_contact.login";
    const SPARE: &'static str = "sales_contact.login customer.name total";
    const WITHIN: &'static str = "id total due status signed_at";

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let contract = &self.contract;
        let [contact_id, contact_login, contact_name] = contact(self.sales_contact.as_ref());
        [
            Value::Integer(contract.id.0),
            Value::Integer(self.customer.id.0),
            Value::Name(&self.customer.first_name, &self.customer.last_name),
            Value::Text(&self.customer.company),
            contact_id,
            contact_login,
            contact_name,
            Value::Amount(contract.total_cents),
            Value::Due(contract.due_cents),
            Value::Text(&contract.currency),
            Value::Word(Words::Status, contract.status.as_str()),
            contract.signed_at.map_or(Value::Null, Value::Instant),
            Value::Instant(contract.created_at),
            Value::Instant(contract.updated_at),
            Value::Integer(contract.version),
        ]
    }
}
