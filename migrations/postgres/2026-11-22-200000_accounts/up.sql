-- Who somebody is, decided by the database: secrets in a schema that clients cannot enter, functions as the only way in.
-- Whoever migrates owns all of it until `epic db lockdown` hands it to roles that nobody logs in as.
CREATE SCHEMA epic_api;
CREATE SCHEMA epic_sec;
ALTER TABLE credentials SET SCHEMA epic_sec;
ALTER TABLE sessions SET SCHEMA epic_sec;

-- What an administrator may change: UPDATE epic_sec.settings SET idle_seconds = 1800;
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

-- A password that Management chose has to be changed at the first login.
ALTER TABLE epic_sec.credentials ADD must_change boolean NOT NULL DEFAULT false,
    -- The most that the program computes for a server: 1 GiB, 64 passes.
    ADD CONSTRAINT credentials_cost_check CHECK (memory_kib <= 1048576 AND iterations <= 64);

-- A row is either a session (`epic login`) or a token (`epic token create`). The department is the one of the moment: changing it
-- ends the session. Sessions of before were bound to no database role: they end here.
UPDATE epic_sec.sessions SET revoked_at = greatest(created_at, date_trunc('second', clock_timestamp())) WHERE revoked_at IS NULL;
ALTER TABLE epic_sec.sessions
    ADD kind text COLLATE "C" NOT NULL DEFAULT 'session' CHECK (kind IN ('session', 'token')),
    ADD name text COLLATE "C" CHECK (char_length(name) BETWEEN 1 AND 50 AND name !~ '[[:cntrl:]]'),
    ADD read_only boolean NOT NULL DEFAULT false,
    ADD must_change boolean NOT NULL DEFAULT false,
    ADD department text COLLATE "C" NOT NULL DEFAULT 'support' CHECK (department IN ('management', 'sales', 'support')),
    ADD database_role text COLLATE "C" NOT NULL DEFAULT '',
    ADD last_used_at timestamptz(0),
    ADD CONSTRAINT sessions_token_check CHECK ((kind = 'token') = (name IS NOT NULL));
ALTER TABLE epic_sec.sessions
    ALTER kind DROP DEFAULT, ALTER read_only DROP DEFAULT, ALTER must_change DROP DEFAULT,
    ALTER department DROP DEFAULT, ALTER database_role DROP DEFAULT;
CREATE UNIQUE INDEX sessions_name_key ON epic_sec.sessions (collaborator_id, name) WHERE kind = 'token' AND revoked_at IS NULL;

-- Guesses of passwords, kept before they are judged. `login_key` is the SHA-256 of the login in lower case.
CREATE TABLE epic_sec.login_attempts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    login_key bytea NOT NULL CHECK (length(login_key) = 32),
    database_role text COLLATE "C" NOT NULL,
    proof_hash bytea CHECK (length(proof_hash) = 32),
    jti_hash bytea NOT NULL CHECK (length(jti_hash) = 32),
    outcome text COLLATE "C" NOT NULL DEFAULT 'pending' CHECK (outcome IN ('pending', 'failed', 'succeeded', 'cleared')),
    submitted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX login_attempts_login_index ON epic_sec.login_attempts (login_key, database_role, submitted_at);
CREATE INDEX login_attempts_role_index ON epic_sec.login_attempts (database_role, submitted_at);
CREATE INDEX login_attempts_age_index ON epic_sec.login_attempts (submitted_at);
-- A hundred failures in a row: locked until Management unlocks.
CREATE TABLE epic_sec.login_locks (
    login_key bytea NOT NULL CHECK (length(login_key) = 32),
    database_role text COLLATE "C" NOT NULL,
    created_at timestamptz(0) NOT NULL,
    PRIMARY KEY (login_key, database_role)
);

-- The owner of the functions: whoever migrated, or `epic_definer` once the database is locked down.
-- In plpgsql, as what follows: its plans last for the session, those of an SQL function for one call.
CREATE FUNCTION epic_api.definer() RETURNS name
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT pg_get_userbyid(p.proowner) FROM pg_proc p WHERE p.oid = 'epic_api.definer()'::regprocedure);
END $$;

