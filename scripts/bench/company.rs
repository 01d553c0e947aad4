//! The company that the measurements are made on: plausible names with accents, skewed as real data are. A few customers
//! have many contracts, most contracts are signed and paid, events crowd around today.
//!
//! Every row is a function of the seed and of its number alone, but for who runs an event: that depends on who is free.

use diesel::prelude::*;
use epic::db::schema::{collaborators, contracts, customers, events};
use epic::db::search;
use epic::domain::Instant;

const FIRST_NAMES: [&str; 48] = [
    "Éléa",
    "Zoé",
    "Chloé",
    "Léa",
    "Inès",
    "Anaïs",
    "Maëlys",
    "Noémie",
    "Aurélie",
    "Céline",
    "Hélène",
    "Françoise",
    "Élodie",
    "Amélie",
    "Océane",
    "Gaëlle",
    "Marie",
    "Camille",
    "Julie",
    "Sarah",
    "Manon",
    "Claire",
    "Lucie",
    "Alice",
    "François",
    "Jérôme",
    "Cédric",
    "Benoît",
    "Rémi",
    "Loïc",
    "Joël",
    "Noël",
    "Raphaël",
    "Théo",
    "Léo",
    "Hervé",
    "René",
    "Gaël",
    "Mickaël",
    "Étienne",
    "Jean",
    "Pierre",
    "Paul",
    "Louis",
    "Hugo",
    "Lucas",
    "Thomas",
    "Antoine",
];

const LAST_NAMES: [&str; 64] = [
    "Martin",
    "Bernard",
    "Thomas",
    "Petit",
    "Robert",
    "Richard",
    "Durand",
    "Dubois",
    "Moreau",
    "Laurent",
    "Simon",
    "Michel",
    "Lefebvre",
    "Leroy",
    "Roux",
    "David",
    "Bertrand",
    "Morel",
    "Fournier",
    "Girard",
    "Bonnet",
    "Dupont",
    "Lambert",
    "Fontaine",
    "Rousseau",
    "Vincent",
    "Müller",
    "Lefèvre",
    "Faure",
    "André",
    "Mercier",
    "Blanc",
    "Guérin",
    "Boyer",
    "Garnier",
    "Chevalier",
    "François",
    "Legrand",
    "Gauthier",
    "Garcia",
    "Perrin",
    "Robin",
    "Clément",
    "Morin",
    "Nicolas",
    "Henry",
    "Roussel",
    "Mathieu",
    "Gautier",
    "Masson",
    "Marchand",
    "Duval",
    "Denis",
    "Dumont",
    "Lemaître",
    "Noël",
    "Dufour",
    "Meunier",
    "Brun",
    "Blanchard",
    "Giraud",
    "Joly",
    "Rivière",
    "Pélissier",
];

const TRADES: [&str; 24] = [
    "Boulangerie",
    "Château",
    "Théâtre",
    "Brasserie",
    "Crédit",
    "Imprimerie",
    "Hôtel",
    "Éditions",
    "Menuiserie",
    "Pharmacie",
    "Société",
    "Ateliers",
    "Maison",
    "Domaine",
    "Forêts",
    "Énergie",
    "Galerie",
    "Hôpital",
    "Lycée",
    "Transports",
    "Œuvres",
    "Cinéma",
    "Pâtisserie",
    "Bâtiments",
];

const PLACES: [&str; 40] = [
    "Lyon",
    "Paris",
    "Orléans",
    "Besançon",
    "Nîmes",
    "Béziers",
    "Saint-Étienne",
    "Angoulême",
    "Chambéry",
    "Évreux",
    "Le Mans",
    "Bordeaux",
    "Lille",
    "Strasbourg",
    "Rennes",
    "Nantes",
    "Toulouse",
    "Montpellier",
    "Grenoble",
    "Dijon",
    "Angers",
    "Clermont-Ferrand",
    "Tours",
    "Limoges",
    "Amiens",
    "Metz",
    "Perpignan",
    "Orange",
    "Caen",
    "Mulhouse",
    "Nancy",
    "Rouen",
    "Pau",
    "Avignon",
    "Poitiers",
    "Annecy",
    "La Rochelle",
    "Vannes",
    "Bourges",
    "Épinal",
];

const OCCASIONS: [&str; 16] = [
    "Séminaire",
    "Gala",
    "Réception",
    "Congrès",
    "Anniversaire",
    "Assemblée générale",
    "Lancement de produit",
    "Vœux",
    "Journée portes ouvertes",
    "Remise de prix",
    "Salon",
    "Dîner de fin d’année",
    "Fête d’été",
    "Colloque",
    "Conférence",
    "Arbre de Noël",
];

