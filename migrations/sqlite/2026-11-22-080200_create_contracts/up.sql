CREATE TABLE contracts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers,
    total_cents INTEGER NOT NULL CHECK (total_cents BETWEEN 0 AND 999999999999),
    due_cents INTEGER NOT NULL,
    currency TEXT NOT NULL DEFAULT 'EUR' CHECK (currency = 'EUR'),
    status TEXT NOT NULL DEFAULT 'unsigned' CHECK (status IN ('unsigned', 'pending', 'signed')),
    signed_at TEXT CHECK (signed_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    updated_at TEXT NOT NULL CHECK (updated_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT contracts_due_check CHECK (due_cents BETWEEN 0 AND total_cents),
    CONSTRAINT contracts_signed_at_check CHECK ((status = 'signed') = (signed_at IS NOT NULL))
) STRICT;
CREATE INDEX contracts_customer_index ON contracts (customer_id, id);
CREATE INDEX contracts_status_index ON contracts (status, id);
CREATE INDEX contracts_total_index ON contracts (total_cents, id);
CREATE INDEX contracts_due_index ON contracts (due_cents, id);
CREATE INDEX contracts_updated_index ON contracts (updated_at, id);
-- Most contracts are paid: the few that are not are listed every day.
CREATE INDEX contracts_unpaid_index ON contracts (id) WHERE due_cents > 0;
