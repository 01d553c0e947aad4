-- The rights as they were before: the text of that migration, which can be run again. Row-level security decides which rows,
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
    ('read', 'management', 'collaborators', 'read', 'any', '{}', true),
    ('read', 'sales', 'collaborators', 'read', 'any', '{}', true),
    ('read', 'support', 'collaborators', 'read', 'any', '{}', true),
    ('read', 'management', 'customers', 'read', 'any', '{}', true),
    ('read', 'sales', 'customers', 'read', 'any', '{}', true),
    ('read', 'support', 'customers', 'read', 'any', '{}', true),
    ('read', 'management', 'contracts', 'read', 'any', '{}', true),
    ('read', 'sales', 'contracts', 'read', 'any', '{}', true),
    ('read', 'support', 'contracts', 'read', 'any', '{}', true),
    ('read', 'management', 'events', 'read', 'any', '{}', true),
    ('read', 'sales', 'events', 'read', 'any', '{}', true),
    ('read', 'support', 'events', 'read', 'any', '{}', true),
    ('read_history', 'management', 'audit_entries', 'query', 'any', '{}', true),
    ('read_history', 'sales', 'audit_entries', 'query', 'any', '{}', true),
    ('read_history', 'support', 'audit_entries', 'query', 'any', '{}', true),
    ('read_audit', 'management', 'audit_entries', 'read', 'any', '{}', true),
    ('change_own_password', 'management', 'credentials', 'call', 'own', '{}', false),
    ('change_own_password', 'sales', 'credentials', 'call', 'own', '{}', false),
    ('change_own_password', 'support', 'credentials', 'call', 'own', '{}', false),
    ('list_sessions', 'management', 'sessions', 'query', 'any', '{}', true),
    ('list_sessions', 'sales', 'sessions', 'query', 'own', '{}', true),
    ('list_sessions', 'support', 'sessions', 'query', 'own', '{}', true),
    ('revoke_session', 'management', 'sessions', 'call', 'any', '{}', false),
    ('revoke_session', 'sales', 'sessions', 'call', 'own', '{}', false),
    ('revoke_session', 'support', 'sessions', 'call', 'own', '{}', false),
    ('list_tokens', 'management', 'sessions', 'query', 'any', '{}', true),
    ('list_tokens', 'sales', 'sessions', 'query', 'own', '{}', true),
    ('list_tokens', 'support', 'sessions', 'query', 'own', '{}', true),
    ('revoke_token', 'management', 'sessions', 'call', 'any', '{}', false),
    ('revoke_token', 'sales', 'sessions', 'call', 'own', '{}', false),
    ('revoke_token', 'support', 'sessions', 'call', 'own', '{}', false),
    ('create_token', 'management', 'sessions', 'call', 'own', '{}', false),
    ('create_token', 'sales', 'sessions', 'call', 'own', '{}', false),
    ('create_token', 'support', 'sessions', 'call', 'own', '{}', false),
    ('create_collaborator', 'management', 'collaborators', 'insert', 'any', '{login,first_name,last_name,email,phone,department}', false),
    ('update_collaborator', 'management', 'collaborators', 'update', 'any', '{login,first_name,last_name,email,phone,department}', false),
    ('delete_collaborator', 'management', 'collaborators', 'update', 'any', '{active}', false),
    ('reset_password', 'management', 'credentials', 'call', 'any', '{}', false),
    ('unlock_collaborator', 'management', 'credentials', 'call', 'any', '{}', false),
    ('create_customer', 'sales', 'customers', 'insert', 'own', '{first_name,last_name,email,phone,company,sales_contact_id}', true),
    ('update_customer', 'sales', 'customers', 'update', 'own', '{first_name,last_name,email,phone,company}', true),
    ('transfer_customer', 'management', 'customers', 'update', 'any', '{sales_contact_id}', true),
    ('create_contract', 'management', 'contracts', 'insert', 'any', '{customer_id,total_cents,due_cents}', true),
    ('update_contract', 'management', 'contracts', 'update', 'any', '{total_cents,due_cents,status}', true),
    ('update_contract', 'sales', 'contracts', 'update', 'own', '{total_cents,due_cents,status}', true),
    ('sign_contract', 'management', 'contracts', 'update', 'any', '{status}', true),
    ('sign_contract', 'sales', 'contracts', 'update', 'own', '{status}', true),
    ('pay_contract', 'management', 'contracts', 'update', 'any', '{due_cents}', true),
    ('pay_contract', 'sales', 'contracts', 'update', 'own', '{due_cents}', true),
    ('move_contract', 'management', 'contracts', 'update', 'any', '{customer_id}', true),
    ('create_event', 'sales', 'events', 'insert', 'own', '{contract_id,title,start_at,end_at,location,attendees,notes}', true),
    ('update_event', 'support', 'events', 'update', 'own', '{title,start_at,end_at,location,attendees,notes}', true),
    ('assign_event', 'management', 'events', 'update', 'any', '{support_contact_id}', true),
    ('unassign_event', 'management', 'events', 'update', 'any', '{support_contact_id}', true);
