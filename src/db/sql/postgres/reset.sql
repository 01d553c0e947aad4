-- Drops what this text creates, whichever revision created it: views, functions with their triggers and policies, then the policies that
-- use no function. The policies `search` stay: `epic db lockdown` creates them.
DO $$
DECLARE it record;
BEGIN
    FOR it IN SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = 'epic_api' AND c.relkind = 'v' LOOP
        EXECUTE format('DROP VIEW %s', it.name);
    END LOOP;
    FOR it IN SELECT p.oid::regprocedure::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE n.nspname IN ('epic_api', 'epic_sec') LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', it.name);
    END LOOP;
    FOR it IN SELECT p.polname AS name, c.oid::regclass::text AS relation
                FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE (n.nspname = 'epic_sec' OR n.nspname = 'public' AND c.relname IN (/* protected tables */)) AND p.polname <> 'search' LOOP
        EXECUTE format('DROP POLICY %I ON %s', it.name, it.relation);
    END LOOP;
END $$;
