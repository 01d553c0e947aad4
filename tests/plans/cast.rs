//! Who and what the filters of the lists name, at the skew of real data: people who look after few, some and very many, a
//! customer with one contract and the largest.

use epic::db::list::Lookups;
use epic::db::list::prefetch::resolve;
use epic::db::search::Search;
use epic::domain::Noun;
use epic::domain::{CollaboratorId, ContractId, CustomerId, Instant};

use crate::env::TestEnv;
use crate::watch::Watched;

/// Who and what the filters name.
pub struct Cast {
    /// Who looks after a few customers, after their share, and after a third of all.
    pub few: CollaboratorId,
    pub mid: CollaboratorId,
    pub many: CollaboratorId,
    /// Who runs a few events, their share, and a third of all.
    pub run_few: CollaboratorId,
    pub run_mid: CollaboratorId,
    pub run_many: CollaboratorId,
    /// One with a contract, and the one with the most.
    pub customer: CustomerId,
    pub large: CustomerId,
    pub contract: ContractId,
    pub now: Instant,
}

impl Cast {
    /// As `company::fill` leaves them.
    pub fn of(env: &TestEnv) -> Self {
        let id = |sql: &str| env.scalar(sql).parse::<i64>().unwrap();
        Self {
            few: CollaboratorId(2),
            mid: CollaboratorId(id("SELECT max(sales_contact_id) FROM customers")),
            many: CollaboratorId(3),
            run_few: CollaboratorId(4),
            run_mid: CollaboratorId(id("SELECT max(support_contact_id) FROM events")),
            run_many: CollaboratorId(5),
            customer: CustomerId(id("SELECT max(customer_id) FROM contracts")),
            large: CustomerId(9),
            contract: ContractId(id("SELECT max(contract_id) FROM events")),
            now: Instant::now(),
        }
    }

    /// So many days from now.
    pub fn later(&self, days: i64) -> Instant {
        Instant::from_timestamp(self.now.timestamp() + days * 86_400).unwrap()
    }
}

/// Resolves the search of a list.
pub fn found(watched: &Watched, noun: Noun, text: &str) -> Option<Search> {
    let lookups = Lookups::default().search(noun, Some(text));
    resolve(&mut watched.conn(), &lookups).unwrap().search
}
