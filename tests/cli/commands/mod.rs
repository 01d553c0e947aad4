//! The commands, as `src/commands` has them: a folder for each noun, a file for each verb.

mod audit;
pub mod collaborator;
mod contract;
mod customer;
pub mod db;
mod event;
mod history;
mod init;
mod login;
mod logout;
pub mod password;
mod search;
pub mod session;
mod shared;
mod signup;
mod token;
mod whoami;
