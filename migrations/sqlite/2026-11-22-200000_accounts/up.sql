-- What sign-in, sessions and tokens need. Whoever can write this file can do everything with it: here the rules are kept by the
-- program, against mistakes.

-- What an administrator may change: UPDATE settings SET idle_seconds = 1800;
CREATE TABLE settings (
    only_row INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
    salt_key BLOB NOT NULL CHECK (length(salt_key) = 32),
    idle_seconds INTEGER NOT NULL DEFAULT 3600 CHECK (idle_seconds BETWEEN 60 AND 2592000),
    lifetime_seconds INTEGER NOT NULL DEFAULT 28800 CHECK (lifetime_seconds BETWEEN 60 AND 2592000),
    live_sessions INTEGER NOT NULL DEFAULT 10 CHECK (live_sessions BETWEEN 1 AND 1000),
    attempts_per_minute INTEGER NOT NULL DEFAULT 120 CHECK (attempts_per_minute BETWEEN 1 AND 100000)
) STRICT;
INSERT INTO settings (salt_key) VALUES (randomblob(32));

-- A password that Management chose has to be changed at the first login.
ALTER TABLE credentials ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1));

-- A row is either a session (`epic login`) or a token (`epic token create`). A session of before was never used, as far as we know:
-- its owner logs in again.
ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'session' CHECK (kind IN ('session', 'token'));
ALTER TABLE sessions ADD COLUMN name TEXT CHECK (length(name) BETWEEN 1 AND 50 AND name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*');
ALTER TABLE sessions ADD COLUMN read_only INTEGER NOT NULL DEFAULT 0 CHECK (read_only IN (0, 1));
ALTER TABLE sessions ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1));
ALTER TABLE sessions ADD COLUMN department TEXT NOT NULL DEFAULT 'support' CHECK (department IN ('management', 'sales', 'support'));
ALTER TABLE sessions ADD COLUMN database_role TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN last_used_at TEXT CHECK (last_used_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z');
UPDATE sessions SET revoked_at = max(created_at, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX sessions_name_key ON sessions (collaborator_id, name) WHERE kind = 'token' AND revoked_at IS NULL;

-- Guesses of passwords, kept before they are judged. `login_key` is the SHA-256 of the login in lower case.
CREATE TABLE login_attempts (
    id TEXT PRIMARY KEY,
    login_key BLOB NOT NULL CHECK (length(login_key) = 32),
    database_role TEXT NOT NULL,
    proof_hash BLOB CHECK (length(proof_hash) = 32),
    jti_hash BLOB NOT NULL CHECK (length(jti_hash) = 32),
    outcome TEXT NOT NULL DEFAULT 'pending' CHECK (outcome IN ('pending', 'failed', 'succeeded', 'cleared')),
    submitted_at TEXT NOT NULL CHECK (submitted_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z')
) STRICT;
CREATE INDEX login_attempts_login_index ON login_attempts (login_key, database_role, submitted_at);
CREATE INDEX login_attempts_role_index ON login_attempts (database_role, submitted_at);
CREATE INDEX login_attempts_age_index ON login_attempts (submitted_at);
-- A hundred failures in a row: locked until Management unlocks.
CREATE TABLE login_locks (
    login_key BLOB NOT NULL CHECK (length(login_key) = 32),
    database_role TEXT NOT NULL,
    created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    PRIMARY KEY (login_key, database_role)
) STRICT;

-- Rules 5 and 6, whoever makes the change: another department, or none, ends what was allowed to the old one.
CREATE TRIGGER collaborators_end_sessions AFTER UPDATE OF department, active ON collaborators
WHEN old.department <> new.department OR (old.active AND NOT new.active) BEGIN
    UPDATE sessions SET revoked_at = max(created_at, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
           updated_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), version = version + 1
     WHERE collaborator_id = new.id AND revoked_at IS NULL;
END;
