//! The fields that customers and collaborators share: their flags, their prompts, and what was answered.

use crate::commands::prelude::*;
use crate::domain::{Email, Invalid, PersonName, Phone, phone};

#[derive(Debug, Args)]
pub struct PersonFlags {
    /// First name
    #[arg(long)]
    first_name: Option<Given<PersonName>>,
    /// Last name
    #[arg(long)]
    last_name: Option<Given<PersonName>>,
    /// E-mail address
    #[arg(long)]
    email: Option<Given<Email>>,
    /// Phone number, French or with a country code
    #[arg(long)]
    phone: Option<Given<Phone>>,
}

/// Validated values; those of an update that stay as they are are `None`.
#[derive(Debug, Clone)]
pub struct PersonFields {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

impl PersonFlags {
    /// Asks for what is missing; `free` judges an e-mail address where it is typed.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt.
    pub fn required(
        self,
        form: &mut Form<'_>,
        free: impl Fn(&Email) -> Result<(), Invalid>,
    ) -> Result<PersonFields> {
        let first_name = form.required("--first-name", t!("prompt-first-name"), self.first_name)?;
        let last_name = form.required("--last-name", t!("prompt-last-name"), self.last_name)?;
        let email = form.required_checked("--email", t!("prompt-email"), self.email, free)?;
        let phone = form.required("--phone", t!("prompt-phone"), self.phone)?;
        Ok(PersonFields::of(first_name, last_name, email, phone))
    }

    pub fn optional(self, form: &mut Form<'_>) -> PersonFields {
        let first_name = form.optional("--first-name", self.first_name);
        let last_name = form.optional("--last-name", self.last_name);
        let email = form.optional("--email", self.email);
        let phone = form.optional("--phone", self.phone);
        PersonFields::of(first_name, last_name, email, phone)
    }
}

impl PersonFields {
    fn of(
        first_name: Option<PersonName>,
        last_name: Option<PersonName>,
        email: Option<Email>,
        phone: Option<Phone>,
    ) -> Self {
        Self {
            first_name: first_name.map(PersonName::into_string),
            last_name: last_name.map(PersonName::into_string),
            email: email.map(Email::into_string),
            phone: phone.map(Phone::into_string),
        }
    }

    /// Asks for each field, with the value that it has now to begin with: first name, last name, e-mail address, phone.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt.
    pub fn edit(
        form: &Form<'_>,
        [first_name, last_name, email, phone]: [&str; 4],
        free: impl Fn(&Email) -> Result<(), Invalid>,
    ) -> Result<Self> {
        let first_name = form.edit("--first-name", t!("prompt-first-name"), first_name)?;
        let last_name = form.edit("--last-name", t!("prompt-last-name"), last_name)?;
        let email = form.edit_with("--email", t!("prompt-email"), email, |text| {
            let email = text.parse()?;
            free(&email)?;
            Ok(email)
        })?;
        let phone = form.edit("--phone", t!("prompt-phone"), &phone::grouped(phone))?;
        Ok(Self::of(first_name, last_name, email, phone))
    }

    /// Returns first name, last name, e-mail address and phone if none is missing.
    pub fn complete(&self) -> Option<[&str; 4]> {
        Some([
            self.first_name.as_deref()?,
            self.last_name.as_deref()?,
            self.email.as_deref()?,
            self.phone.as_deref()?,
        ])
    }
}