const VENUES: [&str; 8] = [
    "Palais des congrès",
    "Salle des fêtes",
    "Hôtel de ville",
    "Domaine viticole",
    "Musée",
    "Halle aux grains",
    "Péniche",
    "Orangerie",
];

const NOTES: [&str; 6] = [
    "",
    "",
    "Traiteur à confirmer.",
    "Accès par la cour, badge à l’accueil.",
    "Prévoir une sonorisation et deux micros.",
    "Le client règle le solde le jour même.",
];

/// A working day, in seconds.
const DAY: i64 = 86_400;

/// How far back contracts and events go, and how far ahead events are planned, in days.
const PAST: u64 = 2_500;
const FUTURE: u64 = 500;

/// When an event of each part of the day starts, in hours UTC, and how long it lasts at most: so that nobody who runs
/// one in each part of a day runs two at once.
const PARTS: [(i64, i64); 3] = [(7, 4), (12, 4), (17, 5)];

/// A sequence of numbers that depends on its seed alone: SplitMix64 (Steele, Lea, Flood 2014).
struct Numbers(u64);

impl Numbers {
    /// The sequence of one row.
    fn of(kind: u64, row: u64) -> Self {
        let mut numbers = Self(kind.wrapping_mul(0xd134_2543_de82_ef95) ^ row.rotate_left(24));
        numbers.next();
        numbers
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    fn days(&mut self, bound: u64) -> i64 {
        self.below(bound) as i64
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    /// A number below the bound, the small ones more often: half of them lie in the first quarter.
    fn skewed(&mut self, bound: u64) -> u64 {
        let unit = self.below(1 << 52) as f64 / (1_u64 << 52) as f64;
        ((bound as f64 * unit * unit) as u64).min(bound.saturating_sub(1))
    }

    /// A number below the bound, the small ones more often: twice as often at 0, next to never at the bound.
    fn near(&mut self, bound: u64) -> u64 {
        self.below(bound).min(self.below(bound))
    }

    fn phone(&mut self, prefix: &str) -> String {
        format!("{prefix}{:08}", self.below(100_000_000))
    }
}

#[derive(Insertable)]
#[diesel(table_name = collaborators, treat_none_as_default_value = false)]
pub struct Collaborator {
    id: i64,
    login: String,
    first_name: &'static str,
    last_name: &'static str,
    email: String,
    phone: String,
    department: &'static str,
    active: bool,
    search_text: String,
    created_at: Instant,
    updated_at: Instant,
    version: i64,
}

#[derive(Insertable)]
#[diesel(table_name = customers, treat_none_as_default_value = false)]
pub struct Customer {
    id: i64,
    first_name: &'static str,
    last_name: &'static str,
    email: String,
    phone: String,
    company: String,
    company_folded: String,
    sales_contact_id: Option<i64>,
    search_text: String,
    created_at: Instant,
    updated_at: Instant,
    version: i64,
}

#[derive(Insertable)]
#[diesel(table_name = contracts, treat_none_as_default_value = false)]
pub struct Contract {
    id: i64,
    customer_id: i64,
    total_cents: i64,
    due_cents: i64,
    currency: &'static str,
    status: &'static str,
    signed_at: Option<Instant>,
    created_at: Instant,
    updated_at: Instant,
    version: i64,
}

#[derive(Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub struct Event {
    id: i64,
    contract_id: i64,
    title: String,
    start_at: Instant,
    end_at: Instant,
    location: String,
    attendees: i32,
    notes: &'static str,
    support_contact_id: Option<i64>,
    search_text: String,
    created_at: Instant,
    updated_at: Instant,
    version: i64,
}

/// What was there before.
pub struct Found {
    /// The first free id of each table: collaborators, customers, contracts, events.
    pub next: [i64; 4],
    /// Who sells.
    pub sales: Vec<i64>,
    /// Who runs events.
    pub support: Vec<i64>,
    /// Who runs one from when to when, in seconds.
    pub busy: Vec<(i64, i64, i64)>,
}

/// A company of a size, on top of what was there.
pub struct Company {
    size: u64,
    staff: u64,
    next: [i64; 4],
    sales: Vec<i64>,
    support: Vec<i64>,
    busy: Vec<(i64, i64, i64)>,
    now: i64,
    today: i64,
}

impl Company {
    /// A company of so many customers. What of the staff of before sells or runs events gets a share.
    pub fn new(size: u64, found: Found) -> Self {
        let now = Instant::now().timestamp();
        let mut company = Self {
            size,
            staff: 20 + size / 200,
            next: found.next,
            sales: found.sales,
            support: found.support,
            busy: found.busy,
            now,
            today: now - now.rem_euclid(DAY),
        };
        for number in 0..company.staff {
            let id = company.next[0] + number as i64;
            match company.post(number) {
                ("sales", true) => company.sales.push(id),
                ("support", true) => company.support.push(id),
                _ => {}
            }
        }
        company
    }

