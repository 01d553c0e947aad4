-- Written by the program, with the rights of the shared database: see src/policy/sql.rs and CONTRIBUTING. Whoever opens this file is
-- the administrator, and the program keeps the rights. What holds for whoever writes: a row stays the row it is.

DROP TRIGGER IF EXISTS collaborators_policy;
CREATE TRIGGER collaborators_policy BEFORE UPDATE OF id, created_at ON collaborators
WHEN new.id IS NOT old.id OR new.created_at IS NOT old.created_at BEGIN
    SELECT RAISE(ABORT, 'epic_denied');
END;

DROP TRIGGER IF EXISTS customers_policy;
CREATE TRIGGER customers_policy BEFORE UPDATE OF id, created_at ON customers
WHEN new.id IS NOT old.id OR new.created_at IS NOT old.created_at BEGIN
    SELECT RAISE(ABORT, 'epic_denied');
END;

DROP TRIGGER IF EXISTS contracts_policy;
CREATE TRIGGER contracts_policy BEFORE UPDATE OF id, created_at ON contracts
WHEN new.id IS NOT old.id OR new.created_at IS NOT old.created_at BEGIN
    SELECT RAISE(ABORT, 'epic_denied');
END;

DROP TRIGGER IF EXISTS events_policy;
CREATE TRIGGER events_policy BEFORE UPDATE OF id, created_at ON events
WHEN new.id IS NOT old.id OR new.created_at IS NOT old.created_at BEGIN
    SELECT RAISE(ABORT, 'epic_denied');
END;
