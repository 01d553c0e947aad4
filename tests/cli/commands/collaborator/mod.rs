//! The staff.

mod delete;
mod unlock;
mod update;
