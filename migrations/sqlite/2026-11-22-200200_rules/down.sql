DROP TRIGGER customers_rules_insert;
DROP TRIGGER customers_rules_update;
DROP TRIGGER contracts_rules_signed;
DROP TRIGGER contracts_rules_move;
DROP TRIGGER events_rules_insert;
DROP TRIGGER events_rules_update;
DROP TRIGGER collaborators_rules;
