//! The order of lists and their pages: every field to sort by, both ways, with ties; pages put together are the list.

use serde_json::{Value, json};

use crate::env::{TestEnv, on_both_databases};

const SORTS: [(&str, &[&str]); 4] = [
    (
        "collaborator",
        &[
            "id",
            "login",
            "first_name",
            "last_name",
            "email",
            "department",
            "created_at",
            "updated_at",
        ],
    ),
    (
        "customer",
        &[
            "id",
            "first_name",
            "last_name",
            "email",
            "company",
            "created_at",
            "updated_at",
        ],
    ),
    (
        "contract",
        &[
            "id",
            "customer.id",
            "customer.company",
            "total",
            "due",
            "status",
            "created_at",
            "updated_at",
        ],
    ),
    (
        "event",
        &[
            "id",
            "contract.id",
            "customer.company",
            "title",
            "start_at",
            "end_at",
            "location",
            "attendees",
            "created_at",
            "updated_at",
        ],
    ),
];

/// The field of a record, by its dotted name.
fn field<'a>(record: &'a Value, name: &str) -> &'a Value {
    name.split('.').fold(record, |value, key| &value[key])
}

/// Whether two values of one field stand in ascending order: -1, 0 or 1.
fn order(left: &Value, right: &Value) -> i64 {
    let ordering = match (left, right) {
        (Value::String(left), Value::String(right)) => left.as_bytes().cmp(right.as_bytes()),
        _ => left.as_f64().unwrap().total_cmp(&right.as_f64().unwrap()),
    };
    ordering as i64
}

#[track_caller]
fn list(env: &TestEnv, args: &[&str]) -> Vec<Value> {
    let output = env
        .run_as("CBrunel", [args, &["--json"]].concat())
        .success();
    match output.json() {
        Value::Array(records) => records,
        other => panic!("a list is an array, not {other}"),
    }
}

#[track_caller]
fn ids(env: &TestEnv, args: &[&str]) -> Vec<String> {
    let output = env
        .run_as("CBrunel", [args, &["--format", "ids"]].concat())
        .success();
    output.stdout.lines().map(str::to_owned).collect()
}

/// Rows that tie in every field that can.
fn with_ties(env: &TestEnv) {
    env.force(
        "UPDATE customers SET company = 'Même', last_name = 'Même' WHERE id IN (2, 4, 7);
         UPDATE contracts SET total_cents = 500000, due_cents = 100000 WHERE id IN (3, 5, 9);
         UPDATE events SET title = 'Bal', attendees = 50, location = 'Lyon' WHERE id IN (2, 5, 11);
         UPDATE collaborators SET last_name = 'Roux' WHERE id IN (1, 4)",
    );
}

