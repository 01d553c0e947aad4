-- Sign-in. An attempt is committed before it is judged, so that a ROLLBACK cannot hide it.
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

-- Throttles attempts at a login; `p_except` is the attempt about to be judged. Every committed attempt that did not succeed counts, in
-- whatever order it was committed; a success forgives earlier attempts, but not those in flight that are judged later.
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
    -- Only a proven password locks the account and reads it again: an uncommitted session is one that cannot be revoked. A stranger
    -- who could lock the account could keep it as it is.
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
