//! The parts of the measurements that tests use as well: the large company, its loader, and the counter of round trips.

#[path = "../../../scripts/bench/company.rs"]
mod company;
#[path = "../../../scripts/bench/load.rs"]
pub mod load;
#[path = "../../../scripts/bench/trips.rs"]
pub mod trips;
