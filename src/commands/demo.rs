//! The demonstration company: six collaborators, eight customers, nine contracts, eleven events. Its dates count
//! from the day it is loaded, so that it never goes stale.

use jiff::SignedDuration;

use crate::crypto::password;
use crate::db::collaborators::{self, NewCollaborator};
use crate::db::contracts::{self, ContractChanges, NewContract};
use crate::db::customers::{self, NewCustomer};
use crate::db::events::{self, NewEvent};
use crate::db::{self, AnyConnection, credentials};
use crate::domain::{
    Author, Cents, CollaboratorId, ContractId, ContractStatus, CustomerId, Department, Instant,
    Noun, Rule, Zone, day_start, days,
};
use crate::error::{Error, Result};

/// The password of all six: public, and exempt from the strength that others need.
pub const PASSWORD: &str = "Test123@4567";

use Department::{Management, Sales, Support};

type Person = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Department,
);

const STAFF: [Person; 6] = [
    ("AMartinez", "Alice", "Martinez", "+33601010101", Management),
    ("CBrunel", "Cédric", "Brunel", "+33601010102", Sales),
    ("CDelorme", "Chloé", "Delorme", "+33601010103", Sales),
    ("BRenard", "Benoît", "Renard", "+33601010104", Support),
    ("KDurand", "Karine", "Durand", "+33601010105", Support),
    ("ALefebvre", "Aurélie", "Lefebvre", "+33601010106", Support),
];

/// First and last name, company, domain of the e-mail address, phone, login of the sales contact.
type Client = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const CUSTOMERS: [Client; 8] = [
    (
        "Éléa",
        "Garçon",
        "Boulangerie Œuvre & Fils",
        "oeuvre-et-fils.example",
        "+33478010203",
        "CBrunel",
    ),
    (
        "Kévin",
        "Casérès",
        "Cool Startup Lyon",
        "startup-lyon.example",
        "+33678123456",
        "CBrunel",
    ),
    (
        "Léonie",
        "Bouquet",
        "Fleurs de Provence",
        "fleurs-provence.example",
        "+33490111213",
        "CBrunel",
    ),
    (
        "Jérôme",
        "Lefèvre",
        "Château de Chambéry",
        "chateau-chambery.example",
        "+33479222324",
        "CBrunel",
    ),
    (
        "Anaïs",
        "Noël",
        "Théâtre du Soleil Levant",
        "soleil-levant.example",
        "+33143333435",
        "CDelorme",
    ),
    (
        "François",
        "Müller",
        "Brasserie Müller Strasbourg",
        "brasserie-muller.example",
        "+33388444546",
        "CDelorme",
    ),
    (
        "Maëlys",
        "Guérin",
        "Île & Voiles",
        "ile-et-voiles.example",
        "+33297555657",
        "CDelorme",
    ),
    (
        "Noémie",
        "Pélissier",
        "Crédit Coopératif d'Auvergne",
        "credit-auvergne.example",
        "+33473666768",
        "CDelorme",
    ),
];

/// Index of the customer, total and due in cents, status, days since its last change.
type Deal = (usize, i64, i64, ContractStatus, u64);

use ContractStatus::{Pending, Signed, Unsigned};

const CONTRACTS: [Deal; 9] = [
    (0, 250_000, 0, Signed, 120),
    (1, 1_500_000, 750_000, Signed, 80),
    (2, 480_050, 480_050, Signed, 45),
    (3, 3_200_000, 1_600_000, Signed, 20),
    (4, 899_999, 0, Signed, 60),
    (5, 1_250_000, 1_250_000, Pending, 10),
    (6, 640_000, 200_000, Signed, 15),
    (7, 2_000_000, 2_000_000, Unsigned, 5),
    (0, 120_000, 120_000, Unsigned, 2),
];

/// Index of the contract, title, days from today, hour, hours long, location, attendees, notes, login of the
/// support contact.
type Occasion = (
    usize,
    &'static str,
    i64,
    i64,
    i64,
    &'static str,
    i32,
    &'static str,
    Option<&'static str>,
);

const EVENTS: [Occasion; 11] = [
    (
        0,
        "Inauguration de la boutique",
        -90,
        18,
        4,
        "12 rue Mercière, Lyon",
        60,
        "Buffet sucré, sans alcool.",
        Some("BRenard"),
    ),
    (
        0,
        "Dégustation de Noël",
        34,
        16,
        3,
        "12 rue Mercière, Lyon",
        45,
        "",
        None,
    ),
    (
        1,
        "Soirée de lancement",
        -30,
        19,
        5,
        "Le Sucre, Lyon",
        250,
        "Prévoir deux vestiaires.",
        Some("BRenard"),
    ),
    (
        1,
        "Conférence annuelle",
        12,
        9,
        9,
        "Centre de congrès, Lyon",
        400,
        "Interprètes FR/EN.\nAccès PMR à vérifier.",
        Some("BRenard"),
    ),
    (
        2,
        "Fête des récoltes",
        20,
        11,
        8,
        "Domaine des Oliviers, Aix-en-Provence",
        180,
        "",
        Some("KDurand"),
    ),
    (
        2,
        "Atelier floral",
        5,
        14,
        3,
        "Serres municipales, Avignon",
        25,
        "Tabliers fournis.",
        None,
    ),
    (
        3,
        "Gala du château",
        40,
        20,
        6,
        "Château de Chambéry",
        320,
        "Tenue de soirée.",
        Some("KDurand"),
    ),
    (
        3,
        "Séminaire de direction",
        2,
        9,
        8,
        "Château de Chambéry",
        18,
        "",
        Some("ALefebvre"),
    ),
    (
        4,
        "Première de saison",
        -7,
        20,
        4,
        "Théâtre du Soleil Levant, Paris",
        500,
        "Loges pour les élus.",
        Some("ALefebvre"),
    ),
    (
        6,
        "Régate des partenaires",
        60,
        8,
        10,
        "Port du Crouesty, Arzon",
        90,
        "Plan B en cas de vent.",
        None,
    ),
    (
        6,
        "Dîner des skippers",
        60,
        20,
        4,
        "La Trinité-sur-Mer",
        70,
        "",
        Some("ALefebvre"),
    ),
];

