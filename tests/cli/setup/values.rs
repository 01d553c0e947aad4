//! Values that the program refuses, and those that it would write otherwise, are refused by both databases, and no
//! others: each is put through the program's parser and, in SQL, through the database.

use std::str::FromStr;

use epic::domain::{
    Attendees, Cents, CompanyName, Email, EventTitle, Instant, Invalid, Location, Login, Notes,
    PersonName, Phone, TokenName,
};

use unicode_normalization::is_nfc;

use crate::env::{Backend, TestEnv, on_both_databases};

/// A column, and what the program makes of a text for it.
struct Kind {
    column: &'static str,
    parse: fn(&str) -> Option<String>,
}

fn parsed<T: FromStr<Err = Invalid> + ToString>(text: &str) -> Option<String> {
    text.parse::<T>().ok().map(|it| it.to_string())
}

const KINDS: &[Kind] = &[
    Kind {
        column: "customers.first_name",
        parse: parsed::<PersonName>,
    },
    Kind {
        column: "customers.company",
        parse: parsed::<CompanyName>,
    },
    Kind {
        column: "customers.email",
        parse: parsed::<Email>,
    },
    Kind {
        column: "customers.phone",
        parse: parsed::<Phone>,
    },
    Kind {
        column: "collaborators.login",
        parse: parsed::<Login>,
    },
    Kind {
        column: "collaborators.last_name",
        parse: parsed::<PersonName>,
    },
    Kind {
        column: "collaborators.email",
        parse: parsed::<Email>,
    },
    Kind {
        column: "collaborators.phone",
        parse: parsed::<Phone>,
    },
    Kind {
        column: "events.title",
        parse: parsed::<EventTitle>,
    },
    Kind {
        column: "events.location",
        parse: parsed::<Location>,
    },
    Kind {
        column: "events.notes",
        parse: parsed::<Notes>,
    },
    Kind {
        column: "sessions.name",
        parse: parsed::<TokenName>,
    },
];

/// Characters at the edges of every set that a rule names.
const CHARACTERS: &[u32] = &[
    0x00, 0x01, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x1b, 0x1f, 0x20, 0x21, 0x22, 0x27, 0x2c,
    0x2d, 0x2e, 0x3a, 0x3c, 0x3e, 0x40, 0x5b, 0x5c, 0x5d, 0x5f, 0x7e, 0x7f, 0x80, 0x84, 0x85, 0x86,
    0x9b, 0x9f, 0xa0, 0xa1, 0xac, 0xad, 0xae, 0xe9, 0x301, 0x34f, 0x61c, 0x660, 0x167f, 0x1680,
    0x1681, 0x180e, 0x1fff, 0x2000, 0x2001, 0x200a, 0x200b, 0x200d, 0x200e, 0x200f, 0x2010, 0x2027,
    0x2028, 0x2029, 0x202a, 0x202e, 0x202f, 0x2030, 0x205e, 0x205f, 0x2060, 0x2064, 0x2065, 0x2066,
    0x2069, 0x206a, 0x212b, 0x2fff, 0x3000, 0x3001, 0x4e00, 0xd7ff, 0xe000, 0xfefe, 0xfeff, 0xff00,
    0xfffd, 0xffff, 0x10000, 0x1f389, 0xe0041, 0x10_ffff,
];

