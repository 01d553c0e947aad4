//! Configuration, schema and lockdown.

mod config;
mod constraints;
mod lockdown;
mod schema;
mod unreachable;
mod values;
