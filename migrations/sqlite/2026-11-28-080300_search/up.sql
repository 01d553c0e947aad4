-- Trigram indexes for substring searches. Folding needs the program: it reindexes existing rows in the same transaction.
CREATE VIRTUAL TABLE collaborators_search USING fts5 (
    search_text, content = 'collaborators', content_rowid = 'id', tokenize = 'trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE customers_search USING fts5 (
    search_text, content = 'customers', content_rowid = 'id', tokenize = 'trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE events_search USING fts5 (
    search_text, content = 'events', content_rowid = 'id', tokenize = 'trigram case_sensitive 1'
);
