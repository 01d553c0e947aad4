//! The fields of a customer that people write: flags, prompts, the row to be and what changes. A column is added here.

use crate::commands::changed;
use crate::commands::prelude::*;
use crate::commands::shared::person::{PersonFields, PersonFlags};
use crate::db::customers::{Customer, CustomerChanges, NewCustomer};
use crate::domain::{CollaboratorId, CompanyName};

#[derive(Debug, Args)]
pub struct CustomerFlags {
    #[command(flatten)]
    person: PersonFlags,
    /// Name of the company
    #[arg(long)]
    company: Option<Given<CompanyName>>,
}

/// Validated values; those of an update that stay as they are are `None`.
pub struct CustomerFields {
    person: PersonFields,
    company: Option<String>,
}

impl CustomerFlags {
    /// Asks for what is missing.
    pub fn required(self, form: &mut Form<'_>) -> Result<CustomerFields> {
        let person = self.person.required(form, |_| Ok(()))?;
        let company = form.required("--company", t!("prompt-company"), self.company)?;
        Ok(CustomerFields::of(person, company))
    }

    pub fn optional(self, form: &mut Form<'_>) -> CustomerFields {
        let person = self.person.optional(form);
        let company = form.optional("--company", self.company);
        CustomerFields::of(person, company)
    }
}

impl CustomerFields {
    fn of(person: PersonFields, company: Option<CompanyName>) -> Self {
        let company = company.map(CompanyName::into_string);
        Self { person, company }
    }

    /// Asks for each field, with its value to begin with.
    pub fn edit(form: &Form<'_>, old: &Customer) -> Result<Self> {
        let current = [&*old.first_name, &old.last_name, &old.email, &old.phone];
        let person = PersonFields::edit(form, current, |_| Ok(()))?;
        let company = form.edit("--company", t!("prompt-company"), &old.company)?;
        Ok(Self::of(person, company))
    }

    /// Returns the row to be, unless a field is missing.
    pub fn new_customer(&self, sales_contact: CollaboratorId) -> Option<NewCustomer<'_>> {
        let person = self.person.complete()?;
        Some(new_customer(
            person,
            self.company.as_deref()?,
            sales_contact,
        ))
    }

    /// Returns what differs from the existing row.
    pub fn changes(&self, old: &Customer) -> CustomerChanges {
        let person = self.person.clone();
        CustomerChanges {
            first_name: changed(person.first_name, &old.first_name),
            last_name: changed(person.last_name, &old.last_name),
            email: changed(person.email, &old.email),
            phone: changed(person.phone, &old.phone),
            company: changed(self.company.clone(), &old.company),
        }
    }
}

/// Returns a customer to be, with the fields that every customer has.
pub const fn new_customer<'a>(
    [first_name, last_name, email, phone]: [&'a str; 4],
    company: &'a str,
    sales_contact_id: CollaboratorId,
) -> NewCustomer<'a> {
    NewCustomer {
        first_name,
        last_name,
        email,
        phone,
        company,
        sales_contact_id,
    }
}
