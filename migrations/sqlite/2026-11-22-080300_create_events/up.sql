CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    contract_id INTEGER NOT NULL REFERENCES contracts,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 100 AND title NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
    start_at TEXT NOT NULL CHECK (start_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    end_at TEXT NOT NULL CHECK (end_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    location TEXT NOT NULL CHECK (length(location) BETWEEN 1 AND 200 AND location NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
    attendees INTEGER NOT NULL CHECK (attendees BETWEEN 1 AND 1000000),
    notes TEXT NOT NULL CHECK (length(notes) BETWEEN 0 AND 2000),
    support_contact_id INTEGER REFERENCES collaborators,
    created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    updated_at TEXT NOT NULL CHECK (updated_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT events_time_check CHECK (start_at < end_at)
) STRICT;
CREATE INDEX events_contract_index ON events (contract_id, id);
CREATE INDEX events_support_contact_index ON events (support_contact_id, start_at);
CREATE INDEX events_start_index ON events (start_at, id);
CREATE INDEX events_unassigned_index ON events (id) WHERE support_contact_id IS NULL;
