DROP TABLE audit_entries;
DROP TABLE epic_sec.audit_head;
