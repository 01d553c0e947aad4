DROP FUNCTION epic_api.assign(bigint[], bigint[], bigint);
DROP FUNCTION epic_api.transfer(bigint[], bigint[], bigint);
DROP FUNCTION epic_api.find(text[], jsonb, integer, integer, integer, integer);
DROP FUNCTION epic_sec.search_first(text, text[], integer, integer, integer, integer);
DROP FUNCTION epic_api.matches(text, text[], integer, integer, integer);
DROP FUNCTION epic_sec.search_table(text, text[], integer, integer);
