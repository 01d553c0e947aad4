-- Appends an entry. `p_session`, `p_collaborator` and `p_credential` identify the author where the session of the connection does not:
-- at sign-in, and when the session ends in the same statement. src/db/audit/chain.rs documents and verifies the hash.
-- 
-- The head is written once, at the end of the transaction: updating one row for each of 100,000 entries gets slower and slower,
-- since none of its versions can be vacuumed. Until then the chain continues from the last entry.
CREATE FUNCTION epic_sec.audit(p_action text, p_entity text, p_entity_id bigint, p_changes text, p_session bigint DEFAULT NULL,
    p_collaborator bigint DEFAULT NULL, p_credential text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    c record;
    head record;
    last record;
    n bigint;
    previous bytea;
    digest bytea := sha256(convert_to(p_changes, 'UTF8'));
    link bytea := '';
    now timestamptz;
    field text;
BEGIN
    IF p_session IS NULL THEN
        c := epic_sec.pinned();
        p_session := c.session_id; p_collaborator := c.collaborator_id; p_credential := c.kind;
    END IF;
    SELECT h.sequence, h.hash INTO STRICT head FROM epic_sec.audit_head h FOR UPDATE;
    -- After the lock, so that instants stand in the order of the entries.
    now := date_trunc('second', clock_timestamp());
    -- A cached plan from a small table reads all of it for every entry of a first import: plan each time until the index is the only
    -- choice.
    IF head.sequence < 10000 THEN
        EXECUTE 'SELECT e.sequence, e.hash FROM public.audit_entries e ORDER BY e.sequence DESC LIMIT 1' INTO last;
    ELSE
        SELECT e.sequence, e.hash INTO last FROM public.audit_entries e ORDER BY e.sequence DESC LIMIT 1;
    END IF;
    IF last.sequence > head.sequence THEN
        n := last.sequence + 1; previous := last.hash;
    ELSE
        n := head.sequence + 1; previous := head.hash;
    END IF;
    FOREACH field IN ARRAY ARRAY[n::text, to_char(now AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), session_user::text,
        coalesce(p_session::text, ''), coalesce(p_credential, ''), coalesce(p_collaborator::text, ''), p_action, p_entity,
        p_entity_id::text, encode(digest, 'hex')]
    LOOP
        link := link || convert_to(octet_length(convert_to(field, 'UTF8')) || ':' || field || ',', 'UTF8');
    END LOOP;
    INSERT INTO public.audit_entries (sequence, occurred_at, database_role, session_id, credential, collaborator_id, action, entity,
        entity_id, changes, changes_hash, previous_hash, hash)
    VALUES (n, now, session_user, p_session, p_credential, p_collaborator, p_action, p_entity,
        p_entity_id, p_changes, digest, previous, sha256(previous || link));
END $$;

-- Keeps a refusal, in a transaction after the refused one: the right, and the record, or the account of the caller. Twenty an hour for
-- each collaborator at most, and none by a credential that only reads: entries cost room, and writers wait for each other's. A refusal does not wait for long.
CREATE FUNCTION epic_api.denied(p_right text, p_entity text, p_entity_id bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms' AS $$
DECLARE r record;
BEGIN
    -- Before any lock: a token that only reads holds up nobody.
    IF (epic_sec.caller()).read_only OR p_right IS NULL OR p_right !~ '^[a-z_]{1,40}$' THEN
        RETURN false;
    END IF;
    r := epic_sec.require();
    PERFORM FROM epic_sec.audit_head FOR UPDATE;
    IF (SELECT count(*) FROM (SELECT FROM public.audit_entries e WHERE e.collaborator_id = r.collaborator_id AND e.action = 'denied'
           AND e.occurred_at > clock_timestamp() - interval '1 hour' LIMIT 20) x) >= 20 THEN
        RETURN false;
    END IF;
    PERFORM epic_sec.audit('denied', p_entity, p_entity_id, format('{"right":[null,"%s"]}', p_right));
    RETURN true;
END $$;

CREATE FUNCTION epic_sec.audit_close() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT h.sequence FROM epic_sec.audit_head h) < NEW.sequence THEN
        UPDATE epic_sec.audit_head h SET sequence = e.sequence, hash = e.hash
          FROM (SELECT x.sequence, x.hash FROM public.audit_entries x ORDER BY x.sequence DESC LIMIT 1) e;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER close AFTER INSERT ON public.audit_entries DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION epic_sec.audit_close();

-- Append-only for every role, the owner included.
CREATE FUNCTION epic_sec.audit_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'epic: audit entries are never changed or removed' USING ERRCODE = '42501', CONSTRAINT = 'epic_append_only';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.audit_entries
    FOR EACH ROW EXECUTE FUNCTION epic_sec.audit_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION epic_sec.audit_append_only();

-- Audits a row: each column that people give, from -> to. Versions, timestamps and search columns follow from these.
CREATE FUNCTION epic_sec.audit_instant(p timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_char(p AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;
CREATE FUNCTION epic_sec.audit_row() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    entity text;
    changes json;
    action text := CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'update' ELSE 'delete' END;
BEGIN
    IF TG_NARGS > 0 THEN
        PERFORM epic_sec.require();
    END IF;
    CASE TG_TABLE_NAME
/* changes */    END CASE;
    changes := json_strip_nulls(changes);
    IF TG_OP <> 'UPDATE' OR changes::text <> '{}' THEN
        PERFORM epic_sec.audit(action, entity, coalesce(NEW.id, OLD.id), changes::text);
    END IF;
    RETURN NULL;
END $$;
-- Two triggers, distinguished when the row is written: a client whose session is gone by the end of the statement, when entries are
-- made, is refused, and never taken for the administrator.
/* triggers */
-- Returns the head, to be kept elsewhere: for Management, and for members of the owner of the tables.
CREATE FUNCTION epic_api.audit_head(OUT sequence bigint, OUT hash bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF epic_api.department() IS DISTINCT FROM 'management' AND NOT (coalesce(current_setting('epic.session', true), '') = '' AND (
            SELECT pg_has_role(session_user, c.relowner, 'MEMBER') FROM pg_class c WHERE c.oid = 'public.collaborators'::regclass)) THEN
        RAISE EXCEPTION 'epic: only management may do this' USING ERRCODE = '42501', CONSTRAINT = 'epic_denied';
    END IF;
    SELECT h.sequence, h.hash INTO STRICT sequence, hash FROM epic_sec.audit_head h;
END $$;

-- Returns the history of one record, for every live session; who was refused something is for Management.
CREATE FUNCTION epic_api.history(p_entity text, p_id bigint) RETURNS TABLE (sequence bigint, occurred_at timestamptz, session_id bigint,
    credential text, collaborator_id bigint, action text, changes text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF epic_api.uid() IS NULL THEN
        RAISE EXCEPTION 'epic: no valid session' USING ERRCODE = '28000', CONSTRAINT = 'epic_no_session';
    END IF;
    RETURN QUERY SELECT e.sequence, e.occurred_at::timestamptz, e.session_id, e.credential, e.collaborator_id, e.action, e.changes
      FROM public.audit_entries e
     WHERE e.entity = p_entity AND e.entity_id = p_id AND e.action <> 'denied' AND p_entity IN ('collaborator', 'customer', 'contract', 'event')
     ORDER BY e.sequence;
END $$;
