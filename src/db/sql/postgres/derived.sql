-- Derived columns, which the database computes whatever a statement gives for them: the search documents, and the companies that lists
-- filter by. `epic::domain::fold` and `epic::db::search::document` compute the same, for SQLite and for what is searched; a test
-- compares them. A character younger than the server's Unicode is stored without its decomposition, and found as it was typed.
CREATE FUNCTION epic_sec.fold(p text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE s text COLLATE "C" := lower(normalize(p, NFKD) COLLATE "C");
BEGIN
    IF s ~ '[\u0080-\U0010ffff]' THEN
        s := translate(regexp_replace(s, '[/* marks */]', '', 'g'), '/* from */', '/* to */');
/* spelt out */    END IF;
    RETURN btrim(regexp_replace(s, '[\s\u0085\u1680\u2028\u2029]+', ' ', 'g'), ' ');
END $$;

-- Two blanks precede every word and one follows the last. Words between signs follow the texts, as do telephone numbers in the forms in
-- which they are dialled.
CREATE FUNCTION epic_sec.document(VARIADIC p_texts text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    part text COLLATE "C";
    document text COLLATE "C" := '';
    words text[];
    seen text[] := '{}';
    word text COLLATE "C";
BEGIN
    FOREACH part IN ARRAY p_texts LOOP
        part := epic_sec.fold(part);
        CONTINUE WHEN part = '';
        document := document || '  ' || replace(part, ' ', '  ');
        words := string_to_array(part, ' ');
        seen := seen || words;
        FOR word IN SELECT w FROM unnest(words) t, regexp_split_to_table(t, '[/* signs */]') w WHERE t ~ '[/* signs */]'
                     UNION ALL SELECT d FROM regexp_matches(part, '\+[0-9 ./()-]*|[0-9 ./()-]+', 'g') m, epic_sec.dialled(m[1]) d LOOP
            CONTINUE WHEN word = '' OR word = ANY (seen);
            document := document || '  ' || word;
            seen := seen || word;
        END LOOP;
    END LOOP;
    RETURN document || ' ';
END $$;

-- The digits of a possible telephone number, `00` for `+` and without a `(0)` after the country code, and their other form: national,
-- with a `0`, for an international one; international for a French one.
CREATE FUNCTION epic_sec.dialled(p text) RETURNS SETOF text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    written text COLLATE "C" := btrim(p, ' ./()-');
    international boolean := written ~ '^(\+|00)';
    digits text COLLATE "C" := regexp_replace(written, '^\+', '00');
BEGIN
    IF international THEN
        digits := regexp_replace(digits, '\(0\)', '');
    END IF;
    digits := regexp_replace(digits, '[^0-9]', '', 'g');
    IF NOT (length(digits) BETWEEN 1 AND 18) OR digits = '00' AND written ~ '^\+' OR NOT (written ~ '^\+' OR length(digits) >= 8 OR written ~ '[^ ./()-][ ./()-]+[^ ./()-]') THEN
        RETURN;
    END IF;
    RETURN NEXT digits;
    IF length(digits) < 8 THEN
        RETURN;
    ELSIF digits ~ '^00' THEN
        RETURN NEXT '0' || substr(digits, 3 + CASE
            WHEN digits ~ '^00[17].' THEN 1
            WHEN digits ~ '^00(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])' THEN 2
            ELSE 3 END);
    ELSIF digits ~ '^0' AND length(digits) = 10 THEN
        RETURN NEXT '0033' || substr(digits, 2);
    END IF;
END $$;

CREATE FUNCTION epic_sec.derive() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    CASE TG_TABLE_NAME
/* rows */    END CASE;
    RETURN NEW;
END $$;
-- After the trigger `guard`, which refuses a client that gives a value for one.
/* triggers */