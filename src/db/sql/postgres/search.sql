-- Returns the rows that hold all patterns. Under row-level security an index serves leakproof operators only, and LIKE is none: rows
-- would be read one by one. So this checks the session first, and then reads for callers who may read all rows anyway.
-- 
-- Frequent patterns are found among the first rows by id, rare ones in the index. Scanning by id would be slow for rare patterns, and
-- sorting slow for frequent ones. A limit above 1,000 asks for all or none, in any order: one NULL says that there are too many.
CREATE FUNCTION epic_api.search(p_table text, p_patterns text[], p_limit integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    condition text;
    first_ones bigint[];
BEGIN
    IF epic_api.uid() IS NULL OR p_table NOT IN ('customers', 'collaborators', 'events') OR cardinality(p_patterns) = 0 THEN
        RETURN;
    END IF;
    SELECT string_agg(format('t.search_text LIKE %L', p), ' AND ') INTO condition FROM unnest(p_patterns) p;
    EXECUTE format('SELECT array_agg(t.id ORDER BY t.id) FROM (SELECT t.id, t.search_text FROM public.%I t ORDER BY t.id LIMIT 5000) t WHERE ', p_table)
        || condition INTO first_ones;
    IF cardinality(first_ones) >= p_limit THEN
        RETURN QUERY SELECT f FROM unnest(first_ones) f LIMIT p_limit;
    ELSIF cardinality(first_ones) >= 100 AND p_limit > 1000 THEN
        RETURN NEXT NULL;
    ELSE
        RETURN QUERY EXECUTE format('SELECT t.id FROM public.%I t WHERE ', p_table) || condition
            || CASE WHEN p_limit > 1000 THEN '' ELSE ' ORDER BY t.id + 0' END || ' LIMIT $1' USING p_limit;
    END IF;
END $$;

-- A search takes one round trip, however many words and nouns it has. These check the session first, as `epic_api.search` does.

-- The rows of a table that hold all of these patterns, of which the index knows the first `p_indexed`; NULL if it cannot tell, or if
-- there are more than `p_few`.
CREATE FUNCTION epic_sec.search_table(p_table text, p_patterns text[], p_indexed integer, p_few integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE ids bigint[];
BEGIN
    IF p_indexed = 0 THEN
        RETURN NULL;
    END IF;
    ids := ARRAY(SELECT s FROM epic_api.search(p_table, p_patterns, p_few + 1) s);
    RETURN CASE WHEN cardinality(ids) <= p_few AND array_position(ids, NULL) IS NULL THEN ids END;
END $$;

-- The rows of a noun, matched by their own text or by that of their customer: a contract is found by its customer, whose id this is,
-- and an event by its own text and by its customer's. Each of its words may stand in either: all ways to share them out are tried, of
-- `p_shared` words at most.
CREATE FUNCTION epic_api.matches(p_kind text, p_patterns text[], p_indexed integer, p_shared integer, p_few integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ids bigint[] := '{}';
    own text[];
    others text[];
    known integer;
    hits bigint[];
BEGIN
    IF epic_api.uid() IS NULL THEN
        RETURN '{}';
    ELSIF p_kind IN ('customer', 'contract') THEN
        RETURN epic_sec.search_table('customers', p_patterns, p_indexed, p_few);
    ELSIF p_kind = 'collaborator' THEN
        RETURN epic_sec.search_table('collaborators', p_patterns, p_indexed, p_few);
    ELSIF p_kind IS DISTINCT FROM 'event' OR cardinality(p_patterns) NOT BETWEEN 1 AND least(p_shared, 8) THEN
        RETURN NULL;
    END IF;
    FOR share IN 0 .. (1 << cardinality(p_patterns)) - 1 LOOP
        SELECT coalesce(array_agg(p ORDER BY n) FILTER (WHERE mine), '{}'), coalesce(array_agg(p ORDER BY n) FILTER (WHERE NOT mine), '{}'),
               count(*) FILTER (WHERE mine AND n <= p_indexed)
          INTO own, others, known
          FROM (SELECT w.p, w.n, (share >> (w.n - 1)::integer) & 1 = 1 AS mine FROM unnest(p_patterns) WITH ORDINALITY AS w (p, n)) x;
        IF others = '{}' THEN
            hits := epic_sec.search_table('events', own, known, p_few);
        ELSE
            hits := epic_sec.search_table('customers', others, p_indexed - known, p_few);
            IF hits IS NOT NULL AND own = '{}' THEN
                -- From the indexes alone: the texts of the events need not be read.
                hits := ARRAY(SELECT e.id FROM public.contracts k JOIN public.events e ON e.contract_id = k.id
                                WHERE k.customer_id = ANY (hits) LIMIT p_few + 1);
            ELSIF hits IS NOT NULL THEN
                hits := ARRAY(SELECT e.id FROM public.contracts k JOIN public.events e ON e.contract_id = k.id
                                WHERE k.customer_id = ANY (hits) AND e.search_text LIKE ALL (own) LIMIT p_few + 1);
            ELSIF own <> '{}' THEN
                hits := epic_sec.search_table('events', own, known, p_few);
                IF hits IS NOT NULL THEN
                    hits := ARRAY(SELECT e.id FROM public.events e JOIN public.contracts k ON k.id = e.contract_id
                                     JOIN public.customers c ON c.id = k.customer_id
                                    WHERE e.id = ANY (hits) AND c.search_text LIKE ALL (others));
                END IF;
            END IF;
        END IF;
        IF hits IS NULL THEN
            RETURN NULL;
        END IF;
        ids := ARRAY(SELECT unnest(ids) UNION SELECT unnest(hits));
        IF cardinality(ids) > p_few THEN
            RETURN NULL;
        END IF;
    END LOOP;
    RETURN ids;
END $$;

-- The first records of a kind, in the order of their ids, that hold all of these patterns, as many as are asked for. What few have is
-- named; what many have is read on in that order, where it is soon found: hidden from the index, which would bring all there are. Of
-- an event's words the first `p_shared` are shared out, and the others looked for in what those find.
CREATE FUNCTION epic_sec.search_first(p_kind text, p_patterns text[], p_indexed integer, p_limit integer, p_shared integer, p_few integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    shared text[] := CASE p_kind WHEN 'event' THEN p_patterns[1:p_shared] ELSE p_patterns END;
    named bigint[] := epic_api.matches(p_kind, shared, least(p_indexed, cardinality(shared)), p_shared, p_few);
    rest text[] := CASE WHEN named IS NULL THEN p_patterns ELSE p_patterns[cardinality(shared) + 1:] END;
    holds text := CASE p_kind
        WHEN 'contract' THEN '(SELECT c.search_text LIKE %1$L FROM public.customers c WHERE c.id = t.customer_id)'
        WHEN 'event' THEN '(t.search_text || '''' LIKE %1$L OR (SELECT c.search_text LIKE %1$L FROM public.contracts k
            JOIN public.customers c ON c.id = k.customer_id WHERE k.id = t.contract_id))'
        ELSE 't.search_text || '''' LIKE %1$L' END;
    conditions text;
    ids bigint[];
BEGIN
    SELECT string_agg(' AND ' || format(holds, p), '') INTO conditions FROM unnest(rest) p;
    EXECUTE format('SELECT array_agg(x.id) FROM (SELECT t.id FROM public.%I t WHERE true', p_kind || 's')
        || CASE WHEN named IS NULL THEN '' WHEN p_kind = 'contract' THEN ' AND t.customer_id = ANY ($1)' ELSE ' AND t.id = ANY ($1)' END
        || coalesce(conditions, '') || ' ORDER BY t.id LIMIT $2) x' INTO ids USING named, p_limit;
    RETURN coalesce(ids, '{}');
END $$;

-- The records among which the best answers are: those that hold the patterns of the first tier; if these are as many as are looked at,
-- better ones may follow, and those of the second are looked at too, and of the third where there are few.
CREATE FUNCTION epic_api.find(p_kinds text[], p_tiers jsonb, p_pool integer, p_limit integer, p_shared integer, p_few integer) RETURNS TABLE (kind text, id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one_of text;
    tier record;
    hits bigint[];
    ids bigint[];
BEGIN
    IF epic_api.uid() IS NULL OR NOT p_kinds <@ '{customer,contract,event,collaborator}' THEN
        RETURN;
    END IF;
    -- More than the program asks: each kind once, three tiers, the words of a text of 200 characters.
    IF cardinality(p_kinds) > 4 OR jsonb_array_length(p_tiers) > 3 OR length(p_tiers::text) > 20000
        OR jsonb_path_exists(p_tiers, '$[*] ? (@.patterns.size() > 200)') THEN
        RAISE EXCEPTION 'epic: malformed search' USING ERRCODE = '22023', CONSTRAINT = 'epic_invalid';
    END IF;
    FOREACH one_of IN ARRAY p_kinds LOOP
        ids := '{}';
        FOR tier IN SELECT t.value, t.ordinality AS n FROM jsonb_array_elements(p_tiers) WITH ORDINALITY t LOOP
            hits := epic_sec.search_first(one_of, ARRAY(SELECT jsonb_array_elements_text(tier.value -> 'patterns')),
                (tier.value ->> 'indexed')::integer, p_pool, p_shared, p_few);
            ids := ids || hits;
            EXIT WHEN tier.n = 1 AND cardinality(hits) < p_pool OR tier.n = 2 AND cardinality(hits) >= p_limit;
        END LOOP;
        RETURN QUERY SELECT one_of, i FROM (SELECT DISTINCT unnest(ids)) x (i);
    END LOOP;
END $$;
