//! Faults of the audit chain (exit 7).

use crate::lang::Text;
use crate::t;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainFault {
    /// The entry is missing or out of sequence.
    Missing,
    /// The entry does not link to its predecessor.
    Unlinked,
    /// Its changes differ from the recorded ones.
    Changes,
    /// Another of its fields differs from the recorded one.
    Fields,
    /// Entries from this one on are missing; the database's head is later.
    Truncated,
    /// The head of the database is another entry.
    Head,
    /// The anchor does not match: the chain was rebuilt or truncated.
    Anchor,
}

/// First broken entry of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenChain {
    pub sequence: i64,
    pub fault: ChainFault,
}

impl ChainFault {
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