on_both_databases! {
    fn every_sort_orders_by_its_field_and_ties_by_id(env: &TestEnv) {
        with_ties(env);
        for (noun, fields) in SORTS {
            for name in fields {
                let records = list(env, &[noun, "list", "--sort", name]);
                for pair in records.windows(2) {
                    let by_field = order(field(&pair[0], name), field(&pair[1], name));
                    let by_id = order(&pair[0]["id"], &pair[1]["id"]);
                    assert!(
                        by_field < 0 || (by_field == 0 && by_id < 0),
                        "{noun} by {name}: {} stands before {}", pair[0], pair[1]
                    );
                }
            }
        }
    }

    fn a_hyphen_reverses_the_whole_order_with_its_ties(env: &TestEnv) {
        with_ties(env);
        for (noun, fields) in SORTS {
            for name in fields {
                let forward = ids(env, &[noun, "list", "--sort", name]);
                let mut backward = ids(env, &[noun, "list", "--sort", &format!("-{name}")]);
                backward.reverse();
                assert_eq!(forward, backward, "{noun} by {name}");
            }
        }
    }

    fn pages_behind_one_another_are_the_whole_list(env: &TestEnv) {
        with_ties(env);
        for (noun, fields) in SORTS {
            for name in fields.iter().flat_map(|name| [(*name).to_owned(), format!("-{name}")]) {
                let all = ids(env, &[noun, "list", "--sort", &name]);
                let mut pages = ids(env, &[noun, "list", "--sort", &name, "--limit", "3"]);
                while let Some(last) = pages.last().cloned() {
                    let page = ids(env, &[noun, "list", "--sort", &name, "--limit", "3", "--after", &last]);
                    if page.is_empty() {
                        break;
                    }
                    pages.extend(page);
                    assert!(pages.len() <= all.len(), "{noun} by {name}: {pages:?}, not {all:?}");
                }
                assert_eq!(pages, all, "{noun} by {name}");
            }
        }
    }

    fn offsets_cut_the_list_into_the_same_pages(env: &TestEnv) {
        for (noun, _) in SORTS {
            let all = ids(env, &[noun, "list", "--sort", "-id"]);
            let mut pages = Vec::new();
            for offset in (0..all.len()).step_by(4) {
                pages.extend(ids(env, &[
                    noun, "list", "--sort", "-id", "--limit", "4", "--offset", &offset.to_string(),
                ]));
            }
            assert_eq!(pages, all, "{noun}");
        }
    }

    fn a_list_is_in_the_order_of_ids_unless_told_otherwise(env: &TestEnv) {
        for (noun, _) in SORTS {
            assert_eq!(ids(env, &[noun, "list"]), ids(env, &[noun, "list", "--sort", "id"]));
        }
    }

    fn an_offset_without_a_limit_passes_over_the_first_rows(env: &TestEnv) {
        assert_eq!(ids(env, &["contract", "list", "--offset", "6"]), ["7", "8", "9"]);
        assert_eq!(ids(env, &["contract", "list", "--after", "3", "--offset", "2", "--limit", "2"]), ["6", "7"]);
    }

    fn a_limit_of_none_and_an_offset_past_the_end_are_empty_lists(env: &TestEnv) {
        for (noun, _) in SORTS {
            assert_eq!(list(env, &[noun, "list", "--limit", "0"]), Vec::<Value>::new());
            assert_eq!(list(env, &[noun, "list", "--offset", "1000"]), Vec::<Value>::new());
            assert_eq!(list(env, &[noun, "list", "--sort", "-id", "--after", "1"]), Vec::<Value>::new());
        }
    }

    fn a_page_may_follow_a_row_that_the_filter_leaves_out(env: &TestEnv) {
        assert_eq!(ids(env, &["contract", "list", "--status", "signed", "--after", "6"]), ["7"]);
    }

    fn a_page_after_a_missing_row_is_not_found(env: &TestEnv) {
        for (noun, _) in SORTS {
            let error = env.assert_refused(
                Some("BRenard"), [noun, "list", "--after", "999"], 3, &format!("not_found.{noun}"),
            );
            assert_eq!(error["message"], format!("there is no {noun} 999"));
            assert_eq!(error["hint"], format!("epic {noun} list"));
        }
    }

    fn an_unknown_field_to_sort_by_is_refused_with_the_known_ones(env: &TestEnv) {
        for (noun, fields) in SORTS {
            for sort in ["nonsense", "-nonsense", "", "--id", "ID"] {
                let sort = format!("--sort={sort}");
                let error = env.assert_refused(Some("BRenard"), [noun, "list", &sort], 2, "usage.invalid");
                assert_eq!(
                    error["message"],
                    json!(format!("invalid value for --sort: must be one of {}", fields.join(", ")))
                );
            }
        }
    }

    fn paging_flags_refuse_what_is_no_count_and_no_id(env: &TestEnv) {
        for flags in [
            &["--limit=-1"][..], &["--limit", "many"], &["--offset=-1"], &["--after", "0"], &["--after", "CBrunel"],
            &["--limit", "99999999999999999999"], &["--all", "--limit", "3"],
        ] {
            env.assert_refused(Some("BRenard"), [&["customer", "list"], flags].concat(), 2, "usage.invalid");
        }
    }

    fn the_reverse_order_can_be_written_in_two_ways(env: &TestEnv) {
        let apart = env.run_as("CBrunel", ["contract", "list", "--sort", "-due", "--format", "ids"]).success();
        let joined = env.run_as("CBrunel", ["contract", "list", "--sort=-due", "--format", "ids"]).success();
        assert_eq!(joined.stdout, apart.stdout);
        // 20000, 16000, 12500, 7500, 4800.50, 2000, 1200, and twice nothing: the higher id first.
        assert_eq!(apart.stdout, "8\n4\n6\n2\n3\n7\n9\n5\n1\n");
    }
}