const TEXTS: &[&str] = &[
    "",
    "a",
    "é",
    "e\u{301}",
    "a\u{300}\u{301}",
    "\u{1f389}",
    "Jean-Noël  Du Pré",
    "O'Neil",
    "محمد",
    "a\tb\nc",
    "a\r\nb",
    "\n\n",
    " a",
    "a ",
    "\u{200b}",
    "\u{a0}\u{2060}",
    "12",
    "7 days",
    "١",
    "a.b_c-D",
    "a@b",
    "a@b.fr",
    "@b.fr",
    "a@",
    "a@.fr",
    "a@b.",
    "a@b..fr",
    "a@b.fr.",
    ".a@b.fr",
    "a.@b.fr",
    "a..b@c.fr",
    "a.b@c.fr",
    "a@b@c.fr",
    "a b@c.fr",
    "a@b c.fr",
    "a@-b.fr",
    "a@b-.fr",
    "a@b-c.fr",
    "a@b.-",
    "a@b_c.fr",
    "a!@b.fr",
    "a@b!.fr",
    "a,b@c.fr",
    "\"a b\"@c.fr",
    "\"a\"@b.fr",
    "a@[127.0.0.1]",
    "A <a@b.fr>",
    "<a@b.fr>",
    "(x)a@b.fr",
    "a:b@c.fr",
    "a\\b@c.fr",
    "zoé@exemple.fr",
    "a@café.fr",
    "a@\u{1f389}.fr",
    "a+b{c}|d~e`f^g=h?i/j*k&l%m$n#o'p@q.r",
    "a@1.2",
    "a@b.c.d.e",
    "+00000",
    "+12345",
    "+1234",
    "+123456789012345",
    "+1234567890123456",
    "+1234a6",
    "12345",
    "+",
    "+ 12345",
    "+33 601020304",
    "0601020304",
    "+33601020304",
    "33601020304",
    "+0123456",
    "+12345\n",
    "=1+1",
    "++12345",
    "+١٢٣٤٥",
];

/// Every text to try: those above, every character alone, inside, and at both ends, and texts at the bounds of length.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = TEXTS.iter().map(ToString::to_string).collect();
    for c in CHARACTERS.iter().filter_map(|&it| char::from_u32(it)) {
        texts.extend([
            format!("{c}"),
            format!("{c}a"),
            format!("a{c}b"),
            format!("a{c}"),
        ]);
        texts.extend([
            format!("a{c}@b.fr"),
            format!("a@b{c}c.fr"),
            format!("a@{c}.fr"),
            format!("+1234{c}5"),
        ]);
    }
    for length in [20, 21, 50, 51, 100, 101, 200, 201, 2000, 2001] {
        texts.extend(["a", "é", "\u{1f389}"].map(|c| c.repeat(length)));
    }
    for (name, label) in [(64, 63), (65, 63), (64, 64), (1, 64)] {
        texts.push(format!("{}@{}.fr", "a".repeat(name), "b".repeat(label)));
        texts.push(format!("{}@{}.fr", "é".repeat(name / 2), "é".repeat(label)));
    }
    let domain = format!("{0}.{0}.{0}", "d".repeat(60));
    texts.extend(
        [59, 60, 61].map(|last| format!("{}@{domain}.{}.f", "a".repeat(9), "d".repeat(last - 1))),
    );
    texts
}

/// A literal; SQLite's have no NUL.
fn quoted(text: &str) -> String {
    format!(
        "'{}'",
        text.replace('\'', "''").replace('\0', "' || char(0) || '")
    )
}

