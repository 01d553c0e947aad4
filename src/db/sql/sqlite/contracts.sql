-- Rule 2: a signed contract keeps its status, total and customer; only an unsigned one moves to another customer.
CREATE TRIGGER contracts_insert AFTER INSERT ON contracts BEGIN
/* record insert */
END;
-- Before the constraints, which a change of a signed contract may violate too.
CREATE TRIGGER contracts_rules BEFORE UPDATE ON contracts BEGIN
    SELECT RAISE(ABORT, 'epic_denied') WHERE new.id <> old.id OR new.created_at <> old.created_at;
    SELECT RAISE(ABORT, 'epic_rule_contract_signed') WHERE old.status = 'signed'
       AND (new.status <> 'signed' OR new.total_cents <> old.total_cents OR new.customer_id <> old.customer_id OR new.signed_at IS NOT old.signed_at);
    SELECT RAISE(ABORT, 'epic_rule_contract_not_unsigned') WHERE new.customer_id <> old.customer_id AND old.status = 'pending';
END;
CREATE TRIGGER contracts_update AFTER UPDATE ON contracts BEGIN
/* record update */
END;
CREATE TRIGGER contracts_delete AFTER DELETE ON contracts BEGIN
/* record delete */
END;