    /// How many rows each table gets.
    pub const fn rows(&self) -> [u64; 4] {
        [self.staff, self.size, 5 * self.size, 10 * self.size]
    }

    fn at(&self, day: i64, second: i64) -> Instant {
        instant(self.today + day * DAY + second)
    }

    /// The department of a collaborator, and whether the person still works here.
    fn post(&self, number: u64) -> (&'static str, bool) {
        let mut numbers = Numbers::of(1, number);
        let department = match numbers.below(100) {
            0..4 => "management",
            4..44 => "sales",
            _ => "support",
        };
        (department, !numbers.percent(6))
    }

    pub fn collaborator(&self, number: u64) -> Collaborator {
        let (department, active) = self.post(number);
        let mut numbers = Numbers::of(2, number);
        let (first_name, last_name) = (numbers.one(&FIRST_NAMES), numbers.one(&LAST_NAMES));
        let id = self.next[0] + number as i64;
        let initial = ascii(first_name).remove(0).to_ascii_uppercase();
        let login = format!("{initial}{}{id}", ascii(last_name));
        let email = format!(
            "{}.{}.{id}@epic.example",
            ascii(first_name),
            ascii(last_name)
        );
        let phone = numbers.phone("+336");
        let hired = self.at(-3_700 - numbers.days(3_000), 32_400);
        Collaborator {
            id,
            search_text: search::document(&[first_name, last_name, &login, &email, &phone]),
            login,
            first_name,
            last_name,
            email,
            phone,
            department,
            active,
            created_at: hired,
            updated_at: hired,
            version: 1,
        }
    }

    pub fn customer(&self, number: u64) -> Customer {
        let mut numbers = Numbers::of(3, number);
        let id = self.next[1] + number as i64;
        let (first_name, last_name) = (numbers.one(&FIRST_NAMES), numbers.one(&LAST_NAMES));
        let (trade, place) = (numbers.one(&TRADES), numbers.one(&PLACES));
        let company = match numbers.below(4) {
            0 => format!("{trade} {last_name} & Fils"),
            1 => format!("{trade} {last_name} {place}"),
            2 => format!("{trade} de {place} n° {}", 1 + numbers.below(900)),
            _ => format!("{last_name} {trade} {place}"),
        };
        let email = format!(
            "{}.{}{id}@{}.example",
            ascii(first_name),
            ascii(last_name),
            ascii(place)
        );
        let prefix = if numbers.percent(60) { "+336" } else { "+334" };
        let phone = numbers.phone(prefix);
        let met = self.at(
            -(PAST as i64) - 200 - numbers.days(1_000),
            30_000 + numbers.days(30_000),
        );
        Customer {
            id,
            first_name,
            last_name,
            company_folded: epic::domain::fold(&company),
            search_text: search::document(&[first_name, last_name, &company, &email, &phone]),
            email,
            phone,
            company,
            // Two in a hundred have nobody: who looked after them has left.
            sales_contact_id: (!numbers.percent(2)).then(|| numbers.one(&self.sales)),
            created_at: met,
            updated_at: met,
            version: 1,
        }
    }

