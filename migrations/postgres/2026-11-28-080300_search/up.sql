-- Trigram indexes for substring searches; the extension is trusted, so the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX collaborators_search_index ON collaborators USING gin (search_text gin_trgm_ops);
CREATE INDEX customers_search_index ON customers USING gin (search_text gin_trgm_ops);
CREATE INDEX events_search_index ON events USING gin (search_text gin_trgm_ops);
