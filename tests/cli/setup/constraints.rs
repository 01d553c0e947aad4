//! Constraints and rules that the database itself keeps, without the program.

use crate::env::{TestEnv, on_both_databases};

on_both_databases! {
    fn the_database_itself_refuses_wrong_amounts(env: &TestEnv) {
        for (total, due) in [(-1, -1), (10, 11), (10, -1), (1_000_000_000_000_i64, 0)] {
            let sql = format!("UPDATE contracts SET total_cents = {total}, due_cents = {due} WHERE id = 9");
            assert_eq!(env.violation(&sql), "check", "{sql}");
        }
        env.execute("UPDATE contracts SET total_cents = 999999999999, due_cents = 999999999999 WHERE id = 9");
        env.execute("UPDATE contracts SET total_cents = 0, due_cents = 0 WHERE id = 9");
    }

    fn the_database_itself_refuses_wrong_states(env: &TestEnv) {
        for (change, kind) in [
            ("status = 'paid'", "check"),
            ("status = 'signed'", "check"),
            ("signed_at = created_at", "check"),
            ("currency = 'USD'", "check"),
            ("version = 0", "check"),
            ("customer_id = 99", "foreign key"),
            ("customer_id = NULL", "not null"),
            ("due_cents = NULL", "not null"),
        ] {
            assert_eq!(env.violation(&format!("UPDATE contracts SET {change} WHERE id = 9")), kind, "{change}");
        }
        assert_eq!(env.violation("UPDATE contracts SET signed_at = NULL WHERE id = 2"), "rule");
        assert_eq!(env.violation("DELETE FROM contracts WHERE id = 2"), "foreign key");
    }

    fn the_database_itself_refuses_wrong_customers(env: &TestEnv) {
        for (change, kind) in [
            ("first_name = ''", "check"),
            ("last_name = ''", "check"),
            ("company = ''", "check"),
            ("first_name = 'a\nb'", "check"),
            ("last_name = 'a\tb'", "check"),
            ("company = 'a\u{1b}b'", "check"),
            ("company = 'a\u{7f}b'", "check"),
            ("email = ''", "check"),
            ("phone = '0601020304'", "check"),
            ("phone = '+1234'", "check"),
            ("phone = '+1234567890123456'", "check"),
            ("phone = '+1234a6'", "check"),
            ("version = 0", "check"),
            ("company = NULL", "not null"),
            ("sales_contact_id = 99", "rule"),
        ] {
            assert_eq!(env.violation(&format!("UPDATE customers SET {change} WHERE id = 1")), kind, "{change}");
        }
        for (name, longest) in [("first_name", 50), ("last_name", 50), ("company", 100)] {
            let update = |length| format!("UPDATE customers SET {name} = '{}' WHERE id = 1", "é".repeat(length));
            assert_eq!(env.violation(&update(longest + 1)), "check", "{name}");
            env.execute(&update(longest));
        }
        assert_eq!(env.violation("DELETE FROM customers WHERE id = 1"), "foreign key");
        assert_eq!(env.violation("DELETE FROM collaborators WHERE id = 2"), "foreign key");
    }

    fn the_database_itself_refuses_wrong_events(env: &TestEnv) {
        for (change, kind) in [
            ("title = ''", "check"),
            ("title = 'a\nb'", "check"),
            ("location = ''", "check"),
            ("location = 'a\u{7f}b'", "check"),
            ("attendees = 0", "check"),
            ("attendees = 1000001", "check"),
            ("end_at = start_at", "check"),
            ("start_at = '2099-05-20T16:00:00Z'", "check"),
            ("version = 0", "check"),
            ("notes = NULL", "not null"),
            ("support_contact_id = 99", "rule"),
        ] {
            assert_eq!(env.violation(&format!("UPDATE events SET {change} WHERE id = 4")), kind, "{change}");
        }
        for (name, longest) in [("title", 100), ("location", 200), ("notes", 2000)] {
            let update = |length| format!("UPDATE events SET {name} = '{}' WHERE id = 4", "é".repeat(length));
            assert_eq!(env.violation(&update(longest + 1)), "check", "{name}");
            env.execute(&update(longest));
        }
        env.execute("UPDATE events SET attendees = 1 WHERE id = 4");
        env.execute("UPDATE events SET attendees = 1000000 WHERE id = 4");
    }

    fn the_database_itself_refuses_wrong_accounts(env: &TestEnv) {
        for (change, kind) in [
            ("login = ''", "check"),
            ("login = 'a b'", "check"),
            ("login = 'é'", "check"),
            ("login = 'A.b_c-D0123456789xyzt'", "check"),
            ("login = 'cbrunel'", "unique"),
            ("email = 'CBRUNEL@EPIC-EVENTS.EXAMPLE'", "unique"),
            ("email = ''", "check"),
            ("first_name = ''", "check"),
            ("last_name = 'a\nb'", "check"),
            ("phone = '0601020304'", "check"),
            ("department = 'it'", "check"),
            ("department = NULL", "not null"),
            ("version = 0", "check"),
        ] {
            assert_eq!(env.violation(&format!("UPDATE collaborators SET {change} WHERE id = 3")), kind, "{change}");
        }
        env.execute("UPDATE collaborators SET login = 'A.b_c-D0123456789xyz' WHERE id = 3");
        for (table, kind) in [("credentials", "foreign key"), ("sessions", "foreign key")] {
            assert_eq!(env.violation(&format!("UPDATE {table} SET collaborator_id = 99 WHERE collaborator_id = 2")), kind);
        }
    }
}