ALTER TABLE epic_sec.policy_columns ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS definer ON epic_sec.policy_columns;
CREATE POLICY definer ON epic_sec.policy_columns USING (current_user = (SELECT epic_api.definer()));

-- Before a row is written: the session lives, the department may do this to these columns, and with this credential.
-- It sets the columns that nobody chooses: version, instants, and when a contract was signed.
CREATE OR REPLACE FUNCTION epic_sec.guard() RETURNS trigger
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
        -- A derived column follows its sources, and never changes alone.
        SELECT coalesce(array_agg(c.name), '{}') INTO changed
          FROM unnest(changed) AS c (name)
         WHERE NOT EXISTS (
            SELECT 1 FROM (VALUES
               ('collaborators', 'search_text', '{login,first_name,last_name,email,phone}'::text[]),
               ('customers', 'search_text', '{first_name,last_name,email,phone,company}'::text[]),
               ('customers', 'company_folded', '{company}'::text[]),
               ('contracts', 'signed_at', '{status}'::text[])
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
REVOKE ALL ON FUNCTION epic_sec.guard() FROM PUBLIC;

-- collaborators
ALTER TABLE public.collaborators ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS definer ON public.collaborators;
CREATE POLICY definer ON public.collaborators
    USING (current_user = (SELECT epic_api.definer()))
    WITH CHECK (current_user = (SELECT epic_api.definer()));
DROP POLICY IF EXISTS "read" ON public.collaborators;
CREATE POLICY "read" ON public.collaborators FOR SELECT USING (
    (SELECT epic_api.uid()) IS NOT NULL
);
DROP POLICY IF EXISTS "create" ON public.collaborators;
CREATE POLICY "create" ON public.collaborators FOR INSERT WITH CHECK (
    ((SELECT epic_api.department()) = 'management')
);
DROP POLICY IF EXISTS "change" ON public.collaborators;
CREATE POLICY "change" ON public.collaborators FOR UPDATE USING (
    ((SELECT epic_api.department()) = 'management')
) WITH CHECK (
    ((SELECT epic_api.department()) = 'management')
);
CREATE OR REPLACE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON public.collaborators
    FOR EACH ROW WHEN (NOT epic_api.is_administrator()) EXECUTE FUNCTION epic_sec.guard();

-- customers
ALTER TABLE public.customers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS definer ON public.customers;
CREATE POLICY definer ON public.customers
    USING (current_user = (SELECT epic_api.definer()))
    WITH CHECK (current_user = (SELECT epic_api.definer()));
DROP POLICY IF EXISTS "read" ON public.customers;
CREATE POLICY "read" ON public.customers FOR SELECT USING (
    (SELECT epic_api.uid()) IS NOT NULL
);
DROP POLICY IF EXISTS "create" ON public.customers;
CREATE POLICY "create" ON public.customers FOR INSERT WITH CHECK (
    ((SELECT epic_api.department()) = 'sales'
     AND customers.sales_contact_id = (SELECT epic_api.uid()))
);
DROP POLICY IF EXISTS "change" ON public.customers;
CREATE POLICY "change" ON public.customers FOR UPDATE USING (
    ((SELECT epic_api.department()) = 'management')
    OR ((SELECT epic_api.department()) = 'sales'
     AND customers.sales_contact_id = (SELECT epic_api.uid()))
) WITH CHECK (
    ((SELECT epic_api.department()) = 'management')
    OR ((SELECT epic_api.department()) = 'sales'
     AND customers.sales_contact_id = (SELECT epic_api.uid()))
);
CREATE OR REPLACE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON public.customers
    FOR EACH ROW WHEN (NOT epic_api.is_administrator()) EXECUTE FUNCTION epic_sec.guard();

-- contracts
ALTER TABLE public.contracts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS definer ON public.contracts;
CREATE POLICY definer ON public.contracts
    USING (current_user = (SELECT epic_api.definer()))
    WITH CHECK (current_user = (SELECT epic_api.definer()));
DROP POLICY IF EXISTS "read" ON public.contracts;
CREATE POLICY "read" ON public.contracts FOR SELECT USING (
    (SELECT epic_api.uid()) IS NOT NULL
);
DROP POLICY IF EXISTS "create" ON public.contracts;
CREATE POLICY "create" ON public.contracts FOR INSERT WITH CHECK (
    ((SELECT epic_api.department()) = 'management'
     AND contracts.status = 'unsigned')
);
DROP POLICY IF EXISTS "change" ON public.contracts;
CREATE POLICY "change" ON public.contracts FOR UPDATE USING (
    ((SELECT epic_api.department()) = 'management')
    OR ((SELECT epic_api.department()) = 'sales'
     AND (SELECT c.sales_contact_id FROM public.customers c WHERE c.id = contracts.customer_id) = (SELECT epic_api.uid()))
) WITH CHECK (
    ((SELECT epic_api.department()) = 'management')
    OR ((SELECT epic_api.department()) = 'sales'
     AND (SELECT c.sales_contact_id FROM public.customers c WHERE c.id = contracts.customer_id) = (SELECT epic_api.uid()))
);
CREATE OR REPLACE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON public.contracts
    FOR EACH ROW WHEN (NOT epic_api.is_administrator()) EXECUTE FUNCTION epic_sec.guard();

-- events
ALTER TABLE public.events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS definer ON public.events;
CREATE POLICY definer ON public.events
    USING (current_user = (SELECT epic_api.definer()))
    WITH CHECK (current_user = (SELECT epic_api.definer()));
DROP POLICY IF EXISTS "read" ON public.events;
CREATE POLICY "read" ON public.events FOR SELECT USING (
    (SELECT epic_api.uid()) IS NOT NULL
);
DROP POLICY IF EXISTS "create" ON public.events;
CREATE POLICY "create" ON public.events FOR INSERT WITH CHECK (
    ((SELECT epic_api.department()) = 'sales'
     AND (SELECT c.sales_contact_id FROM public.contracts k JOIN public.customers c ON c.id = k.customer_id
          WHERE k.id = events.contract_id) = (SELECT epic_api.uid())
     AND (SELECT k.status FROM public.contracts k WHERE k.id = events.contract_id) = 'signed'
     AND events.support_contact_id IS NULL)
);
DROP POLICY IF EXISTS "change" ON public.events;
CREATE POLICY "change" ON public.events FOR UPDATE USING (
    ((SELECT epic_api.department()) = 'management')
    OR ((SELECT epic_api.department()) = 'support'
     AND events.support_contact_id = (SELECT epic_api.uid()))
) WITH CHECK (
    ((SELECT epic_api.department()) = 'management')
    OR ((SELECT epic_api.department()) = 'support'
     AND events.support_contact_id = (SELECT epic_api.uid()))
);
CREATE OR REPLACE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON public.events
    FOR EACH ROW WHEN (NOT epic_api.is_administrator()) EXECUTE FUNCTION epic_sec.guard();

-- audit_entries
DROP POLICY IF EXISTS "read" ON public.audit_entries;
CREATE POLICY "read" ON public.audit_entries FOR SELECT USING (
    ((SELECT epic_api.department()) = 'management')
);
