//! Who may do what, and what attackers cannot do: rights, attacks, secrets, files, TLS, logs and telemetry.

mod attacks;
mod files;
mod logs;
pub mod matrix;
mod policy;
mod races;
mod secrets;
mod telemetry;
mod tls;
mod token_use;
mod tokens;
