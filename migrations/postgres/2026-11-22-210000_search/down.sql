DROP FUNCTION epic_api.search(text, text[], integer);
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
REVOKE EXECUTE ON FUNCTION epic_api.search(text, text[]) FROM PUBLIC;
DROP POLICY IF EXISTS search ON public.events;
ALTER TABLE events DROP search_text;
