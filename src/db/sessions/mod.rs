//! Sessions and tokens, the table `sessions`: authentication, end, management. `sign_in` inserts the rows of sessions.

mod authenticate;
mod end;
mod manage;

pub use authenticate::{
    SessionRow, Standing, authenticate, authenticate_with_version, find_again, of_connection, peek,
    speak_as,
};
pub(super) use authenticate::{Settings, settings};
pub(super) use end::{end, end_all, speaking};
pub use end::{sign_out, sign_out_by};
pub use manage::{NewToken, Refused, SessionInfo, create, list, revoke};
