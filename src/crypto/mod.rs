//! Cryptography without a database: passwords, secrets, signed tokens, SCRAM verifiers.

pub mod hex;
mod hs256;
pub mod jwt;
pub mod password;
pub mod scram;
pub mod secret;