on_both_databases! {
    fn the_program_and_the_database_take_the_same_texts(env: &TestEnv) {
        let sessions = env.secret_table("sessions");
        env.secret("CBrunel");
        let token = format!("UPDATE {sessions} SET kind = 'token', name = 'x' WHERE id = (SELECT max(id) FROM {sessions})");
        env.execute(&token);
        let texts: Vec<String> = texts().into_iter()
            .filter(|text| env.backend() == Backend::Sqlite || !text.contains('\0')).collect();
        let mut differences = Vec::new();
        for kind in KINDS {
            let (table, column) = kind.column.split_once('.').unwrap();
            let (table, row) = match table {
                "sessions" => (sessions.as_str(), format!("(SELECT max(id) FROM {sessions})")),
                _ => (table, "3".to_owned()),
            };
            let update = |text: &String| format!("UPDATE {table} SET {column} = {} WHERE id = {row}", quoted(text));
            let taken = env.takes(&texts.iter().map(update).collect::<Vec<_>>());
            for (text, taken) in texts.iter().zip(taken) {
                let as_it_is = (kind.parse)(text).as_ref() == Some(text);
                // SQLite does not know the normalisation forms.
                let unknown = env.backend() == Backend::Sqlite && !is_nfc(text);
                if taken != as_it_is && !(unknown && taken) {
                    differences.push(format!("{} {text:?}: {taken}", kind.column));
                }
            }
        }
        assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
    }

    fn the_program_and_the_database_take_the_same_numbers_and_instants(env: &TestEnv) {
        let instants = [
            "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "9999-12-31T23:59:58Z", "-001-01-01T00:00:00Z",
            "infinity", "-infinity", "10000-01-01T00:00:00Z", "262144-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "", "now\u{1b}",
        ];
        let statement = |change: String| format!("UPDATE events SET {change} WHERE id = 4");
        let starts = instants.map(|it| statement(format!("start_at = '{it}', end_at = '9999-12-31T23:59:59Z'")));
        for (instant, taken) in instants.iter().zip(env.takes(&starts)) {
            assert_eq!(taken, instant.parse::<Instant>().is_ok(), "{instant}");
        }
        let every = [
            ("collaborators", "created_at, updated_at"), ("customers", "created_at, updated_at"),
            ("contracts", "signed_at, created_at, updated_at"), ("events", "end_at, created_at, updated_at"),
            (&env.secret_table("sessions"), "last_used_at, revoked_at, created_at, updated_at"),
            (&env.secret_table("credentials"), "created_at, updated_at"),
        ];
        let every = every.iter().flat_map(|(table, columns)| columns.split(", ").map(move |it| (table, it)));
        let far = |(table, column)| ["infinity", "-infinity", "10000-01-01T00:00:00Z", "1969-12-31T23:59:59Z"]
            .map(|it| format!("UPDATE {table} SET {column} = '{it}'"));
        let far: Vec<String> = every.flat_map(far).collect();
        for (sql, taken) in far.iter().zip(env.takes(&far)) {
            assert!(!taken, "{sql}");
        }
        for count in ["-1", "0", "1", "1000000", "1000001", "2147483647"] {
            let taken = env.takes(&[statement(format!("attendees = {count}"))]);
            assert_eq!(taken, [count.parse::<Attendees>().is_ok()], "{count}");
        }
        for cents in [-1, 0, 1, 999_999_999_999, 1_000_000_000_000, i64::MAX] {
            let sql = format!("UPDATE contracts SET total_cents = {cents}, due_cents = 0 WHERE id = 9");
            let amount = format!("{}.{:02}", cents / 100, (cents % 100).abs());
            let amount = if cents < 0 { "-0.01".to_owned() } else { amount };
            assert_eq!(env.takes(&[sql]), [amount.parse::<Cents>().is_ok()], "{amount}");
        }
    }
}

/// A column of text or bytes that nothing bounds could be filled until no change of its row fits in an audit entry.
#[test]
fn every_stored_text_has_a_bound() {
    let postgres = TestEnv::demo(Backend::Postgres);
    let unbounded = postgres.scalar(
        "SELECT string_agg(c.oid::regclass || '.' || a.attname, ', ')
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
                JOIN pg_type t ON t.oid = a.atttypid
          WHERE n.nspname IN ('public', 'epic_sec') AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            AND coalesce(nullif(t.typbasetype, 0), t.oid) IN ('text'::regtype, 'bytea'::regtype, 'text[]'::regtype, 'jsonb'::regtype, 'json'::regtype)
            AND NOT EXISTS (
                SELECT FROM pg_constraint k
                 WHERE k.contype = 'c' AND k.convalidated AND (k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum] OR k.contypid = t.oid)
                   AND pg_get_constraintdef(k.oid) ~ 'length\\(.*(<=|=)|= ANY \\(|= ''|\\{[0-9]+,[0-9]+\\}\\$')",
    );
    assert_eq!(unbounded, "NULL");

    let sqlite = TestEnv::demo(Backend::Sqlite);
    let columns = sqlite.scalar(
        "SELECT group_concat(m.name || '.' || c.name) FROM sqlite_schema m, pragma_table_info(m.name) c
          WHERE m.type = 'table' AND m.sql LIKE '%STRICT' AND c.type IN ('TEXT', 'BLOB', 'ANY')",
    );
    for column in columns.split(',') {
        let (table, name) = column.split_once('.').unwrap();
        let sql = sqlite.scalar(&format!(
            "SELECT sql FROM sqlite_schema WHERE name = '{table}'"
        ));
        let bounded = [
            format!("length({name}) BETWEEN "),
            format!("length({name}) = "),
            format!("length({name}) <= "),
            format!("length(CAST({name} AS BLOB)) <= "),
            format!("{name} IN ("),
            format!("{name} = '"),
            format!("{name} IS strftime("),
        ];
        assert!(bounded.iter().any(|it| sql.contains(it)), "{column}");
    }
}
