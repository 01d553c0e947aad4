//! Customers.

mod update;
