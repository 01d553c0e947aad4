//! Who appears in most tests, and what they type.

/// Of the demonstration company.
pub const MANAGER: &str = "AMartinez";
pub const SALES: &str = "CBrunel";
pub const SUPPORT: &str = "BRenard";

/// A password that is hard to guess.
pub const STRONG: &str = "vitrail-pagaie-noyau-42";
/// Another one.
pub const OTHER_STRONG: &str = "Sept huitres bleues sur un toit";
