//! Security: rights, attacks, secrets, files, TLS, logs and telemetry.

mod attacks;
mod files;
mod guessing;
mod logs;
pub mod matrix;
mod passwords;
mod policy;
mod races;
mod scram_keys;
mod secrets;
mod session_file;
mod telemetry;
mod tls;
mod token_use;
mod tokens;
