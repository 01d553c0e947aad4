DROP TRIGGER collaborators_policy;
DROP TRIGGER customers_policy;
DROP TRIGGER contracts_policy;
DROP TRIGGER events_policy;
