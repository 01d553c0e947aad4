-- Collaborators and their credentials. Anyone who can write this file has full access to it: the program enforces the rights
-- here, and constraints and triggers catch mistakes. Every command parses the schema: control characters and instants are
-- checked once per table, and sets of characters are UTF-8 in hexadecimal (`x'012d1f'` is U+0001 to U+001F, a line feed
-- separates the texts that are checked together).
CREATE TABLE collaborators (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    login TEXT NOT NULL CHECK (length(login) BETWEEN 1 AND 20 AND login NOT GLOB '*[^A-Za-z0-9._-]*'),
    first_name TEXT NOT NULL CHECK (length(first_name) BETWEEN 1 AND 50),
    last_name TEXT NOT NULL CHECK (length(last_name) BETWEEN 1 AND 50),
    email TEXT NOT NULL,
    phone TEXT NOT NULL CHECK (length(phone) BETWEEN 6 AND 16 AND phone GLOB '+[1-9]*' AND substr(phone, 2) NOT GLOB '*[^0-9]*'),
    department TEXT NOT NULL CHECK (department IN ('management', 'sales', 'support')),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    search_text TEXT NOT NULL DEFAULT '' CHECK (length(CAST(search_text AS BLOB)) <= 262144),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT collaborators_text_check CHECK (
        first_name || last_name NOT GLOB '*[' || x'012d1f7f2dc29fe280a82de280aee281a62de281a9efbbbf' || ']*'
        AND instr(login || first_name || last_name || email || phone, char(0)) = 0
        AND x'0a' || first_name || x'0a' || last_name || x'0a' NOT GLOB x'2a0a5b' || x'092d0d20c285c2a0c2ade19a80e280802de2808fe280a8e280a9e280afe2819f2de281a4e38080' || ']*'
        AND x'0a' || first_name || x'0a' || last_name || x'0a' NOT GLOB '*[' || x'092d0d20c285c2a0c2ade19a80e280802de2808fe280a8e280a9e280afe2819f2de281a4e38080' || x'5d0a2a'),
    CONSTRAINT collaborators_email_check CHECK (
        length(CAST(email AS BLOB)) <= 254 AND instr(CAST(email AS BLOB), x'40') <= 65
        AND email GLOB '*@*.*' AND email NOT GLOB '*@*@*' AND '.' || replace(email, '@', '.@.') || '.' NOT GLOB '*..*'
        AND email NOT GLOB '*[^A-Za-z0-9_.!#$%&''*+/=?^`{|}~@' || x'c2a12df48fbfbf' || '-]*'
        AND email NOT GLOB '*[' || x'c2ade19a80e280802de2808fe280a82de280afe2819f2de281a4e281a62de281a9e38080efbbbf' || ']*'
        AND email NOT GLOB '*@*[^A-Za-z0-9.' || x'c2a12df48fbfbf' || '-]*'
        AND replace(email, '@', '@.') NOT GLOB '*@*.-*' AND email || '.' NOT GLOB '*@*-.*'
        AND email NOT GLOB '*@*' || replace(hex(zeroblob(64)), '00', '[^.]') || '*'),
    CONSTRAINT collaborators_instant_check CHECK (
        created_at >= '1970' AND created_at IS strftime('%Y-%m-%dT%H:%M:%SZ', created_at)
        AND updated_at >= '1970' AND updated_at IS strftime('%Y-%m-%dT%H:%M:%SZ', updated_at))
) STRICT;
CREATE UNIQUE INDEX collaborators_login_key ON collaborators (lower(login));
CREATE UNIQUE INDEX collaborators_email_key ON collaborators (lower(email));
CREATE INDEX collaborators_department_index ON collaborators (department, id);
CREATE INDEX collaborators_active_index ON collaborators (active, id);
CREATE INDEX collaborators_login_index ON collaborators (login, id);
CREATE INDEX collaborators_first_name_index ON collaborators (first_name, id);
CREATE INDEX collaborators_last_name_index ON collaborators (last_name, id);
CREATE INDEX collaborators_email_index ON collaborators (email, id);
CREATE INDEX collaborators_created_index ON collaborators (created_at, id);
CREATE INDEX collaborators_updated_index ON collaborators (updated_at, id);

-- Administrators change these in SQL: UPDATE settings SET idle_seconds = 1800;
CREATE TABLE settings (
    only_row INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
    salt_key BLOB NOT NULL CHECK (length(salt_key) = 32),
    idle_seconds INTEGER NOT NULL DEFAULT 3600 CHECK (idle_seconds BETWEEN 60 AND 2592000),
    lifetime_seconds INTEGER NOT NULL DEFAULT 28800 CHECK (lifetime_seconds BETWEEN 60 AND 2592000),
    live_sessions INTEGER NOT NULL DEFAULT 10 CHECK (live_sessions BETWEEN 1 AND 1000),
    attempts_per_minute INTEGER NOT NULL DEFAULT 120 CHECK (attempts_per_minute BETWEEN 1 AND 100000)
) STRICT;
INSERT INTO settings (salt_key) VALUES (randomblob(32));

