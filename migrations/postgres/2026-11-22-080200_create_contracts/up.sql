CREATE TABLE contracts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers,
    total_cents bigint NOT NULL CHECK (total_cents BETWEEN 0 AND 999999999999),
    due_cents bigint NOT NULL,
    currency text COLLATE "C" NOT NULL DEFAULT 'EUR' CHECK (currency = 'EUR'),
    status text COLLATE "C" NOT NULL DEFAULT 'unsigned' CHECK (status IN ('unsigned', 'pending', 'signed')),
    signed_at timestamptz(0),
    created_at timestamptz(0) NOT NULL,
    updated_at timestamptz(0) NOT NULL,
    version bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT contracts_due_check CHECK (due_cents BETWEEN 0 AND total_cents),
    CONSTRAINT contracts_signed_at_check CHECK ((status = 'signed') = (signed_at IS NOT NULL))
);
CREATE INDEX contracts_customer_index ON contracts (customer_id, id);
CREATE INDEX contracts_status_index ON contracts (status, id);
CREATE INDEX contracts_total_index ON contracts (total_cents, id);
CREATE INDEX contracts_due_index ON contracts (due_cents, id);
CREATE INDEX contracts_updated_index ON contracts (updated_at, id);
-- Most contracts are paid: the few that are not are listed every day.
CREATE INDEX contracts_unpaid_index ON contracts (id) WHERE due_cents > 0;
