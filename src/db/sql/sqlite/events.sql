-- Rules 3 and 4: an event needs a signed contract, which stays signed; a support contact is an active Support collaborator.
CREATE TRIGGER events_insert AFTER INSERT ON events BEGIN
    SELECT RAISE(ABORT, 'epic_rule_contract_not_signed')
     WHERE NOT EXISTS (SELECT 1 FROM contracts k WHERE k.id = new.contract_id AND k.status = 'signed');
    SELECT RAISE(ABORT, 'epic_rule_not_support') WHERE new.support_contact_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM collaborators c WHERE c.id = new.support_contact_id AND c.active AND c.department = 'support');
/* record insert */
END;
CREATE TRIGGER events_update AFTER UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'epic_denied') WHERE new.id <> old.id OR new.created_at <> old.created_at;
    SELECT RAISE(ABORT, 'epic_rule_contract_not_signed') WHERE new.contract_id <> old.contract_id
       AND NOT EXISTS (SELECT 1 FROM contracts k WHERE k.id = new.contract_id AND k.status = 'signed');
    SELECT RAISE(ABORT, 'epic_rule_not_support') WHERE new.support_contact_id IS NOT NULL AND new.support_contact_id IS NOT old.support_contact_id
       AND NOT EXISTS (SELECT 1 FROM collaborators c WHERE c.id = new.support_contact_id AND c.active AND c.department = 'support');
/* record update */
END;
CREATE TRIGGER events_delete AFTER DELETE ON events BEGIN
/* record delete */
END;
