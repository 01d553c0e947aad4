//! Behaviour common to the commands of several nouns.

automod::dir!("tests/cli/commands/shared");
