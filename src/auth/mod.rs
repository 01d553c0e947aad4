//! Authentication: passwords, tokens and the session file. Authorization is in `policy`.

pub mod credential;
pub mod session;
pub mod sign_in;
