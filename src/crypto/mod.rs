//! Cryptography without a database: passwords, secrets, signed tokens, verifiers of database roles.

pub mod hex;
pub mod jwt;
pub mod password;
pub mod scram;
pub mod secret;
