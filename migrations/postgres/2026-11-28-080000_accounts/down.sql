DROP SCHEMA epic_api CASCADE;
DROP SCHEMA epic_sec CASCADE;
DROP TABLE collaborators;
DROP DOMAIN label, prose, email, phone, instant, word;
