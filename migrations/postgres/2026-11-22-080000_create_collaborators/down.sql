DROP TABLE sessions;
DROP TABLE credentials;
DROP TABLE collaborators;
-- pg_trgm stays: another application of this database may use it by now.
