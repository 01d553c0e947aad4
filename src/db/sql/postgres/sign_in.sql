-- Sign-in. An attempt is committed before it is judged, so that a ROLLBACK cannot hide it. Until a password is proven, every login
-- has the same work done, on rows that only attempts left: time, counters and EXPLAIN (ANALYZE, BUFFERS) tell no account.
CREATE FUNCTION epic_sec.login_key(p_login text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256(convert_to(lower(p_login), 'UTF8'))
$$;

-- What is stored of a password. `p_hash` is the SHA-256 of the Argon2id tag: nobody who reads it can sign in. It belongs to one login,
-- so that a guess under another login finds nothing.
CREATE FUNCTION epic_sec.verifier(p_key bytea, p_hash bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256(p_key || p_hash)
$$;

-- Argon2id salt and parameters of a login, the newest cost first. The salt is a keyed function of the login, and the costs are those of
-- everybody: nothing of an account is read.
CREATE FUNCTION epic_api.sign_in_parameters(p_login text) RETURNS TABLE (cost smallint, salt bytea, memory_kib integer, iterations integer,
    parallelism integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT c.id, substring(sha256(g.salt_key || sha256(g.salt_key || epic_sec.login_key(p_login))) FROM 1 FOR 16),
           c.memory_kib, c.iterations, c.parallelism
      FROM epic_sec.settings g, epic_sec.password_costs c ORDER BY c.id DESC LIMIT 2;
END $$;

-- Throttles attempts at a login; `p_except` is the attempt about to be judged. Every committed attempt counts, in whatever order it was
-- committed. A success removes earlier ones, and Management clears them, but not those in flight that are judged later.
CREATE FUNCTION epic_sec.throttle(p_key bytea, p_role text, p_except uuid, OUT status text, OUT retry_after integer, OUT in_a_row integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    since timestamptz;
    fifth timestamptz;
BEGIN
    SELECT coalesce(max(a.submitted_at), '-infinity') INTO since FROM epic_sec.login_attempts a
     WHERE a.login_key = p_key AND a.outcome = 'cleared'
       AND a.submitted_at < coalesce((SELECT x.submitted_at FROM epic_sec.login_attempts x WHERE x.id = p_except), 'infinity');
    SELECT count(*) INTO in_a_row FROM (SELECT FROM epic_sec.login_attempts a
      WHERE a.login_key = p_key AND a.database_role = p_role AND a.submitted_at > since AND a.outcome IN ('pending', 'failed')
        AND a.id IS DISTINCT FROM p_except LIMIT 100) x;
    SELECT a.submitted_at INTO fifth FROM epic_sec.login_attempts a
     WHERE a.login_key = p_key AND a.database_role = p_role AND a.submitted_at > since AND a.outcome IN ('pending', 'failed')
       AND a.id IS DISTINCT FROM p_except
     ORDER BY a.submitted_at DESC OFFSET 4 LIMIT 1;
    status := CASE
        WHEN EXISTS (SELECT FROM epic_sec.login_attempts a WHERE a.login_key = p_key AND a.database_role = p_role
                        AND a.submitted_at > since AND a.outcome = 'locked') THEN 'locked'
        WHEN fifth > clock_timestamp() - interval '15 minutes' THEN 'throttled'
        ELSE 'open' END;
    IF status = 'throttled' THEN
        retry_after := greatest(1, ceil(extract(epoch FROM fifth + interval '15 minutes' - clock_timestamp())));
    END IF;
END $$;

-- First transaction: keeps the guess, one in each transaction, so that open ones cannot heap them up. `p_proof` is the Argon2id tag at
-- the newest cost, `p_older_proof` the one at the cost before it, if there is one.
CREATE FUNCTION epic_api.sign_in_submit(p_login text, p_cost smallint, p_proof bytea, p_older_proof bytea, p_jti_hash bytea,
    OUT status text, OUT attempt uuid, OUT retry_after integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    key bytea := epic_sec.login_key(p_login);
    t record;
BEGIN
    IF p_login IS NULL OR p_cost IS NULL OR length(p_proof) IS DISTINCT FROM 32 OR length(p_older_proof) <> 32
       OR length(p_jti_hash) IS DISTINCT FROM 32
       OR EXISTS (SELECT FROM epic_sec.login_attempts a WHERE a.database_role = session_user
                     AND a.submitted_at >= transaction_timestamp() AND a.transaction_id = pg_current_xact_id()) THEN
        RAISE EXCEPTION 'epic: malformed sign-in' USING ERRCODE = '22023', CONSTRAINT = 'epic_invalid';
    END IF;
    DELETE FROM epic_sec.login_attempts WHERE id IN (SELECT a.id FROM epic_sec.login_attempts a
     WHERE a.submitted_at < clock_timestamp() - interval '7 days' AND a.outcome <> 'locked'
     ORDER BY a.submitted_at LIMIT 50 FOR UPDATE SKIP LOCKED);
    IF (SELECT count(*) FROM epic_sec.login_attempts a
         WHERE a.database_role = session_user AND a.submitted_at > clock_timestamp() - interval '1 minute')
       >= (SELECT g.attempts_per_minute FROM epic_sec.settings g) THEN
        status := 'throttled'; retry_after := 60;
        RETURN;
    END IF;
    t := epic_sec.throttle(key, session_user, NULL);
    status := t.status; retry_after := t.retry_after;
    IF status <> 'open' THEN
        RETURN;
    END IF;
    INSERT INTO epic_sec.login_attempts (login_key, database_role, cost, verifier, older_verifier, jti_hash)
    VALUES (key, session_user, p_cost, epic_sec.verifier(key, sha256(p_proof)), epic_sec.verifier(key, sha256(p_older_proof)), p_jti_hash)
    RETURNING id INTO attempt;
    -- Management has to clear it.
    IF t.in_a_row >= 99 THEN
        INSERT INTO epic_sec.login_attempts (login_key, database_role, outcome) VALUES (key, session_user, 'locked');
    END IF;
END $$;

-- Judges a guess of an earlier transaction, once, within a minute. An account is found by what is stored of its password, never by its
-- login: only a proven password reads it, or locks it. `outdated`: it was proven at a cost that is no longer the newest.
CREATE FUNCTION epic_sec.judge(p_attempt uuid, OUT status text, OUT retry_after integer, OUT attempt epic_sec.login_attempts,
    OUT collaborator_id bigint, OUT must_change boolean, OUT outdated boolean, OUT last_login_at timestamptz, OUT failures integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE t record;
BEGIN
    SELECT x.* INTO attempt FROM epic_sec.login_attempts x
     WHERE x.id = p_attempt AND x.database_role = session_user AND x.outcome = 'pending'
       AND x.transaction_id <> pg_current_xact_id()
       AND x.submitted_at > clock_timestamp() - interval '60 seconds' FOR UPDATE;
    IF attempt.id IS NULL THEN
        status := 'expired';
        RETURN;
    END IF;
    t := epic_sec.throttle(attempt.login_key, attempt.database_role, attempt.id);
    IF t.status <> 'open' THEN
        status := t.status; retry_after := t.retry_after;
        RETURN;
    END IF;
    SELECT k.collaborator_id INTO collaborator_id FROM epic_sec.credentials k
     WHERE k.verifier IN (attempt.verifier, attempt.older_verifier);
    -- Read again under a lock: an uncommitted session is one that cannot be revoked.
    IF collaborator_id IS NOT NULL THEN
        SELECT k.collaborator_id, k.must_change, k.cost < attempt.cost AND attempt.cost = (SELECT max(o.id) FROM epic_sec.password_costs o)
          INTO collaborator_id, must_change, outdated
          FROM public.collaborators c JOIN epic_sec.credentials k ON k.collaborator_id = c.id
         WHERE c.id = judge.collaborator_id AND c.active AND k.verifier IN (attempt.verifier, attempt.older_verifier)
           FOR SHARE OF c FOR NO KEY UPDATE OF k;
    END IF;
    IF collaborator_id IS NULL THEN
        UPDATE epic_sec.login_attempts x SET outcome = 'failed', verifier = NULL, older_verifier = NULL WHERE x.id = attempt.id;
        status := 'denied';
        RETURN;
    END IF;
    SELECT max(s.created_at) INTO last_login_at FROM epic_sec.sessions s
     WHERE s.collaborator_id = judge.collaborator_id AND s.kind = 'session';
    SELECT count(*) INTO failures FROM epic_sec.login_attempts x
     WHERE x.login_key = attempt.login_key AND x.outcome IN ('pending', 'failed') AND x.id <> attempt.id
       AND x.submitted_at > coalesce(last_login_at, '-infinity');
    DELETE FROM epic_sec.login_attempts WHERE id IN (SELECT x.id FROM epic_sec.login_attempts x
     WHERE x.login_key = attempt.login_key AND x.database_role = attempt.database_role AND x.outcome IN ('pending', 'failed')
       AND x.submitted_at <= attempt.submitted_at FOR UPDATE SKIP LOCKED);
    status := 'ok';
END $$;

-- Second transaction: starts the session of a proven attempt. A password that was proven at an older cost is stored at the newest from
-- now on; since the database cannot know that both proofs are of one password, that ends other sessions, as a change does.
CREATE FUNCTION epic_api.sign_in_redeem(p_attempt uuid, p_lifetime_seconds integer, OUT status text, OUT retry_after integer,
    OUT collaborator_id bigint, OUT must_change boolean, OUT expires_at timestamptz, OUT last_login_at timestamptz, OUT failures integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    j record;
    g epic_sec.settings;
    session bigint;
    now timestamptz := date_trunc('second', clock_timestamp());
BEGIN
    SELECT * INTO g FROM epic_sec.settings;
    j := epic_sec.judge(p_attempt);
    status := j.status; retry_after := j.retry_after; collaborator_id := j.collaborator_id; must_change := j.must_change;
    last_login_at := j.last_login_at; failures := j.failures;
    IF status <> 'ok' THEN
        RETURN;
    END IF;
    IF j.outdated THEN
        UPDATE epic_sec.credentials k SET cost = (j.attempt).cost, verifier = (j.attempt).verifier, updated_at = now, version = k.version + 1
         WHERE k.collaborator_id = j.collaborator_id;
        PERFORM epic_sec.end_sessions(j.collaborator_id);
    END IF;
    -- The oldest go first.
    UPDATE epic_sec.sessions s SET revoked_at = greatest(s.created_at, now), updated_at = now, version = s.version + 1 WHERE s.id IN (
        SELECT o.id FROM epic_sec.sessions o WHERE o.collaborator_id = j.collaborator_id AND o.kind = 'session' AND o.revoked_at IS NULL
           AND o.expires_at > clock_timestamp() AND o.last_used_at > clock_timestamp() - make_interval(secs => g.idle_seconds)
         ORDER BY o.created_at DESC, o.id DESC OFFSET g.live_sessions - 1);
    expires_at := now + make_interval(secs => CASE WHEN j.must_change THEN least(900, g.lifetime_seconds)
        ELSE greatest(1, least(coalesce(p_lifetime_seconds, g.lifetime_seconds), g.lifetime_seconds)) END);
    INSERT INTO epic_sec.sessions AS s (collaborator_id, jti_hash, kind, read_only, must_change, department, database_role,
        expires_at, last_used_at, created_at, updated_at)
    SELECT c.id, (j.attempt).jti_hash, 'session', false, j.must_change, c.department, session_user, sign_in_redeem.expires_at, now, now, now
      FROM public.collaborators c WHERE c.id = j.collaborator_id
    RETURNING s.id INTO session;
    PERFORM epic_sec.audit('login', 'session', session, '{}', session, j.collaborator_id, 'session');
    IF j.outdated THEN
        PERFORM epic_sec.audit('credential_upgrade', 'collaborator', j.collaborator_id, '{}', session, j.collaborator_id, 'session');
    END IF;
END $$;
