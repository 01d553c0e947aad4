//! What one record looks like in every format, with what belongs to it.

use insta::assert_snapshot;

use super::formats::in_every_format;
use crate::env::{TestEnv, on_both_databases};

on_both_databases! {
    fn one_collaborator_in_every_format(env: &TestEnv) {
        assert_snapshot!(in_every_format(env, &["collaborator", "show", "KDurand"]), @r#"
        # table
        exit: 0
        --- stdout
        ID          5
        Login       KDurand
        First name  Karine
        Last name   Durand
        E-mail      kdurand@epic-events.example
        Phone       +33 6 01 01 01 05
        Department  support
        Active      yes
        Created     <local>
        Updated     <local>
        Version     1
        --- stderr
        # tsv
        exit: 0
        --- stdout
        5	KDurand	Karine Durand	support	kdurand@epic-events.example	+33601010105	true
        --- stderr
        # csv
        exit: 0
        --- stdout
        id,login,name,department,email,phone,active
        5,KDurand,Karine Durand,support,kdurand@epic-events.example,+33601010105,true
        --- stderr
        # json
        exit: 0
        --- stdout
        {"id":5,"login":"KDurand","first_name":"Karine","last_name":"Durand","email":"kdurand@epic-events.example","phone":"+33601010105","department":"support","active":true,"created_at":"<instant>","updated_at":"<instant>","version":1}
        --- stderr
        # jsonl
        exit: 0
        --- stdout
        {"id":5,"login":"KDurand","first_name":"Karine","last_name":"Durand","email":"kdurand@epic-events.example","phone":"+33601010105","department":"support","active":true,"created_at":"<instant>","updated_at":"<instant>","version":1}
        --- stderr
        # ids
        exit: 0
        --- stdout
        5
        --- stderr
        "#);
    }

    fn one_customer_in_every_format_with_contracts_and_events(env: &TestEnv) {
        assert_snapshot!(in_every_format(env, &["customer", "show", "1"]), @r#"
        # table
        exit: 0
        --- stdout
        ID                  1
        First name          Éléa
        Last name           Garçon
        E-mail              contact@oeuvre-et-fils.example
        Phone               +33 4 78 01 02 03
        Company             Boulangerie Œuvre & Fils
        Sales contact ID    2
        Sales contact       CBrunel
        Sales contact name  Cédric Brunel
        Created             <local>
        Updated             <local>
        Version             1

        Contracts
        ID      Total        Due  Status               Signed
        ─────────────────────────────────────────────────────
         1  €2,500.00      €0.00  signed  <local>
         9  €1,200.00  €1,200.00  unsigned                  -

        Events
        ID  Title                        Contract              Start                End  Location               Support contact
        ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
         1  Inauguration de la boutique         1  <local>  <local>  12 rue Mercière, Lyon  BRenard
         2  Dégustation de Noël                 1  <local>  <local>  12 rue Mercière, Lyon  -
        --- stderr
        # tsv
        exit: 0
        --- stdout
        1	Éléa Garçon	Boulangerie Œuvre & Fils	contact@oeuvre-et-fils.example	+33478010203	CBrunel
        --- stderr
        # csv
        exit: 0
        --- stdout
        id,name,company,email,phone,sales_contact.login
        1,Éléa Garçon,Boulangerie Œuvre & Fils,contact@oeuvre-et-fils.example,+33478010203,CBrunel
        --- stderr
        # json
        exit: 0
        --- stdout
        {"id":1,"first_name":"Éléa","last_name":"Garçon","email":"contact@oeuvre-et-fils.example","phone":"+33478010203","company":"Boulangerie Œuvre & Fils","sales_contact":{"id":2,"login":"CBrunel","name":"Cédric Brunel"},"created_at":"<instant>","updated_at":"<instant>","version":1,"contracts":[{"id":1,"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils"},"sales_contact":{"id":2,"login":"CBrunel","name":"Cédric Brunel"},"total":2500.00,"due":0.00,"currency":"EUR","status":"signed","signed_at":"<instant>","created_at":"<instant>","updated_at":"<instant>","version":2},{"id":9,"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils"},"sales_contact":{"id":2,"login":"CBrunel","name":"Cédric Brunel"},"total":1200.00,"due":1200.00,"currency":"EUR","status":"unsigned","signed_at":null,"created_at":"<instant>","updated_at":"<instant>","version":1}],"events":[{"id":1,"title":"Inauguration de la boutique","contract":{"id":1,"status":"signed"},"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils","email":"contact@oeuvre-et-fils.example","phone":"+33478010203"},"support_contact":{"id":4,"login":"BRenard","name":"Benoît Renard"},"start_at":"<instant>","end_at":"<instant>","location":"12 rue Mercière, Lyon","attendees":60,"notes":"Buffet sucré, sans alcool.","created_at":"<instant>","updated_at":"<instant>","version":2},{"id":2,"title":"Dégustation de Noël","contract":{"id":1,"status":"signed"},"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils","email":"contact@oeuvre-et-fils.example","phone":"+33478010203"},"support_contact":null,"start_at":"<instant>","end_at":"<instant>","location":"12 rue Mercière, Lyon","attendees":45,"notes":"","created_at":"<instant>","updated_at":"<instant>","version":1}]}
        --- stderr
        # jsonl
        exit: 0
        --- stdout
        {"id":1,"first_name":"Éléa","last_name":"Garçon","email":"contact@oeuvre-et-fils.example","phone":"+33478010203","company":"Boulangerie Œuvre & Fils","sales_contact":{"id":2,"login":"CBrunel","name":"Cédric Brunel"},"created_at":"<instant>","updated_at":"<instant>","version":1,"contracts":[{"id":1,"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils"},"sales_contact":{"id":2,"login":"CBrunel","name":"Cédric Brunel"},"total":2500.00,"due":0.00,"currency":"EUR","status":"signed","signed_at":"<instant>","created_at":"<instant>","updated_at":"<instant>","version":2},{"id":9,"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils"},"sales_contact":{"id":2,"login":"CBrunel","name":"Cédric Brunel"},"total":1200.00,"due":1200.00,"currency":"EUR","status":"unsigned","signed_at":null,"created_at":"<instant>","updated_at":"<instant>","version":1}],"events":[{"id":1,"title":"Inauguration de la boutique","contract":{"id":1,"status":"signed"},"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils","email":"contact@oeuvre-et-fils.example","phone":"+33478010203"},"support_contact":{"id":4,"login":"BRenard","name":"Benoît Renard"},"start_at":"<instant>","end_at":"<instant>","location":"12 rue Mercière, Lyon","attendees":60,"notes":"Buffet sucré, sans alcool.","created_at":"<instant>","updated_at":"<instant>","version":2},{"id":2,"title":"Dégustation de Noël","contract":{"id":1,"status":"signed"},"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils","email":"contact@oeuvre-et-fils.example","phone":"+33478010203"},"support_contact":null,"start_at":"<instant>","end_at":"<instant>","location":"12 rue Mercière, Lyon","attendees":45,"notes":"","created_at":"<instant>","updated_at":"<instant>","version":1}]}
        --- stderr
        # ids
        exit: 0
        --- stdout
        1
        --- stderr
        "#);
    }

    fn one_contract_in_every_format(env: &TestEnv) {
        assert_snapshot!(in_every_format(env, &["contract", "show", "8"]), @r#"
        # table
        exit: 0
        --- stdout
        ID                  8
        Customer ID         8
        Customer            Noémie Pélissier
        Company             Crédit Coopératif d'Auvergne
        Sales contact ID    3
        Sales contact       CDelorme
        Sales contact name  Chloé Delorme
        Total               €20,000.00
        Due                 €20,000.00
        Currency            EUR
        Status              unsigned
        Signed              -
        Created             <local>
        Updated             <local>
        Version             1
        --- stderr
        # tsv
        exit: 0
        --- stdout
        8	Noémie Pélissier	Crédit Coopératif d'Auvergne	20000.00	20000.00	unsigned	CDelorme
        --- stderr
        # csv
        exit: 0
        --- stdout
        id,customer.name,customer.company,total,due,status,sales_contact.login
        8,Noémie Pélissier,Crédit Coopératif d'Auvergne,20000.00,20000.00,unsigned,CDelorme
        --- stderr
        # json
        exit: 0
        --- stdout
        {"id":8,"customer":{"id":8,"name":"Noémie Pélissier","company":"Crédit Coopératif d'Auvergne"},"sales_contact":{"id":3,"login":"CDelorme","name":"Chloé Delorme"},"total":20000.00,"due":20000.00,"currency":"EUR","status":"unsigned","signed_at":null,"created_at":"<instant>","updated_at":"<instant>","version":1}
        --- stderr
        # jsonl
        exit: 0
        --- stdout
        {"id":8,"customer":{"id":8,"name":"Noémie Pélissier","company":"Crédit Coopératif d'Auvergne"},"sales_contact":{"id":3,"login":"CDelorme","name":"Chloé Delorme"},"total":20000.00,"due":20000.00,"currency":"EUR","status":"unsigned","signed_at":null,"created_at":"<instant>","updated_at":"<instant>","version":1}
        --- stderr
        # ids
        exit: 0
        --- stdout
        8
        --- stderr
        "#);
    }

    fn one_event_in_every_format(env: &TestEnv) {
        assert_snapshot!(in_every_format(env, &["event", "show", "4"]), @r#"
        # table
        exit: 0
        --- stdout
        ID                    4
        Title                 Conférence annuelle
        Contract              2
        Contract status       signed
        Customer ID           2
        Customer              Kévin Casérès
        Company               Cool Startup Lyon
        Customer e-mail       contact@startup-lyon.example
        Customer phone        +33 6 78 12 34 56
        Support contact ID    4
        Support contact       BRenard
        Support contact name  Benoît Renard
        Start                 <local>
        End                   <local>
        Location              Centre de congrès, Lyon
        Attendees             400
        Notes                 Interprètes FR/EN.
                              Accès PMR à vérifier.
        Created               <local>
        Updated               <local>
        Version               2
        --- stderr
        # tsv
        exit: 0
        --- stdout
        4	Conférence annuelle	Cool Startup Lyon	<instant>	<instant>	Centre de congrès, Lyon	400	BRenard
        --- stderr
        # csv
        exit: 0
        --- stdout
        id,title,customer.company,start_at,end_at,location,attendees,support_contact.login
        4,Conférence annuelle,Cool Startup Lyon,<instant>,<instant>,"Centre de congrès, Lyon",400,BRenard
        --- stderr
        # json
        exit: 0
        --- stdout
        {"id":4,"title":"Conférence annuelle","contract":{"id":2,"status":"signed"},"customer":{"id":2,"name":"Kévin Casérès","company":"Cool Startup Lyon","email":"contact@startup-lyon.example","phone":"+33678123456"},"support_contact":{"id":4,"login":"BRenard","name":"Benoît Renard"},"start_at":"<instant>","end_at":"<instant>","location":"Centre de congrès, Lyon","attendees":400,"notes":"Interprètes FR/EN.\nAccès PMR à vérifier.","created_at":"<instant>","updated_at":"<instant>","version":2}
        --- stderr
        # jsonl
        exit: 0
        --- stdout
        {"id":4,"title":"Conférence annuelle","contract":{"id":2,"status":"signed"},"customer":{"id":2,"name":"Kévin Casérès","company":"Cool Startup Lyon","email":"contact@startup-lyon.example","phone":"+33678123456"},"support_contact":{"id":4,"login":"BRenard","name":"Benoît Renard"},"start_at":"<instant>","end_at":"<instant>","location":"Centre de congrès, Lyon","attendees":400,"notes":"Interprètes FR/EN.\nAccès PMR à vérifier.","created_at":"<instant>","updated_at":"<instant>","version":2}
        --- stderr
        # ids
        exit: 0
        --- stdout
        4
        --- stderr
        "#);
    }

    fn whoami_in_every_format(env: &TestEnv) {
        assert_snapshot!(in_every_format(env, &["whoami"]), @r#"
        # table
        exit: 0
        --- stdout
        ID          2
        Login       CBrunel
        Name        Cédric Brunel
        Department  sales
        Credential  session
        Expires     <local>
        --- stderr
        # tsv
        exit: 0
        --- stdout
        CBrunel	sales	session	<instant>
        --- stderr
        # csv
        exit: 0
        --- stdout
        collaborator.login,collaborator.department,credential,expires_at
        CBrunel,sales,session,<instant>
        --- stderr
        # json
        exit: 0
        --- stdout
        {"collaborator":{"id":2,"login":"CBrunel","name":"Cédric Brunel","department":"sales"},"credential":"session","expires_at":"<instant>"}
        --- stderr
        # jsonl
        exit: 0
        --- stdout
        {"collaborator":{"id":2,"login":"CBrunel","name":"Cédric Brunel","department":"sales"},"credential":"session","expires_at":"<instant>"}
        --- stderr
        # ids
        exit: 0
        --- stdout
        2
        --- stderr
        "#);
    }

    fn a_customer_without_contracts_has_empty_arrays(env: &TestEnv) {
        env.execute("DELETE FROM events; DELETE FROM contracts");
        let shown = env.run_as("CBrunel", ["customer", "show", "1", "--json"]).success();
        let customer = shown.json();
        assert_eq!(customer["contracts"], serde_json::json!([]));
        assert_eq!(customer["events"], serde_json::json!([]));
    }

    fn an_event_of_the_demonstration_is_shown_whole_to_a_person(env: &TestEnv) {
        let shown = env.run_as("BRenard", ["event", "show", "1", "--format=table", "--fields", "id,notes,contract.id"]);
        insta::assert_snapshot!(shown, @"
        exit: 0
        --- stdout
        ID        1
        Notes     Buffet sucré, sans alcool.
        Contract  1
        --- stderr
        ");
        let whole = env.run_as("BRenard", ["event", "show", "1", "--format=table"]).success().stdout;
        assert_eq!(whole.lines().filter(|line| line.starts_with("Notes ")).count(), 1, "{whole}");
    }
}
