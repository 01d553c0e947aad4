//! The table `contracts`.

mod list;
mod row;
mod write;

pub use list::{ContractFilter, ContractSort};
pub use row::{Contract, ContractCustomer, ContractRow, find, find_with_customer};
pub use write::{ContractChanges, NewContract, insert, update};
