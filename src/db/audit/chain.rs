//! The chain of audit entries: what is hashed, and whether entries follow from one another. The bytes are the same on
//! both databases, so that one verifier serves both; on PostgreSQL `epic_sec.audit` computes them.
//!
//! `hash = sha256(previous hash || fields)`, where the fields are netstrings (`<octets>:<text>,`) of sequence, instant in
//! RFC 3339, database role, session id, credential, collaborator id, action, entity, entity id, and the SHA-256 of the
//! changes in hexadecimal; what is missing is the empty text. The changes are hashed apart, so that personal data in
//! them can be masked one day and the chain still holds. The first entry follows from `sha256("epic audit 1")`.

use std::fmt::Write as _;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use super::AuditEntry;
use crate::domain::Invalid;

/// What the first entry follows from.
pub const GENESIS: &str = "epic audit 1";

/// A place in the chain: the entry of that number has that hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The number of the entry; 0 for the beginning.
    pub sequence: i64,
    /// The hash of the entry, 32 bytes.
    pub hash: Vec<u8>,
}

impl Link {
    /// The beginning of every chain.
    pub fn genesis() -> Self {
        Self {
            sequence: 0,
            hash: Sha256::digest(GENESIS).to_vec(),
        }
    }
}

/// Reads what `epic audit anchor` printed, in any of its formats: the number and the hash come first, or are the keys of
/// a JSON object.
impl FromStr for Link {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = || {
            Invalid::new("must be SEQUENCE:HASH, or a file with what `epic audit anchor` printed")
        };
        let text = text.trim();
        let (sequence, hash) = if text.starts_with(['{', '[']) {
            let json: serde_json::Value = serde_json::from_str(text).map_err(|_| wrong())?;
            let sequence = json["sequence"].as_i64().ok_or_else(wrong)?;
            let hash = json["hash"].as_str().ok_or_else(wrong)?;
            (sequence, hash.to_owned())
        } else {
            // The last line: a CSV begins with its header.
            let line = text.lines().next_back().unwrap_or_default();
            let mut parts = line.split([':', '\t', ',', ' ']);
            let sequence = parts.next().and_then(|part| part.parse().ok());
            let hash = parts.next().ok_or_else(wrong)?;
            (sequence.ok_or_else(wrong)?, hash.to_owned())
        };
        let hash = unhex(&hash).ok_or_else(wrong)?;
        if sequence < 0 || hash.len() != 32 {
            return Err(wrong());
        }
        Ok(Self { sequence, hash })
    }
}

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
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
pub struct Broken {
    /// The number of the entry.
    pub sequence: i64,
    /// What is wrong there.
    pub fault: Fault,
}

/// Follows a chain from its beginning.
#[derive(Debug)]
pub struct Verifier {
    last: Link,
    anchor: Option<Link>,
}

impl Verifier {
    /// Starts at the beginning; the chain must pass through the anchor, if there is one.
    pub fn new(anchor: Option<Link>) -> Self {
        Self {
            last: Link::genesis(),
            anchor,
        }
    }

    /// Takes the next entry, in the order of their numbers.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn next(&mut self, entry: &AuditEntry) -> Result<(), Broken> {
        let broken = |fault| Broken {
            sequence: entry.sequence,
            fault,
        };
        if entry.sequence != self.last.sequence + 1 {
            return Err(Broken {
                sequence: self.last.sequence + 1,
                fault: Fault::Missing,
            });
        }
        if entry.previous_hash != self.last.hash {
            return Err(broken(Fault::Unlinked));
        }
        if changes_hash(&entry.changes) != *entry.changes_hash {
            return Err(broken(Fault::Changes));
        }
        if link(entry) != *entry.hash {
            return Err(broken(Fault::Fields));
        }
        self.last = Link {
            sequence: entry.sequence,
            hash: entry.hash.clone(),
        };
        match &self.anchor {
            Some(anchor) if anchor.sequence == entry.sequence && anchor.hash != entry.hash => {
                Err(broken(Fault::Anchor))
            }
            _ => Ok(()),
        }
    }

    /// Ends the chain, which must end where the database says, and not before the anchor.
    ///
    /// # Errors
    ///
    /// What is missing or too much.
    pub fn finish(self, head: &Link) -> Result<Link, Broken> {
        let last = self.last;
        if last.sequence < head.sequence {
            return Err(Broken {
                sequence: last.sequence + 1,
                fault: Fault::Truncated,
            });
        }
        if last != *head {
            return Err(Broken {
                sequence: last.sequence,
                fault: Fault::Head,
            });
        }
        match &self.anchor {
            Some(anchor)
                if anchor.sequence > last.sequence
                    || (anchor.sequence == 0 && *anchor != Link::genesis()) =>
            {
                Err(Broken {
                    sequence: anchor.sequence,
                    fault: Fault::Anchor,
                })
            }
            _ => Ok(last),
        }
    }
}

/// The SHA-256 of the changes of an entry.
pub fn changes_hash(changes: &str) -> [u8; 32] {
    Sha256::digest(changes).into()
}

/// The hash of an entry, from its fields and the hash before it.
pub fn link(entry: &AuditEntry) -> [u8; 32] {
    let optional = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let mut hash = Sha256::new();
    hash.update(&entry.previous_hash);
    for field in [
        entry.sequence.to_string(),
        entry.occurred_at.to_string(),
        entry.database_role.clone(),
        optional(entry.session_id.map(Into::into)),
        entry.credential.clone().unwrap_or_default(),
        optional(entry.collaborator_id.map(Into::into)),
        entry.action.clone(),
        entry.entity.clone(),
        entry.entity_id.to_string(),
        hex(&entry.changes_hash),
    ] {
        hash.update(format!("{}:{field},", field.len()));
    }
    hash.finalize().into()
}

/// Bytes in hexadecimal, lower case.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() % 2 != 0 {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}
