//! What kind of terminal this run speaks to.

/// Whether nothing is to be drawn, for screen readers and for terminals that cannot move their cursor: lines of plain
/// text alone. `EPIC_ACCESSIBLE` asks for it, unless it is empty, `0` or `false`, and so does `TERM=dumb`.
pub fn accessible() -> bool {
    let asked = std::env::var_os("EPIC_ACCESSIBLE")
        .is_some_and(|value| !value.is_empty() && value != "0" && value != "false");
    asked || std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}
