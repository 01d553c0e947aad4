//! Hashes of audit entries, and verification of the chain that they form. Both databases hash the same bytes, so that
//! one verifier serves both; on PostgreSQL `epic_sec.audit` computes them.
//!
//! `hash = sha256(previous hash || fields)`, where the fields are netstrings (`<octets>:<text>,`) of sequence, instant in
//! RFC 3339, database role, session id, credential, collaborator id, action, entity, entity id, and the SHA-256 of the
//! changes in hexadecimal; a missing field is the empty text. The changes have a hash of their own, so that personal data
//! in them can be masked later without breaking the chain. The first entry follows from `sha256("epic audit 1")`.

use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use super::AuditEntry;
use crate::crypto::hex;
use crate::domain::Invalid;
use crate::error::{BrokenChain, ChainFault};
use crate::t;

const GENESIS: &str = "epic audit 1";

/// Position in the chain: the number and hash of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Number of the entry; 0 before the first one.
    pub sequence: i64,
    /// SHA-256.
    pub hash: Vec<u8>,
}

impl Link {
    pub fn genesis() -> Self {
        Self {
            sequence: 0,
            hash: Sha256::digest(GENESIS).to_vec(),
        }
    }
}

/// Parses the output of `epic audit anchor` in any of its formats: number and hash come first, or are keys of a JSON
/// object.
impl FromStr for Link {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = || Invalid::new(t!("invalid-audit-anchor"));
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
        let hash = hex::decode(&hash).ok_or_else(wrong)?;
        if sequence < 0 || hash.len() != 32 {
            return Err(wrong());
        }
        Ok(Self { sequence, hash })
    }
}

#[derive(Debug)]
pub struct Verifier {
    last: Link,
    anchor: Option<Link>,
}

impl Verifier {
    /// Starts at the genesis; the chain must contain the anchor, if there is one.
    pub fn new(anchor: Option<Link>) -> Self {
        Self {
            last: Link::genesis(),
            anchor,
        }
    }

    /// Verifies the next entry by number.
    pub fn next(&mut self, entry: &AuditEntry) -> Result<(), BrokenChain> {
        let broken = |fault| BrokenChain {
            sequence: entry.sequence,
            fault,
        };
        if entry.sequence != self.last.sequence + 1 {
            return Err(BrokenChain {
                sequence: self.last.sequence + 1,
                fault: ChainFault::Missing,
            });
        }
        if entry.previous_hash != self.last.hash {
            return Err(broken(ChainFault::Unlinked));
        }
        if changes_hash(&entry.changes) != *entry.changes_hash {
            return Err(broken(ChainFault::Changes));
        }
        if link(entry) != *entry.hash {
            return Err(broken(ChainFault::Fields));
        }
        self.last = Link {
            sequence: entry.sequence,
            hash: entry.hash.clone(),
        };
        match &self.anchor {
            Some(anchor) if anchor.sequence == entry.sequence && anchor.hash != entry.hash => {
                Err(broken(ChainFault::Anchor))
            }
            _ => Ok(()),
        }
    }

    /// Verifies that the chain ends at the recorded head, and not before the anchor.
    pub fn finish(self, head: &Link) -> Result<Link, BrokenChain> {
        let last = self.last;
        if last.sequence < head.sequence {
            return Err(BrokenChain {
                sequence: last.sequence + 1,
                fault: ChainFault::Truncated,
            });
        }
        if last != *head {
            return Err(BrokenChain {
                sequence: last.sequence,
                fault: ChainFault::Head,
            });
        }
        match &self.anchor {
            Some(anchor)
                if anchor.sequence > last.sequence
                    || (anchor.sequence == 0 && *anchor != Link::genesis()) =>
            {
                Err(BrokenChain {
                    sequence: anchor.sequence,
                    fault: ChainFault::Anchor,
                })
            }
            _ => Ok(last),
        }
    }
}

pub fn changes_hash(changes: &str) -> [u8; 32] {
    Sha256::digest(changes).into()
}

