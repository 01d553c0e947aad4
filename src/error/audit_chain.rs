//! Faults of the audit chain (exit 7).

use crate::lang::Text;
use crate::t;

/// A fault of an audit chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainFault {
    /// It is missing, or not in its place.
    Missing,
    /// It does not follow from the entry before it.
    Unlinked,
    /// Its changes are not the ones that were recorded.
    Changes,
    /// One of its other fields is not the one that was recorded.
    Fields,
    /// Entries from this one on are missing: the database knows of later ones.
    Truncated,
    /// The database does not know of this entry, or ends with another.
    Head,
    /// The anchor says otherwise: the chain was made anew, or its end removed.
    Anchor,
}

/// The first entry at which a chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenChain {
    /// The number of the entry.
    pub sequence: i64,
    /// What is wrong there.
    pub fault: ChainFault,
}

impl ChainFault {
    /// The fault in words.
    pub(super) fn text(self) -> Text {
        match self {
            Self::Missing => t!("error-chain-missing"),
            Self::Unlinked => t!("error-chain-unlinked"),
            Self::Changes => t!("error-chain-changes"),
            Self::Fields => t!("error-chain-fields"),
            Self::Truncated => t!("error-chain-truncated"),
            Self::Head => t!("error-chain-head"),
            Self::Anchor => t!("error-chain-anchor"),
        }
    }
}
