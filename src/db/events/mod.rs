//! The table `events`.

mod list;
mod row;
mod write;

pub use list::{EventFilter, EventSort};
pub use row::{
    Event, EventContract, EventCustomer, EventRow, find, find_all, find_all_with_overlaps,
};
pub use write::{EventChanges, NewEvent, assign, insert, update};
