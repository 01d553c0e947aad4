-- Sessions and tokens: identify the caller, authenticate, list, revoke. Functions are plpgsql where they are hot: its plans last for
-- the session, those of an SQL function for one call.

-- Owner of the functions: the role that migrated, or `epic_definer` after `epic db lockdown`.
CREATE FUNCTION epic_api.definer() RETURNS name
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT pg_get_userbyid(p.proowner) FROM pg_proc p WHERE p.oid = 'epic_api.definer()'::regprocedure);
END $$;

-- Returns true for the administrator: no session is set, and the role owns the functions or the tables, or is superuser.
CREATE FUNCTION epic_api.is_administrator() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(current_setting('epic.session', true), '') = ''
       AND (current_user = epic_api.definer()
            OR EXISTS (SELECT FROM pg_class c WHERE c.oid = 'public.collaborators'::regclass AND pg_get_userbyid(c.relowner) = current_user)
            OR EXISTS (SELECT FROM pg_roles r WHERE r.rolname = current_user AND r.rolsuper));
END $$;

-- Version of the newest migration and hash of this code, separated by a blank: clients cannot read the tables.
CREATE FUNCTION epic_api.schema_version() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT max(version) FROM public.__diesel_schema_migrations) || ' ' || coalesce((SELECT r.hash FROM epic_sec.code_revision r), '')
$$;

-- Identifies the caller. `epic.session` holds the secret of a session or token; only its SHA-256 is stored. One row decides, without
-- policies of business tables, so that those policies can ask here. clock_timestamp(), since a transaction may be long.
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

-- One transaction writes for one session: what asks first in a transaction, a policy or a function, pins the session of the
-- connection, and another one is refused until the transaction ends. Otherwise `epic.session`, switched within a statement, would
-- let a policy judge by one session and the guard by another. A token that only reads pins nothing.
CREATE FUNCTION epic_sec.pinned(OUT session_id bigint, OUT collaborator_id bigint, OUT department text, OUT kind text,
    OUT read_only boolean, OUT must_change boolean, OUT created_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    c record;
    pinned bigint;
BEGIN
    c := epic_sec.caller();
    session_id := c.session_id; collaborator_id := c.collaborator_id; department := c.department; kind := c.kind;
    read_only := c.read_only; must_change := c.must_change; created_at := c.created_at;
    IF c.session_id IS NULL OR c.read_only THEN
        RETURN;
    END IF;
    SELECT w.session_id INTO pinned FROM epic_sec.writers w WHERE w.transaction_id = pg_current_xact_id();
    IF pinned IS NULL THEN
        DELETE FROM epic_sec.writers WHERE transaction_id IN (SELECT w.transaction_id FROM epic_sec.writers w
         WHERE w.transaction_id < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY w.transaction_id LIMIT 10 FOR UPDATE SKIP LOCKED);
        INSERT INTO epic_sec.writers (transaction_id, session_id) VALUES (pg_current_xact_id(), c.session_id);
    ELSIF pinned <> c.session_id THEN
        RAISE EXCEPTION 'epic: one transaction writes for one session' USING ERRCODE = '42501', CONSTRAINT = 'epic_denied';
    END IF;
END $$;

-- Who writes, for the policies of INSERT and UPDATE, which decide on row locks too: nobody with a read-only token. The department is
-- that of a person, or of any credential where tokens have the right.
CREATE FUNCTION epic_api.writer() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE c record;
BEGIN
    c := epic_sec.pinned();
    RETURN CASE WHEN c.must_change OR c.read_only THEN NULL ELSE c.collaborator_id END;
END $$;

CREATE FUNCTION epic_api.writer_department(p_token boolean) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE c record;
BEGIN
    c := epic_sec.pinned();
    RETURN CASE WHEN c.must_change OR c.read_only OR c.kind = 'token' AND NOT p_token THEN NULL ELSE c.department END;
END $$;

-- Identifies a writer and locks the session: a revocation and a write are serialized, and an old snapshot fails. Markers stand in
-- CONSTRAINT, since client libraries hide SQLSTATE.
CREATE FUNCTION epic_sec.require(p_must_change boolean DEFAULT false, OUT session_id bigint, OUT collaborator_id bigint,
    OUT department text, OUT kind text, OUT read_only boolean, OUT created_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE c record;
BEGIN
    c := epic_sec.pinned();
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

-- Requires an interactive session, never a token: for passwords, tokens, collaborators.
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

-- Authenticates the program's credential in one round trip. Records the use once a minute, unless the server is read-only.
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

-- Lists the caller's own sessions or tokens, or everyone's for Management.
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
    RETURN QUERY SELECT s.id, s.collaborator_id, c.login, c.first_name::text, c.last_name::text, s.name::text, s.read_only,
           s.database_role::text, s.created_at::timestamptz, s.last_used_at::timestamptz, s.expires_at::timestamptz, s.id = r.session_id
      FROM epic_sec.sessions s JOIN public.collaborators c ON c.id = s.collaborator_id, epic_sec.settings g
     WHERE s.kind = p_kind AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
       AND (s.kind = 'token' OR s.last_used_at > clock_timestamp() - make_interval(secs => g.idle_seconds))
       AND (s.collaborator_id = r.collaborator_id OR p_everybody AND r.department = 'management')
     ORDER BY s.id;
END $$;

-- Revokes one; returns false when there is none that the caller may revoke. A token revokes nothing, not even itself.
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

-- Ends the calling session, or every session of its collaborator, and returns how many; tokens stay.
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