    pub fn contract(&self, number: u64) -> Contract {
        let mut numbers = Numbers::of(4, number);
        let created = self
            .at(
                -1 - numbers.near(PAST) as i64,
                28_800 + numbers.days(36_000),
            )
            .timestamp();
        let signed = created + (1 + numbers.days(40)) * DAY + numbers.days(7_200);
        let wanted = numbers.percent(97);
        let total_cents =
            20_000 + 100 * numbers.skewed(30_000) as i64 * (1 + numbers.skewed(12) as i64);
        let (status, signed_at) = match (signed < self.now, wanted) {
            (true, true) => ("signed", Some(signed)),
            (false, true) => ("pending", None),
            _ => ("unsigned", None),
        };
        let settled = signed + (20 + numbers.days(60)) * DAY;
        let (due_cents, changed) = match signed_at {
            Some(_) if settled < self.now && numbers.percent(98) => (0, settled),
            Some(signed) if numbers.percent(50) => (total_cents / 2, signed),
            Some(signed) => (total_cents, signed),
            None => (total_cents, created),
        };
        Contract {
            id: self.next[2] + number as i64,
            customer_id: self.next[1] + numbers.skewed(self.size) as i64,
            total_cents,
            due_cents,
            currency: "EUR",
            status,
            signed_at: signed_at.map(instant),
            created_at: instant(created),
            updated_at: instant(changed),
            version: 1 + i64::from(signed_at.is_some()),
        }
    }

    /// The events, in the order of their ids.
    pub fn events(&self) -> impl Iterator<Item = Event> {
        let days = (PAST + FUTURE) as usize;
        let slot = move |who: usize, day: i64, part: usize| {
            let day = usize::try_from(day + PAST as i64).ok()?;
            Some((who * days + day) * PARTS.len() + part)
        };
        let mut busy = vec![false; self.support.len() * days * PARTS.len()];
        for (id, start, end) in &self.busy {
            let Some(who) = self.support.iter().position(|it| it == id) else {
                continue;
            };
            let day = |second: &i64| (second - self.today).div_euclid(DAY);
            // What a day's last event may run into is kept free as well.
            for day in day(start) - 1..=day(end) {
                for part in 0..PARTS.len() {
                    if let Some(taken) = slot(who, day, part).and_then(|slot| busy.get_mut(slot)) {
                        *taken = true;
                    }
                }
            }
        }
        (0..10 * self.size).map(move |number| {
            let mut numbers = Numbers::of(5, number);
            let (contract, signed) = self.signed_contract(&mut numbers);
            // The day after the signature at the earliest.
            let earliest = (signed - self.today).div_euclid(DAY) + 1;
            let wished = if numbers.percent(75) {
                -(numbers.near(PAST) as i64)
            } else {
                numbers.near(FUTURE) as i64
            };
            let day = if wished < earliest {
                earliest + numbers.near(90) as i64
            } else {
                wished
            };
            let part = numbers.below(PARTS.len() as u64) as usize;
            let (hour, hours) = PARTS[part];
            let start = self
                .at(day, hour * 3_600 + 1_800 * numbers.days(2))
                .timestamp();
            let end = start + 1_800 * (1 + numbers.days(2 * hours as u64 - 1));
            let created = signed + numbers.days((start.min(self.now) - signed) as u64);
            let mut free = || {
                // A few are asked; when none of them is free, the event waits for somebody, as some do anyway.
                (0..4).find_map(|_| {
                    let who = numbers.below(self.support.len() as u64) as usize;
                    let slot = slot(who, day, part)?;
                    let taken = busy.get_mut(slot)?;
                    (!std::mem::replace(taken, true)).then(|| self.support[who])
                })
            };
            let support_contact_id = if number % 40 == 0 { None } else { free() };
            let place = numbers.one(&PLACES);
            let title = format!("{} {}", numbers.one(&OCCASIONS), numbers.one(&LAST_NAMES));
            let location = format!("{}, {place}", numbers.one(&VENUES));
            let attendees = 5 + numbers.skewed(1_500) as i32;
            let notes = numbers.one(&NOTES);
            Event {
                id: self.next[3] + number as i64,
                contract_id: contract,
                search_text: search::document(&[&title, &location, notes]),
                title,
                start_at: instant(start),
                end_at: instant(end),
                location,
                attendees,
                notes,
                support_contact_id,
                created_at: instant(created),
                updated_at: instant(created),
                version: 1,
            }
        })
    }

    /// A contract of a random number that is signed, and when it was.
    fn signed_contract(&self, numbers: &mut Numbers) -> (i64, i64) {
        loop {
            let contract = self.contract(numbers.below(5 * self.size));
            if let Some(signed) = contract.signed_at {
                return (contract.id, signed.timestamp());
            }
        }
    }
}

fn instant(seconds: i64) -> Instant {
    Instant::from_timestamp(seconds).unwrap_or_else(Instant::now)
}

/// A name as it stands in an address.
fn ascii(name: &str) -> String {
    let mut name = epic::domain::fold(name);
    name.retain(|c| c.is_ascii_alphanumeric());
    name
}
