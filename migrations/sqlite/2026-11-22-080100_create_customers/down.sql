DROP TABLE customers_search;
DROP TABLE customers;
