-- Collaborators and their credentials. Secrets live in epic_sec, a schema that clients cannot enter; the functions of
-- epic_api are the only access to it. The migrating role owns everything until `epic db lockdown` hands it over.
CREATE SCHEMA epic_api;
CREATE SCHEMA epic_sec;

-- Types of values, with the rules of src/domain: a text is in normalisation form C, neither begins nor ends with a blank or an invisible
-- character, and has no character that disturbs a terminal or the reading order.
CREATE DOMAIN label AS text COLLATE "C"
    CONSTRAINT label_characters CHECK (VALUE !~ '[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]')
    CONSTRAINT label_edges CHECK (VALUE !~ '^[\s\u0085\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f-\u2064\u3000]|[\s\u0085\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f-\u2064\u3000]$')
    CONSTRAINT label_form CHECK (VALUE IS NFC NORMALIZED);
-- Tabs and line feeds are allowed inside.
CREATE DOMAIN prose AS text COLLATE "C"
    CONSTRAINT prose_characters CHECK (VALUE !~ '[\u0001-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]')
    CONSTRAINT prose_edges CHECK (VALUE !~ '^[\s\u0085\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f-\u2064\u3000]|[\s\u0085\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f-\u2064\u3000]$')
    CONSTRAINT prose_form CHECK (VALUE IS NFC NORMALIZED);
CREATE DOMAIN email AS text COLLATE "C"
    CONSTRAINT email_length CHECK (octet_length(VALUE) <= 254 AND octet_length(split_part(VALUE, '@', 1)) <= 64)
    CONSTRAINT email_form CHECK (VALUE ~ '^[\w!#$%&''*+/=?^`{|}~\u00a1-\U0010ffff-]+(\.[\w!#$%&''*+/=?^`{|}~\u00a1-\U0010ffff-]+)*@[^.@]{1,63}(\.[^.@]{1,63})+$')
    CONSTRAINT email_domain CHECK (VALUE ~ '@([A-Za-z0-9\u00a1-\U0010ffff]([A-Za-z0-9\u00a1-\U0010ffff-]*[A-Za-z0-9\u00a1-\U0010ffff])?(\.|$))+$')
    CONSTRAINT email_characters CHECK (VALUE !~ '[\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u2069\u3000\ufeff]');
