DROP TABLE sessions;
DROP TABLE credentials;
DROP TABLE collaborators_search;
DROP TABLE collaborators;
