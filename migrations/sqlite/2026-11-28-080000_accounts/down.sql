DROP TABLE code_revision;
DROP TABLE login_locks;
DROP TABLE login_attempts;
DROP TABLE sessions;
DROP TABLE credentials;
DROP TABLE settings;
DROP TABLE collaborators;
