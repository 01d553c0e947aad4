//! Configuration, schema and lockdown.

mod config;
mod constraints;
mod folding;
mod lockdown;
mod schema;
mod unreachable;
mod values;