-- Whether the invoking role works as the administrator: no session is given, and it owns the functions or the tables, or is superuser.
CREATE FUNCTION epic_api.is_administrator() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(current_setting('epic.session', true), '') = ''
       AND (current_user = epic_api.definer()
            OR EXISTS (SELECT FROM pg_class c WHERE c.oid = 'public.collaborators'::regclass AND pg_get_userbyid(c.relowner) = current_user)
            OR EXISTS (SELECT FROM pg_roles r WHERE r.rolname = current_user AND r.rolsuper));
END $$;

-- The version of the newest migration, for clients that may not read Diesel's table.
CREATE FUNCTION epic_api.schema_version() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT max(version)::text FROM public.__diesel_schema_migrations
$$;

-- 1. Who is calling. `epic.session` holds the secret of a session or token; only its SHA-256 is stored. All that decides stands in
-- one row without row-level policies of business tables, so that those policies can ask here. clock_timestamp(), since a
-- transaction may have been open for long.
CREATE FUNCTION epic_sec.caller(OUT session_id bigint, OUT collaborator_id bigint, OUT department text, OUT kind text,
    OUT read_only boolean, OUT must_change boolean, OUT created_at timestamptz)
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT s.id, s.collaborator_id, s.department, s.kind, s.read_only, s.must_change, s.created_at
      INTO session_id, collaborator_id, department, kind, read_only, must_change, created_at
      FROM epic_sec.sessions s, epic_sec.settings g
     WHERE s.jti_hash = sha256(convert_to(nullif(current_setting('epic.session', true), ''), 'UTF8'))
       AND s.database_role = session_user
       AND s.revoked_at IS NULL
       AND s.expires_at > clock_timestamp()
       AND (s.kind = 'token' OR s.last_used_at > clock_timestamp() - make_interval(secs => g.idle_seconds));
END $$;

CREATE FUNCTION epic_api.uid() RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE c record;
BEGIN
    c := epic_sec.caller();
    RETURN CASE WHEN c.must_change THEN NULL ELSE c.collaborator_id END;
END $$;

CREATE FUNCTION epic_api.department() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE c record;
BEGIN
    c := epic_sec.caller();
    RETURN CASE WHEN c.must_change THEN NULL ELSE c.department END;
END $$;

