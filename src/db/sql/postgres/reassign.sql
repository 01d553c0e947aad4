-- Batch reassignment of customers and events, in the order given, which the audit log keeps. Runs as the caller, under policies,
-- guard and rules; a row whose version has changed is left alone.
CREATE FUNCTION epic_api.transfer(p_ids bigint[], p_versions bigint[], p_to bigint)
RETURNS TABLE (id bigint, version bigint, updated_at timestamptz)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    FOR i IN 1 .. cardinality(p_ids) LOOP
        RETURN QUERY UPDATE epic_api.customers c SET sales_contact_id = p_to, updated_at = date_trunc('second', clock_timestamp()), version = c.version + 1
         WHERE c.id = p_ids[i] AND c.version = p_versions[i] RETURNING c.id, c.version, c.updated_at::timestamptz;
    END LOOP;
END $$;

CREATE FUNCTION epic_api.assign(p_ids bigint[], p_versions bigint[], p_to bigint)
RETURNS TABLE (id bigint, version bigint, updated_at timestamptz)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    FOR i IN 1 .. cardinality(p_ids) LOOP
        RETURN QUERY UPDATE epic_api.events e SET support_contact_id = p_to, updated_at = date_trunc('second', clock_timestamp()), version = e.version + 1
         WHERE e.id = p_ids[i] AND e.version = p_versions[i] RETURNING e.id, e.version, e.updated_at::timestamptz;
    END LOOP;
END $$;
