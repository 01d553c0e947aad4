//! Esc, Ctrl-C and the end of input at every kind of question, drawn and plain: what they do to the answers, to the
//! database and to the terminal.

use super::sessions;
use crate::env::{Backend, Invocation, PASSWORD, TestEnv, on_both_databases};
use crate::talk::{CTRL_C, CTRL_D, ESC, Talk};

/// The questions up to one of each kind: in the menu, in a field, in a list, before saving.
const KINDS: [&[(&str, &str)]; 4] = [
    &[("Choose an action", "")],
    &[("Choose an action", "1\r"), ("First name", "")],
    &[("Choose an action", "9\r"), ("Contract", "")],
    &[
        ("Choose an action", "1\r"),
        ("First name", "Zoé\r"),
        ("Last name", "Petit\r"),
        ("E-mail", "zoe@petit.example\r"),
        ("Phone", "0601020304\r"),
        ("Company", "Petit SA\r"),
        ("[y/N]: ", ""),
    ],
];

fn menu(env: &TestEnv, accessible: bool) -> Invocation<'_> {
    let run = env.command(["menu"]);
    if accessible {
        run.env("EPIC_ACCESSIBLE", "1")
    } else {
        run
    }
}

#[test]
fn ctrl_c_and_the_end_of_input_cancel_everything_and_restore_the_terminal() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    for accessible in [false, true] {
        for kind in KINDS {
            for key in [CTRL_C, CTRL_D] {
                let shown = env.unchanged(|| {
                    let mut talk = Talk::in_shell(menu(&env, accessible));
                    for (prompt, keys) in kind {
                        talk.press(prompt, keys);
                    }
                    if accessible && kind.len() == 1 {
                        talk.sees("Number: ");
                    }
                    talk.press("", key);
                    talk.end_of_shell()
                });
                assert!(
                    shown.contains("\nerror: cancelled\n[exit 130]\n"),
                    "{accessible} {kind:?} {key:?}\n{shown}"
                );
                assert!(shown.ends_with("isig\nicanon\necho\n"), "{shown}");
            }
        }
    }
}

on_both_databases! {
    fn esc_goes_back_step_by_step_and_keeps_the_session(env: &TestEnv) {
        env.log_in("CBrunel");
        let mut talk = Talk::with(menu(env, false));
        talk.press("Choose an action: ", "create customer\r")
            .answer("First name: ", "Zoé")
            .answer("Last name: ", "Petit")
            .press("E-mail: ", ESC)
            .press("Last name: Petit", ESC)
            .press("First name: Zoé", ESC)
            // Back in the menu, and out of a list as well.
            .press("Choose an action: ", "read contract\r")
            .press("Contract: ", ESC)
            .press("Choose an action: ", ESC)
            .press("Quit? [y/N]: ", ESC)
            .press("Choose an action: ", ESC)
            .press("Quit? [y/N]: ", "y\r");
        let shown = talk.end();
        assert!(shown.ends_with("[exit 0]\n"), "{shown}");
        env.run(["whoami"]).success();
        assert_eq!(env.scalar("SELECT count(*) FROM customers"), "8");
    }

    fn a_session_that_ends_in_a_form_is_renewed_and_the_form_goes_on(env: &TestEnv) {
        env.sign_in("CBrunel", PASSWORD).success();
        let mut talk = Talk::with(menu(env, false));
        talk.press("Choose an action: ", "create customer\r")
            .answer("First name: ", "Zoé")
            .answer("Last name: ", "Petit")
            .answer("E-mail: ", "zoe@petit.example")
            .sees("Phone: ");
        env.force(&format!("UPDATE {} SET created_at = '2020-01-01T00:00:00Z', expires_at = '2020-01-01T08:00:00Z'", sessions(env)));
        talk.answer("", "0601020304")
            .answer("Company: ", "Petit SA")
            .answer("[y/N]: ", "y")
            .sees("error: your session ")
            .answer("Password of CBrunel: ", "wrong")
            .sees("error: wrong login or password")
            .answer("Password of CBrunel: ", PASSWORD)
            .sees("Command: epic customer create --first-name Zoé --last-name Petit")
            .press("Choose an action: ", "log out\r");
        let shown = talk.end();
        assert!(shown.ends_with("[exit 0]\n"), "{shown}");
        assert_eq!(env.scalar("SELECT company FROM customers WHERE email = 'zoe@petit.example'"), "Petit SA");
        assert!(!env.session_file().exists());
    }

    fn a_session_that_ends_in_a_list_is_renewed_and_the_list_goes_on(env: &TestEnv) {
        env.sign_in("CBrunel", PASSWORD).success();
        let mut talk = Talk::with(menu(env, false));
        talk.press("Choose an action: ", "modify customer\r").sees("#1 Éléa");
        env.force(&format!("UPDATE {} SET revoked_at = created_at WHERE revoked_at IS NULL", sessions(env)));
        talk.press("", "garc")
            .press("", "\r");
        if env.backend() == Backend::Sqlite {
            // It shows what it has, and says so before it writes.
            talk.answer("First name: ", "")
                .answer("Last name: ", "-Petit")
                .answer("E-mail: ", "")
                .answer("Phone: ", "")
                .answer("Company: ", "")
                .answer("[y/N]: ", "y");
        }
        talk.sees("error: your session was revoked: log in again")
            .answer("Password of CBrunel: ", PASSWORD);
        if env.backend() == Backend::Postgres {
            talk.press("Customer: ", "garc").sees("> #1 Éléa").press("", "\r")
                .answer("First name: ", "")
                .answer("Last name: ", "-Petit")
                .answer("E-mail: ", "")
                .answer("Phone: ", "")
                .answer("Company: ", "")
                .answer("[y/N]: ", "y");
        }
        talk.press("Choose an action: ", "quit\r");
        let shown = talk.end();
        assert!(shown.ends_with("[exit 0]\n"), "{shown}");
        assert_eq!(env.scalar("SELECT last_name FROM customers WHERE id = 1"), "Garçon-Petit");
    }
}