CREATE DOMAIN phone AS text COLLATE "C" CONSTRAINT phone_form CHECK (VALUE ~ '^[+][1-9][0-9]{4,14}$');
-- What every text of an instant can say.
CREATE DOMAIN instant AS timestamptz(0) CONSTRAINT instant_years CHECK (VALUE BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59Z');
-- A name of a role, or another word of machines.
CREATE DOMAIN word AS text COLLATE "C" CONSTRAINT word_length CHECK (octet_length(VALUE) BETWEEN 1 AND 63);

-- COLLATE "C" compares text byte by byte, as SQLite does: order and uniqueness do not depend on the server.
CREATE TABLE collaborators (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login text COLLATE "C" NOT NULL CHECK (login ~ '^[A-Za-z0-9._-]{1,20}$'),
    first_name label NOT NULL CHECK (char_length(first_name) BETWEEN 1 AND 50),
    last_name label NOT NULL CHECK (char_length(last_name) BETWEEN 1 AND 50),
    email email NOT NULL,
    phone phone NOT NULL,
    department text COLLATE "C" NOT NULL CHECK (department IN ('management', 'sales', 'support')),
    active boolean NOT NULL DEFAULT true,
    search_text text COLLATE "C" NOT NULL CHECK (octet_length(search_text) <= 262144),
    created_at instant NOT NULL,
    updated_at instant NOT NULL,
    version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);
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

-- Administrators change these in SQL: UPDATE epic_sec.settings SET idle_seconds = 1800;
CREATE TABLE epic_sec.settings (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    salt_key bytea NOT NULL CHECK (length(salt_key) = 32),
    idle_seconds integer NOT NULL DEFAULT 3600 CHECK (idle_seconds BETWEEN 60 AND 2592000),
    lifetime_seconds integer NOT NULL DEFAULT 28800 CHECK (lifetime_seconds BETWEEN 60 AND 2592000),
    live_sessions integer NOT NULL DEFAULT 10 CHECK (live_sessions BETWEEN 1 AND 1000),
    attempts_per_minute integer NOT NULL DEFAULT 120 CHECK (attempts_per_minute BETWEEN 1 AND 100000)
);
-- gen_random_uuid draws on the operating system; one UUID holds 122 random bits.
INSERT INTO epic_sec.settings (salt_key)
VALUES (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

-- Argon2id parameters of everybody's passwords; the newest row applies to new ones. Administrators add a row to raise the cost:
-- INSERT INTO epic_sec.password_costs VALUES (2, 131072, 4, 4). A password of the row before is stored anew at the next login.
-- RFC 9106, section 4, second recommended option; at least OWASP's m = 19 MiB, t = 2; at most 1 GiB and 64 passes, as in the program.
CREATE TABLE epic_sec.password_costs (
    id smallint PRIMARY KEY CHECK (id > 0),
    memory_kib integer NOT NULL CHECK (memory_kib BETWEEN 19456 AND 1048576),
    iterations integer NOT NULL CHECK (iterations BETWEEN 2 AND 64),
    parallelism integer NOT NULL CHECK (parallelism BETWEEN 1 AND 64)
);
INSERT INTO epic_sec.password_costs VALUES (1, 65536, 3, 4);

-- must_change: Management chose the password. The salt is a keyed function of the login, and is not stored.
CREATE TABLE epic_sec.credentials (
    collaborator_id bigint PRIMARY KEY REFERENCES collaborators,
    cost smallint NOT NULL REFERENCES epic_sec.password_costs,
    verifier bytea NOT NULL UNIQUE CHECK (length(verifier) = 32),
    must_change boolean NOT NULL DEFAULT false,
    created_at instant NOT NULL,
    updated_at instant NOT NULL,
    version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);

-- Sessions (`epic login`) and tokens (`epic token create`). The department is that of the login: changing it ends the session.
CREATE TABLE epic_sec.sessions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    collaborator_id bigint NOT NULL REFERENCES collaborators,
    jti_hash bytea NOT NULL UNIQUE CHECK (length(jti_hash) = 32),
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('session', 'token')),
    name label CHECK (char_length(name) BETWEEN 1 AND 50 AND name ~ '[^0-9]'),
    read_only boolean NOT NULL,
    must_change boolean NOT NULL,
    department text COLLATE "C" NOT NULL CHECK (department IN ('management', 'sales', 'support')),
    database_role word NOT NULL,
    last_used_at instant,
    expires_at instant NOT NULL CHECK (expires_at > created_at),
    revoked_at instant,
    created_at instant NOT NULL,
    updated_at instant NOT NULL,
    version bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT sessions_token_check CHECK ((kind = 'token') = (name IS NOT NULL))
);
CREATE INDEX sessions_live_index ON epic_sec.sessions (collaborator_id) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX sessions_name_key ON epic_sec.sessions (collaborator_id, name) WHERE kind = 'token' AND revoked_at IS NULL;

-- Session for which a transaction writes, while it runs; rows of earlier ones are removed by later ones.
CREATE UNLOGGED TABLE epic_sec.writers (
    transaction_id xid8 PRIMARY KEY,
    session_id bigint NOT NULL
);

-- Login attempts, stored before they are judged; removed by a success. `login_key` is the SHA-256 of the login in lower case. A hundred
-- in a row leave one that is `locked`, which counts until Management leaves one that is `cleared`.
CREATE TABLE epic_sec.login_attempts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    login_key bytea NOT NULL CHECK (length(login_key) = 32),
    database_role word NOT NULL,
    cost smallint,
    verifier bytea CHECK (length(verifier) = 32),
    older_verifier bytea CHECK (length(older_verifier) = 32),
    jti_hash bytea CHECK (length(jti_hash) = 32),
    outcome text COLLATE "C" NOT NULL DEFAULT 'pending' CHECK (outcome IN ('pending', 'failed', 'locked', 'cleared')),
    submitted_at timestamptz NOT NULL DEFAULT clock_timestamp()
        CHECK (submitted_at BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59Z'),
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX login_attempts_login_index ON epic_sec.login_attempts (login_key, database_role, submitted_at);
CREATE INDEX login_attempts_role_index ON epic_sec.login_attempts (database_role, submitted_at);
CREATE INDEX login_attempts_age_index ON epic_sec.login_attempts (submitted_at);

-- Rights of each department, for the guard; src/db/sql/ fills it.
CREATE TABLE epic_sec.policy_columns (
    capability word NOT NULL,
    department word NOT NULL,
    entity word NOT NULL,
    operation word NOT NULL,
    scope text COLLATE "C" NOT NULL CHECK (scope IN ('own', 'any')),
    columns text[] NOT NULL CHECK (octet_length(columns::text) <= 1000),
    token boolean NOT NULL,
    PRIMARY KEY (department, entity, operation, capability)
);

-- Hash of the replaceable code (src/db/sql/) that was applied last.
CREATE TABLE epic_sec.code_revision (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    hash text COLLATE "C" NOT NULL CHECK (octet_length(hash) <= 64)
);
