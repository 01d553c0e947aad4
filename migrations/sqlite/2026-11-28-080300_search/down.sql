DROP TABLE events_search;
DROP TABLE customers_search;
DROP TABLE collaborators_search;
