-- Rules 5 and 6: the last manager stays, a deactivated collaborator owns nothing, and sessions end with a change of department.
CREATE TRIGGER collaborators_insert AFTER INSERT ON collaborators BEGIN
/* record insert */
END;
CREATE TRIGGER collaborators_update AFTER UPDATE ON collaborators BEGIN
    SELECT RAISE(ABORT, 'epic_denied') WHERE new.id <> old.id OR new.created_at <> old.created_at;
    SELECT RAISE(ABORT, 'epic_rule_last_manager')
     WHERE old.active AND old.department = 'management' AND NOT (new.active AND new.department = 'management')
       AND NOT EXISTS (SELECT 1 FROM collaborators c WHERE c.active AND c.department = 'management');
    SELECT RAISE(ABORT, 'epic_rule_still_in_use') WHERE old.active AND NOT new.active
       AND (EXISTS (SELECT 1 FROM customers c WHERE c.sales_contact_id = old.id)
            OR EXISTS (SELECT 1 FROM events e WHERE e.support_contact_id = old.id AND e.end_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now')));
    UPDATE sessions SET revoked_at = max(created_at, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
           updated_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), version = version + 1
     WHERE (old.department <> new.department OR old.active AND NOT new.active) AND collaborator_id = new.id AND revoked_at IS NULL;
    -- A password belongs to its login.
    UPDATE credentials SET verifier = randomblob(32), updated_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), version = version + 1
     WHERE lower(old.login) <> lower(new.login) AND collaborator_id = new.id;
/* record update */
END;
CREATE TRIGGER collaborators_delete AFTER DELETE ON collaborators BEGIN
/* record delete */
END;
