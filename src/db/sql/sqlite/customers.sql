-- Rule 1: a sales contact is an active Sales collaborator.
CREATE TRIGGER customers_insert AFTER INSERT ON customers BEGIN
    SELECT RAISE(ABORT, 'epic_rule_not_sales') WHERE new.sales_contact_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM collaborators c WHERE c.id = new.sales_contact_id AND c.active AND c.department = 'sales');
/* record insert */
END;
CREATE TRIGGER customers_update AFTER UPDATE ON customers BEGIN
    SELECT RAISE(ABORT, 'epic_denied') WHERE new.id <> old.id OR new.created_at <> old.created_at;
    SELECT RAISE(ABORT, 'epic_rule_not_sales') WHERE new.sales_contact_id IS NOT NULL AND new.sales_contact_id IS NOT old.sales_contact_id
       AND NOT EXISTS (SELECT 1 FROM collaborators c WHERE c.id = new.sales_contact_id AND c.active AND c.department = 'sales');
/* record update */
END;
CREATE TRIGGER customers_delete AFTER DELETE ON customers BEGIN
/* record delete */
END;