-- Argon2id parameters of everybody's passwords; the newest row applies to new ones. A row is added to raise the cost: a password of
-- the row before is stored anew at the next login. RFC 9106, section 4, second recommended option; at least OWASP's m = 19 MiB, t = 2.
CREATE TABLE password_costs (
    id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 32767),
    memory_kib INTEGER NOT NULL CHECK (memory_kib BETWEEN 19456 AND 1048576),
    iterations INTEGER NOT NULL CHECK (iterations BETWEEN 2 AND 64),
    parallelism INTEGER NOT NULL CHECK (parallelism BETWEEN 1 AND 64)
) STRICT;
INSERT INTO password_costs VALUES (1, 65536, 3, 4);

-- must_change: Management chose the password. The salt is a keyed function of the login, and is not stored.
CREATE TABLE credentials (
    collaborator_id INTEGER PRIMARY KEY REFERENCES collaborators,
    cost INTEGER NOT NULL REFERENCES password_costs,
    verifier BLOB NOT NULL UNIQUE CHECK (length(verifier) = 32),
    must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT credentials_instant_check CHECK (
        created_at >= '1970' AND created_at IS strftime('%Y-%m-%dT%H:%M:%SZ', created_at)
        AND updated_at >= '1970' AND updated_at IS strftime('%Y-%m-%dT%H:%M:%SZ', updated_at))
) STRICT;

-- Sessions (`epic login`) and tokens (`epic token create`).
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collaborator_id INTEGER NOT NULL REFERENCES collaborators,
    jti_hash BLOB NOT NULL UNIQUE CHECK (length(jti_hash) = 32),
    kind TEXT NOT NULL DEFAULT 'session' CHECK (kind IN ('session', 'token')),
    name TEXT CHECK (length(name) BETWEEN 1 AND 50 AND name GLOB '*[^0-9]*'),
    read_only INTEGER NOT NULL DEFAULT 0 CHECK (read_only IN (0, 1)),
    must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)),
    department TEXT NOT NULL DEFAULT 'support' CHECK (department IN ('management', 'sales', 'support')),
    database_role TEXT NOT NULL DEFAULT '' CHECK (length(CAST(database_role AS BLOB)) <= 63),
    last_used_at TEXT,
    expires_at TEXT NOT NULL CHECK (expires_at > created_at),
    revoked_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT sessions_text_check CHECK (
        name NOT GLOB '*[' || x'012d1f7f2dc29fe280a82de280aee281a62de281a9efbbbf' || ']*'
        AND instr(name, char(0)) = 0
        AND x'0a' || name || x'0a' NOT GLOB x'2a0a5b' || x'092d0d20c285c2a0c2ade19a80e280802de2808fe280a8e280a9e280afe2819f2de281a4e38080' || ']*'
        AND x'0a' || name || x'0a' NOT GLOB '*[' || x'092d0d20c285c2a0c2ade19a80e280802de2808fe280a8e280a9e280afe2819f2de281a4e38080' || x'5d0a2a'),
    CONSTRAINT sessions_instant_check CHECK (
        last_used_at >= '1970' AND last_used_at IS strftime('%Y-%m-%dT%H:%M:%SZ', last_used_at)
        AND expires_at >= '1970' AND expires_at IS strftime('%Y-%m-%dT%H:%M:%SZ', expires_at)
        AND revoked_at >= '1970' AND revoked_at IS strftime('%Y-%m-%dT%H:%M:%SZ', revoked_at)
        AND created_at >= '1970' AND created_at IS strftime('%Y-%m-%dT%H:%M:%SZ', created_at)
        AND updated_at >= '1970' AND updated_at IS strftime('%Y-%m-%dT%H:%M:%SZ', updated_at))
) STRICT;
CREATE INDEX sessions_live_index ON sessions (collaborator_id) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX sessions_name_key ON sessions (collaborator_id, name) WHERE kind = 'token' AND revoked_at IS NULL;

-- Login attempts, stored before they are judged; removed by a success. `login_key` is the SHA-256 of the login in lower case. A hundred
-- in a row leave one that is `locked`, which counts until Management leaves one that is `cleared`.
CREATE TABLE login_attempts (
    id TEXT PRIMARY KEY CHECK (length(CAST(id AS BLOB)) <= 64),
    login_key BLOB NOT NULL CHECK (length(login_key) = 32),
    cost INTEGER,
    verifier BLOB CHECK (length(verifier) = 32),
    older_verifier BLOB CHECK (length(older_verifier) = 32),
    jti_hash BLOB CHECK (length(jti_hash) = 32),
    outcome TEXT NOT NULL DEFAULT 'pending' CHECK (outcome IN ('pending', 'failed', 'locked', 'cleared')),
    submitted_at TEXT NOT NULL,
    CONSTRAINT login_attempts_instant_check CHECK (
        submitted_at >= '1970' AND submitted_at IS strftime('%Y-%m-%dT%H:%M:%SZ', submitted_at))
) STRICT;
CREATE INDEX login_attempts_login_index ON login_attempts (login_key, submitted_at);
CREATE INDEX login_attempts_age_index ON login_attempts (submitted_at);

-- Hash of the replaceable code (src/db/sql/) that was applied last.
CREATE TABLE code_revision (
    only_row INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
    hash TEXT NOT NULL CHECK (length(CAST(hash AS BLOB)) <= 64)
) STRICT;
