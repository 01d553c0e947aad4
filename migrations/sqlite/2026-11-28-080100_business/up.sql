-- Customers, contracts and events. Every sort order of a list starts in an index that ends with the id, for keyset pages.
CREATE TABLE customers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    first_name TEXT NOT NULL CHECK (length(first_name) BETWEEN 1 AND 50),
    last_name TEXT NOT NULL CHECK (length(last_name) BETWEEN 1 AND 50),
    email TEXT NOT NULL,
    phone TEXT NOT NULL CHECK (length(phone) BETWEEN 6 AND 16 AND phone GLOB '+[1-9]*' AND substr(phone, 2) NOT GLOB '*[^0-9]*'),
    company TEXT NOT NULL CHECK (length(company) BETWEEN 1 AND 100),
    company_folded TEXT NOT NULL DEFAULT '' CHECK (length(CAST(company_folded AS BLOB)) <= 4096),
    sales_contact_id INTEGER REFERENCES collaborators,
    search_text TEXT NOT NULL DEFAULT '' CHECK (length(CAST(search_text AS BLOB)) <= 262144),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT customers_text_check CHECK (
        first_name || last_name || company NOT GLOB '*[' || x'012d1f7f2dc29fe280a82de280aee281a62de281a9efbbbf' || ']*'
        AND instr(first_name || last_name || email || phone || company, char(0)) = 0
        AND x'0a' || first_name || x'0a' || last_name || x'0a' || company || x'0a' NOT GLOB x'2a0a5b' || x'092d0d20c285c2a0c2ade19a80e280802de2808fe280a8e280a9e280afe2819f2de281a4e38080' || ']*'
        AND x'0a' || first_name || x'0a' || last_name || x'0a' || company || x'0a' NOT GLOB '*[' || x'092d0d20c285c2a0c2ade19a80e280802de2808fe280a8e280a9e280afe2819f2de281a4e38080' || x'5d0a2a'),
    CONSTRAINT customers_email_check CHECK (
        length(CAST(email AS BLOB)) <= 254 AND instr(CAST(email AS BLOB), x'40') <= 65
        AND email GLOB '*@*.*' AND email NOT GLOB '*@*@*' AND '.' || replace(email, '@', '.@.') || '.' NOT GLOB '*..*'
        AND email NOT GLOB '*[^A-Za-z0-9_.!#$%&''*+/=?^`{|}~@' || x'c2a12df48fbfbf' || '-]*'
        AND email NOT GLOB '*[' || x'c2ade19a80e280802de2808fe280a82de280afe2819f2de281a4e281a62de281a9e38080efbbbf' || ']*'
        AND email NOT GLOB '*@*[^A-Za-z0-9.' || x'c2a12df48fbfbf' || '-]*'
        AND replace(email, '@', '@.') NOT GLOB '*@*.-*' AND email || '.' NOT GLOB '*@*-.*'
        AND email NOT GLOB '*@*' || replace(hex(zeroblob(64)), '00', '[^.]') || '*'),
    CONSTRAINT customers_instant_check CHECK (
        created_at >= '1970' AND created_at IS strftime('%Y-%m-%dT%H:%M:%SZ', created_at)
        AND updated_at >= '1970' AND updated_at IS strftime('%Y-%m-%dT%H:%M:%SZ', updated_at))
) STRICT;
CREATE INDEX customers_sales_contact_index ON customers (sales_contact_id, id);
CREATE INDEX customers_company_index ON customers (company, id);
CREATE INDEX customers_last_name_index ON customers (last_name, id);
CREATE INDEX customers_email_index ON customers (email, id);
CREATE INDEX customers_first_name_index ON customers (first_name, id);
CREATE INDEX customers_created_index ON customers (created_at, id);
CREATE INDEX customers_updated_index ON customers (updated_at, id);

