//! Errors in French: genders, elisions and plurals; their machine-readable part stays untranslated.

use super::*;
use crate::domain::{Capability, Cents, Department};
use crate::lang::{Lang, meanwhile};

fn french(error: impl Into<Error>) -> String {
    let error = error.into();
    meanwhile(Lang::FR, || error.to_string())
}

#[test]
fn a_record_that_does_not_exist_has_its_gender() {
    for (noun, words) in [
        (Noun::Collaborator, "le collaborateur 7 n’existe pas"),
        (Noun::Customer, "le client 7 n’existe pas"),
        (Noun::Contract, "le contrat 7 n’existe pas"),
        (Noun::Event, "l’événement 7 n’existe pas"),
        (Noun::AuditEntry, "l’entrée d’audit 7 n’existe pas"),
        (Noun::Session, "la session 7 n’existe pas"),
        (Noun::Token, "le jeton 7 n’existe pas"),
    ] {
        let error = Error::not_found(noun, 7);
        let english = noun.as_str().replace('_', " ");
        assert_eq!(error.to_string(), format!("there is no {english} 7"));
        assert_eq!(french(error), words);
        let stale = french(Error::stale(noun, 7));
        let feminine = words.starts_with("la ") || words.starts_with("l’entrée");
        let changed = if feminine { "modifiée" } else { "modifié" };
        let changed =
            format!("a été {changed} entre-temps\u{202f}: vérifiez la fiche avant de recommencer");
        assert_eq!(stale, words.replace("n’existe pas", &changed));
    }
}

#[test]
fn what_is_still_owned_is_counted_in_both_languages() {
    let error = |customers, events| {
        Error::from(Rule::StillInUse {
            login: "CBrunel".to_owned(),
            customers,
            events,
        })
    };
    for (error, english, words) in [
        (error(0, 2), "2 upcoming events", "2 événements à venir"),
        (
            error(1, 1),
            "1 customer and 1 upcoming event",
            "1 client et 1 événement à venir",
        ),
        (error(4, 0), "4 customers", "4 clients"),
    ] {
        let english =
            format!("CBrunel still has {english}: choose who takes over with --reassign-to");
        assert_eq!(error.to_string(), english);
        let words = format!(
            "CBrunel a encore {words}\u{202f}: choisissez son successeur avec --reassign-to"
        );
        assert_eq!(french(error), words);
    }
}

#[test]
fn departments_and_owners_are_named_in_french() {
    let capability = Capability::UpdateCustomer;
    for (department, word) in [
        (Department::Sales, "commercial"),
        (Department::Management, "gestion"),
    ] {
        let words = format!("le service {word} ne peut pas modifier de client");
        let denied = Denied::Department {
            capability,
            department,
        };
        assert_eq!(french(Error::Denied(denied)), words);
    }
    let error = Error::Denied(Denied::Ownership {
        capability: Capability::UpdateEvent,
        noun: Noun::Event,
        id: 3,
    });
    assert_eq!(
        error.to_string(),
        "event 3 is not yours, so you cannot change it"
    );
    assert_eq!(
        french(error),
        "l’événement 3 n’est pas le vôtre\u{202f}: vous ne pouvez pas le modifier"
    );
}

#[test]
fn amounts_are_written_as_the_language_does_and_hints_as_machines_read_them() {
    let error = Error::from(Rule::PaymentExceedsDue {
        id: 2,
        due: Cents::from_cents(750_000),
    });
    assert_eq!(
        error.to_string(),
        "the payment exceeds the €7,500.00 still due on contract 2"
    );
    let words = "le paiement dépasse le reste dû de 7\u{202f}500,00\u{202f}€ sur le contrat 2";
    assert_eq!(french(error.clone()), words);
    let hint = Some("epic contract pay 2 7500.00".to_owned());
    assert_eq!(meanwhile(Lang::FR, || error.hint()), hint);
}

#[test]
fn what_no_test_of_the_program_provokes_is_told_in_french_too() {
    for (error, words) in [
        (Error::Race, "d’autres utilisateurs modifiaient"),
        (Error::CommitUnknown, "la connexion s’est interrompue"),
        (Error::Interrupted, "annulé"),
        (Error::ClosedPipe, "la sortie standard a été fermée"),
        (
            Error::Stdout("x".to_owned()),
            "impossible d’écrire sur la sortie standard\u{202f}: x",
        ),
        (
            Error::StdoutAfterCommit("x".to_owned()),
            "la modification a été faite",
        ),
        (
            Error::Panic("src/x.rs:1".to_owned()),
            "défaillance inattendue (panique à src/x.rs:1)",
        ),
        (
            BrokenChain {
                sequence: 3,
                fault: ChainFault::Missing,
            }
            .into(),
            "le journal d’audit est rompu à l’entrée 3\u{202f}: elle manque",
        ),
    ] {
        let french = french(error);
        assert!(french.starts_with(words), "{french}");
    }
}

#[test]
fn a_token_of_the_environment_has_the_code_of_any_other_and_another_hint() {
    for (fault, auth) in [
        (TokenFault::Invalid, Auth::InvalidToken),
        (TokenFault::Expired, Auth::Expired),
        (TokenFault::Revoked, Auth::Revoked),
        (TokenFault::Idle, Auth::Idle),
    ] {
        let variable = "EPIC_TOKEN";
        let error = Error::from(Auth::Variable { variable, fault });
        assert_eq!(error.code(), Error::from(auth).code());
        assert!(error.to_string().contains("EPIC_TOKEN"), "{error}");
        let hint = "env -u EPIC_TOKEN epic token create";
        assert_eq!(error.hint().as_deref(), Some(hint));
    }
}
