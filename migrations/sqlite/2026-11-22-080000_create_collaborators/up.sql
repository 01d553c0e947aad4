CREATE TABLE collaborators (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    login TEXT NOT NULL CHECK (length(login) BETWEEN 1 AND 20 AND login NOT GLOB '*[^A-Za-z0-9._-]*'),
    first_name TEXT NOT NULL CHECK (length(first_name) BETWEEN 1 AND 50 AND first_name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
    last_name TEXT NOT NULL CHECK (length(last_name) BETWEEN 1 AND 50 AND last_name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
    email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
    phone TEXT NOT NULL CHECK (length(phone) BETWEEN 6 AND 16 AND phone GLOB '+[0-9]*' AND substr(phone, 2) NOT GLOB '*[^0-9]*'),
    department TEXT NOT NULL CHECK (department IN ('management', 'sales', 'support')),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    search_text TEXT NOT NULL,
    created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    updated_at TEXT NOT NULL CHECK (updated_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1)
) STRICT;
CREATE UNIQUE INDEX collaborators_login_key ON collaborators (lower(login));
CREATE UNIQUE INDEX collaborators_email_key ON collaborators (lower(email));
CREATE INDEX collaborators_department_index ON collaborators (department, id);
CREATE INDEX collaborators_active_index ON collaborators (active, id);

-- Substrings of the folded text, found through an index of its trigrams.
CREATE VIRTUAL TABLE collaborators_search USING fts5 (
    search_text, content = 'collaborators', content_rowid = 'id', tokenize = 'trigram case_sensitive 1'
);
CREATE TRIGGER collaborators_search_insert AFTER INSERT ON collaborators BEGIN
    INSERT INTO collaborators_search (rowid, search_text) VALUES (new.id, new.search_text);
END;
CREATE TRIGGER collaborators_search_update AFTER UPDATE OF search_text ON collaborators BEGIN
    INSERT INTO collaborators_search (collaborators_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
    INSERT INTO collaborators_search (rowid, search_text) VALUES (new.id, new.search_text);
END;
CREATE TRIGGER collaborators_search_delete AFTER DELETE ON collaborators BEGIN
    INSERT INTO collaborators_search (collaborators_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
END;

CREATE TABLE credentials (
    collaborator_id INTEGER PRIMARY KEY REFERENCES collaborators,
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    memory_kib INTEGER NOT NULL CHECK (memory_kib >= 19456),
    iterations INTEGER NOT NULL CHECK (iterations >= 2),
    parallelism INTEGER NOT NULL CHECK (parallelism BETWEEN 1 AND 64),
    verifier BLOB NOT NULL CHECK (length(verifier) = 32),
    created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    updated_at TEXT NOT NULL CHECK (updated_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1)
) STRICT;

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collaborator_id INTEGER NOT NULL REFERENCES collaborators,
    jti_hash BLOB NOT NULL UNIQUE CHECK (length(jti_hash) = 32),
    expires_at TEXT NOT NULL CHECK (expires_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z' AND expires_at > created_at),
    revoked_at TEXT CHECK (revoked_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    updated_at TEXT NOT NULL CHECK (updated_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1)
) STRICT;
CREATE INDEX sessions_live_index ON sessions (collaborator_id) WHERE revoked_at IS NULL;