CREATE TABLE contracts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers,
    total_cents INTEGER NOT NULL CHECK (total_cents BETWEEN 0 AND 999999999999),
    due_cents INTEGER NOT NULL,
    currency TEXT NOT NULL DEFAULT 'EUR' CHECK (currency = 'EUR'),
    status TEXT NOT NULL DEFAULT 'unsigned' CHECK (status IN ('unsigned', 'pending', 'signed')),
    signed_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT contracts_due_check CHECK (due_cents BETWEEN 0 AND total_cents),
    CONSTRAINT contracts_signed_at_check CHECK ((status = 'signed') = (signed_at IS NOT NULL)),
    CONSTRAINT contracts_instant_check CHECK (
        signed_at >= '1970' AND signed_at IS strftime('%Y-%m-%dT%H:%M:%SZ', signed_at)
        AND created_at >= '1970' AND created_at IS strftime('%Y-%m-%dT%H:%M:%SZ', created_at)
        AND updated_at >= '1970' AND updated_at IS strftime('%Y-%m-%dT%H:%M:%SZ', updated_at))
) STRICT;
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
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    contract_id INTEGER NOT NULL REFERENCES contracts,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
    start_at TEXT NOT NULL,
    end_at TEXT NOT NULL,
    location TEXT NOT NULL CHECK (length(location) BETWEEN 1 AND 200),
    attendees INTEGER NOT NULL CHECK (attendees BETWEEN 1 AND 1000000),
    notes TEXT NOT NULL CHECK (length(notes) <= 2000),
    support_contact_id INTEGER REFERENCES collaborators,
    search_text TEXT NOT NULL DEFAULT '' CHECK (length(CAST(search_text AS BLOB)) <= 262144),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT events_time_check CHECK (start_at < end_at),
    CONSTRAINT events_text_check CHECK (
        title || location NOT GLOB '*[' || x'012d1f7f2dc29fe280a82de280aee281a62de281a9efbbbf' || ']*'
        AND instr(title || location || notes, char(0)) = 0
        AND x'0a' || title || x'0a' || location || x'0a' NOT GLOB x'2a0a5b' || x'092d0d20c285c2a0c2ade19a80e280802de2808fe280a8e280a9e280afe2819f2de281a4e38080' || ']*'
        AND x'0a' || title || x'0a' || location || x'0a' NOT GLOB '*[' || x'092d0d20c285c2a0c2ade19a80e280802de2808fe280a8e280a9e280afe2819f2de281a4e38080' || x'5d0a2a'),
    CONSTRAINT events_notes_check CHECK (
        notes NOT GLOB '*[' || x'012d080b2d1f7f2dc29fe280a82de280aee281a62de281a9efbbbf' || ']*'
        AND notes NOT GLOB '[' || x'092d0d20c285c2a0c2ade19a80e280802de2808fe280a8e280a9e280afe2819f2de281a4e38080' || ']*'
        AND notes NOT GLOB '*[' || x'092d0d20c285c2a0c2ade19a80e280802de2808fe280a8e280a9e280afe2819f2de281a4e38080' || ']'),
    CONSTRAINT events_instant_check CHECK (
        start_at >= '1970' AND start_at IS strftime('%Y-%m-%dT%H:%M:%SZ', start_at)
        AND end_at >= '1970' AND end_at IS strftime('%Y-%m-%dT%H:%M:%SZ', end_at)
        AND created_at >= '1970' AND created_at IS strftime('%Y-%m-%dT%H:%M:%SZ', created_at)
        AND updated_at >= '1970' AND updated_at IS strftime('%Y-%m-%dT%H:%M:%SZ', updated_at))
) STRICT;
CREATE INDEX events_contract_index ON events (contract_id, id);
CREATE INDEX events_start_index ON events (start_at, id);
CREATE INDEX events_title_index ON events (title, id);
CREATE INDEX events_end_index ON events (end_at, id);
CREATE INDEX events_location_index ON events (location, id);
CREATE INDEX events_attendees_index ON events (attendees, id);
CREATE INDEX events_created_index ON events (created_at, id);
CREATE INDEX events_updated_index ON events (updated_at, id);
CREATE INDEX events_duration_index ON events (strftime('%s', end_at) - strftime('%s', start_at));
CREATE INDEX events_support_contact_id_index ON events (support_contact_id, id);
CREATE INDEX events_support_contact_index ON events (support_contact_id, start_at, id);
CREATE INDEX events_unassigned_index ON events (id) WHERE support_contact_id IS NULL;
CREATE INDEX events_unassigned_start_index ON events (start_at, id) WHERE support_contact_id IS NULL;
