//! Proving who somebody is: passwords, tokens and the file that keeps a session between commands. What they
//! may do then is decided in `policy`.

pub mod credential;
pub mod session;
pub mod sign_in;
