-- Audit log: one entry per change, in its transaction, each chained to the previous one by SHA-256. Entries are append-only;
-- `epic audit verify` detects changes made after removing the triggers.
CREATE TABLE audit_entries (
    sequence bigint PRIMARY KEY CHECK (sequence >= 1),
    occurred_at instant NOT NULL,
    database_role word NOT NULL,
    session_id bigint,
    credential text COLLATE "C" CHECK (credential IN ('session', 'token')),
    collaborator_id bigint,
    action text COLLATE "C" NOT NULL CHECK (action IN ('create', 'update', 'delete', 'login', 'logout', 'password_change', 'password_reset', 'unlock', 'session_revoke',
        'token_create', 'token_revoke', 'credential_upgrade', 'denied')),
    entity text COLLATE "C" NOT NULL CHECK (entity IN ('collaborator', 'customer', 'contract', 'event', 'session')),
    entity_id bigint NOT NULL,
    changes text COLLATE "C" NOT NULL CHECK (octet_length(changes) <= 262144),
    changes_hash bytea NOT NULL CHECK (length(changes_hash) = 32),
    previous_hash bytea NOT NULL CHECK (length(previous_hash) = 32),
    hash bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX audit_entries_entity_index ON audit_entries (entity, entity_id, sequence);
CREATE INDEX audit_entries_collaborator_index ON audit_entries (collaborator_id, sequence);
CREATE INDEX audit_entries_occurred_index ON audit_entries (occurred_at, sequence);
CREATE INDEX audit_entries_action_index ON audit_entries (action, sequence);
CREATE INDEX audit_entries_kind_index ON audit_entries (entity, sequence);
CREATE INDEX audit_entries_denied_index ON audit_entries (collaborator_id, occurred_at) WHERE action = 'denied';

-- End of the chain as of the last commit: serializes writers, and reveals missing entries.
CREATE TABLE epic_sec.audit_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    sequence bigint NOT NULL CHECK (sequence >= 0),
    hash bytea NOT NULL CHECK (length(hash) = 32)
);
INSERT INTO epic_sec.audit_head (sequence, hash) VALUES (0, sha256('epic audit 1'));