/// Hashes an entry with the hash of its predecessor.
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
        hex::encode(&entry.changes_hash),
    ] {
        hash.update(format!("{}:{field},", field.len()));
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CollaboratorId, SessionId};

    fn entry(previous: &Link) -> AuditEntry {
        let mut entry = AuditEntry {
            sequence: previous.sequence + 1,
            occurred_at: "2026-05-20T16:00:00Z".parse().unwrap(),
            database_role: "epic_cli".to_owned(),
            session_id: Some(SessionId(12)),
            credential: Some("session".to_owned()),
            collaborator_id: Some(CollaboratorId(2)),
            action: "update".to_owned(),
            entity: "contract".to_owned(),
            entity_id: 58,
            changes: r#"{"due_cents":[100,0]}"#.to_owned(),
            changes_hash: Vec::new(),
            previous_hash: previous.hash.clone(),
            hash: Vec::new(),
        };
        entry.changes_hash = changes_hash(&entry.changes).to_vec();
        entry.hash = link(&entry).to_vec();
        entry
    }

    fn place(entry: &AuditEntry) -> Link {
        Link {
            sequence: entry.sequence,
            hash: entry.hash.clone(),
        }
    }

    #[test]
    fn the_bytes_that_are_hashed_never_change() {
        // From `printf … | sha256sum`, equal to `epic_sec.audit`.
        let text = "1:1,20:2026-05-20T16:00:00Z,8:epic_cli,2:12,7:session,1:2,6:update,8:contract,2:58,64:";
        let entry = entry(&Link::genesis());
        let mut whole = Sha256::digest("epic audit 1").to_vec();
        whole.extend_from_slice(text.as_bytes());
        whole.extend_from_slice(hex::encode(&Sha256::digest(&entry.changes)).as_bytes());
        whole.push(b',');
        assert_eq!(
            hex::encode(&entry.hash),
            hex::encode(&Sha256::digest(&whole))
        );
        assert_eq!(
            hex::encode(&Link::genesis().hash),
            "9f1685770670e82cd36cb15929529469df916b33b392d8690aacebfc3fda1158"
        );
    }

    #[test]
    fn no_two_lists_of_fields_share_their_bytes() {
        let mut one = entry(&Link::genesis());
        let mut other = one.clone();
        one.action = "update1:".to_owned();
        other.database_role = "epic_cli,".to_owned();
        assert_ne!(link(&one), link(&other));
    }

    #[test]
    fn an_anchor_is_read_in_every_form_it_is_printed_in() {
        let link = place(&entry(&Link::genesis()));
        let hash = hex::encode(&link.hash);
        for text in [
            format!("1:{hash}"),
            format!("1\t{hash}\t2026-05-20T16:00:00Z\n"),
            format!("sequence,hash,anchored_at\n1,{hash},2026-05-20T16:00:00Z\n"),
            format!(r#"{{"sequence":1,"hash":"{hash}","anchored_at":"x"}}"#),
        ] {
            assert_eq!(text.parse::<Link>().unwrap(), link, "{text}");
        }
        for text in ["", "1", "1:zz", "1:é", "-1:00", "[]", "{}"] {
            assert!(text.parse::<Link>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_chain_holds_and_an_empty_one_too() {
        let first = entry(&Link::genesis());
        let second = entry(&place(&first));
        let mut verifier = Verifier::new(Some(place(&first)));
        verifier.next(&first).unwrap();
        verifier.next(&second).unwrap();
        assert_eq!(verifier.finish(&place(&second)), Ok(place(&second)));
        let empty = Verifier::new(None).finish(&Link::genesis());
        assert_eq!(empty, Ok(Link::genesis()));
    }

    #[test]
    fn an_entry_that_the_head_does_not_know_is_found() {
        let first = entry(&Link::genesis());
        let mut verifier = Verifier::new(None);
        verifier.next(&first).unwrap();
        let broken = verifier.finish(&Link::genesis()).unwrap_err();
        assert_eq!(broken.fault, ChainFault::Head);
    }
}
