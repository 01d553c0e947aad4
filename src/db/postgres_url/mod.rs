//! PostgreSQL connection URIs: parsed as libpq parses them, checked, redacted, and rewritten for libpq or another role.

mod for_role;
mod libpq;
mod parameters;
mod redact;

pub use for_role::for_role;
pub use libpq::for_libpq;
pub use parameters::Parameters;
pub use redact::{redacted, secrets};
