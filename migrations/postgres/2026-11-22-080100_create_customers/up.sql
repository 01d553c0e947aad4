CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first_name text COLLATE "C" NOT NULL CHECK (char_length(first_name) BETWEEN 1 AND 50 AND first_name !~ '[[:cntrl:]]'),
    last_name text COLLATE "C" NOT NULL CHECK (char_length(last_name) BETWEEN 1 AND 50 AND last_name !~ '[[:cntrl:]]'),
    email text COLLATE "C" NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254 AND email !~ '[[:cntrl:]]'),
    phone text COLLATE "C" NOT NULL CHECK (phone ~ '^[+][0-9]{5,15}$'),
    company text COLLATE "C" NOT NULL CHECK (char_length(company) BETWEEN 1 AND 100 AND company !~ '[[:cntrl:]]'),
    company_folded text COLLATE "C" NOT NULL,
    sales_contact_id bigint REFERENCES collaborators,
    search_text text COLLATE "C" NOT NULL,
    created_at timestamptz(0) NOT NULL,
    updated_at timestamptz(0) NOT NULL,
    version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);
CREATE INDEX customers_sales_contact_index ON customers (sales_contact_id, id);
CREATE INDEX customers_company_index ON customers (company, id);
CREATE INDEX customers_last_name_index ON customers (last_name, id);
CREATE INDEX customers_email_index ON customers (email, id);
CREATE INDEX customers_search_index ON customers USING gin (search_text gin_trgm_ops);
