//! What a person at a terminal sees of lists and records, in both languages and at several widths. Every test here has
//! a pseudo-terminal; the dates of the demonstration company, which follow the clock, are set to fixed ones.

use std::process::Command;
use std::time::Duration;

use expectrl::Expect as _;
use expectrl::session::OsSession;
use insta::assert_snapshot;
use unicode_width::UnicodeWidthStr as _;

use crate::env::{Invocation, TestEnv, finish, on_both_databases, without_times};

/// What a terminal of so many columns shows of a run that succeeds.
#[track_caller]
fn seen(run: Invocation<'_>, columns: usize) -> String {
    let (text, status) = shown(run, columns);
    assert_eq!(status, 0, "{text}");
    text
}

/// What a terminal of so many columns shows of a run, and its exit status.
#[track_caller]
pub fn shown(run: Invocation<'_>, columns: usize) -> (String, i32) {
    let inner = run.env("TERM", "xterm-256color").raw();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "read -r _; exec \"$0\" \"$@\""])
        .arg(inner.get_program())
        .args(inner.get_args())
        .env_clear()
        .envs(
            inner
                .get_envs()
                .filter_map(|(key, value)| Some((key, value?))),
        );
    if let Some(directory) = inner.get_current_dir() {
        shell.current_dir(directory);
    }
    let mut session = OsSession::spawn(shell).expect("a shell can be started");
    session.set_expect_timeout(Some(Duration::from_secs(10)));
    // The program starts when the terminal has its size.
    session
        .get_process_mut()
        .set_window_size(columns.try_into().unwrap(), 60)
        .unwrap();
    session.send("\n").unwrap();
    let (text, status) = finish(session);
    (text.replace("\r\n", "\n"), status)
}

/// The same, without colours, in a language.
#[track_caller]
fn plain(env: &TestEnv, login: &str, lang: &str, columns: usize, args: &[&str]) -> String {
    let run = env
        .command(args)
        .as_(login)
        .env("NO_COLOR", "1")
        .env("EPIC_LANG", lang);
    seen(run, columns)
}

fn with_fixed_dates(env: &TestEnv) {
    env.execute("UPDATE events SET start_at = '2031-05-20T16:00:00Z', end_at = '2031-05-20T21:30:00Z' WHERE id < 9");
}

