//! Tables of both databases, maintained by hand, since one module describes two backends; a test compares it with
//! `migrations/`.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    collaborators (id) {
        id -> BigInt,
        login -> Text,
        first_name -> Text,
        last_name -> Text,
        email -> Text,
        phone -> Text,
        department -> Text,
        active -> Bool,
        search_text -> Text,
        created_at -> crate::db::types::UtcInstant,
        updated_at -> crate::db::types::UtcInstant,
        version -> BigInt,
    }
}

table! {
    credentials (collaborator_id) {
        collaborator_id -> BigInt,
        cost -> SmallInt,
        verifier -> Binary,
        must_change -> Bool,
        created_at -> crate::db::types::UtcInstant,
        updated_at -> crate::db::types::UtcInstant,
        version -> BigInt,
    }
}

table! {
    password_costs (id) {
        id -> SmallInt,
        memory_kib -> Integer,
        iterations -> Integer,
        parallelism -> Integer,
    }
}

table! {
    sessions (id) {
        id -> BigInt,
        collaborator_id -> BigInt,
        jti_hash -> Binary,
        expires_at -> crate::db::types::UtcInstant,
        revoked_at -> Nullable<crate::db::types::UtcInstant>,
        kind -> Text,
        name -> Nullable<Text>,
        read_only -> Bool,
        must_change -> Bool,
        department -> Text,
        database_role -> Text,
        last_used_at -> Nullable<crate::db::types::UtcInstant>,
        created_at -> crate::db::types::UtcInstant,
        updated_at -> crate::db::types::UtcInstant,
        version -> BigInt,
    }
}

table! {
    settings (only_row) {
        only_row -> Bool,
        salt_key -> Binary,
        idle_seconds -> Integer,
        lifetime_seconds -> Integer,
        live_sessions -> Integer,
        attempts_per_minute -> Integer,
    }
}

table! {
    login_attempts (id) {
        id -> Text,
        login_key -> Binary,
        cost -> Nullable<SmallInt>,
        verifier -> Nullable<Binary>,
        older_verifier -> Nullable<Binary>,
        jti_hash -> Nullable<Binary>,
        outcome -> Text,
        submitted_at -> crate::db::types::UtcInstant,
    }
}

table! {
    customers (id) {
        id -> BigInt,
        first_name -> Text,
        last_name -> Text,
        email -> Text,
        phone -> Text,
        company -> Text,
        company_folded -> Text,
        sales_contact_id -> Nullable<BigInt>,
        search_text -> Text,
        created_at -> crate::db::types::UtcInstant,
        updated_at -> crate::db::types::UtcInstant,
        version -> BigInt,
    }
}

table! {
    contracts (id) {
        id -> BigInt,
        customer_id -> BigInt,
        total_cents -> BigInt,
        due_cents -> BigInt,
        currency -> Text,
        status -> Text,
        signed_at -> Nullable<crate::db::types::UtcInstant>,
        created_at -> crate::db::types::UtcInstant,
        updated_at -> crate::db::types::UtcInstant,
        version -> BigInt,
    }
}

table! {
    events (id) {
        id -> BigInt,
        contract_id -> BigInt,
        title -> Text,
        start_at -> crate::db::types::UtcInstant,
        end_at -> crate::db::types::UtcInstant,
        location -> Text,
        attendees -> Integer,
        notes -> Text,
        support_contact_id -> Nullable<BigInt>,
        search_text -> Text,
        created_at -> crate::db::types::UtcInstant,
        updated_at -> crate::db::types::UtcInstant,
        version -> BigInt,
    }
}

table! {
    audit_entries (sequence) {
        sequence -> BigInt,
        occurred_at -> crate::db::types::UtcInstant,
        database_role -> Text,
        session_id -> Nullable<BigInt>,
        credential -> Nullable<Text>,
        collaborator_id -> Nullable<BigInt>,
        action -> Text,
        entity -> Text,
        entity_id -> BigInt,
        changes -> Text,
        changes_hash -> Binary,
        previous_hash -> Binary,
        hash -> Binary,
    }
}

// SQLite only: PostgreSQL hides it from clients in `epic_sec`.
table! {
    audit_head (only_row) {
        only_row -> Bool,
        sequence -> BigInt,
        hash -> Binary,
    }
}

// SQLite only: changes not yet appended to the chain.
table! {
    audit_pending (id) {
        id -> BigInt,
        occurred_at -> crate::db::types::UtcInstant,
        action -> Text,
        entity -> Text,
        entity_id -> BigInt,
        names -> Text,
        before -> Nullable<Text>,
        after -> Nullable<Text>,
    }
}

// SQLite only: view of `audit_pending` with the text that entries store.
table! {
    audit_changes (id) {
        id -> BigInt,
        occurred_at -> crate::db::types::UtcInstant,
        action -> Text,
        entity -> Text,
        entity_id -> BigInt,
        changes -> Text,
    }
}

// SQLite only: PostgreSQL hides it from clients in `epic_sec`.
table! {
    code_revision (only_row) {
        only_row -> Bool,
        hash -> Text,
    }
}

// SQLite only: the trigram index of `collaborators.search_text`.
table! {
    collaborators_search (rowid) {
        rowid -> BigInt,
        search_text -> Text,
    }
}

// SQLite only: the trigram index of `customers.search_text`.
table! {
    customers_search (rowid) {
        rowid -> BigInt,
        search_text -> Text,
    }
}

// SQLite only: the trigram index of `events.search_text`.
table! {
    events_search (rowid) {
        rowid -> BigInt,
        search_text -> Text,
    }
}

// Diesel's own table.
table! {
    __diesel_schema_migrations (version) {
        version -> Text,
    }
}

joinable!(credentials -> collaborators (collaborator_id));
joinable!(sessions -> collaborators (collaborator_id));
joinable!(customers -> collaborators (sales_contact_id));
joinable!(contracts -> customers (customer_id));
joinable!(events -> contracts (contract_id));
joinable!(events -> collaborators (support_contact_id));
joinable!(audit_entries -> collaborators (collaborator_id));

allow_tables_to_appear_in_same_query!(
    collaborators,
    credentials,
    sessions,
    settings,
    customers,
    contracts,
    events,
    audit_entries,
    collaborators_search,
    customers_search,
    events_search,
);
