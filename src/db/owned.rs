//! Owners of records for the policy: the sales contact of a customer and of its contracts, the support contact of an
//! event.

use super::collaborators::Collaborator;
use super::contracts::ContractRow;
use super::customers::CustomerRow;
use super::events::EventRow;
use crate::domain::Noun;
use crate::policy::{Owned, Target};

/// Accounts have no owner: a right on them covers all.
impl Owned for Collaborator {
    fn target(&self) -> Target {
        Target::Everything
    }
}

impl Owned for CustomerRow {
    fn target(&self) -> Target {
        Target::Record {
            owner: self.customer.sales_contact_id,
            noun: Noun::Customer,
            id: self.customer.id.0,
        }
    }
}

impl Owned for ContractRow {
    fn target(&self) -> Target {
        Target::Record {
            owner: self.sales_contact.as_ref().map(|contact| contact.id),
            noun: Noun::Contract,
            id: self.contract.id.0,
        }
    }
}

impl Owned for EventRow {
    fn target(&self) -> Target {
        Target::Record {
            owner: self.event.support_contact_id,
            noun: Noun::Event,
            id: self.event.id.0,
        }
    }
}
