-- The business rules that hold for whoever writes: the sqlite3 shell meets them too. The text of a refusal is `epic_rule_` and the
-- program's code for that rule.

-- Rule 1: a sales contact is an active Sales collaborator.
CREATE TRIGGER customers_rules_insert BEFORE INSERT ON customers
WHEN new.sales_contact_id IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM collaborators c WHERE c.id = new.sales_contact_id AND c.active AND c.department = 'sales') BEGIN
    SELECT RAISE(ABORT, 'epic_rule_not_sales');
END;
CREATE TRIGGER customers_rules_update BEFORE UPDATE OF sales_contact_id ON customers
WHEN new.sales_contact_id IS NOT NULL AND new.sales_contact_id IS NOT old.sales_contact_id
 AND NOT EXISTS (SELECT 1 FROM collaborators c WHERE c.id = new.sales_contact_id AND c.active AND c.department = 'sales') BEGIN
    SELECT RAISE(ABORT, 'epic_rule_not_sales');
END;

-- Rule 2: a signed contract keeps its status, total and customer; only an unsigned one moves to another customer.
CREATE TRIGGER contracts_rules_signed BEFORE UPDATE ON contracts
WHEN old.status = 'signed' AND (new.status <> 'signed' OR new.total_cents <> old.total_cents
    OR new.customer_id <> old.customer_id OR new.signed_at IS NOT old.signed_at) BEGIN
    SELECT RAISE(ABORT, 'epic_rule_contract_signed');
END;
CREATE TRIGGER contracts_rules_move BEFORE UPDATE OF customer_id ON contracts
WHEN new.customer_id <> old.customer_id AND old.status = 'pending' BEGIN
    SELECT RAISE(ABORT, 'epic_rule_contract_not_unsigned');
END;

-- Rules 3 and 4: an event needs a signed contract, which stays signed; a support contact is an active Support collaborator.
CREATE TRIGGER events_rules_insert BEFORE INSERT ON events BEGIN
    SELECT RAISE(ABORT, 'epic_rule_contract_not_signed')
     WHERE NOT EXISTS (SELECT 1 FROM contracts k WHERE k.id = new.contract_id AND k.status = 'signed');
    SELECT RAISE(ABORT, 'epic_rule_not_support') WHERE new.support_contact_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM collaborators c WHERE c.id = new.support_contact_id AND c.active AND c.department = 'support');
END;
CREATE TRIGGER events_rules_update BEFORE UPDATE OF contract_id, support_contact_id ON events BEGIN
    SELECT RAISE(ABORT, 'epic_rule_contract_not_signed') WHERE new.contract_id <> old.contract_id
       AND NOT EXISTS (SELECT 1 FROM contracts k WHERE k.id = new.contract_id AND k.status = 'signed');
    SELECT RAISE(ABORT, 'epic_rule_not_support')
     WHERE new.support_contact_id IS NOT NULL AND new.support_contact_id IS NOT old.support_contact_id
       AND NOT EXISTS (SELECT 1 FROM collaborators c WHERE c.id = new.support_contact_id AND c.active AND c.department = 'support');
END;

-- Rule 5: the last manager stays, and who leaves owns nothing any more.
CREATE TRIGGER collaborators_rules BEFORE UPDATE OF department, active ON collaborators BEGIN
    SELECT RAISE(ABORT, 'epic_rule_last_manager')
     WHERE old.active AND old.department = 'management' AND (NOT new.active OR new.department <> 'management')
       AND NOT EXISTS (SELECT 1 FROM collaborators c WHERE c.active AND c.department = 'management' AND c.id <> old.id);
    SELECT RAISE(ABORT, 'epic_rule_still_in_use') WHERE old.active AND NOT new.active
       AND (EXISTS (SELECT 1 FROM customers c WHERE c.sales_contact_id = old.id)
            OR EXISTS (SELECT 1 FROM events e WHERE e.support_contact_id = old.id
                          AND e.end_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now')));
END;
