-- Business rules, which bind every writer, the administrator included. Triggers, since they compare old and new rows; each locks
-- the rows that it reads. The marker of a refusal is `epic_rule_` and the code of the rule in the program.

-- Rule 1: a sales contact is an active Sales collaborator.
CREATE FUNCTION epic_sec.customer_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.sales_contact_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.sales_contact_id IS DISTINCT FROM OLD.sales_contact_id) THEN
        PERFORM FROM public.collaborators c
          WHERE c.id = NEW.sales_contact_id AND c.active AND c.department = 'sales' FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'epic: the sales contact is not an active Sales collaborator'
                USING ERRCODE = '23514', CONSTRAINT = 'epic_rule_not_sales';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rules BEFORE INSERT OR UPDATE OF sales_contact_id ON public.customers
    FOR EACH ROW EXECUTE FUNCTION epic_sec.customer_rules();

-- The customer may have been transferred after the snapshot in which a policy looked: for Sales, checks ownership again under a lock
-- that a transfer waits for.
CREATE FUNCTION epic_sec.still_own(p_customer bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE who record;
BEGIN
    who := epic_sec.pinned();
    IF who.department = 'sales' THEN
        PERFORM FROM public.customers c WHERE c.id = p_customer AND c.sales_contact_id = who.collaborator_id FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'epic: the customer is somebody else''s' USING ERRCODE = '42501', CONSTRAINT = 'epic_denied';
        END IF;
    END IF;
END $$;

-- Rule 2: a signed contract keeps its status, total and customer; only an unsigned one moves to another customer.
CREATE FUNCTION epic_sec.contract_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM epic_sec.still_own(OLD.customer_id);
    IF OLD.status = 'signed' AND (NEW.status <> 'signed' OR NEW.total_cents <> OLD.total_cents
            OR NEW.customer_id <> OLD.customer_id OR NEW.signed_at IS DISTINCT FROM OLD.signed_at) THEN
        RAISE EXCEPTION 'epic: a signed contract keeps its status, total and customer'
            USING ERRCODE = '23514', CONSTRAINT = 'epic_rule_contract_signed';
    END IF;
    IF NEW.customer_id <> OLD.customer_id AND OLD.status <> 'unsigned' THEN
        RAISE EXCEPTION 'epic: only an unsigned contract moves to another customer'
            USING ERRCODE = '23514', CONSTRAINT = 'epic_rule_contract_not_unsigned';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rules BEFORE UPDATE ON public.contracts FOR EACH ROW EXECUTE FUNCTION epic_sec.contract_rules();

-- Rules 3 and 4: an event needs a signed contract, which stays signed; a support contact is an active Support collaborator.
CREATE FUNCTION epic_sec.event_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.contract_id <> OLD.contract_id THEN
        PERFORM FROM public.contracts k WHERE k.id = NEW.contract_id AND k.status = 'signed';
        IF NOT FOUND THEN
            RAISE EXCEPTION 'epic: an event needs a signed contract'
                USING ERRCODE = '23514', CONSTRAINT = 'epic_rule_contract_not_signed';
        END IF;
        PERFORM epic_sec.still_own(k.customer_id) FROM public.contracts k WHERE k.id = NEW.contract_id;
    END IF;
    IF TG_OP = 'INSERT' AND coalesce(current_setting('epic.session', true), '') <> '' AND NEW.start_at < clock_timestamp() THEN
        RAISE EXCEPTION 'epic: an event does not start in the past'
            USING ERRCODE = '23514', CONSTRAINT = 'epic_rule_event_in_past';
    END IF;
    IF NEW.support_contact_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.support_contact_id IS DISTINCT FROM OLD.support_contact_id) THEN
        PERFORM FROM public.collaborators c
          WHERE c.id = NEW.support_contact_id AND c.active AND c.department = 'support' FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'epic: the support contact is not an active Support collaborator'
                USING ERRCODE = '23514', CONSTRAINT = 'epic_rule_not_support';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rules BEFORE INSERT OR UPDATE OF contract_id, support_contact_id ON public.events
    FOR EACH ROW EXECUTE FUNCTION epic_sec.event_rules();

-- Rule 5: you cannot delete or demote yourself, the last manager stays, and a deactivated collaborator owns nothing. A BEFORE trigger
-- holds the lock of the row, so that it waits for a concurrent assignment to this collaborator.
CREATE FUNCTION epic_sec.collaborator_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me bigint := (epic_sec.pinned()).collaborator_id;
BEGIN
    IF OLD.id = me AND NEW.department <> OLD.department THEN
        RAISE EXCEPTION 'epic: nobody demotes themselves' USING ERRCODE = '23514', CONSTRAINT = 'epic_rule_self_demote';
    END IF;
    IF OLD.id = me AND OLD.active AND NOT NEW.active THEN
        RAISE EXCEPTION 'epic: nobody deletes themselves' USING ERRCODE = '23514', CONSTRAINT = 'epic_rule_self_delete';
    END IF;
    -- Another login ends the password.
    IF OLD.id = me AND lower(NEW.login) <> lower(OLD.login) THEN
        RAISE EXCEPTION 'epic: nobody renames themselves' USING ERRCODE = '23514', CONSTRAINT = 'epic_rule_self_rename';
    END IF;
    IF OLD.active AND OLD.department = 'management' AND (NOT NEW.active OR NEW.department <> 'management') THEN
        PERFORM FROM public.collaborators c WHERE c.active AND c.department = 'management' ORDER BY c.id FOR UPDATE;
        PERFORM FROM public.collaborators c WHERE c.active AND c.department = 'management' AND c.id <> OLD.id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'epic: the last manager stays' USING ERRCODE = '23514', CONSTRAINT = 'epic_rule_last_manager';
        END IF;
    END IF;
    IF OLD.active AND NOT NEW.active AND (
            EXISTS (SELECT FROM public.customers c WHERE c.sales_contact_id = OLD.id)
            OR EXISTS (SELECT FROM public.events e WHERE e.support_contact_id = OLD.id AND e.end_at > clock_timestamp())) THEN
        RAISE EXCEPTION 'epic: who leaves gives customers and upcoming events to somebody'
            USING ERRCODE = '23514', CONSTRAINT = 'epic_rule_still_in_use';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rules BEFORE UPDATE OF login, department, active ON public.collaborators
    FOR EACH ROW EXECUTE FUNCTION epic_sec.collaborator_rules();
