DROP TRIGGER end_sessions ON public.collaborators;
ALTER TABLE epic_sec.sessions NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE epic_sec.credentials NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY definer ON epic_sec.sessions;
DROP POLICY definer ON epic_sec.credentials;
DELETE FROM epic_sec.sessions WHERE kind = 'token';
DROP INDEX epic_sec.sessions_name_key;
ALTER TABLE epic_sec.sessions
    DROP kind, DROP name, DROP read_only, DROP must_change, DROP department, DROP database_role, DROP last_used_at;
ALTER TABLE epic_sec.credentials DROP must_change, DROP CONSTRAINT credentials_cost_check;
ALTER TABLE epic_sec.sessions SET SCHEMA public;
ALTER TABLE epic_sec.credentials SET SCHEMA public;
DROP SCHEMA epic_api CASCADE;
DROP SCHEMA epic_sec CASCADE;
