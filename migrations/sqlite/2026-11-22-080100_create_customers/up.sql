CREATE TABLE customers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    first_name TEXT NOT NULL CHECK (length(first_name) BETWEEN 1 AND 50 AND first_name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
    last_name TEXT NOT NULL CHECK (length(last_name) BETWEEN 1 AND 50 AND last_name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
    email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
    phone TEXT NOT NULL CHECK (length(phone) BETWEEN 6 AND 16 AND phone GLOB '+[0-9]*' AND substr(phone, 2) NOT GLOB '*[^0-9]*'),
    company TEXT NOT NULL CHECK (length(company) BETWEEN 1 AND 100 AND company NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
    company_folded TEXT NOT NULL,
    sales_contact_id INTEGER REFERENCES collaborators,
    search_text TEXT NOT NULL,
    created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    updated_at TEXT NOT NULL CHECK (updated_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1)
) STRICT;
CREATE INDEX customers_sales_contact_index ON customers (sales_contact_id, id);
CREATE INDEX customers_company_index ON customers (company, id);
CREATE INDEX customers_last_name_index ON customers (last_name, id);
CREATE INDEX customers_email_index ON customers (email, id);

-- Substrings of the folded text, found through an index of its trigrams.
CREATE VIRTUAL TABLE customers_search USING fts5 (
    search_text, content = 'customers', content_rowid = 'id', tokenize = 'trigram case_sensitive 1'
);
CREATE TRIGGER customers_search_insert AFTER INSERT ON customers BEGIN
    INSERT INTO customers_search (rowid, search_text) VALUES (new.id, new.search_text);
END;
CREATE TRIGGER customers_search_update AFTER UPDATE OF search_text ON customers BEGIN
    INSERT INTO customers_search (customers_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
    INSERT INTO customers_search (rowid, search_text) VALUES (new.id, new.search_text);
END;
CREATE TRIGGER customers_search_delete AFTER DELETE ON customers BEGIN
    INSERT INTO customers_search (customers_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
END;