/// Loads the demonstration company into an empty database; returns whether it did, which it does once.
///
/// # Errors
///
/// `rule.database_not_empty` (exit 6) when there are other collaborators.
pub fn load(conn: &mut AnyConnection, now: Instant, timezone: &Zone) -> Result<bool> {
    if is_loaded(conn)? {
        return Ok(false);
    }
    // Outside the transaction: six proofs take most of a second.
    let proofs = STAFF
        .iter()
        .map(|_| password::new_credential(&PASSWORD.into()))
        .collect::<Result<Vec<_>>>()?;
    db::write(conn, Author::Administrator, |conn| {
        if is_loaded(conn)? {
            return Ok(false);
        }
        let mut staff = Vec::new();
        for (person, proof) in STAFF.iter().zip(&proofs) {
            let id = insert_collaborator(conn, person, now)?;
            credentials::load(conn, id, proof, now)?;
            staff.push((person.0, id));
        }
        let id_of = |login: &str| {
            staff
                .iter()
                .find(|(name, _)| *name == login)
                .map(|(_, id)| *id)
                .ok_or_else(|| Error::not_found(Noun::Collaborator, login))
        };
        let mut customers = Vec::new();
        for customer in &CUSTOMERS {
            customers.push(insert_customer(conn, customer, id_of(customer.5)?, now)?);
        }
        let mut contracts = Vec::new();
        for contract in &CONTRACTS {
            contracts.push(insert_contract(conn, contract, customers[contract.0], now)?);
        }
        for event in &EVENTS {
            let support = event.8.map(id_of).transpose()?;
            insert_event(conn, event, contracts[event.0], support, now, timezone)?;
        }
        Ok(true)
    })
}

fn is_loaded(conn: &mut AnyConnection) -> Result<bool> {
    let (login, ..) = STAFF[0];
    if collaborators::find_by_login(conn, login)?.is_some_and(|found| found.email == email(login)) {
        return Ok(true);
    }
    if collaborators::count(conn)? > 0 {
        return Err(Rule::DatabaseNotEmpty.into());
    }
    Ok(false)
}

fn email(login: &str) -> String {
    format!("{}@epic-events.example", login.to_lowercase())
}

fn insert_collaborator(
    conn: &mut AnyConnection,
    &(login, first_name, last_name, phone, department): &Person,
    now: Instant,
) -> Result<CollaboratorId> {
    let email = email(login);
    let new = NewCollaborator {
        login,
        first_name,
        last_name,
        email: &email,
        phone,
        department,
    };
    Ok(collaborators::insert(conn, &new, now)?.id)
}

fn insert_customer(
    conn: &mut AnyConnection,
    &(first_name, last_name, company, domain, phone, _): &Client,
    sales_contact_id: CollaboratorId,
    now: Instant,
) -> Result<CustomerId> {
    let email = format!("contact@{domain}");
    let new = NewCustomer {
        first_name,
        last_name,
        email: &email,
        phone,
        company,
        sales_contact_id,
    };
    Ok(customers::insert(conn, &new, now)?)
}

fn insert_contract(
    conn: &mut AnyConnection,
    &(_, total, due, status, age): &Deal,
    customer_id: CustomerId,
    now: Instant,
) -> Result<ContractId> {
    let then = now.plus(-days(i64::try_from(age).unwrap_or_default()));
    let new = NewContract {
        customer_id,
        total_cents: Cents::from_cents(total),
        due_cents: Cents::from_cents(due),
    };
    let contract = contracts::insert(conn, new, then)?;
    if status != Unsigned {
        let changes = ContractChanges {
            status: Some(status),
            signed_at: (status == Signed).then_some(then),
            ..ContractChanges::default()
        };
        contracts::update(conn, &contract, &changes, then)?;
    }
    Ok(contract.id)
}

fn insert_event(
    conn: &mut AnyConnection,
    &(_, title, offset, hour, hours, location, attendees, notes, _): &Occasion,
    contract_id: ContractId,
    support: Option<CollaboratorId>,
    now: Instant,
    timezone: &Zone,
) -> Result<()> {
    let today = timezone.at(now).date();
    let day = today.saturating_add(days(offset));
    let start_at = day_start(day, timezone).plus(SignedDuration::from_hours(hour));
    let new = NewEvent {
        contract_id,
        title,
        start_at,
        end_at: start_at.plus(SignedDuration::from_hours(hours)),
        location,
        attendees,
        notes,
    };
    let id = events::insert(conn, &new, now)?;
    if let (Some(_), Some(row)) = (support, events::find(conn, id)?) {
        events::assign(conn, &[&row.event], support, now)?;
    }
    Ok(())
}
