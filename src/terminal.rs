//! What kind of terminal this run speaks to.

/// Whether nothing is to be drawn, for screen readers and for terminals that cannot move their cursor: lines of plain
/// text alone.
pub fn accessible() -> bool {
    asked_to_be_accessible() || std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Whether `EPIC_ACCESSIBLE` asks for that, wherever the output goes; empty, `0` and `false` do not.
pub fn asked_to_be_accessible() -> bool {
    std::env::var_os("EPIC_ACCESSIBLE")
        .is_some_and(|value| !value.is_empty() && value != "0" && value != "false")
}
