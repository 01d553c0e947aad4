-- Audit log: one entry per change, in its transaction, each chained to the previous one by SHA-256. SQLite cannot hash:
-- triggers store every change in `audit_pending`, and the program chains pending changes, its own before it commits, others
-- as the administrator's. `epic audit verify` detects changes made after removing the triggers.
CREATE TABLE audit_entries (
    sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
    occurred_at TEXT NOT NULL,
    database_role TEXT NOT NULL CHECK (length(CAST(database_role AS BLOB)) <= 63),
    session_id INTEGER,
    credential TEXT CHECK (credential IN ('session', 'token')),
    collaborator_id INTEGER,
    action TEXT NOT NULL CHECK (action IN ('create', 'update', 'delete', 'login', 'logout', 'password_change', 'password_reset', 'unlock', 'session_revoke',
        'token_create', 'token_revoke', 'credential_upgrade', 'denied')),
    entity TEXT NOT NULL CHECK (entity IN ('collaborator', 'customer', 'contract', 'event', 'session')),
    entity_id INTEGER NOT NULL,
    changes TEXT NOT NULL CHECK (length(CAST(changes AS BLOB)) <= 262144),
    changes_hash BLOB NOT NULL CHECK (length(changes_hash) = 32),
    previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    CONSTRAINT audit_entries_instant_check CHECK (
        occurred_at >= '1970' AND occurred_at IS strftime('%Y-%m-%dT%H:%M:%SZ', occurred_at))
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
    action TEXT NOT NULL CHECK (action IN ('create', 'update', 'delete')),
    entity TEXT NOT NULL CHECK (entity IN ('collaborator', 'customer', 'contract', 'event')),
    entity_id INTEGER NOT NULL,
    names TEXT NOT NULL CHECK (length(CAST(names AS BLOB)) <= 1000 AND json_type(names) = 'array'),
    before TEXT CHECK (length(CAST(before AS BLOB)) <= 131072 AND json_type(before) = 'array'),
    after TEXT CHECK (length(CAST(after AS BLOB)) <= 131072 AND json_type(after) = 'array'),
    CONSTRAINT audit_pending_instant_check CHECK (
        occurred_at >= '1970' AND occurred_at IS strftime('%Y-%m-%dT%H:%M:%SZ', occurred_at))
) STRICT;
