-- Accounts. Clients write rows of collaborators directly, under the policies; passwords go through these functions.
CREATE FUNCTION epic_api.has_collaborators() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.collaborators WHERE active)
$$;

-- What is stored of a new password of an account, which has to be hashed at the newest cost. `p_hash` is the SHA-256 of the Argon2id tag.
CREATE FUNCTION epic_sec.new_verifier(p_collaborator bigint, p_cost smallint, p_hash bytea) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF length(p_hash) IS DISTINCT FROM 32 OR p_cost IS DISTINCT FROM (SELECT max(o.id) FROM epic_sec.password_costs o) THEN
        RAISE EXCEPTION 'epic: malformed password' USING ERRCODE = '22023', CONSTRAINT = 'epic_invalid';
    END IF;
    RETURN (SELECT epic_sec.verifier(epic_sec.login_key(c.login), p_hash) FROM public.collaborators c WHERE c.id = p_collaborator);
END $$;

-- Creates the first account, of Management (rule 7): the only function that needs no session.
CREATE FUNCTION epic_api.sign_up(p_login text, p_first_name text, p_last_name text, p_email text, p_phone text,
    p_cost smallint, p_hash bytea, OUT id bigint, OUT created_at timestamptz)
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
    INSERT INTO public.collaborators AS c (login, first_name, last_name, email, phone, department, created_at, updated_at)
    VALUES (p_login, p_first_name, p_last_name, p_email, p_phone, 'management', sign_up.created_at, sign_up.created_at)
    RETURNING c.id INTO id;
    INSERT INTO epic_sec.credentials (collaborator_id, cost, verifier, must_change, created_at, updated_at)
    VALUES (sign_up.id, p_cost, epic_sec.new_verifier(sign_up.id, p_cost, p_hash), false, sign_up.created_at, sign_up.created_at);
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

-- Rules 5 and 6: changing the department, or deactivating, ends the sessions of a collaborator, however the row is written.
CREATE FUNCTION epic_sec.end_sessions_of_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM epic_sec.end_sessions(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER end_sessions AFTER UPDATE OF department, active ON public.collaborators FOR EACH ROW
    WHEN (OLD.department <> NEW.department OR OLD.active AND NOT NEW.active) EXECUTE FUNCTION epic_sec.end_sessions_of_row();

-- The password of an account that Management has just created.
CREATE FUNCTION epic_api.credential_create(p_collaborator bigint, p_cost smallint, p_hash bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE now timestamptz := date_trunc('second', clock_timestamp());
BEGIN
    PERFORM epic_sec.require_person(true, false);
    INSERT INTO epic_sec.credentials (collaborator_id, cost, verifier, must_change, created_at, updated_at)
    VALUES (p_collaborator, p_cost, epic_sec.new_verifier(p_collaborator, p_cost, p_hash), true, now, now);
END $$;

-- Changes the caller's own password. An attempt at a sign-in with the current one proves it, as it would prove a login.
CREATE FUNCTION epic_api.password_change(p_attempt uuid, p_cost smallint, p_hash bytea, OUT status text, OUT retry_after integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r record;
    j record;
BEGIN
    r := epic_sec.require_person(false, false, true);
    j := epic_sec.judge(p_attempt);
    status := j.status; retry_after := j.retry_after;
    IF status <> 'ok' THEN
        RETURN;
    END IF;
    IF j.collaborator_id <> r.collaborator_id THEN
        status := 'denied';
        RETURN;
    END IF;
    UPDATE epic_sec.credentials SET cost = p_cost, verifier = epic_sec.new_verifier(r.collaborator_id, p_cost, p_hash), must_change = false,
           updated_at = date_trunc('second', clock_timestamp()), version = version + 1
     WHERE collaborator_id = r.collaborator_id;
    -- Locks the account before the end of the audit chain, as everywhere, to avoid a deadlock.
    PERFORM epic_sec.audit('password_change', 'collaborator', r.collaborator_id, '{}');
    PERFORM epic_sec.end_sessions(r.collaborator_id);
END $$;

CREATE FUNCTION epic_api.password_reset(p_collaborator bigint, p_cost smallint, p_hash bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM epic_sec.require_person(true, true);
    UPDATE epic_sec.credentials k SET cost = p_cost, verifier = epic_sec.new_verifier(p_collaborator, p_cost, p_hash), must_change = true, updated_at = date_trunc('second', clock_timestamp()), version = k.version + 1
      FROM public.collaborators c WHERE c.id = k.collaborator_id AND c.active AND k.collaborator_id = p_collaborator;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'epic: no such account' USING ERRCODE = 'P0002', CONSTRAINT = 'epic_not_found';
    END IF;
    PERFORM epic_sec.audit('password_reset', 'collaborator', p_collaborator, '{}'), epic_sec.end_sessions(p_collaborator);
END $$;

-- The password belongs to the login, whose key is hashed with it: another login has none, until Management sets one.
CREATE FUNCTION epic_sec.end_password_of_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE epic_sec.credentials SET verifier = sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())),
           updated_at = date_trunc('second', clock_timestamp()), version = version + 1
     WHERE collaborator_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER end_password AFTER UPDATE OF login ON public.collaborators FOR EACH ROW
    WHEN (lower(OLD.login) <> lower(NEW.login)) EXECUTE FUNCTION epic_sec.end_password_of_row();

-- Lets a login be tried again; returns whether it was locked or had failures. Waits for no attempt in flight, which a stranger may keep
-- open: what was submitted before counts no more, whenever it is committed.
CREATE FUNCTION epic_api.unlock(p_collaborator bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE key bytea;
BEGIN
    PERFORM epic_sec.require_person(true, false);
    SELECT epic_sec.login_key(c.login) INTO key FROM public.collaborators c WHERE c.id = p_collaborator;
    IF key IS NULL THEN
        RAISE EXCEPTION 'epic: no such account' USING ERRCODE = 'P0002', CONSTRAINT = 'epic_not_found';
    END IF;
    IF NOT EXISTS (SELECT FROM epic_sec.login_attempts a WHERE a.login_key = key AND a.outcome <> 'cleared'
                      AND a.submitted_at > coalesce((SELECT max(o.submitted_at) FROM epic_sec.login_attempts o
                                                      WHERE o.login_key = key AND o.outcome = 'cleared'), '-infinity')) THEN
        RETURN false;
    END IF;
    DELETE FROM epic_sec.login_attempts WHERE id IN (
        SELECT a.id FROM epic_sec.login_attempts a WHERE a.login_key = key FOR UPDATE SKIP LOCKED);
    INSERT INTO epic_sec.login_attempts (login_key, database_role, outcome) VALUES (key, session_user, 'cleared');
    PERFORM epic_sec.audit('unlock', 'collaborator', p_collaborator, '{}');
    RETURN true;
END $$;
