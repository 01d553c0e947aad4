//! The demonstration company: six collaborators, eight customers, nine contracts, eleven events. Its dates count
//! from the day it is loaded, so that it never goes stale.

use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

use jiff::SignedDuration;

use super::customer::fields::new_customer;
use crate::auth::sign_in;
use crate::db::collaborators::{self, NewCollaborator};
use crate::db::contracts::{self, ContractChanges, NewContract};
use crate::db::credentials::{self, Account};
use crate::db::customers;
use crate::db::events::{self, NewEvent};
use crate::db::{self, AnyConnection};
use crate::domain::{
    Author, Cents, CollaboratorId, ContractId, ContractStatus, CustomerId, Department, Instant,
    Rule, Zone, day_start, days,
};
use crate::error::{Error, Result};

/// The password of all six: public, and exempt from the strength that others need.
pub const PASSWORD: &str = "Test123@4567";

use ContractStatus::{Pending, Signed, Unsigned};
use Department::{Management, Sales, Support};

const STAFF: [(&str, &str, &str, &str, Department); 6] = [
    ("AMartinez", "Alice", "Martinez", "+33601010101", Management),
    ("CBrunel", "Cédric", "Brunel", "+33601010102", Sales),
    ("CDelorme", "Chloé", "Delorme", "+33601010103", Sales),
    ("BRenard", "Benoît", "Renard", "+33601010104", Support),
    ("KDurand", "Karine", "Durand", "+33601010105", Support),
    ("ALefebvre", "Aurélie", "Lefebvre", "+33601010106", Support),
];

/// First name | last name | company | domain of the e-mail address | phone | sales contact.
const CUSTOMERS: [&str; 8] = [
    "Éléa | Garçon | Boulangerie Œuvre & Fils | oeuvre-et-fils | +33478010203 | CBrunel",
    "Kévin | Casérès | Cool Startup Lyon | startup-lyon | +33678123456 | CBrunel",
    "Léonie | Bouquet | Fleurs de Provence | fleurs-provence | +33490111213 | CBrunel",
    "Jérôme | Lefèvre | Château de Chambéry | chateau-chambery | +33479222324 | CBrunel",
    "Anaïs | Noël | Théâtre du Soleil Levant | soleil-levant | +33143333435 | CDelorme",
    "François | Müller | Brasserie Müller Strasbourg | brasserie-muller | +33388444546 | CDelorme",
    "Maëlys | Guérin | Île & Voiles | ile-et-voiles | +33297555657 | CDelorme",
    "Noémie | Pélissier | Crédit Coopératif d'Auvergne | credit-auvergne | +33473666768 | CDelorme",
];

