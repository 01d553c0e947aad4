//! Configuration, schema and lockdown.

mod config;
mod lockdown;
mod schema;
mod unreachable;
