-- Row-level security decides which rows, the guard which columns, and grants (given by `epic db lockdown`) which statements.
-- A lock of a row asks the policy of UPDATE. Policies are for PUBLIC on purpose: a member of a group could drop a policy that is for the group.

-- The owner writes these two tables here only, past their policies.
ALTER TABLE epic_sec.policy_columns NO FORCE ROW LEVEL SECURITY;
DELETE FROM epic_sec.policy_columns;
INSERT INTO epic_sec.policy_columns (capability, department, entity, operation, scope, columns, token) VALUES
/* rights */;
ALTER TABLE epic_sec.code_revision NO FORCE ROW LEVEL SECURITY;
INSERT INTO epic_sec.code_revision (hash) VALUES ('/* revision */') ON CONFLICT (only_row) DO UPDATE SET hash = excluded.hash;

-- Only the owner of the functions reaches a row of epic_sec; not even the owner of the tables does.
DO $$
DECLARE it record;
BEGIN
    FOR it IN SELECT c.oid::regclass::text AS name FROM pg_class c
               WHERE c.relnamespace = 'epic_sec'::regnamespace AND c.relkind = 'r' LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it.name);
        EXECUTE format('CREATE POLICY definer ON %s USING (current_user = (SELECT epic_api.definer()))', it.name);
    END LOOP;
END $$;
