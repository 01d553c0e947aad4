-- Checks a write before it happens: the session is live, and the department and the credential have the right to these columns.
-- Sets the columns that clients do not choose: version, instants, and when a contract was signed.
CREATE FUNCTION epic_sec.guard() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE
    who record;
    moment timestamptz := date_trunc('second', clock_timestamp());
    changed text[];
    allowed text[];
    by_token text[];
    refused text[];
BEGIN
    IF TG_OP NOT IN ('INSERT', 'UPDATE') THEN
        RAISE EXCEPTION 'epic: nobody may % from %', lower(TG_OP), TG_TABLE_NAME
            USING ERRCODE = '42501', CONSTRAINT = 'epic_denied';
    END IF;
    who := epic_sec.require();

    SELECT array_agg(c.name), array_agg(c.name) FILTER (WHERE p.token) INTO allowed, by_token
      FROM epic_sec.policy_columns p CROSS JOIN LATERAL unnest(p.columns) AS c (name)
     WHERE p.department = who.department AND p.entity = TG_TABLE_NAME AND p.operation = lower(TG_OP);
    IF allowed IS NULL THEN
        RAISE EXCEPTION 'epic: % may not % %', who.department, lower(TG_OP), TG_TABLE_NAME
            USING ERRCODE = '42501', CONSTRAINT = 'epic_denied';
    END IF;
    IF who.kind = 'token' AND by_token IS NULL THEN
        RAISE EXCEPTION 'epic: a token may not % %', lower(TG_OP), TG_TABLE_NAME
            USING ERRCODE = '42501', CONSTRAINT = 'epic_token';
    END IF;
    IF who.read_only THEN
        RAISE EXCEPTION 'epic: a read-only token may not % %', lower(TG_OP), TG_TABLE_NAME
            USING ERRCODE = '42501', CONSTRAINT = 'epic_read_only';
    END IF;

    IF TG_OP = 'INSERT' THEN
        NEW.version := 1;
        NEW.created_at := moment;
    ELSE
        SELECT coalesce(array_agg(n.key), '{}') INTO changed
          FROM jsonb_each(to_jsonb(NEW)) n JOIN jsonb_each(to_jsonb(OLD)) o USING (key)
         WHERE n.value IS DISTINCT FROM o.value AND n.key NOT IN ('version', 'updated_at');
        -- An update of nothing is none: without an entry in the audit log, the version stays.
        IF changed = '{}' THEN
            RETURN OLD;
        END IF;
        -- A derived column changes with its sources, never alone.
        SELECT coalesce(array_agg(c.name), '{}') INTO changed
          FROM unnest(changed) AS c (name)
         WHERE NOT EXISTS (
            SELECT 1 FROM (VALUES
               /* derived columns */
            ) AS d (entity, name, sources)
             WHERE d.entity = TG_TABLE_NAME AND d.name = c.name AND d.sources && changed);
        SELECT array_agg(c.name) INTO refused FROM unnest(changed) AS c (name) WHERE NOT c.name = ANY (allowed);
        IF refused IS NOT NULL THEN
            RAISE EXCEPTION 'epic: % may not change % of %', who.department, array_to_string(refused, ', '), TG_TABLE_NAME
                USING ERRCODE = '42501', CONSTRAINT = 'epic_denied';
        END IF;
        IF who.kind = 'token' AND NOT changed <@ by_token THEN
            RAISE EXCEPTION 'epic: a token may not change % of %', array_to_string(changed, ', '), TG_TABLE_NAME
                USING ERRCODE = '42501', CONSTRAINT = 'epic_token';
        END IF;
        NEW.version := OLD.version + 1;
    END IF;
    NEW.updated_at := moment;
    IF TG_TABLE_NAME = 'contracts' THEN
        NEW.signed_at := CASE
            WHEN NEW.status <> 'signed' THEN NULL
            WHEN TG_OP = 'UPDATE' AND OLD.status = 'signed' THEN OLD.signed_at
            ELSE moment
        END;
    END IF;
    RETURN NEW;
END
$guard$;
