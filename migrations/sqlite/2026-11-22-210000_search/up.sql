-- Finding: events can be searched too. What the search columns hold has changed: the program writes those of the rows that
-- are there anew, behind this migration.
ALTER TABLE events ADD COLUMN search_text TEXT NOT NULL DEFAULT '';

-- Substrings of the folded text, found through an index of its trigrams.
CREATE VIRTUAL TABLE events_search USING fts5 (
    search_text, content = 'events', content_rowid = 'id', tokenize = 'trigram case_sensitive 1'
);
INSERT INTO events_search (events_search) VALUES ('rebuild');
CREATE TRIGGER events_search_insert AFTER INSERT ON events BEGIN
    INSERT INTO events_search (rowid, search_text) VALUES (new.id, new.search_text);
END;
CREATE TRIGGER events_search_update AFTER UPDATE OF search_text ON events BEGIN
    INSERT INTO events_search (events_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
    INSERT INTO events_search (rowid, search_text) VALUES (new.id, new.search_text);
END;
CREATE TRIGGER events_search_delete AFTER DELETE ON events BEGIN
    INSERT INTO events_search (events_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
END;
