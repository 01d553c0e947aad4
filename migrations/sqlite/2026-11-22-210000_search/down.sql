DROP TRIGGER events_search_insert;
DROP TRIGGER events_search_update;
DROP TRIGGER events_search_delete;
DROP TABLE events_search;
ALTER TABLE events DROP COLUMN search_text;
