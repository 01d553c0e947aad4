//! People and passwords that most tests use.

/// A manager of the demonstration company.
pub const MANAGER: &str = "AMartinez";
/// A sales contact, who owns customers 1 to 4.
pub const SALES: &str = "CBrunel";
/// A support contact.
pub const SUPPORT: &str = "BRenard";

/// A password that is hard to guess.
pub const STRONG: &str = "vitrail-pagaie-noyau-42";
/// Another one.
pub const OTHER_STRONG: &str = "Sept huitres bleues sur un toit";
