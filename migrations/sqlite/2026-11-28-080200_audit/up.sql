-- Audit log: one entry per change, in its transaction, each chained to the previous one by SHA-256. SQLite cannot hash:
-- triggers store every change in `audit_pending`, and the program chains pending changes, its own before it commits, others
-- as the administrator's. `epic audit verify` detects changes made after removing the triggers.
CREATE TABLE audit_entries (
    sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
    occurred_at TEXT NOT NULL,
    database_role TEXT NOT NULL,
    session_id INTEGER,
    credential TEXT CHECK (credential IN ('session', 'token')),
    collaborator_id INTEGER,
    action TEXT NOT NULL CHECK (action IN ('create', 'update', 'delete', 'login', 'logout', 'password_change', 'password_reset', 'unlock', 'session_revoke',
        'token_create', 'token_revoke', 'credential_upgrade', 'denied')),
    entity TEXT NOT NULL CHECK (entity IN ('collaborator', 'customer', 'contract', 'event', 'session')),
    entity_id INTEGER NOT NULL,
    changes TEXT NOT NULL,
    changes_hash BLOB NOT NULL CHECK (length(changes_hash) = 32),
    previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    CONSTRAINT audit_entries_instant_check CHECK (
        occurred_at IS strftime('%Y-%m-%dT%H:%M:%SZ', occurred_at))
) STRICT;
CREATE INDEX audit_entries_entity_index ON audit_entries (entity, entity_id, sequence);
CREATE INDEX audit_entries_collaborator_index ON audit_entries (collaborator_id, sequence);
CREATE INDEX audit_entries_occurred_index ON audit_entries (occurred_at, sequence);
CREATE INDEX audit_entries_action_index ON audit_entries (action, sequence);
CREATE INDEX audit_entries_kind_index ON audit_entries (entity, sequence);
CREATE INDEX audit_entries_denied_index ON audit_entries (collaborator_id, occurred_at) WHERE action = 'denied';

-- End of the chain, which reveals missing entries. It begins with sha256('epic audit 1').
CREATE TABLE audit_head (
    only_row INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO audit_head (sequence, hash) VALUES (0, x'9f1685770670e82cd36cb15929529469df916b33b392d8690aacebfc3fda1158');

-- Changes that are not chained yet: JSON arrays of the audited columns and of their values before and after.
CREATE TABLE audit_pending (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    occurred_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id INTEGER NOT NULL,
    names TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;
