-- Trigrams serve the substring searches; the extension is trusted, so the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Text is compared byte by byte (COLLATE "C"), as in SQLite, so that order and uniqueness do not depend on the server.
CREATE TABLE collaborators (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login text COLLATE "C" NOT NULL CHECK (login ~ '^[A-Za-z0-9._-]{1,20}$'),
    first_name text COLLATE "C" NOT NULL CHECK (char_length(first_name) BETWEEN 1 AND 50 AND first_name !~ '[[:cntrl:]]'),
    last_name text COLLATE "C" NOT NULL CHECK (char_length(last_name) BETWEEN 1 AND 50 AND last_name !~ '[[:cntrl:]]'),
    email text COLLATE "C" NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254 AND email !~ '[[:cntrl:]]'),
    phone text COLLATE "C" NOT NULL CHECK (phone ~ '^[+][0-9]{5,15}$'),
    department text COLLATE "C" NOT NULL CHECK (department IN ('management', 'sales', 'support')),
    active boolean NOT NULL DEFAULT true,
    search_text text COLLATE "C" NOT NULL,
    created_at timestamptz(0) NOT NULL,
    updated_at timestamptz(0) NOT NULL,
    version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);
CREATE UNIQUE INDEX collaborators_login_key ON collaborators (lower(login));
CREATE UNIQUE INDEX collaborators_email_key ON collaborators (lower(email));
CREATE INDEX collaborators_department_index ON collaborators (department, id);
CREATE INDEX collaborators_active_index ON collaborators (active, id);
CREATE INDEX collaborators_search_index ON collaborators USING gin (search_text gin_trgm_ops);

CREATE TABLE credentials (
    collaborator_id bigint PRIMARY KEY REFERENCES collaborators,
    salt bytea NOT NULL CHECK (length(salt) = 16),
    memory_kib integer NOT NULL CHECK (memory_kib >= 19456),
    iterations integer NOT NULL CHECK (iterations >= 2),
    parallelism integer NOT NULL CHECK (parallelism BETWEEN 1 AND 64),
    verifier bytea NOT NULL CHECK (length(verifier) = 32),
    created_at timestamptz(0) NOT NULL,
    updated_at timestamptz(0) NOT NULL,
    version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);

CREATE TABLE sessions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    collaborator_id bigint NOT NULL REFERENCES collaborators,
    jti_hash bytea NOT NULL UNIQUE CHECK (length(jti_hash) = 32),
    expires_at timestamptz(0) NOT NULL CHECK (expires_at > created_at),
    revoked_at timestamptz(0),
    created_at timestamptz(0) NOT NULL,
    updated_at timestamptz(0) NOT NULL,
    version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);
CREATE INDEX sessions_live_index ON sessions (collaborator_id) WHERE revoked_at IS NULL;
