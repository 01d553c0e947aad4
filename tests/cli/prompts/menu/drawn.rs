//! The menu as it is drawn: a whole day of each department by typing, with the arrows and by number, and a window that is
//! pulled at.

use insta::assert_snapshot;

use crate::env::{Backend, PASSWORD, TestEnv};
use crate::talk::{Talk, screen};

const DOWN: &str = "\u{1b}[B";

fn start(env: &TestEnv, login: &str, lang: &str) -> Talk {
    env.log_in(login);
    Talk::with(env.command(["menu"]).env("EPIC_LANG", lang))
}

#[test]
fn a_day_of_management() {
    let env = TestEnv::demo(Backend::Sqlite);
    let mut talk = start(&env, "AMartinez", "en");
    talk.press("Choose an action: ", "create coll\r")
        .answer("Login: ", "ZPetit")
        .answer("First name: ", "Zoé")
        .answer("Last name: ", "Petit")
        .answer("E-mail: ", "zpetit@epic-events.example")
        .answer("Phone: ", "0601020304")
        .press("Department: ", &format!("{DOWN}\r"))
        .answer("New password: ", "correct horse battery staple")
        .answer("Repeat the new password: ", "correct horse battery staple")
        .answer("Save? [y/N]: ", "y")
        .sees("Command: epic collaborator create --login ZPetit")
        .press("Choose an action: ", "view customers\r")
        .sees("Command: epic customer list")
        .press("Choose an action: ", "create contract\r")
        .press("Customer: ", "elea\r")
        .answer("Total: ", "1 500,50")
        .answer("Amount due (optional): ", "2000")
        .sees("must not exceed the total")
        .again("")
        .answer("Save? [y/N]: ", "y")
        .sees("Command: epic contract create --customer 1 --total '1 500,50'")
        .press("Choose an action: ", "assign\r")
        .press("Event: ", "\r")
        .press("Support contact: ", "karine\r")
        .answer("Save? [y/N]: ", "y")
        .sees("--support KDurand")
        .press("Choose an action: ", "delete\r")
        .press("Collaborator: ", "zpetit\r")
        .answer("[y/N]: ", "y")
        .sees("Command: epic collaborator delete ZPetit")
        .press("Choose an action: ", "log out\r");
    let shown = talk.end();
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    assert!(!shown.contains("battery"), "{shown}");
    assert_eq!(
        env.scalar("SELECT total_cents FROM contracts WHERE id = 10"),
        "150050"
    );
    assert_eq!(
        env.scalar("SELECT department FROM collaborators WHERE login = 'ZPetit'"),
        "sales"
    );
}

#[test]
fn a_day_of_sales() {
    let env = TestEnv::demo(Backend::Sqlite);
    let mut talk = start(&env, "CBrunel", "fr");
    talk.press("Choisissez une action\u{202f}: ", "1\r")
        .answer("Prénom\u{202f}: ", "Zoé")
        .answer("Nom\u{202f}: ", "Petit")
        .answer("E-mail\u{202f}: ", "zoe@petit.example")
        .answer("Téléphone\u{202f}: ", "0601020304")
        .answer("Société\u{202f}: ", "Petit SA")
        .answer("Enregistrer\u{202f}? [o/N]\u{202f}: ", "o")
        .sees("Commande\u{202f}: epic customer create")
        .press("Choisissez une action\u{202f}: ", "statut\r")
        .press("Statut\u{202f}: ", "3\r")
        .sees("--status signed")
        .press("Choisissez une action\u{202f}: ", "soldes\r")
        .sees("--unpaid")
        .press("Choisissez une action\u{202f}: ", "modifier un contrat\r")
        .press("Contrat\u{202f}: ", "9")
        .sees("> n°\u{202f}9 ")
        .press("", "\r")
        .answer("Montant total\u{202f}: 1200.00", "")
        .answer("Reste dû\u{202f}: 1200.00", "")
        .press("Statut\u{202f}: ", &format!("{DOWN}{DOWN}\r"))
        .answer("Enregistrer\u{202f}? [o/N]\u{202f}: ", "oui")
        .sees("Commande\u{202f}: epic contract update 9 --status signed")
        .press("Choisissez une action\u{202f}: ", "creer un evenement\r")
        .press("Contrat\u{202f}: ", "elea\r")
        .answer("Titre\u{202f}: ", "Fête")
        .answer("Début (AAAA-MM-JJ HH:MM)\u{202f}: ", "2031-05-20 18:00")
        .answer("Fin (AAAA-MM-JJ HH:MM, ou +3h)\u{202f}: ", "+3h")
        .answer("Lieu\u{202f}: ", "Lyon")
        .answer("Participants\u{202f}: ", "50")
        .answer("Notes (facultatif)\u{202f}: ", "")
        .answer("Enregistrer\u{202f}? [o/N]\u{202f}: ", "o")
        .sees("Commande\u{202f}: epic event create")
        .press("Choisissez une action\u{202f}: ", "quitter\r");
    let shown = talk.end();
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    assert_eq!(
        env.scalar("SELECT status FROM contracts WHERE id = 9"),
        "signed"
    );
    assert_eq!(env.scalar("SELECT title FROM events WHERE id = 12"), "Fête");
    env.run(["whoami"]).success();
}

