-- Entries and pending changes are append-only. INSERT OR REPLACE would remove an entry without its trigger.
CREATE TRIGGER audit_entries_insert BEFORE INSERT ON audit_entries
WHEN EXISTS (SELECT 1 FROM audit_entries e WHERE e.sequence >= new.sequence) BEGIN
    SELECT RAISE(ABORT, 'epic_append_only');
END;
CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries BEGIN
    SELECT RAISE(ABORT, 'epic_append_only');
END;
CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries BEGIN
    SELECT RAISE(ABORT, 'epic_append_only');
END;
CREATE TRIGGER audit_pending_update BEFORE UPDATE ON audit_pending BEGIN
    SELECT RAISE(ABORT, 'epic_append_only');
END;
-- Columns that changed, from -> to, as entries store them.
CREATE VIEW audit_changes AS SELECT p.id, p.occurred_at, p.action, p.entity, p.entity_id, coalesce((
    SELECT '{' || group_concat(json_quote(c.value) || ':['
        || CASE json_type(p.before, c.fullkey) WHEN 'text' THEN json_quote(/* before */) ELSE coalesce(p.before -> c.key, 'null') END || ','
        || CASE json_type(p.after, c.fullkey) WHEN 'text' THEN json_quote(/* after */) ELSE coalesce(p.after -> c.key, 'null') END || ']') || '}'
      FROM json_each(p.names) c WHERE coalesce(p.before -> c.key, 'null') <> coalesce(p.after -> c.key, 'null')), '{}') AS changes
  FROM audit_pending p;
-- A change leaves when it has become the last entry.
CREATE TRIGGER audit_pending_delete BEFORE DELETE ON audit_pending
WHEN (SELECT p.occurred_at, p.action, p.entity, p.entity_id, p.changes FROM audit_changes p WHERE p.id = old.id)
    IS NOT (SELECT e.occurred_at, e.action, e.entity, e.entity_id, e.changes FROM audit_entries e ORDER BY e.sequence DESC LIMIT 1) BEGIN
    SELECT RAISE(ABORT, 'epic_append_only');
END;
