DROP TABLE code_revision;
DROP TABLE login_attempts;
DROP TABLE sessions;
DROP TABLE credentials;
DROP TABLE password_costs;
DROP TABLE settings;
DROP TABLE collaborators;
