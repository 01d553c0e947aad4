-- Every order that a list offers starts in an index that ends with the id, so that a page behind a row begins there.
CREATE INDEX collaborators_login_index ON collaborators (login, id);
CREATE INDEX collaborators_first_name_index ON collaborators (first_name, id);
CREATE INDEX collaborators_last_name_index ON collaborators (last_name, id);
CREATE INDEX collaborators_email_index ON collaborators (email, id);
CREATE INDEX collaborators_created_index ON collaborators (created_at, id);
CREATE INDEX collaborators_updated_index ON collaborators (updated_at, id);
CREATE INDEX customers_first_name_index ON customers (first_name, id);
CREATE INDEX customers_created_index ON customers (created_at, id);
CREATE INDEX customers_updated_index ON customers (updated_at, id);
CREATE INDEX contracts_created_index ON contracts (created_at, id);
CREATE INDEX events_title_index ON events (title, id);
CREATE INDEX events_end_index ON events (end_at, id);
CREATE INDEX events_location_index ON events (location, id);
CREATE INDEX events_attendees_index ON events (attendees, id);
CREATE INDEX events_created_index ON events (created_at, id);
CREATE INDEX events_updated_index ON events (updated_at, id);
-- What is open and what is owed are few of the contracts, and most of them young: in the order of their age a list of all
-- contracts would be read nearly to its end.
CREATE INDEX contracts_open_due_index ON contracts (due_cents, id) WHERE status <> 'signed';
CREATE INDEX contracts_open_created_index ON contracts (created_at, id) WHERE status <> 'signed';
CREATE INDEX contracts_open_updated_index ON contracts (updated_at, id) WHERE status <> 'signed';
CREATE INDEX contracts_unpaid_created_index ON contracts (created_at, id) WHERE due_cents > 0;
CREATE INDEX contracts_unpaid_updated_index ON contracts (updated_at, id) WHERE due_cents > 0;
-- The same of the events that wait for somebody.
CREATE INDEX events_unassigned_start_index ON events (start_at, id) WHERE support_contact_id IS NULL;
-- Somebody's events: in the order of the ids, and of their days with ties by id.
CREATE INDEX events_support_contact_id_index ON events (support_contact_id, id);
DROP INDEX events_support_contact_index;
CREATE INDEX events_support_contact_index ON events (support_contact_id, start_at, id);
-- The entries about one kind of record, the last ones first.
CREATE INDEX audit_entries_kind_index ON audit_entries (entity, sequence);