-- 2. Who is writing: locks the session, so that a revocation and a write come one after the other, and so that an old snapshot
-- fails. Markers stand in CONSTRAINT, since client libraries hide SQLSTATE.
CREATE FUNCTION epic_sec.require(p_must_change boolean DEFAULT false, OUT session_id bigint, OUT collaborator_id bigint,
    OUT department text, OUT kind text, OUT read_only boolean, OUT created_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE c record;
BEGIN
    c := epic_sec.caller();
    PERFORM FROM epic_sec.sessions s WHERE s.id = c.session_id AND s.revoked_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'epic: no valid session' USING ERRCODE = '28000', CONSTRAINT = 'epic_no_session';
    END IF;
    IF c.must_change AND NOT p_must_change THEN
        RAISE EXCEPTION 'epic: the password has to be changed first' USING ERRCODE = '28000', CONSTRAINT = 'epic_must_change';
    END IF;
    session_id := c.session_id; collaborator_id := c.collaborator_id; department := c.department;
    kind := c.kind; read_only := c.read_only; created_at := c.created_at;
END $$;

-- What a person at a keyboard may do and a token never: passwords, tokens, collaborators.
CREATE FUNCTION epic_sec.require_person(p_management boolean, p_fresh boolean, p_must_change boolean DEFAULT false,
    OUT session_id bigint, OUT collaborator_id bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE r record;
BEGIN
    r := epic_sec.require(p_must_change);
    IF r.kind <> 'session' THEN
        RAISE EXCEPTION 'epic: a token may not do this' USING ERRCODE = '42501', CONSTRAINT = 'epic_token';
    END IF;
    IF p_management AND r.department <> 'management' THEN
        RAISE EXCEPTION 'epic: % may not do this', r.department USING ERRCODE = '42501', CONSTRAINT = 'epic_denied';
    END IF;
    IF p_fresh AND r.created_at < clock_timestamp() - interval '5 minutes' THEN
        RAISE EXCEPTION 'epic: sign in again first' USING ERRCODE = '28000', CONSTRAINT = 'epic_reauth';
    END IF;
    session_id := r.session_id; collaborator_id := r.collaborator_id;
END $$;

-- The one look of the program at its credential, which also notes the use, once a minute, unless the server is read-only.
CREATE FUNCTION epic_api.authenticate(OUT status text, OUT session_id bigint, OUT collaborator_id bigint, OUT login text,
    OUT first_name text, OUT last_name text, OUT email text, OUT department text, OUT kind text, OUT read_only boolean,
    OUT created_at timestamptz, OUT expires_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE s record;
BEGIN
    SELECT x.*, g.idle_seconds INTO s FROM epic_sec.sessions x, epic_sec.settings g
     WHERE x.jti_hash = sha256(convert_to(nullif(current_setting('epic.session', true), ''), 'UTF8'))
       AND x.database_role = session_user;
    IF NOT FOUND THEN
        status := 'unknown';
        RETURN;
    END IF;
    SELECT c.login, c.first_name, c.last_name, c.email INTO login, first_name, last_name, email
      FROM public.collaborators c WHERE c.id = s.collaborator_id;
    session_id := s.id; collaborator_id := s.collaborator_id; department := s.department;
    kind := s.kind; read_only := s.read_only; created_at := s.created_at; expires_at := s.expires_at;
    status := CASE
        WHEN s.revoked_at IS NOT NULL THEN 'revoked'
        WHEN s.expires_at <= clock_timestamp() THEN 'expired'
        WHEN s.kind = 'session' AND s.last_used_at <= clock_timestamp() - make_interval(secs => s.idle_seconds) THEN 'idle'
        WHEN s.must_change THEN 'must_change'
        ELSE 'ok' END;
    IF status IN ('ok', 'must_change') AND current_setting('transaction_read_only') = 'off'
       AND (s.last_used_at IS NULL OR s.last_used_at <= clock_timestamp() - interval '60 seconds') THEN
        UPDATE epic_sec.sessions x SET last_used_at = date_trunc('second', clock_timestamp())
         WHERE x.id = (SELECT y.id FROM epic_sec.sessions y WHERE y.id = s.id FOR NO KEY UPDATE SKIP LOCKED);
    END IF;
END $$;

-- 3. Sign-in. A guess is committed before it is judged, so that a ROLLBACK cannot hide it.
CREATE FUNCTION epic_sec.login_key(p_login text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256(convert_to(lower(p_login), 'UTF8'))
$$;

-- Salt and Argon2id parameters of a login. For an unknown one they are made up: always the same salt, and the parameters of some
-- account. Both are computed for every login, so that time tells nothing either.
CREATE FUNCTION epic_api.sign_in_parameters(p_login text, OUT salt bytea, OUT memory_kib integer, OUT iterations integer, OUT parallelism integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    real record;
    fake record;
    digest bytea;
BEGIN
    SELECT sha256(g.salt_key || sha256(g.salt_key || epic_sec.login_key(p_login))) INTO digest FROM epic_sec.settings g;
    SELECT k.* INTO fake FROM epic_sec.credentials k ORDER BY k.collaborator_id
     OFFSET (get_byte(digest, 30) * 256 + get_byte(digest, 31)) % (SELECT greatest(count(*), 1) FROM epic_sec.credentials) LIMIT 1;
    SELECT k.* INTO real FROM public.collaborators c JOIN epic_sec.credentials k ON k.collaborator_id = c.id
     WHERE lower(c.login) = lower(p_login);
    salt := coalesce(real.salt, substring(digest FROM 1 FOR 16));
    memory_kib := coalesce(real.memory_kib, fake.memory_kib, 65536);
    iterations := coalesce(real.iterations, fake.iterations, 3);
    parallelism := coalesce(real.parallelism, fake.parallelism, 4);
END $$;

-- Whether a login may be guessed at now. `p_except`: the guess that is about to be judged. Every committed guess that did not
-- succeed counts, in whatever order it was committed; a success forgives what was tried before it, but not guesses that were in
-- hand when it came and are judged later.
CREATE FUNCTION epic_sec.throttle(p_key bytea, p_role text, p_except uuid, OUT status text, OUT retry_after integer, OUT in_a_row integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    since timestamptz;
    fifth timestamptz;
BEGIN
    SELECT coalesce(max(a.submitted_at), '-infinity') INTO since FROM epic_sec.login_attempts a
     WHERE a.login_key = p_key AND a.database_role = p_role AND a.outcome IN ('succeeded', 'cleared')
       AND a.submitted_at < coalesce((SELECT x.submitted_at FROM epic_sec.login_attempts x WHERE x.id = p_except), 'infinity');
    SELECT count(*) INTO in_a_row FROM (SELECT FROM epic_sec.login_attempts a
      WHERE a.login_key = p_key AND a.database_role = p_role AND a.submitted_at > since AND a.outcome IN ('pending', 'failed')
        AND a.id IS DISTINCT FROM p_except LIMIT 100) x;
    SELECT a.submitted_at INTO fifth FROM epic_sec.login_attempts a
     WHERE a.login_key = p_key AND a.database_role = p_role AND a.submitted_at > since AND a.outcome IN ('pending', 'failed')
       AND a.id IS DISTINCT FROM p_except
     ORDER BY a.submitted_at DESC OFFSET 4 LIMIT 1;
    status := CASE
        WHEN EXISTS (SELECT FROM epic_sec.login_locks l WHERE l.login_key = p_key AND l.database_role = p_role) THEN 'locked'
        WHEN fifth > clock_timestamp() - interval '15 minutes' THEN 'throttled'
        ELSE 'open' END;
    IF status = 'throttled' THEN
        retry_after := greatest(1, ceil(extract(epoch FROM fifth + interval '15 minutes' - clock_timestamp())));
    END IF;
END $$;

-- First transaction: keeps the guess. `p_proof` is the Argon2id tag; only its SHA-256 is stored.
CREATE FUNCTION epic_api.sign_in_submit(p_login text, p_proof bytea, p_jti_hash bytea, OUT status text, OUT attempt uuid, OUT retry_after integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    key bytea := epic_sec.login_key(p_login);
    t record;
BEGIN
    IF p_login IS NULL OR length(p_proof) IS DISTINCT FROM 32 OR length(p_jti_hash) IS DISTINCT FROM 32 THEN
        RAISE EXCEPTION 'epic: malformed sign-in' USING ERRCODE = '22023', CONSTRAINT = 'epic_invalid';
    END IF;
    DELETE FROM epic_sec.login_attempts WHERE id IN (SELECT a.id FROM epic_sec.login_attempts a
     WHERE a.submitted_at < clock_timestamp() - interval '7 days' ORDER BY a.submitted_at LIMIT 50 FOR UPDATE SKIP LOCKED);
    IF (SELECT count(*) >= g.attempts_per_minute FROM epic_sec.login_attempts a, epic_sec.settings g
         WHERE a.database_role = session_user AND a.submitted_at > clock_timestamp() - interval '1 minute'
         GROUP BY g.attempts_per_minute) THEN
        status := 'throttled'; retry_after := 60;
        RETURN;
    END IF;
    t := epic_sec.throttle(key, session_user, NULL);
    status := t.status; retry_after := t.retry_after;
    IF status <> 'open' THEN
        RETURN;
    END IF;
    INSERT INTO epic_sec.login_attempts (login_key, database_role, proof_hash, jti_hash)
    VALUES (key, session_user, sha256(p_proof), p_jti_hash) RETURNING id INTO attempt;
    IF t.in_a_row >= 99 THEN
        INSERT INTO epic_sec.login_locks VALUES (key, session_user, date_trunc('second', clock_timestamp())) ON CONFLICT DO NOTHING;
    END IF;
END $$;

-- Second transaction: judges a guess of an earlier one, once, within a minute; starts the session. The renewed proof, if any, replaces
-- one that was made with weaker parameters.
CREATE FUNCTION epic_api.sign_in_redeem(p_attempt uuid, p_lifetime_seconds integer, p_salt bytea, p_memory_kib integer,
    p_iterations integer, p_parallelism integer, p_verifier bytea,
    OUT status text, OUT retry_after integer, OUT session_id bigint, OUT collaborator_id bigint, OUT login text, OUT first_name text,
    OUT last_name text, OUT department text, OUT must_change boolean, OUT expires_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    a epic_sec.login_attempts;
    g epic_sec.settings;
    t record;
    account record;
    upgraded boolean;
    now timestamptz := date_trunc('second', clock_timestamp());
BEGIN
    SELECT * INTO g FROM epic_sec.settings;
    SELECT x.* INTO a FROM epic_sec.login_attempts x
     WHERE x.id = p_attempt AND x.database_role = session_user AND x.outcome = 'pending'
       AND x.transaction_id <> pg_current_xact_id()
       AND x.submitted_at > clock_timestamp() - interval '60 seconds' FOR UPDATE;
    IF a.id IS NULL THEN
        status := 'expired';
        RETURN;
    END IF;
    t := epic_sec.throttle(a.login_key, a.database_role, a.id);
    IF t.status <> 'open' THEN
        status := t.status; retry_after := t.retry_after;
        RETURN;
    END IF;
    -- Not by epic_sec.login_key, which is called for each row.
    SELECT c.id, c.login, c.first_name, c.last_name, c.department, k.verifier, k.must_change, k.memory_kib, k.iterations INTO account
      FROM public.collaborators c JOIN epic_sec.credentials k ON k.collaborator_id = c.id
     WHERE sha256(convert_to(lower(c.login), 'UTF8')) = a.login_key AND c.active;
    -- Only who proves the password locks the account, and looks again: a session that is not committed yet is one that nobody
    -- can end. A stranger who locked it could keep it as it is.
    IF account.verifier = a.proof_hash THEN
        SELECT c.id, c.login, c.first_name, c.last_name, c.department, k.verifier, k.must_change, k.memory_kib, k.iterations INTO account
          FROM public.collaborators c JOIN epic_sec.credentials k ON k.collaborator_id = c.id
         WHERE c.id = account.id AND c.active FOR SHARE OF c FOR NO KEY UPDATE OF k;
    END IF;
    IF account.verifier IS NULL OR account.verifier <> a.proof_hash THEN
        UPDATE epic_sec.login_attempts x SET outcome = 'failed' WHERE x.id = a.id;
        status := 'denied';
        RETURN;
    END IF;
    UPDATE epic_sec.login_attempts x SET outcome = 'succeeded', proof_hash = NULL WHERE x.id = a.id;
    upgraded := p_verifier IS NOT NULL AND NOT account.must_change
       AND p_memory_kib >= account.memory_kib AND p_iterations >= account.iterations
       AND (p_memory_kib > account.memory_kib OR p_iterations > account.iterations);
    IF upgraded THEN
        UPDATE epic_sec.credentials k SET salt = p_salt, memory_kib = p_memory_kib, iterations = p_iterations,
               parallelism = p_parallelism, verifier = p_verifier, updated_at = now, version = k.version + 1
         WHERE k.collaborator_id = account.id;
    END IF;
    -- The oldest go first.
    UPDATE epic_sec.sessions s SET revoked_at = greatest(s.created_at, now), updated_at = now, version = s.version + 1 WHERE s.id IN (
        SELECT o.id FROM epic_sec.sessions o WHERE o.collaborator_id = account.id AND o.kind = 'session' AND o.revoked_at IS NULL
           AND o.expires_at > clock_timestamp() AND o.last_used_at > clock_timestamp() - make_interval(secs => g.idle_seconds)
         ORDER BY o.created_at DESC, o.id DESC OFFSET g.live_sessions - 1);
    expires_at := now + make_interval(secs => CASE WHEN account.must_change THEN least(900, g.lifetime_seconds)
        ELSE greatest(1, least(coalesce(p_lifetime_seconds, g.lifetime_seconds), g.lifetime_seconds)) END);
    INSERT INTO epic_sec.sessions AS s (collaborator_id, jti_hash, kind, read_only, must_change, department, database_role,
        expires_at, last_used_at, created_at, updated_at)
    VALUES (account.id, a.jti_hash, 'session', false, account.must_change, account.department, session_user,
        sign_in_redeem.expires_at, now, now, now)
    RETURNING s.id INTO session_id;
    PERFORM epic_sec.audit('login', 'session', session_id, '{}', session_id, account.id, 'session');
    IF upgraded THEN
        PERFORM epic_sec.audit('credential_upgrade', 'collaborator', account.id, '{}', session_id, account.id, 'session');
    END IF;
    status := 'ok'; collaborator_id := account.id; login := account.login; first_name := account.first_name; last_name := account.last_name;
    department := account.department; must_change := account.must_change;
END $$;

-- 4. Accounts. Rows of collaborators are written directly, under the policies; their passwords go through here.
CREATE FUNCTION epic_api.has_collaborators() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.collaborators WHERE active)
$$;

-- The first account of a database, of Management (rule 7): the only one that nobody has to be signed in for.
CREATE FUNCTION epic_api.sign_up(p_login text, p_first_name text, p_last_name text, p_email text, p_phone text, p_search_text text,
    p_salt bytea, p_memory_kib integer, p_iterations integer, p_parallelism integer, p_verifier bytea, OUT id bigint, OUT created_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    created_at := date_trunc('second', clock_timestamp());
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        RAISE EXCEPTION 'epic: the first account is made in READ COMMITTED alone' USING ERRCODE = '25001', CONSTRAINT = 'epic_invalid';
    END IF;
    -- Looked before and after: who comes too late locks nothing.
    FOR look IN 1..2 LOOP
        IF epic_api.has_collaborators() THEN
            RAISE EXCEPTION 'epic: there is an account already' USING ERRCODE = '42501', CONSTRAINT = 'epic_rule_signup_closed';
        END IF;
        LOCK TABLE public.collaborators IN SHARE ROW EXCLUSIVE MODE;
    END LOOP;
    INSERT INTO public.collaborators AS c (login, first_name, last_name, email, phone, department, search_text, created_at, updated_at)
    VALUES (p_login, p_first_name, p_last_name, p_email, p_phone, 'management', p_search_text, sign_up.created_at, sign_up.created_at)
    RETURNING c.id INTO id;
    INSERT INTO epic_sec.credentials (collaborator_id, salt, memory_kib, iterations, parallelism, verifier, must_change, created_at, updated_at)
    VALUES (sign_up.id, p_salt, p_memory_kib, p_iterations, p_parallelism, p_verifier, false, sign_up.created_at, sign_up.created_at);
END $$;

CREATE FUNCTION epic_sec.end_sessions(p_collaborator bigint) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended integer;
    now timestamptz := date_trunc('second', clock_timestamp());
BEGIN
    -- All of them, those included that were begun while this waits for a lock: a token is made under the lock of a session.
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        RAISE EXCEPTION 'epic: sessions are ended in READ COMMITTED alone' USING ERRCODE = '25001', CONSTRAINT = 'epic_invalid';
    END IF;
    PERFORM FROM epic_sec.sessions WHERE collaborator_id = p_collaborator AND revoked_at IS NULL ORDER BY id FOR UPDATE;
    UPDATE epic_sec.sessions SET revoked_at = greatest(created_at, now), updated_at = now, version = version + 1
     WHERE collaborator_id = p_collaborator AND revoked_at IS NULL;
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

-- Rule 5 and 6, whoever makes the change and however: another department, or none, ends what was allowed to the old one.
CREATE FUNCTION epic_sec.end_sessions_of_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM epic_sec.end_sessions(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER end_sessions AFTER UPDATE OF department, active ON public.collaborators FOR EACH ROW
    WHEN (OLD.department <> NEW.department OR OLD.active AND NOT NEW.active) EXECUTE FUNCTION epic_sec.end_sessions_of_row();

-- The password of an account that Management has just created.
CREATE FUNCTION epic_api.credential_create(p_collaborator bigint, p_salt bytea, p_memory_kib integer, p_iterations integer,
    p_parallelism integer, p_verifier bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE now timestamptz := date_trunc('second', clock_timestamp());
BEGIN
    PERFORM epic_sec.require_person(true, false);
    INSERT INTO epic_sec.credentials (collaborator_id, salt, memory_kib, iterations, parallelism, verifier, must_change, created_at, updated_at)
    VALUES (p_collaborator, p_salt, p_memory_kib, p_iterations, p_parallelism, p_verifier, true, now, now);
END $$;

-- The own password. A sign-in of the last minutes is the proof of the current one: the program signs in anew for it.
CREATE FUNCTION epic_api.password_change(p_salt bytea, p_memory_kib integer, p_iterations integer, p_parallelism integer, p_verifier bytea)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE r record;
BEGIN
    r := epic_sec.require_person(false, true, true);
    UPDATE epic_sec.credentials SET salt = p_salt, memory_kib = p_memory_kib, iterations = p_iterations, parallelism = p_parallelism,
           verifier = p_verifier, must_change = false, updated_at = date_trunc('second', clock_timestamp()), version = version + 1
     WHERE collaborator_id = r.collaborator_id;
    -- The account before the end of the audit chain, as everywhere, so that nobody waits in a circle.
    PERFORM epic_sec.audit('password_change', 'collaborator', r.collaborator_id, '{}');
    PERFORM epic_sec.end_sessions(r.collaborator_id);
END $$;

CREATE FUNCTION epic_api.password_reset(p_collaborator bigint, p_salt bytea, p_memory_kib integer, p_iterations integer,
    p_parallelism integer, p_verifier bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM epic_sec.require_person(true, true);
    UPDATE epic_sec.credentials k SET salt = p_salt, memory_kib = p_memory_kib, iterations = p_iterations, parallelism = p_parallelism,
           verifier = p_verifier, must_change = true, updated_at = date_trunc('second', clock_timestamp()), version = k.version + 1
      FROM public.collaborators c WHERE c.id = k.collaborator_id AND c.active AND k.collaborator_id = p_collaborator;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'epic: no such account' USING ERRCODE = 'P0002', CONSTRAINT = 'epic_not_found';
    END IF;
    PERFORM epic_sec.audit('password_reset', 'collaborator', p_collaborator, '{}'), epic_sec.end_sessions(p_collaborator);
END $$;

-- Lets a login be tried again; returns whether it was locked or throttled.
CREATE FUNCTION epic_api.unlock(p_collaborator bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    key bytea;
    locks integer;
    attempts integer;
BEGIN
    PERFORM epic_sec.require_person(true, false);
    SELECT epic_sec.login_key(c.login) INTO key FROM public.collaborators c WHERE c.id = p_collaborator;
    IF key IS NULL THEN
        RAISE EXCEPTION 'epic: no such account' USING ERRCODE = 'P0002', CONSTRAINT = 'epic_not_found';
    END IF;
    DELETE FROM epic_sec.login_locks WHERE login_key = key;
    GET DIAGNOSTICS locks = ROW_COUNT;
    UPDATE epic_sec.login_attempts SET outcome = 'cleared', proof_hash = NULL WHERE login_key = key AND outcome IN ('pending', 'failed');
    GET DIAGNOSTICS attempts = ROW_COUNT;
    IF locks + attempts > 0 THEN
        PERFORM epic_sec.audit('unlock', 'collaborator', p_collaborator, '{}');
    END IF;
    RETURN locks + attempts > 0;
END $$;

-- 5. Sessions and tokens: one's own; Management sees and ends everybody's.
CREATE FUNCTION epic_api.sessions(p_kind text, p_everybody boolean)
RETURNS TABLE (id bigint, collaborator_id bigint, login text, first_name text, last_name text, name text, read_only boolean,
    database_role text, created_at timestamptz, last_used_at timestamptz, expires_at timestamptz, current boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE r record;
BEGIN
    r := epic_sec.caller();
    IF r.session_id IS NULL OR r.must_change THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT s.id, s.collaborator_id, c.login, c.first_name, c.last_name, s.name, s.read_only, s.database_role,
           s.created_at, s.last_used_at, s.expires_at, s.id = r.session_id
      FROM epic_sec.sessions s JOIN public.collaborators c ON c.id = s.collaborator_id, epic_sec.settings g
     WHERE s.kind = p_kind AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
       AND (s.kind = 'token' OR s.last_used_at > clock_timestamp() - make_interval(secs => g.idle_seconds))
       AND (s.collaborator_id = r.collaborator_id OR p_everybody AND r.department = 'management')
     ORDER BY s.id;
END $$;

-- Ends one; false when there is none that the caller may end. A token ends nothing, itself included.
CREATE FUNCTION epic_api.session_revoke(p_id bigint, p_kind text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r record;
    now timestamptz := date_trunc('second', clock_timestamp());
BEGIN
    -- Who has to change the password first ends nothing but the session at hand.
    r := epic_sec.require(p_id = (epic_sec.caller()).session_id);
    IF r.kind = 'token' THEN
        RAISE EXCEPTION 'epic: a token may not do this' USING ERRCODE = '42501', CONSTRAINT = 'epic_token';
    END IF;
    UPDATE epic_sec.sessions s SET revoked_at = greatest(s.created_at, now), updated_at = now, version = s.version + 1
     WHERE s.id = p_id AND s.kind = p_kind AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
       AND (s.collaborator_id = r.collaborator_id OR r.department = 'management');
    IF FOUND THEN
        PERFORM epic_sec.audit(p_kind || '_revoke', 'session', p_id, '{}', r.session_id, r.collaborator_id, r.kind);
    END IF;
    RETURN FOUND;
END $$;

-- Ends the calling session, or every session of its collaborator; tokens stay, and end nothing. Returns how many.
CREATE FUNCTION epic_api.sign_out(p_everywhere boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r record;
    ended integer;
    now timestamptz := date_trunc('second', clock_timestamp());
BEGIN
    r := epic_sec.require(true);
    IF r.kind = 'token' THEN
        RAISE EXCEPTION 'epic: a token may not do this' USING ERRCODE = '42501', CONSTRAINT = 'epic_token';
    END IF;
    UPDATE epic_sec.sessions s SET revoked_at = greatest(s.created_at, now), updated_at = now, version = s.version + 1
     WHERE s.revoked_at IS NULL AND (s.id = r.session_id OR p_everywhere AND s.kind = 'session' AND s.collaborator_id = r.collaborator_id);
    GET DIAGNOSTICS ended = ROW_COUNT;
    PERFORM epic_sec.audit('logout', 'session', r.session_id, '{}', r.session_id, r.collaborator_id, r.kind);
    RETURN ended;
END $$;

-- A long-lived credential for scripts; one year at most. Its secret stays with the client.
CREATE FUNCTION epic_api.token_create(p_name text, p_jti_hash bytea, p_read_only boolean, p_expires_at timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r record;
    v bigint;
    now timestamptz := date_trunc('second', clock_timestamp());
BEGIN
    -- The thief of a session file should not turn some hours into a year.
    r := epic_sec.require_person(false, true);
    IF p_expires_at IS NULL OR p_expires_at <= now OR p_expires_at > now + interval '366 days' THEN
        RAISE EXCEPTION 'epic: a token expires within a year' USING ERRCODE = '22023', CONSTRAINT = 'epic_invalid';
    END IF;
    -- One that is over by itself does not hold its name.
    UPDATE epic_sec.sessions s SET revoked_at = greatest(s.created_at, now), updated_at = now, version = s.version + 1
     WHERE s.collaborator_id = r.collaborator_id AND s.kind = 'token' AND s.name = p_name
       AND s.revoked_at IS NULL AND s.expires_at <= now;
    INSERT INTO epic_sec.sessions AS s (collaborator_id, jti_hash, kind, name, read_only, must_change, department, database_role,
        expires_at, created_at, updated_at)
    SELECT x.collaborator_id, p_jti_hash, 'token', p_name, p_read_only, false, x.department, session_user, p_expires_at, now, now
      FROM epic_sec.sessions x WHERE x.id = r.session_id
    RETURNING s.id INTO v;
    PERFORM epic_sec.audit('token_create', 'session', v, '{}');
    RETURN v;
END $$;

-- 6. Search. Under row-level security an index serves leakproof operators alone, and LIKE is none: the rows would be read one by one.
-- So this asks for the session first and looks then, for whoever may read all rows anyway. `epic db lockdown` lets the owner of the
-- functions read these tables without a condition, so that the index can be used.
CREATE FUNCTION epic_api.search(p_table text, p_patterns text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF epic_api.uid() IS NULL OR p_table NOT IN ('customers', 'collaborators') OR cardinality(p_patterns) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE (
        SELECT format('SELECT t.id FROM public.%I t WHERE ', p_table) || string_agg(format('t.search_text LIKE %L', p), ' AND ')
          FROM unnest(p_patterns) p);
END $$;

-- Nobody but the owner of the functions reaches a row in here, the owner of the tables included.
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY '{credentials,sessions,settings,login_attempts,login_locks}'::text[] LOOP
        EXECUTE format('ALTER TABLE epic_sec.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY definer ON epic_sec.%I USING (current_user = (SELECT epic_api.definer()))', t);
    END LOOP;
END $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA epic_api, epic_sec FROM PUBLIC;
