//! Who may do what, cell by cell: the matrix of the product written out again, by hand, and walked with the real
//! program. A command that is missing here fails a test. What a rule refuses to those who may is left to the files of
//! the four nouns.

use std::collections::BTreeSet;

use crate::env::{PASSWORD, TestEnv, on_both_databases};
use crate::staff::{MANAGER, OTHER_STRONG, SALES, SUPPORT};

/// On which records a department may do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A cell that the matrix leaves empty.
    No,
    /// Its own: the customer's sales contact is me, I am the event's support contact.
    Own,
    /// All of them.
    Any,
}

use Cell::{Any, No, Own};

/// A row of the matrix: the command, the cells of Management, Sales and Support, and arguments that name a record which
/// belongs to the acting Sales or Support collaborator, then one which belongs to a colleague.
pub type Row = (
    &'static str,
    [Cell; 3],
    &'static [&'static str],
    &'static [&'static str],
);

/// One collaborator of each department. Customers 1 to 4 with their contracts are CBrunel's, event 4 is BRenard's.
pub const ACTORS: [&str; 3] = [MANAGER, SALES, SUPPORT];

/// The commands that nobody has to be logged in for.
const PUBLIC: [&str; 11] = [
    "completions",
    "db enroll",
    "db lockdown",
    "db migrate",
    "db status",
    "init",
    "login",
    "logout",
    "man",
    "menu",
    "signup",
];

/// What everybody may on their own alone, whatever it is called: its file walks it.
const ELSEWHERE: [&str; 1] = ["session revoke"];

/// The password commands come last: a new password ends the sessions.
pub const MATRIX: &[Row] = &[
    ("whoami", [Any, Any, Any], &[], &[]),
    ("collaborator list", [Any, Any, Any], &[], &[]),
    (
        "collaborator show",
        [Any, Any, Any],
        &["CBrunel"],
        &["CDelorme"],
    ),
    ("customer list", [Any, Any, Any], &[], &[]),
    ("customer show", [Any, Any, Any], &["1"], &["5"]),
    ("contract list", [Any, Any, Any], &[], &[]),
    ("contract show", [Any, Any, Any], &["2"], &["5"]),
    ("event list", [Any, Any, Any], &[], &[]),
    ("event show", [Any, Any, Any], &["4"], &["5"]),
    (
        "customer create",
        [No, Any, No],
        &[
            "--first-name=Zoé",
            "--last-name=Ney",
            "--email=z@ney.example",
            "--phone=0601020304",
            "--company=Ney",
        ],
        &[
            "--first-name=Ugo",
            "--last-name=Ney",
            "--email=u@ney.example",
            "--phone=0601020305",
            "--company=Ney",
        ],
    ),
    (
        "customer update",
        [No, Own, No],
        &["1", "--company=Ney"],
        &["5", "--company=Ney"],
    ),
    (
        "contract update",
        [Any, Own, No],
        &["4", "--due=100"],
        &["8", "--due=100"],
    ),
    ("contract sign", [Any, Own, No], &["9"], &["8"]),
    ("contract pay", [Any, Own, No], &["3", "1"], &["7", "1"]),
    (
        "event create",
        [No, Own, No],
        &[
            "--contract=2",
            "--title=Bal",
            "--start=2099-05-20 18:00",
            "--end=+3h",
            "--location=Lyon",
            "--attendees=9",
        ],
        &[
            "--contract=5",
            "--title=Bal",
            "--start=2099-05-20 18:00",
            "--end=+3h",
            "--location=Lyon",
            "--attendees=9",
        ],
    ),
    (
        "event update",
        [No, No, Own],
        &["4", "--title=Bal"],
        &["5", "--title=Bal"],
    ),
    (
        "event assign",
        [Any, No, No],
        &["2", "--support=BRenard"],
        &["10", "--support=KDurand"],
    ),
    ("event unassign", [Any, No, No], &["4"], &["5"]),
    (
        "contract create",
        [Any, No, No],
        &["--customer=1", "--total=10"],
        &["--customer=5", "--total=10"],
    ),
    (
        "customer transfer",
        [Any, No, No],
        &["1", "--to=CDelorme"],
        &["5", "--to=CBrunel"],
    ),
    (
        "collaborator create",
        [Any, No, No],
        &[
            "--login=Ugo",
            "--first-name=Ugo",
            "--last-name=Ney",
            "--email=u@epic.example",
            "--phone=0601020304",
            "--department=sales",
            "--password-stdin",
        ],
        &[
            "--login=Zoe",
            "--first-name=Zoé",
            "--last-name=Ney",
            "--email=z@epic.example",
            "--phone=0601020304",
            "--department=support",
            "--password-stdin",
        ],
    ),
    (
        "collaborator update",
        [Any, No, No],
        &["CBrunel", "--first-name=Luc"],
        &["CDelorme", "--first-name=Luc"],
    ),
    (
        "collaborator delete",
        [Any, No, No],
        &["KDurand", "--reassign-to=BRenard", "--yes"],
        &["ALefebvre", "--reassign-to=BRenard", "--yes"],
    ),
    (
        "collaborator unlock",
        [Any, No, No],
        &["CBrunel"],
        &["CDelorme"],
    ),
    ("audit list", [Any, No, No], &[], &[]),
    ("audit verify", [Any, No, No], &[], &[]),
    ("audit anchor", [Any, No, No], &[], &[]),
    ("search", [Any, Any, Any], &["garcon"], &["noel"]),
    (
        "history",
        [Any, Any, Any],
        &["customer", "1"],
        &["customer", "5"],
    ),
    ("session list", [Any, Any, Any], &[], &[]),
    ("token list", [Any, Any, Any], &[], &[]),
    (
        "token create",
        [Any, Any, Any],
        &["--name=cron", "--expires=1d"],
        &[],
    ),
    ("token revoke", [Any, Any, Any], &["cron"], &[]),
    (
        "collaborator reset-password",
        [Any, No, No],
        &["CBrunel", "--password-stdin"],
        &["CDelorme", "--password-stdin"],
    ),
    (
        "password change",
        [Any, Any, Any],
        &["--password-stdin"],
        &[],
    ),
];

