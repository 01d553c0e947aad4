//! The commands, as `src/commands` has them: a folder for each noun, a file for each verb.

mod audit;
mod collaborator;
mod contract;
mod customer;
mod demo;
mod event;
mod history;
mod init;
mod login;
mod password;
mod search;
mod session;
mod shared;
mod token;
