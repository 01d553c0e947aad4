-- Customers, contracts and events. Every sort order of a list starts in an index that ends with the id, for keyset pages.
CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first_name label NOT NULL CHECK (char_length(first_name) BETWEEN 1 AND 50),
    last_name label NOT NULL CHECK (char_length(last_name) BETWEEN 1 AND 50),
    email email NOT NULL,
    phone phone NOT NULL,
    company label NOT NULL CHECK (char_length(company) BETWEEN 1 AND 100),
    company_folded text COLLATE "C" NOT NULL CHECK (octet_length(company_folded) <= 4096),
    sales_contact_id bigint REFERENCES collaborators,
    search_text text COLLATE "C" NOT NULL CHECK (octet_length(search_text) <= 262144),
    created_at instant NOT NULL,
    updated_at instant NOT NULL,
    version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);
CREATE INDEX customers_sales_contact_index ON customers (sales_contact_id, id);
CREATE INDEX customers_company_index ON customers (company, id);
CREATE INDEX customers_last_name_index ON customers (last_name, id);
CREATE INDEX customers_email_index ON customers (email, id);
CREATE INDEX customers_first_name_index ON customers (first_name, id);
CREATE INDEX customers_created_index ON customers (created_at, id);
CREATE INDEX customers_updated_index ON customers (updated_at, id);

CREATE TABLE contracts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers,
    total_cents bigint NOT NULL CHECK (total_cents BETWEEN 0 AND 999999999999),
    due_cents bigint NOT NULL,
    currency text COLLATE "C" NOT NULL DEFAULT 'EUR' CHECK (currency = 'EUR'),
    status text COLLATE "C" NOT NULL DEFAULT 'unsigned' CHECK (status IN ('unsigned', 'pending', 'signed')),
    signed_at instant,
    created_at instant NOT NULL,
    updated_at instant NOT NULL,
    version bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT contracts_due_check CHECK (due_cents BETWEEN 0 AND total_cents),
    CONSTRAINT contracts_signed_at_check CHECK ((status = 'signed') = (signed_at IS NOT NULL))
);
CREATE INDEX contracts_customer_index ON contracts (customer_id, id);
CREATE INDEX contracts_status_index ON contracts (status, id);
CREATE INDEX contracts_total_index ON contracts (total_cents, id);
CREATE INDEX contracts_due_index ON contracts (due_cents, id);
CREATE INDEX contracts_updated_index ON contracts (updated_at, id);
CREATE INDEX contracts_created_index ON contracts (created_at, id);
-- Open and unpaid contracts are few and young: partial indexes spare a list of them nearly all rows.
CREATE INDEX contracts_unpaid_index ON contracts (id) WHERE due_cents > 0;
CREATE INDEX contracts_open_due_index ON contracts (due_cents, id) WHERE status <> 'signed';
CREATE INDEX contracts_open_created_index ON contracts (created_at, id) WHERE status <> 'signed';
CREATE INDEX contracts_open_updated_index ON contracts (updated_at, id) WHERE status <> 'signed';
CREATE INDEX contracts_unpaid_created_index ON contracts (created_at, id) WHERE due_cents > 0;
CREATE INDEX contracts_unpaid_updated_index ON contracts (updated_at, id) WHERE due_cents > 0;

CREATE TABLE events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contract_id bigint NOT NULL REFERENCES contracts,
    title label NOT NULL CHECK (char_length(title) BETWEEN 1 AND 100),
    start_at instant NOT NULL,
    end_at instant NOT NULL,
    location label NOT NULL CHECK (char_length(location) BETWEEN 1 AND 200),
    attendees integer NOT NULL CHECK (attendees BETWEEN 1 AND 1000000),
    notes prose NOT NULL CHECK (char_length(notes) <= 2000),
    support_contact_id bigint REFERENCES collaborators,
    search_text text COLLATE "C" NOT NULL CHECK (octet_length(search_text) <= 262144) DEFAULT '',
    created_at instant NOT NULL,
    updated_at instant NOT NULL,
    version bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT events_time_check CHECK (start_at < end_at)
);
CREATE INDEX events_contract_index ON events (contract_id, id);
CREATE INDEX events_start_index ON events (start_at, id);
CREATE INDEX events_title_index ON events (title, id);
CREATE INDEX events_end_index ON events (end_at, id);
CREATE INDEX events_location_index ON events (location, id);
CREATE INDEX events_attendees_index ON events (attendees, id);
CREATE INDEX events_created_index ON events (created_at, id);
CREATE INDEX events_updated_index ON events (updated_at, id);
CREATE INDEX events_support_contact_id_index ON events (support_contact_id, id);
CREATE INDEX events_support_contact_index ON events (support_contact_id, start_at, id);
CREATE INDEX events_unassigned_index ON events (id) WHERE support_contact_id IS NULL;
CREATE INDEX events_unassigned_start_index ON events (start_at, id) WHERE support_contact_id IS NULL;
