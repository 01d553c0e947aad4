//! Contracts.

mod update;
