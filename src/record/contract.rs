//! The public shape of a contract.

use super::{Field, Record, Value, contact, field};
use crate::db::contracts::ContractRow;

impl Record for ContractRow {
    const PLURAL: &'static str = "contracts";
    const FIELDS: &'static [Field] = &[
        field("id", "ID"),
        field("customer.id", "Customer ID"),
        field("customer.name", "Customer"),
        field("customer.company", "Company"),
        field("sales_contact.id", "Sales contact ID"),
        field("sales_contact.login", "Sales contact"),
        field("sales_contact.name", "Sales contact name"),
        field("total", "Total"),
        field("due", "Due"),
        field("currency", "Currency"),
        field("status", "Status"),
        field("signed_at", "Signed"),
        field("created_at", "Created"),
        field("updated_at", "Updated"),
        field("version", "Version"),
    ];
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "customer.name",
        "customer.company",
        "total",
        "due",
        "status",
        "sales_contact.login",
    ];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let contract = &self.contract;
        let (contact_id, contact_login, contact_name) = contact(self.sales_contact.as_ref());
        [
            Value::Integer(contract.id.0),
            Value::Integer(self.customer.id.0),
            Value::Name(&self.customer.first_name, &self.customer.last_name),
            Value::Text(&self.customer.company),
            contact_id,
            contact_login,
            contact_name,
            Value::Amount(contract.total_cents),
            Value::Amount(contract.due_cents),
            Value::Text(&contract.currency),
            Value::Status(contract.status.as_str()),
            contract.signed_at.map_or(Value::Null, Value::Instant),
            Value::Instant(contract.created_at),
            Value::Instant(contract.updated_at),
            Value::Integer(contract.version),
        ]
    }
}
