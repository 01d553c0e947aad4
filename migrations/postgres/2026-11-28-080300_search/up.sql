-- Trigram indexes for substring searches; the extension is trusted, so the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX collaborators_search_index ON collaborators USING gin (search_text gin_trgm_ops);
CREATE INDEX customers_search_index ON customers USING gin (search_text gin_trgm_ops);
CREATE INDEX events_search_index ON events USING gin (search_text gin_trgm_ops);

-- Estimates of EXPLAIN need no right to see a row: with statistics they would tell strangers whether a company is a customer, or a
-- phone number digit by digit. Lists need those of references, states and instants; what people write and amounts have none.
DO $$
DECLARE it record;
BEGIN
    FOR it IN SELECT c.oid::regclass AS relation, c.relkind, a.attname, a.attnum FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
               WHERE c.relnamespace = 'public'::regnamespace AND c.relname ~ '^(collaborators|customers|contracts|events|audit_entries)(_|$)'
                 AND a.attnum > 0 AND CASE c.relkind
                     WHEN 'r' THEN (a.atttypid = 'bytea'::regtype OR a.attname IN ('total_cents', 'due_cents', 'attendees')
                               -- Text, and domains over it.
                               OR (SELECT t.typcategory FROM pg_type t WHERE t.oid = a.atttypid) = 'S')
                          AND a.attname NOT IN ('status', 'department', 'action', 'entity')
                     -- Expressions of an index have statistics of their own.
                     WHEN 'i' THEN EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = c.oid AND i.indkey[a.attnum - 1] = 0)
                     ELSE false END LOOP
        EXECUTE format('ALTER %s %s ALTER COLUMN %s SET STATISTICS 0', CASE it.relkind WHEN 'r' THEN 'TABLE' ELSE 'INDEX' END,
            it.relation, CASE it.relkind WHEN 'r' THEN quote_ident(it.attname) ELSE it.attnum::text END);
    END LOOP;
END $$;
