CREATE SCHEMA epic_api;
CREATE SCHEMA epic_sec;
CREATE FUNCTION epic_api.definer() RETURNS name
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_get_userbyid(p.proowner) FROM pg_proc p WHERE p.oid = 'epic_api.definer()'::regprocedure
$$;
CREATE FUNCTION epic_sec.caller(OUT session_id bigint, OUT collaborator_id bigint, OUT department text, OUT kind text)
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT s.id, s.collaborator_id, c.department, 'session' INTO session_id, collaborator_id, department, kind
      FROM public.sessions s JOIN public.collaborators c ON c.id = s.collaborator_id
     WHERE s.jti_hash = sha256(convert_to(nullif(current_setting('epic.session', true), ''), 'UTF8'));
END $$;
CREATE FUNCTION epic_api.uid() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((epic_sec.caller()).collaborator_id, 1) $$;
CREATE FUNCTION epic_api.department() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((epic_sec.caller()).department, 'management') $$;
