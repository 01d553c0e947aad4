-- What happened: one entry for each change, in the transaction of the change, each chained to the one before by SHA-256. SQLite cannot
-- compute a hash: triggers note every change in `audit_pending`, whoever makes it, and the program chains what is noted there, as
-- its own before it commits, as nobody's when it finds it. Whoever can write this file can also remove triggers: that is found by
-- `epic audit verify`, not prevented.
CREATE TABLE audit_entries (
    sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
    occurred_at TEXT NOT NULL CHECK (occurred_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    database_role TEXT NOT NULL,
    session_id INTEGER,
    credential TEXT CHECK (credential IN ('session', 'token')),
    collaborator_id INTEGER,
    action TEXT NOT NULL CHECK (action IN ('create', 'update', 'delete', 'login', 'logout', 'password_change', 'password_reset', 'unlock', 'session_revoke',
        'token_create', 'token_revoke', 'credential_upgrade')),
    entity TEXT NOT NULL CHECK (entity IN ('collaborator', 'customer', 'contract', 'event', 'session')),
    entity_id INTEGER NOT NULL,
    changes TEXT NOT NULL,
    changes_hash BLOB NOT NULL CHECK (length(changes_hash) = 32),
    previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_entries_entity_index ON audit_entries (entity, entity_id, sequence);
CREATE INDEX audit_entries_collaborator_index ON audit_entries (collaborator_id, sequence);
CREATE INDEX audit_entries_occurred_index ON audit_entries (occurred_at, sequence);
CREATE INDEX audit_entries_action_index ON audit_entries (action, sequence);

-- The end of the chain, which shows that entries are missing. It begins with sha256('epic audit 1').
CREATE TABLE audit_head (
    only_row INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO audit_head (sequence, hash) VALUES (0, x'9f1685770670e82cd36cb15929529469df916b33b392d8690aacebfc3fda1158');

-- Changes that are not in the chain yet.
CREATE TABLE audit_pending (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    occurred_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id INTEGER NOT NULL,
    changes TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries BEGIN
    SELECT RAISE(ABORT, 'epic_append_only');
END;
CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries BEGIN
    SELECT RAISE(ABORT, 'epic_append_only');
END;
-- INSERT OR REPLACE would remove an entry without its trigger.
CREATE TRIGGER audit_entries_insert BEFORE INSERT ON audit_entries
WHEN EXISTS (SELECT 1 FROM audit_entries e WHERE e.sequence >= new.sequence) BEGIN
    SELECT RAISE(ABORT, 'epic_append_only');
END;
CREATE TRIGGER audit_pending_update BEFORE UPDATE ON audit_pending BEGIN
    SELECT RAISE(ABORT, 'epic_append_only');
END;
-- A change leaves when it has become the last entry.
CREATE TRIGGER audit_pending_delete BEFORE DELETE ON audit_pending
WHEN NOT EXISTS (SELECT 1 FROM audit_entries e WHERE e.sequence = (SELECT max(sequence) FROM audit_entries)
    AND e.entity = old.entity AND e.entity_id = old.entity_id AND e.occurred_at = old.occurred_at AND e.action = old.action AND e.changes = old.changes) BEGIN
    SELECT RAISE(ABORT, 'epic_append_only');
END;

-- What is remembered of a row: each column that a person gave, from -> to. Versions, timestamps and search columns follow from these.
-- json_patch leaves out what did not change.
CREATE TRIGGER collaborators_audit_insert AFTER INSERT ON collaborators BEGIN
    INSERT INTO audit_pending (action, entity, entity_id, changes) VALUES ('create', 'collaborator', new.id, json_patch('{}', json_object(
        'login', CASE WHEN new.login IS NOT NULL THEN json_array(NULL, new.login) END,
        'first_name', CASE WHEN new.first_name IS NOT NULL THEN json_array(NULL, new.first_name) END,
        'last_name', CASE WHEN new.last_name IS NOT NULL THEN json_array(NULL, new.last_name) END,
        'email', CASE WHEN new.email IS NOT NULL THEN json_array(NULL, new.email) END,
        'phone', CASE WHEN new.phone IS NOT NULL THEN json_array(NULL, new.phone) END,
        'department', CASE WHEN new.department IS NOT NULL THEN json_array(NULL, new.department) END,
        'active', CASE WHEN new.active IS NOT NULL THEN json_array(NULL, json(iif(new.active, 'true', 'false'))) END)));
END;
CREATE TRIGGER collaborators_audit_update AFTER UPDATE ON collaborators
WHEN old.login IS NOT new.login OR old.first_name IS NOT new.first_name OR old.last_name IS NOT new.last_name
  OR old.email IS NOT new.email OR old.phone IS NOT new.phone OR old.department IS NOT new.department
  OR old.active IS NOT new.active BEGIN
    INSERT INTO audit_pending (action, entity, entity_id, changes) VALUES ('update', 'collaborator', new.id, json_patch('{}', json_object(
        'login', CASE WHEN old.login IS NOT new.login THEN json_array(old.login, new.login) END,
        'first_name', CASE WHEN old.first_name IS NOT new.first_name THEN json_array(old.first_name, new.first_name) END,
        'last_name', CASE WHEN old.last_name IS NOT new.last_name THEN json_array(old.last_name, new.last_name) END,
        'email', CASE WHEN old.email IS NOT new.email THEN json_array(old.email, new.email) END,
        'phone', CASE WHEN old.phone IS NOT new.phone THEN json_array(old.phone, new.phone) END,
        'department', CASE WHEN old.department IS NOT new.department THEN json_array(old.department, new.department) END,
        'active', CASE WHEN old.active IS NOT new.active THEN json_array(json(iif(old.active, 'true', 'false')), json(iif(new.active, 'true', 'false'))) END)));
END;
CREATE TRIGGER collaborators_audit_delete AFTER DELETE ON collaborators BEGIN
    INSERT INTO audit_pending (action, entity, entity_id, changes) VALUES ('delete', 'collaborator', old.id, json_patch('{}', json_object(
        'login', CASE WHEN old.login IS NOT NULL THEN json_array(old.login, NULL) END,
        'first_name', CASE WHEN old.first_name IS NOT NULL THEN json_array(old.first_name, NULL) END,
        'last_name', CASE WHEN old.last_name IS NOT NULL THEN json_array(old.last_name, NULL) END,
        'email', CASE WHEN old.email IS NOT NULL THEN json_array(old.email, NULL) END,
        'phone', CASE WHEN old.phone IS NOT NULL THEN json_array(old.phone, NULL) END,
        'department', CASE WHEN old.department IS NOT NULL THEN json_array(old.department, NULL) END,
        'active', CASE WHEN old.active IS NOT NULL THEN json_array(json(iif(old.active, 'true', 'false')), NULL) END)));
END;
CREATE TRIGGER customers_audit_insert AFTER INSERT ON customers BEGIN
    INSERT INTO audit_pending (action, entity, entity_id, changes) VALUES ('create', 'customer', new.id, json_patch('{}', json_object(
        'first_name', CASE WHEN new.first_name IS NOT NULL THEN json_array(NULL, new.first_name) END,
        'last_name', CASE WHEN new.last_name IS NOT NULL THEN json_array(NULL, new.last_name) END,
        'email', CASE WHEN new.email IS NOT NULL THEN json_array(NULL, new.email) END,
        'phone', CASE WHEN new.phone IS NOT NULL THEN json_array(NULL, new.phone) END,
        'company', CASE WHEN new.company IS NOT NULL THEN json_array(NULL, new.company) END,
        'sales_contact_id', CASE WHEN new.sales_contact_id IS NOT NULL THEN json_array(NULL, new.sales_contact_id) END)));
END;
CREATE TRIGGER customers_audit_update AFTER UPDATE ON customers
WHEN old.first_name IS NOT new.first_name OR old.last_name IS NOT new.last_name OR old.email IS NOT new.email
  OR old.phone IS NOT new.phone OR old.company IS NOT new.company OR old.sales_contact_id IS NOT new.sales_contact_id BEGIN
    INSERT INTO audit_pending (action, entity, entity_id, changes) VALUES ('update', 'customer', new.id, json_patch('{}', json_object(
        'first_name', CASE WHEN old.first_name IS NOT new.first_name THEN json_array(old.first_name, new.first_name) END,
        'last_name', CASE WHEN old.last_name IS NOT new.last_name THEN json_array(old.last_name, new.last_name) END,
        'email', CASE WHEN old.email IS NOT new.email THEN json_array(old.email, new.email) END,
        'phone', CASE WHEN old.phone IS NOT new.phone THEN json_array(old.phone, new.phone) END,
        'company', CASE WHEN old.company IS NOT new.company THEN json_array(old.company, new.company) END,
        'sales_contact_id', CASE WHEN old.sales_contact_id IS NOT new.sales_contact_id THEN json_array(old.sales_contact_id, new.sales_contact_id) END)));
END;
CREATE TRIGGER customers_audit_delete AFTER DELETE ON customers BEGIN
    INSERT INTO audit_pending (action, entity, entity_id, changes) VALUES ('delete', 'customer', old.id, json_patch('{}', json_object(
        'first_name', CASE WHEN old.first_name IS NOT NULL THEN json_array(old.first_name, NULL) END,
        'last_name', CASE WHEN old.last_name IS NOT NULL THEN json_array(old.last_name, NULL) END,
        'email', CASE WHEN old.email IS NOT NULL THEN json_array(old.email, NULL) END,
        'phone', CASE WHEN old.phone IS NOT NULL THEN json_array(old.phone, NULL) END,
        'company', CASE WHEN old.company IS NOT NULL THEN json_array(old.company, NULL) END,
        'sales_contact_id', CASE WHEN old.sales_contact_id IS NOT NULL THEN json_array(old.sales_contact_id, NULL) END)));
END;
CREATE TRIGGER contracts_audit_insert AFTER INSERT ON contracts BEGIN
    INSERT INTO audit_pending (action, entity, entity_id, changes) VALUES ('create', 'contract', new.id, json_patch('{}', json_object(
        'customer_id', CASE WHEN new.customer_id IS NOT NULL THEN json_array(NULL, new.customer_id) END,
        'total_cents', CASE WHEN new.total_cents IS NOT NULL THEN json_array(NULL, new.total_cents) END,
        'due_cents', CASE WHEN new.due_cents IS NOT NULL THEN json_array(NULL, new.due_cents) END,
        'currency', CASE WHEN new.currency IS NOT NULL THEN json_array(NULL, new.currency) END,
        'status', CASE WHEN new.status IS NOT NULL THEN json_array(NULL, new.status) END,
        'signed_at', CASE WHEN new.signed_at IS NOT NULL THEN json_array(NULL, new.signed_at) END)));
END;
CREATE TRIGGER contracts_audit_update AFTER UPDATE ON contracts
WHEN old.customer_id IS NOT new.customer_id OR old.total_cents IS NOT new.total_cents OR old.due_cents IS NOT new.due_cents
  OR old.currency IS NOT new.currency OR old.status IS NOT new.status OR old.signed_at IS NOT new.signed_at BEGIN
    INSERT INTO audit_pending (action, entity, entity_id, changes) VALUES ('update', 'contract', new.id, json_patch('{}', json_object(
        'customer_id', CASE WHEN old.customer_id IS NOT new.customer_id THEN json_array(old.customer_id, new.customer_id) END,
        'total_cents', CASE WHEN old.total_cents IS NOT new.total_cents THEN json_array(old.total_cents, new.total_cents) END,
        'due_cents', CASE WHEN old.due_cents IS NOT new.due_cents THEN json_array(old.due_cents, new.due_cents) END,
        'currency', CASE WHEN old.currency IS NOT new.currency THEN json_array(old.currency, new.currency) END,
        'status', CASE WHEN old.status IS NOT new.status THEN json_array(old.status, new.status) END,
        'signed_at', CASE WHEN old.signed_at IS NOT new.signed_at THEN json_array(old.signed_at, new.signed_at) END)));
END;
CREATE TRIGGER contracts_audit_delete AFTER DELETE ON contracts BEGIN
    INSERT INTO audit_pending (action, entity, entity_id, changes) VALUES ('delete', 'contract', old.id, json_patch('{}', json_object(
        'customer_id', CASE WHEN old.customer_id IS NOT NULL THEN json_array(old.customer_id, NULL) END,
        'total_cents', CASE WHEN old.total_cents IS NOT NULL THEN json_array(old.total_cents, NULL) END,
        'due_cents', CASE WHEN old.due_cents IS NOT NULL THEN json_array(old.due_cents, NULL) END,
        'currency', CASE WHEN old.currency IS NOT NULL THEN json_array(old.currency, NULL) END,
        'status', CASE WHEN old.status IS NOT NULL THEN json_array(old.status, NULL) END,
        'signed_at', CASE WHEN old.signed_at IS NOT NULL THEN json_array(old.signed_at, NULL) END)));
END;
CREATE TRIGGER events_audit_insert AFTER INSERT ON events BEGIN
    INSERT INTO audit_pending (action, entity, entity_id, changes) VALUES ('create', 'event', new.id, json_patch('{}', json_object(
        'contract_id', CASE WHEN new.contract_id IS NOT NULL THEN json_array(NULL, new.contract_id) END,
        'title', CASE WHEN new.title IS NOT NULL THEN json_array(NULL, new.title) END,
        'start_at', CASE WHEN new.start_at IS NOT NULL THEN json_array(NULL, new.start_at) END,
        'end_at', CASE WHEN new.end_at IS NOT NULL THEN json_array(NULL, new.end_at) END,
        'location', CASE WHEN new.location IS NOT NULL THEN json_array(NULL, new.location) END,
        'attendees', CASE WHEN new.attendees IS NOT NULL THEN json_array(NULL, new.attendees) END,
        'notes', CASE WHEN new.notes IS NOT NULL THEN json_array(NULL, new.notes) END,
        'support_contact_id', CASE WHEN new.support_contact_id IS NOT NULL THEN json_array(NULL, new.support_contact_id) END)));
END;
CREATE TRIGGER events_audit_update AFTER UPDATE ON events
WHEN old.contract_id IS NOT new.contract_id OR old.title IS NOT new.title OR old.start_at IS NOT new.start_at
  OR old.end_at IS NOT new.end_at OR old.location IS NOT new.location OR old.attendees IS NOT new.attendees
  OR old.notes IS NOT new.notes OR old.support_contact_id IS NOT new.support_contact_id BEGIN
    INSERT INTO audit_pending (action, entity, entity_id, changes) VALUES ('update', 'event', new.id, json_patch('{}', json_object(
        'contract_id', CASE WHEN old.contract_id IS NOT new.contract_id THEN json_array(old.contract_id, new.contract_id) END,
        'title', CASE WHEN old.title IS NOT new.title THEN json_array(old.title, new.title) END,
        'start_at', CASE WHEN old.start_at IS NOT new.start_at THEN json_array(old.start_at, new.start_at) END,
        'end_at', CASE WHEN old.end_at IS NOT new.end_at THEN json_array(old.end_at, new.end_at) END,
        'location', CASE WHEN old.location IS NOT new.location THEN json_array(old.location, new.location) END,
        'attendees', CASE WHEN old.attendees IS NOT new.attendees THEN json_array(old.attendees, new.attendees) END,
        'notes', CASE WHEN old.notes IS NOT new.notes THEN json_array(old.notes, new.notes) END,
        'support_contact_id', CASE WHEN old.support_contact_id IS NOT new.support_contact_id THEN json_array(old.support_contact_id, new.support_contact_id) END)));
END;
CREATE TRIGGER events_audit_delete AFTER DELETE ON events BEGIN
    INSERT INTO audit_pending (action, entity, entity_id, changes) VALUES ('delete', 'event', old.id, json_patch('{}', json_object(
        'contract_id', CASE WHEN old.contract_id IS NOT NULL THEN json_array(old.contract_id, NULL) END,
        'title', CASE WHEN old.title IS NOT NULL THEN json_array(old.title, NULL) END,
        'start_at', CASE WHEN old.start_at IS NOT NULL THEN json_array(old.start_at, NULL) END,
        'end_at', CASE WHEN old.end_at IS NOT NULL THEN json_array(old.end_at, NULL) END,
        'location', CASE WHEN old.location IS NOT NULL THEN json_array(old.location, NULL) END,
        'attendees', CASE WHEN old.attendees IS NOT NULL THEN json_array(old.attendees, NULL) END,
        'notes', CASE WHEN old.notes IS NOT NULL THEN json_array(old.notes, NULL) END,
        'support_contact_id', CASE WHEN old.support_contact_id IS NOT NULL THEN json_array(old.support_contact_id, NULL) END)));
END;