/// Index of the customer, total and due in cents, status, days since its last change.
const CONTRACTS: [(usize, i64, i64, ContractStatus, i64); 9] = [
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

/// Index of the contract | title | days from today | hour | hours long | attendees | location | support contact | notes.
const EVENTS: [&str; 11] = [
    "0 | Inauguration de la boutique | -90 | 18 | 4 | 60 | 12 rue Mercière, Lyon \
     | BRenard | Buffet sucré, sans alcool.",
    "0 | Dégustation de Noël | 34 | 16 | 3 | 45 | 12 rue Mercière, Lyon | |",
    "1 | Soirée de lancement | -30 | 19 | 5 | 250 | Le Sucre, Lyon \
     | BRenard | Prévoir deux vestiaires.",
    "1 | Conférence annuelle | 12 | 9 | 9 | 400 | Centre de congrès, Lyon \
     | BRenard | Interprètes FR/EN.\nAccès PMR à vérifier.",
    "2 | Fête des récoltes | 20 | 11 | 8 | 180 | Domaine des Oliviers, Aix-en-Provence | KDurand |",
    "2 | Atelier floral | 5 | 14 | 3 | 25 | Serres municipales, Avignon | | Tabliers fournis.",
    "3 | Gala du château | 40 | 20 | 6 | 320 | Château de Chambéry | KDurand | Tenue de soirée.",
    "3 | Séminaire de direction | 2 | 9 | 8 | 18 | Château de Chambéry | ALefebvre |",
    "4 | Première de saison | -7 | 20 | 4 | 500 | Théâtre du Soleil Levant, Paris \
     | ALefebvre | Loges pour les élus.",
    "6 | Régate des partenaires | 60 | 8 | 10 | 90 | Port du Crouesty, Arzon \
     | | Plan B en cas de vent.",
    "6 | Dîner des skippers | 60 | 20 | 4 | 70 | La Trinité-sur-Mer | ALefebvre |",
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
        .map(|(login, ..)| sign_in::new_credential(conn, login, &PASSWORD.into()))
        .collect::<Result<Vec<_>>>()?;
    db::write(conn, Author::Administrator, |conn| {
        if is_loaded(conn)? {
            return Ok(false);
        }
        let mut staff = HashMap::new();
        for ((login, first_name, last_name, phone, department), proof) in STAFF.iter().zip(&proofs)
        {
            let new = NewCollaborator {
                login,
                first_name,
                last_name,
                email: &email(login),
                phone,
                department: *department,
            };
            let id = collaborators::insert(conn, &new, now)?.id;
            credentials::load(conn, Account(id, login), proof, now)?;
            staff.insert(*login, id);
        }
        let customers = insert_customers(conn, &staff, now)?;
        let contracts = insert_contracts(conn, &customers, now)?;
        insert_events(conn, &staff, &contracts, now, timezone)?;
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

/// Ids of the staff by login.
type Staff = HashMap<&'static str, CollaboratorId>;

fn insert_customers(
    conn: &mut AnyConnection,
    staff: &Staff,
    now: Instant,
) -> Result<Vec<CustomerId>> {
    let mut ids = Vec::new();
    for row in CUSTOMERS {
        let [first_name, last_name, company, domain, phone, sales_contact] = cells(row)?;
        let email = format!("contact@{domain}.example");
        let person = [first_name, last_name, &email, phone];
        let new = new_customer(person, company, staff[sales_contact]);
        ids.push(customers::insert(conn, &new, now)?);
    }
    Ok(ids)
}

fn insert_contracts(
    conn: &mut AnyConnection,
    customers: &[CustomerId],
    now: Instant,
) -> Result<Vec<ContractId>> {
    let mut ids = Vec::new();
    for (customer, total, due, status, age) in CONTRACTS {
        let then = now.plus(-days(age));
        let new = NewContract {
            customer_id: customers[customer],
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
        ids.push(contract.id);
    }
    Ok(ids)
}

fn insert_events(
    conn: &mut AnyConnection,
    staff: &Staff,
    contracts: &[ContractId],
    now: Instant,
    timezone: &Zone,
) -> Result<()> {
    let today = timezone.at(now).date();
    for row in EVENTS {
        let [
            contract,
            title,
            day,
            hour,
            hours,
            attendees,
            location,
            support,
            notes,
        ] = cells(row)?;
        let day = today.saturating_add(days(number(day)?));
        let start_at = day_start(day, timezone).plus(SignedDuration::from_hours(number(hour)?));
        let new = NewEvent {
            contract_id: contracts[number::<usize>(contract)?],
            title,
            start_at,
            end_at: start_at.plus(SignedDuration::from_hours(number(hours)?)),
            location,
            attendees: number(attendees)?,
            notes,
        };
        let id = events::insert(conn, &new, now)?;
        if !support.is_empty()
            && let Some(row) = events::find(conn, id)?
        {
            events::assign(conn, &[&row.event], Some(staff[support]), now)?;
        }
    }
    Ok(())
}

/// Cells of a row, which bars separate.
fn cells<const N: usize>(row: &str) -> Result<[&str; N]> {
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let cells = cells.try_into();
    cells.map_err(|_| Error::internal("row of the demonstration", row))
}

fn number<T: FromStr<Err: Display>>(cell: &str) -> Result<T> {
    cell.parse()
        .map_err(|error| Error::internal("number of the demonstration", error))
}
