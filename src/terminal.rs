//! Kind of the terminal of this run.

/// Returns `true` if output is plain: nothing is drawn, for screen readers and for terminals that cannot move their cursor.
pub fn accessible() -> bool {
    asked_to_be_accessible() || std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Tests for `EPIC_ACCESSIBLE`, wherever the output goes.
pub fn asked_to_be_accessible() -> bool {
    is_on("EPIC_ACCESSIBLE")
}

/// Tests for a variable set to anything that does not mean no.
pub fn is_on(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| {
        let value = value.to_string_lossy().trim().to_lowercase();
        !matches!(value.as_str(), "" | "0" | "false" | "no" | "off")
    })
}
