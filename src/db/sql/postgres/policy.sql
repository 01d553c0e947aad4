-- Written by the program from src/policy/table.rs: see there, and CONTRIBUTING. Row-level security decides which rows,
-- the guard which columns, and grants (given by `epic db lockdown`) what can be tried at all. The policies are for
-- PUBLIC on purpose: a member of a group could drop a policy that is for the group.

-- What each department may do, for the guard: one row for each right.
CREATE TABLE IF NOT EXISTS epic_sec.policy_columns (
    capability text COLLATE "C" NOT NULL,
    department text COLLATE "C" NOT NULL,
    entity text COLLATE "C" NOT NULL,
    operation text COLLATE "C" NOT NULL,
    scope text COLLATE "C" NOT NULL CHECK (scope IN ('own', 'any')),
    columns text[] NOT NULL,
    token boolean NOT NULL,
    PRIMARY KEY (department, entity, operation, capability)
);
-- The owner writes it here alone, where no policy is in the way.
ALTER TABLE epic_sec.policy_columns NO FORCE ROW LEVEL SECURITY;
DELETE FROM epic_sec.policy_columns;
INSERT INTO epic_sec.policy_columns (capability, department, entity, operation, scope, columns, token) VALUES
/* rights */;
ALTER TABLE epic_sec.policy_columns ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS definer ON epic_sec.policy_columns;
CREATE POLICY definer ON epic_sec.policy_columns USING (current_user = (SELECT epic_api.definer()));

