-- pg_trgm stays: other applications of this database may use it.
DROP INDEX events_search_index;
DROP INDEX customers_search_index;
DROP INDEX collaborators_search_index;