#[test]
fn a_day_of_support() {
    let env = TestEnv::demo(Backend::Sqlite);
    let mut talk = start(&env, "BRenard", "en");
    talk.press("Choose an action: ", "my events\r")
        .sees("Command: epic event list --mine")
        .press("Choose an action: ", "modify\r")
        .press("Event: ", "\r")
        .answer("Title: ", "")
        .answer("Start (YYYY-MM-DD HH:MM): ", "")
        .answer("End (YYYY-MM-DD HH:MM, or +3h): ", "")
        .answer("Location: ", ", Lyon")
        .answer("Attendees: ", "\u{15}0")
        .sees("must be")
        .again("300")
        .answer("Notes: ", "\u{15}Une note")
        .answer("Save? [y/N]: ", "y")
        .sees("Command: epic event update 4 --location")
        .press("Choose an action: ", "read event\r")
        .press("Event: ", "4\r")
        .sees("Command: epic event show 4")
        .press("Choose an action: ", "log out\r");
    let shown = talk.end();
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    assert_eq!(
        env.scalar("SELECT attendees || notes FROM events WHERE id = 4"),
        "300Une note"
    );
}

#[test]
fn the_menu_looks_like_this() {
    let env = TestEnv::demo(Backend::Sqlite);
    for (login, lang) in [("AMartinez", "en"), ("CBrunel", "fr"), ("BRenard", "en")] {
        let mut talk = start(&env, login, lang);
        talk.sees(if lang == "en" {
            "to go back"
        } else {
            "pour revenir"
        });
        let shown = talk.screen();
        match login {
            "AMartinez" => assert_snapshot!(shown, @"
            Alice Martinez (AMartinez), management
            Choose an action:
            >  1  Create collaborator
               2  Modify collaborator
               3  Delete collaborator
               4  View customers
               5  Read customer
               6  View contracts
               7  Read contract
               8  Create contract
               9  Modify contract
              10  View events
              11  Read event
              12  Assign support collaborator to event
              13  Log out
              14  Quit
            Type to search, ↑ ↓ to move, Enter to select, Esc to go back
            "),
            "CBrunel" => assert_snapshot!(shown, @"
            Cédric Brunel (CBrunel), commercial
            Choisissez une action :
            >  1  Créer un client
               2  Voir les clients
               3  Consulter un client
               4  Modifier un client
               5  Voir les contrats
               6  Consulter un contrat
               7  Filtrer les contrats par statut
               8  Filtrer les contrats non soldés
               9  Modifier un contrat
              10  Voir les événements
              11  Consulter un événement
              12  Créer un événement
              13  Se déconnecter
              14  Quitter
            Tapez pour chercher, ↑ ↓ pour choisir, Entrée pour valider, Échap pour revenir
            "),
            _ => {
                let readme = include_str!("../../../../README.md");
                assert!(
                    readme.contains(&format!("```text\n{shown}\n```")),
                    "{shown}"
                );
                assert_snapshot!(shown, @"
                Benoît Renard (BRenard), support
                Choose an action:
                >  1  View customers
                   2  Read customer
                   3  View contracts
                   4  Read contract
                   5  View events
                   6  Read event
                   7  Modify event
                   8  Display my events
                   9  Log out
                  10  Quit
                Type to search, ↑ ↓ to move, Enter to select, Esc to go back
                ");
            }
        }
        talk.press("", "\u{3}");
        talk.end();
    }
}

#[test]
fn a_window_may_be_pulled_at_while_a_list_is_open() {
    let env = TestEnv::demo(Backend::Sqlite);
    let mut talk = start(&env, "CBrunel", "en");
    talk.press("Choose an action: ", "read customer\r")
        .sees("#8 ");
    for (columns, rows) in [(30, 8), (20, 5), (200, 60), (80, 24)] {
        talk.resize(columns, rows).sees("Customer");
    }
    talk.press("", "caseres").sees("> #2 ").press("", "\r");
    talk.sees("Command: epic customer show 2");
    talk.press("Choose an action: ", "quit\r");
    let shown = talk.end();
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
}

#[test]
fn hostile_data_does_not_act_on_the_terminal() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.unchecked("UPDATE customers SET company = 'Evil ' || char(8238) || ' SA' WHERE id = 1");
    let mut talk = start(&env, "CBrunel", "en");
    talk.press("Choose an action: ", "read customer\r")
        .sees("#1 Éléa Garçon, Evil \\u{202e} SA")
        .press("", "\u{3}");
    assert!(talk.end().ends_with("[exit 130]\n"));
}

#[test]
fn three_wrong_passwords_are_told_and_asked_again() {
    let env = TestEnv::demo(Backend::Sqlite);
    let mut talk = Talk::with(env.command(["menu"]));
    talk.answer("Login: ", "CBrunel");
    for _ in 0..3 {
        talk.answer("Password of CBrunel: ", "wrong")
            .sees("error: wrong login or password")
            .answer("Login: CBrunel", "");
    }
    talk.answer("Password of CBrunel: ", PASSWORD)
        .sees("Cédric Brunel (CBrunel), sales")
        .press("Choose an action: ", "log out\r");
    let shown = talk.end();
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    assert!(!screen(shown.as_bytes()).contains(PASSWORD));
}
