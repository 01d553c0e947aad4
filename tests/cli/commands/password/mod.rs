//! Passwords.

automod::dir!("tests/cli/commands/password");

/// What anybody would try first.
pub const PASSWORD_OF_THE_PRODUCT: &str = "EpicEvents2026";