on_both_databases! {
    fn customers_in_both_languages(env: &TestEnv) {
        assert_snapshot!(plain(env, "CBrunel", "en", 80, &["customer", "list", "--limit", "3"]), @"
        ID  Name            Company               E-mail               Phone
        ────────────────────────────────────────────────────────────────────────────────
         1  Éléa Garçon     Boulangerie Œuvre &…  contact@oeuvre-et-…  +33 4 78 01 02 03
         2  Kévin Casérès   Cool Startup Lyon     contact@startup-ly…  +33 6 78 12 34 56
         3  Léonie Bouquet  Fleurs de Provence    contact@fleurs-pro…  +33 4 90 11 12 13
        No room for this column: Sales contact. Widen the window to see it.
        ");
        assert_snapshot!(plain(env, "CBrunel", "fr", 80, &["customer", "list", "--limit", "3"]), @"
        N°  Nom             Société               E-mail               Téléphone
        ────────────────────────────────────────────────────────────────────────────────
         1  Éléa Garçon     Boulangerie Œuvre &…  contact@oeuvre-et-…  +33 4 78 01 02 03
         2  Kévin Casérès   Cool Startup Lyon     contact@startup-ly…  +33 6 78 12 34 56
         3  Léonie Bouquet  Fleurs de Provence    contact@fleurs-pro…  +33 4 90 11 12 13
        Pas de place pour la colonne Contact commercial. Élargissez la fenêtre pour la
        voir.
        ");
    }

    fn contracts_in_both_languages(env: &TestEnv) {
        assert_snapshot!(plain(env, "CBrunel", "en", 80, &["contract", "list"]), @"
                                                                                Sales
        ID  Customer         Company               Total         Due  Status    contact
        ────────────────────────────────────────────────────────────────────────────────
         1  Éléa Garçon      Boulangerie Œ…    €2,500.00       €0.00  signed    CBrunel
         2  Kévin Casérès    Cool Startup…    €15,000.00   €7,500.00  signed    CBrunel
         3  Léonie Bouquet   Fleurs de Pro…    €4,800.50   €4,800.50  signed    CBrunel
         4  Jérôme Lefèvre   Château de Ch…   €32,000.00  €16,000.00  signed    CBrunel
         5  Anaïs Noël       Théâtre du So…    €8,999.99       €0.00  signed    CDelorme
         6  François Müller  Brasserie Mül…   €12,500.00  €12,500.00  pending   CDelorme
         7  Maëlys Guérin    Île & Voiles      €6,400.00   €2,000.00  signed    CDelorme
         8  Noémie Pélissi…  Crédit Coopér…   €20,000.00  €20,000.00  unsigned  CDelorme
         9  Éléa Garçon      Boulangerie Œ…    €1,200.00   €1,200.00  unsigned  CBrunel
                                             ───────────  ──────────
            Total                            €103,400.49  €64,000.50
        ");
        assert_snapshot!(plain(env, "CBrunel", "fr", 80, &["contract", "list", "--limit", "3"]), @"
        N°  Client          Société                   Montant total     Reste dû  Statut
        ────────────────────────────────────────────────────────────────────────────────
         1  Éléa Garçon     Boulangerie Œuvre & Fils     2 500,00 €       0,00 €  signé
         2  Kévin Casérès   Cool Startup Lyon           15 000,00 €   7 500,00 €  signé
         3  Léonie Bouquet  Fleurs de Provence           4 800,50 €   4 800,50 €  signé
                                                        ───────────  ───────────
            Sous-total                                  22 300,50 €  12 300,50 €
        Pas de place pour la colonne Contact commercial. Élargissez la fenêtre pour la
        voir.
        ");
    }

    fn events_in_both_languages(env: &TestEnv) {
        with_fixed_dates(env);
        assert_snapshot!(plain(env, "BRenard", "en", 80, &["event", "list", "--limit", "3"]), @"
                                                                                 Support
        ID  Title              Company                  Start  Location          contact
        ────────────────────────────────────────────────────────────────────────────────
         1  Inauguration de…   Boulangerie Œuvr…  20 May 2031  12 rue Mercière…  BRenard
         2  Dégustation de N…  Boulangerie Œuvr…  20 May 2031  12 rue Mercière…  -
         3  Soirée de lancem…  Cool Startup Lyon  20 May 2031  Le Sucre, Lyon    BRenard
        No room for these columns: End, Attendees. Widen the window to see them.
        ");
        assert_snapshot!(plain(env, "BRenard", "fr", 80, &["event", "list", "--limit", "3"]), @"
                                                                                 Contact
        N°  Titre              Société                  Début  Lieu              support
        ────────────────────────────────────────────────────────────────────────────────
         1  Inauguration de…   Boulangerie Œuvr…  20 mai 2031  12 rue Mercière…  BRenard
         2  Dégustation de N…  Boulangerie Œuvr…  20 mai 2031  12 rue Mercière…  -
         3  Soirée de lancem…  Cool Startup Lyon  20 mai 2031  Le Sucre, Lyon    BRenard
        Pas de place pour les colonnes Fin, Participants. Élargissez la fenêtre pour les
        voir.
        ");
        assert_snapshot!(plain(env, "BRenard", "fr", 120, &["event", "list", "--limit", "3"]), @"
                                                                                                                        Contact
        N°  Titre                  Société                     Début          Fin  Lieu                   Participants  support
        ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
         1  Inauguration de la b…  Boulangerie Œuvre &…  20 mai 2031  20 mai 2031  12 rue Mercière, Lyon            60  BRenard
         2  Dégustation de Noël    Boulangerie Œuvre &…  20 mai 2031  20 mai 2031  12 rue Mercière, Lyon            45  -
         3  Soirée de lancement    Cool Startup Lyon     20 mai 2031  20 mai 2031  Le Sucre, Lyon                  250  BRenard
        ");
    }

    fn the_staff_in_both_languages(env: &TestEnv) {
        env.execute("UPDATE events SET support_contact_id = NULL WHERE support_contact_id = 6");
        env.execute("UPDATE collaborators SET active = false WHERE id = 6");
        assert_snapshot!(plain(env, "AMartinez", "en", 80, &["collaborator", "list", "--inactive"]), @"
        ID  Login      Name              Department  E-mail                       Active
        ────────────────────────────────────────────────────────────────────────────────
         1  AMartinez  Alice Martinez    management  amartinez@epic-events.exam…  yes
         2  CBrunel    Cédric Brunel     sales       cbrunel@epic-events.example  yes
         3  CDelorme   Chloé Delorme     sales       cdelorme@epic-events.examp…  yes
         4  BRenard    Benoît Renard     support     brenard@epic-events.example  yes
         5  KDurand    Karine Durand     support     kdurand@epic-events.example  yes
         6  ALefebvre  Aurélie Lefebvre  support     alefebvre@epic-events.exam…  no
        No room for this column: Phone. Widen the window to see it.
        ");
        assert_snapshot!(plain(env, "AMartinez", "fr", 80, &["collaborator", "list"]), @"
        N°  Identifiant  Nom             Service     E-mail            Téléphone
        ────────────────────────────────────────────────────────────────────────────────
         1  AMartinez    Alice Martinez  gestion     amartinez@epic-…  +33 6 01 01 01 01
         2  CBrunel      Cédric Brunel   commercial  cbrunel@epic-ev…  +33 6 01 01 01 02
         3  CDelorme     Chloé Delorme   commercial  cdelorme@epic-e…  +33 6 01 01 01 03
         4  BRenard      Benoît Renard   support     brenard@epic-ev…  +33 6 01 01 01 04
         5  KDurand      Karine Durand   support     kdurand@epic-ev…  +33 6 01 01 01 05
        Pas de place pour la colonne Actif. Élargissez la fenêtre pour la voir.
        ");
    }

    fn a_record_with_its_lists_in_both_languages(env: &TestEnv) {
        with_fixed_dates(env);
        let show = ["customer", "show", "1"];
        let shown = without_times(&plain(env, "CBrunel", "en", 80, &show));
        let (record, events) = shown.split_once("Events\n").unwrap();
        // The record and its contracts have the room that they need: `records` has their snapshot.
        let whole = env.run_as("CBrunel", show.into_iter().chain(["--format", "table"])).success().stdout;
        assert_eq!(record, without_times(&whole).split_once("Events\n").unwrap().0);
        assert_snapshot!(events, @"
                                                                                 Support
        ID  Title                  Contract        Start  Location               contact
        ────────────────────────────────────────────────────────────────────────────────
         1  Inauguration de la b…         1  20 May 2031  12 rue Mercière, Lyon  BRenard
         2  Dégustation de Noël           1  20 May 2031  12 rue Mercière, Lyon  -
        ");
        let shown = plain(env, "CBrunel", "fr", 80, &["event", "show", "1", "--fields", "id,title,contract.status,start_at,end_at,attendees,notes"]);
        assert_snapshot!(shown, @"
        N°                 1
        Titre              Inauguration de la boutique
        Statut du contrat  signé
        Début              20 mai 2031 18:00
        Fin                20 mai 2031 23:30
        Participants       60
        Notes              Buffet sucré, sans alcool.
        ");
    }

    fn a_narrow_terminal_breaks_nothing(env: &TestEnv) {
        with_fixed_dates(env);
        assert_snapshot!(plain(env, "CBrunel", "en", 40, &["event", "list", "--limit", "2"]), @"
                                         Support
        ID  Title                 Start  contact
        ────────────────────────────────────────
         1  Inauguration…   20 May 2031  BRenard
         2  Dégustation d…  20 May 2031  -
        No room for these columns: Company, End,
        Location, Attendees. Widen the window to
        see them.
        ");
        assert_snapshot!(plain(env, "CBrunel", "fr", 40, &["contract", "list", "--limit", "2"]), @"
        N°  Société             Reste dû  Statut
        ────────────────────────────────────────
         1  Boulangerie Œuv…      0,00 €  signé
         2  Cool Startup Ly…  7 500,00 €  signé
                              ──────────
            Sous-total        7 500,00 €
        Pas de place pour les colonnes Client,
        Montant total, Contact commercial.
        Élargissez la fenêtre pour les voir.
        ");
        assert_snapshot!(plain(env, "CBrunel", "en", 40, &["event", "list", "--limit", "1", "--fields", "id,title,start_at,end_at,attendees"]), @"
        ID: 1
        Title: Inauguration de la boutique
        Start: 20 May 2031 18:00
        End: 20 May 2031 23:30
        Attendees: 60
        ");
        for noun in ["customer", "contract", "event", "collaborator"] {
            for columns in [40, 60, 80, 100, 120, 200] {
                for lang in ["en", "fr"] {
                    for line in plain(env, "CBrunel", lang, columns, &[noun, "list"]).lines() {
                        assert!(line.width() <= columns, "{noun} at {columns}: {line:?}");
                    }
                }
            }
        }
    }

    fn a_long_note_stands_beside_its_label_in_lines(env: &TestEnv) {
        env.execute("UPDATE events SET notes = 'The hall closes at midnight, and the caterer needs the kitchen from four in the afternoon on.\n\nDeux vestiaires 👩‍👩‍👧‍👦.' WHERE id = 3");
        assert_snapshot!(plain(env, "BRenard", "en", 60, &["event", "show", "3", "--fields", "title,notes"]), @"
        Title  Soirée de lancement
        Notes  The hall closes at midnight, and the caterer needs
               the kitchen from four in the afternoon on.

               Deux vestiaires 👩‍👩‍👧‍👦.
        ");
    }

    fn what_a_status_means_has_a_colour_and_a_word(env: &TestEnv) {
        let args = ["contract", "list", "--fields", "id,due,status", "--status", "signed,pending,unsigned", "--offset", "4", "--limit", "4"];
        let shown = seen(env.command(args).as_("CBrunel"), 80);
        assert_snapshot!(shown.replace('\u{1b}', "␛"), @"
        ␛[1mID␛[0m         ␛[1mDue␛[0m  ␛[1mStatus␛[0m
        ␛[2m────────────────────────␛[0m
         5       ␛[2m€0.00␛[0m  ␛[38;5;2msigned␛[39m
         6  ␛[38;5;3m€12,500.00␛[39m  ␛[38;5;3mpending␛[39m
         7   ␛[38;5;3m€2,000.00␛[39m  ␛[38;5;2msigned␛[39m
         8  ␛[38;5;3m€20,000.00␛[39m  ␛[38;5;1munsigned␛[39m
            ␛[2m──────────␛[0m
            ␛[1m€34,500.00␛[0m  ␛[1mSubtotal␛[0m
        ");
    }

    fn an_empty_list_says_why_and_what_to_do(env: &TestEnv) {
        let none = |login, lang, args: &[&str]| plain(env, login, lang, 80, args);
        assert_eq!(none("CBrunel", "en", &["contract", "list", "--unpaid", "--customer", "5"]), "No contracts match --unpaid, --customer.\n");
        assert_eq!(none("CBrunel", "fr", &["event", "list", "--upcoming", "--customer", "8"]), "Aucun événement ne correspond à --customer, --upcoming.\n");
        assert_eq!(none("AMartinez", "fr", &["token", "list"]), "Aucun jeton à afficher.\nconseil\u{202f}: epic token create\n");
        env.execute("DELETE FROM events");
        assert_eq!(none("CBrunel", "en", &["event", "list"]), "No events to show.\nhint: epic event create\n");
        assert_eq!(none("BRenard", "en", &["event", "list"]), "No events to show.\n");
        env.execute("DELETE FROM contracts");
        assert_eq!(none("AMartinez", "fr", &["contract", "list"]), "Aucun contrat à afficher.\nconseil\u{202f}: epic contract create\n");
    }

    fn sums_are_of_what_is_shown(env: &TestEnv) {
        let last = |args: &[&str]| {
            let shown = plain(env, "CBrunel", "en", 120, args);
            shown.lines().last().unwrap().split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(last(&["contract", "list", "--limit", "2"]), ["Subtotal", "€17,500.00", "€7,500.00"]);
        assert_eq!(last(&["contract", "list", "--offset", "7"]), ["Subtotal", "€21,200.00", "€21,200.00"]);
        assert_eq!(last(&["contract", "list"]), ["Total", "€103,400.49", "€64,000.50"]);
        // One contract is its own sum.
        assert_eq!(last(&["contract", "list", "--customer", "2"])[0], "2");
    }

    fn rows_are_counted_up_to_a_bound(env: &TestEnv) {
        env.customers(1500, |_, _| {});
        let footer = |lang| {
            let shown = plain(env, "CDelorme", lang, 80, &["customer", "list"]);
            shown.lines().last().unwrap().to_owned()
        };
        assert_eq!(footer("en"), "50 of more than 1,000 customers; --all shows all of them.");
        assert_eq!(footer("fr"), "50 clients sur plus de 1\u{202f}000\u{202f}; --all affiche tout.");
        env.execute("DELETE FROM customers WHERE id > 987");
        assert_eq!(footer("en"), "50 of 987 customers; --all shows all of them.");
    }

    fn nothing_is_drawn_where_that_is_asked_for(env: &TestEnv) {
        let list = ["contract", "list", "--limit", "2", "--fields", "id,customer.company,due,status"];
        let run = env.command(list).as_("CBrunel").env("EPIC_ACCESSIBLE", "1").env("EPIC_LANG", "fr");
        assert_snapshot!(seen(run, 80), @"
        N° : 1
        Société : Boulangerie Œuvre & Fils
        Reste dû : 0,00 €
        Statut : signé

        N° : 2
        Société : Cool Startup Lyon
        Reste dû : 7 500,00 €
        Statut : signé

        Sous-total
        Reste dû : 7 500,00 €
        ");
        let run = env.command(["customer", "show", "2", "--fields", "id,name,company"]).as_("CBrunel").env("EPIC_ACCESSIBLE", "1");
        assert_snapshot!(seen(run, 80), @"
        ID: 2
        Name: Kévin Casérès
        Company: Cool Startup Lyon
        ");
        // Programs are told the same as ever.
        let run = env.command(["contract", "list", "--limit", "1", "--format", "tsv"]).as_("CBrunel").env("EPIC_ACCESSIBLE", "1");
        assert_eq!(run.run().stdout, "1\tÉléa Garçon\tBoulangerie Œuvre & Fils\t2500.00\t0.00\tsigned\tCBrunel\n");
    }

    fn what_was_done_is_told_in_words(env: &TestEnv) {
        env.run_as("CBrunel", ["contract", "update", "2", "--due", "5000"]).success();
        let shown = plain(env, "CBrunel", "en", 80, &["history", "contract", "2"]);
        assert_snapshot!(without_times(shown.lines().last().unwrap()), @"<local>  CBrunel  update  Due: €7,500.00 → €5,000.00");
        let shown = plain(env, "AMartinez", "fr", 100, &["audit", "list", "--limit", "1", "--fields", "action,entity,entity_id,changes"]);
        assert_snapshot!(shown, @"
        Action        Fiche    N°  Modifications
        ─────────────────────────────────────────────────────────────
        modification  contrat   2  Reste dû : 7 500,00 € → 5 000,00 €
        ");
    }
}
