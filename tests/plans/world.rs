//! The company that the plans are made for: 20,000 customers with 100,000 contracts and 200,000 events, people who look
//! after very few and after very many of them, as many accounts and twice as many entries of the audit.

use std::fs;
use std::sync::{Arc, Mutex, Weak};

use crate::env::{Backend, TestEnv};
use crate::load;
use crate::watch::{alone, explain_all};

/// How many customers.
pub const CUSTOMERS: u64 = 20_000;

/// The databases of one kind: in SQLite without statistics, and analysed.
#[derive(Debug)]
pub struct World(Vec<TestEnv>);

impl World {
    /// The databases, one after the other.
    pub fn envs(&self) -> impl Iterator<Item = &TestEnv> {
        self.0.iter()
    }
}

/// Fills the databases of one kind, or shares them with the tests that run at the same time. The last one removes them.
pub fn of(backend: Backend) -> Arc<World> {
    static SQLITE: Mutex<Weak<World>> = Mutex::new(Weak::new());
    static POSTGRES: Mutex<Weak<World>> = Mutex::new(Weak::new());
    let shared = match backend {
        Backend::Sqlite => &SQLITE,
        Backend::Postgres => &POSTGRES,
    };
    let mut shared = shared.lock().unwrap();
    if let Some(world) = shared.upgrade() {
        return world;
    }
    let env = TestEnv::demo(backend);
    let filling = (backend == Backend::Sqlite).then(alone);
    fill(&env);
    if backend == Backend::Postgres {
        explain_all(&env);
    }
    let mut envs = vec![env];
    if backend == Backend::Sqlite {
        let analysed = TestEnv::demo(backend);
        fs::remove_file(analysed.sqlite_file()).unwrap();
        envs[0].execute(&format!(
            "VACUUM INTO '{}'",
            analysed.sqlite_file().display()
        ));
        analysed.execute("ANALYZE");
        envs.push(analysed);
    }
    drop(filling);
    let world = Arc::new(World(envs));
    *shared = Arc::downgrade(&world);
    world
}

fn fill(env: &TestEnv) {
    load::load(&env.admin_url(), CUSTOMERS, &|_| {}).unwrap();
    let stamp = "'2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'";
    let (numbers, hash, at) = match env.backend() {
        Backend::Postgres => (
            "(SELECT n FROM generate_series(1, 50000) n) n",
            "sha256('')",
            "timestamptz '2020-01-01T00:00:00Z' + n * interval '1 hour'",
        ),
        Backend::Sqlite => (
            "(WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 50000) SELECT n FROM n) n",
            "zeroblob(32)",
            "strftime('%Y-%m-%dT%H:%M:%SZ', '2020-01-01', n || ' hours')",
        ),
    };
    // Somebody with three customers, and somebody with every third; the same for events.
    env.force(&format!(
        "UPDATE customers SET sales_contact_id = 3 WHERE id % 3 = 0 OR sales_contact_id = 2 AND id > 9;
         UPDATE events SET support_contact_id = 5 WHERE support_contact_id IS NOT NULL AND (id % 3 = 0 OR support_contact_id = 4 AND id > 14);
         INSERT INTO collaborators (login, first_name, last_name, email, phone, department, active, search_text,
                                    created_at, updated_at)
         SELECT 'user' || n, 'Jean', 'Nom' || n, 'user' || n || '@epic.example', '+33601020304',
                CASE WHEN n % 200 = 0 THEN 'management' WHEN n % 2 = 0 THEN 'sales' ELSE 'support' END,
                n % 10 <> 0, 'jean nom' || n || ' user' || n, {stamp} FROM {numbers} WHERE n <= 20000;
         INSERT INTO audit_entries (sequence, occurred_at, database_role, session_id, credential, collaborator_id, action,
                                    entity, entity_id, changes, changes_hash, previous_hash, hash)
         SELECT n + 1000, {at}, 'nobody', 1, 'session', 1 + n % 500,
                CASE WHEN n % 500 = 0 THEN 'delete' WHEN n % 3 = 0 THEN 'create' ELSE 'update' END,
                CASE WHEN n % 400 = 0 THEN 'session' ELSE 'contract' END, n % 700, '{{}}', {hash}, {hash}, {hash}
           FROM {numbers}",
    ));
    // As the server does by itself after a while.
    env.execute(match env.backend() {
        Backend::Postgres => "VACUUM ANALYZE",
        Backend::Sqlite => "DROP TABLE IF EXISTS sqlite_stat1",
    });
}
