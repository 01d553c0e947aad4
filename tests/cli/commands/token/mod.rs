//! Tokens.

mod create;
