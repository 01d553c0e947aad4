//! The log of changes.

automod::dir!("tests/cli/commands/audit");