/// The whole command line of a row.
pub fn words<'a>(command: &'a str, arguments: &[&'a str]) -> Vec<&'a str> {
    command
        .split(' ')
        .chain(arguments.iter().copied())
        .collect()
}

/// Walks the cells of one department that let something pass.
fn walk_allowed(env: &TestEnv, department: usize) {
    let login = ACTORS[department];
    for (command, cells, own, other) in MATRIX {
        let allowed: &[_] = match cells[department] {
            No => &[],
            Own => &[own],
            Any if other.is_empty() => &[own],
            Any => &[own, other],
        };
        for arguments in allowed {
            let passwords = match *command {
                "password change" => format!("{PASSWORD}\n{OTHER_STRONG}\n"),
                _ => format!("{OTHER_STRONG}\n"),
            };
            let output = env
                .command(words(command, arguments))
                .as_(login)
                .stdin(passwords)
                .run();
            assert_eq!(
                output.status, 0,
                "{login}: epic {command} {arguments:?}\n{output}"
            );
        }
    }
}

/// Walks the cells of one department that refuse.
fn walk_refused(env: &TestEnv, department: usize) {
    let login = ACTORS[department];
    for (command, cells, own, other) in MATRIX {
        let refused: &[_] = match cells[department] {
            No => &[(own, "denied.department"), (other, "denied.department")],
            Own => &[(other, "denied.ownership")],
            Any => &[],
        };
        for (arguments, code) in refused {
            env.assert_refused(Some(login), words(command, arguments), 5, code);
        }
    }
}

on_both_databases! {
    fn management_may_what_the_matrix_says(env: &TestEnv) {
        walk_allowed(env, 0);
    }

    fn sales_may_what_the_matrix_says(env: &TestEnv) {
        walk_allowed(env, 1);
    }

    fn support_may_what_the_matrix_says(env: &TestEnv) {
        walk_allowed(env, 2);
    }

    fn management_may_nothing_else(env: &TestEnv) {
        walk_refused(env, 0);
    }

    fn sales_may_nothing_else(env: &TestEnv) {
        walk_refused(env, 1);
    }

    fn support_may_nothing_else(env: &TestEnv) {
        walk_refused(env, 2);
    }

    fn nobody_may_anything_without_a_login(env: &TestEnv) {
        for (command, _, own, _) in MATRIX {
            let error = env.assert_refused(None, words(command, own), 4, "auth.required");
            assert_eq!(error["hint"], "epic login", "{command}");
            // What is missing is not told to somebody who may not know.
            if !command.ends_with(" update") {
                env.assert_refused(None, words(command, &[]), 4, "auth.required");
            }
        }
    }

    fn the_public_commands_ask_for_no_login(env: &TestEnv) {
        env.run(["init"]).success();
        env.run(["db", "migrate"]).success();
        env.run(["logout"]).success();
        env.sign_in("CBrunel", PASSWORD).success();
        env.log_in("KDurand");
        env.run(["logout"]).success();
        let flags = MATRIX.iter().find(|row| row.0 == "collaborator create").expect("a row of the matrix").2;
        let flags: Vec<_> = flags.iter().copied().filter(|flag| !flag.starts_with("--department")).collect();
        env.assert_refused(None, words("signup", &flags), 6, "rule.signup_closed");
    }

    fn a_refusal_comes_before_what_is_missing(env: &TestEnv) {
        for (command, cells, own, _) in MATRIX {
            for (login, cell) in ACTORS.into_iter().zip(cells) {
                if *cell != No {
                    continue;
                }
                // An update needs one flag to be a command line at all; its id may be missing.
                let arguments = if command.ends_with(" update") { &own[1..] } else { &[] };
                env.assert_refused(Some(login), words(command, arguments), 5, "denied.department");
            }
        }
    }

    fn a_refusal_comes_before_what_is_invalid(env: &TestEnv) {
        env.assert_refused(Some("BRenard"), ["customer", "create", "--email", "nonsense"], 5, "denied.department");
        env.assert_refused(Some("CBrunel"), ["contract", "create", "--total", "much"], 5, "denied.department");
        env.assert_refused(Some("CBrunel"), ["event", "assign", "x"], 5, "denied.department");
        env.assert_refused(Some("AMartinez"), ["event", "create", "--start", "soon"], 5, "denied.department");
    }

    fn a_refusal_comes_before_what_does_not_exist(env: &TestEnv) {
        env.assert_refused(Some("BRenard"), ["contract", "sign", "999"], 5, "denied.department");
        env.assert_refused(Some("CBrunel"), ["collaborator", "delete", "nobody", "--yes"], 5, "denied.department");
        env.assert_refused(Some("CBrunel"), ["contract", "sign", "999"], 3, "not_found.contract");
    }

    fn whoever_may_is_told_what_is_invalid(env: &TestEnv) {
        let error = env.assert_refused(Some("CBrunel"), ["customer", "create", "--email", "nonsense"], 2, "usage.invalid");
        assert_eq!(
            error["message"],
            "missing --first-name, --last-name, --phone, --company; invalid value for --email: must contain an @, \
             as in name@example.com"
        );
    }

    fn an_unknown_flag_is_a_usage_error_for_everybody(env: &TestEnv) {
        for login in [None, Some("AMartinez"), Some("CBrunel"), Some("BRenard")] {
            let error = env.assert_refused(login, ["customer", "create", "--colour", "red"], 2, "usage.invalid");
            assert_eq!(error["message"], "unexpected argument '--colour' found", "{login:?}");
        }
    }

    fn sales_cannot_move_their_own_contract(env: &TestEnv) {
        let error = env.assert_refused(
            Some("CBrunel"),
            ["contract", "update", "9", "--customer", "2"],
            5,
            "denied.department",
        );
        assert_eq!(error["message"], "the sales department cannot move a contract to another customer");
    }

    fn a_refusal_says_who_may_not_what(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("BRenard", ["contract", "sign", "9"]), @r"
        exit: 5
        --- stdout
        --- stderr
        error: the support department cannot sign a contract
        ");
        insta::assert_snapshot!(env.run_as("CBrunel", ["contract", "sign", "8"]), @"
        exit: 5
        --- stdout
        --- stderr
        error: contract 8 is not yours, so you cannot sign it
        ");
        insta::assert_snapshot!(env.run_as("BRenard", ["event", "update", "5", "--title", "Bal"]), @"
        exit: 5
        --- stdout
        --- stderr
        error: event 5 is not yours, so you cannot change it
        ");
        insta::assert_snapshot!(env.run(["customer", "list"]), @r"
        exit: 4
        --- stdout
        --- stderr
        error: you are not logged in
        hint: epic login
        ");
    }

    fn support_cannot_change_an_event_without_support_contact(env: &TestEnv) {
        for login in ["BRenard", "KDurand", "ALefebvre"] {
            env.assert_refused(Some(login), ["event", "update", "2", "--title", "Bal"], 5, "denied.ownership");
        }
    }

    fn sales_cannot_change_a_customer_without_sales_contact(env: &TestEnv) {
        env.execute("UPDATE customers SET sales_contact_id = NULL WHERE id = 2");
        // Chains the entry that SQLite keeps of a statement from outside.
        env.run_as("CBrunel", ["customer", "update", "1", "--company", "Bré"]).success();
        for login in ["CBrunel", "CDelorme"] {
            env.assert_refused(Some(login), ["customer", "update", "2", "--company", "Ney"], 5, "denied.ownership");
            env.assert_refused(Some(login), ["contract", "pay", "2", "1"], 5, "denied.ownership");
        }
    }

    fn another_department_in_the_row_ends_the_right_at_once(env: &TestEnv) {
        env.execute("UPDATE collaborators SET department = 'sales' WHERE login = 'ALefebvre'");
        env.assert_refused(Some("ALefebvre"), ["event", "update", "8", "--title=Bal"], 4, "auth.revoked");
    }
}

#[test]
fn the_matrix_covers_every_command() {
    fn leaves(command: &clap::Command, path: &str, found: &mut BTreeSet<String>) {
        for sub in command
            .get_subcommands()
            .filter(|sub| sub.get_name() != "help")
        {
            let path = format!("{path} {}", sub.get_name()).trim().to_owned();
            if sub.has_subcommands() {
                leaves(sub, &path, found);
            } else {
                found.insert(path);
            }
        }
    }

    let mut commands = BTreeSet::new();
    leaves(&epic::cli::tree(), "", &mut commands);
    let mut covered: Vec<_> = MATRIX
        .iter()
        .map(|row| row.0)
        .chain(PUBLIC)
        .chain(ELSEWHERE)
        .collect();
    covered.sort_unstable();
    assert_eq!(
        commands.iter().map(String::as_str).collect::<Vec<_>>(),
        covered
    );
}
