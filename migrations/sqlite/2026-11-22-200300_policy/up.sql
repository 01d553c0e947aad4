-- Written by the program from src/policy/table.rs: see there, and CONTRIBUTING. Whoever opens this file is the administrator, and the
-- program keeps the rights. What holds for whoever writes: the columns that nobody has a right to change.

CREATE TRIGGER collaborators_policy BEFORE UPDATE OF id, created_at ON collaborators
WHEN new.id IS NOT old.id OR new.created_at IS NOT old.created_at BEGIN
    SELECT RAISE(ABORT, 'epic_denied');
END;

CREATE TRIGGER customers_policy BEFORE UPDATE OF id, created_at ON customers
WHEN new.id IS NOT old.id OR new.created_at IS NOT old.created_at BEGIN
    SELECT RAISE(ABORT, 'epic_denied');
END;

CREATE TRIGGER contracts_policy BEFORE UPDATE OF id, created_at ON contracts
WHEN new.id IS NOT old.id OR new.created_at IS NOT old.created_at BEGIN
    SELECT RAISE(ABORT, 'epic_denied');
END;

CREATE TRIGGER events_policy BEFORE UPDATE OF id, created_at, contract_id ON events
WHEN new.id IS NOT old.id OR new.created_at IS NOT old.created_at OR new.contract_id IS NOT old.contract_id BEGIN
    SELECT RAISE(ABORT, 'epic_denied');
END;
