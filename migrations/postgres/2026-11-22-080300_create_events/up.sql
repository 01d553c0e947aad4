CREATE TABLE events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contract_id bigint NOT NULL REFERENCES contracts,
    title text COLLATE "C" NOT NULL CHECK (char_length(title) BETWEEN 1 AND 100 AND title !~ '[[:cntrl:]]'),
    start_at timestamptz(0) NOT NULL,
    end_at timestamptz(0) NOT NULL,
    location text COLLATE "C" NOT NULL CHECK (char_length(location) BETWEEN 1 AND 200 AND location !~ '[[:cntrl:]]'),
    attendees integer NOT NULL CHECK (attendees BETWEEN 1 AND 1000000),
    notes text COLLATE "C" NOT NULL CHECK (char_length(notes) BETWEEN 0 AND 2000),
    support_contact_id bigint REFERENCES collaborators,
    created_at timestamptz(0) NOT NULL,
    updated_at timestamptz(0) NOT NULL,
    version bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT events_time_check CHECK (start_at < end_at)
);
CREATE INDEX events_contract_index ON events (contract_id, id);
CREATE INDEX events_support_contact_index ON events (support_contact_id, start_at);
CREATE INDEX events_start_index ON events (start_at, id);
CREATE INDEX events_unassigned_index ON events (id) WHERE support_contact_id IS NULL;
