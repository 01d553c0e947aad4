//! The table `customers`.

mod list;
mod row;
mod write;

pub use list::{CustomerFilter, CustomerSort};
pub use row::{Customer, CustomerRow, find, find_all_with_heir};
pub use write::{CustomerChanges, NewCustomer, insert, transfer, update};
