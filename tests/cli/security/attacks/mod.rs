//! Attacks on the shared database by plain SQL, under the roles that people really have, after a lockdown. Each is data:
//! who tries what, what refuses it, what would be harmed, and how to take that defence away. It has to fail in the way
//! that is written down and harm nothing; and on a second copy, without the defence, it has to succeed, so that no check
//! passes because the attack is clumsy.
//!
//! One file for each attacker of the threat model. Two are elsewhere: who listens on the network or poses as the server
//! in `tls`, the other users of the machine in `files` and `secrets`.

mod administrator;
mod credentials;
mod definitions;
mod dump;
mod employee;
mod former;
mod functions;
mod held;
mod holder;
mod lints;
mod mixed;
mod observer;
mod records;
mod sign_in;
mod solo;
mod text;
mod thief;
mod traps;
mod world;

pub use world::World;

/// The role of the database that an attacker connects as.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// `epic_cli`, which everybody has who has the URL.
    Shared,
    /// The role of one person: `epic_u_` and the login.
    Person(&'static str),
}

/// What shows that an attack succeeded.
#[derive(Clone, Copy, Debug)]
pub enum Harm {
    /// The value of this query, asked by the superuser, is another.
    Changed(&'static str),
    /// The last step returned rows, or wrote some.
    Rows,
    /// The last step ran without an error.
    Done,
    /// An error says this of what is in the tables.
    Told(&'static str),
}

/// What takes a defence away.
#[derive(Clone, Copy, Debug)]
pub enum Undo {
    /// Statements of the superuser. `patch: FUNCTION | FROM | TO` replaces text in the definition of a function, and `open: TABLE`
    /// takes the conditions of its view and of its policies away.
    Sql(&'static [&'static str]),
    /// The defence is part of PostgreSQL or cannot be removed in a test; why.
    Indelible(&'static str),
}

/// An attack.
#[derive(Clone, Copy, Debug)]
pub struct Attack {
    pub name: &'static str,
    pub who: Who,
    /// Whose session secret the connection is started with.
    pub session: Option<&'static str>,
    /// What the superuser prepares.
    pub setup: &'static [&'static str],
    /// The statements. `admin: ` is one of the superuser, `admin& ` one that runs while the attack goes on, `2: ` one of
    /// a second connection like the first. `{proof LOGIN}` is what that password comes to.
    pub steps: &'static [&'static str],
    /// A part of what the error or its marker has to say; `0 rows` when there has to be none, `harmless` when it may
    /// run and must not do what it is for.
    pub refused: &'static str,
    pub harm: Harm,
    pub undo: Undo,
}

/// An attack without a session, through the shared role, with nothing prepared.
pub const ATTACK: Attack = Attack {
    name: "",
    who: Who::Shared,
    session: None,
    setup: &[],
    steps: &[],
    refused: "",
    harm: Harm::Done,
    undo: Undo::Sql(&[]),
};

/// Every attack of the tables.
const ALL: &[&[Attack]] = &[
    administrator::ATTACKS,
    credentials::ATTACKS,
    definitions::ATTACKS,
    dump::ATTACKS,
    employee::ATTACKS,
    former::ATTACKS,
    functions::ATTACKS,
    holder::ATTACKS,
    mixed::ATTACKS,
    records::ATTACKS,
    sign_in::ATTACKS,
    solo::ATTACKS,
    text::ATTACKS,
    thief::ATTACKS,
];

/// Runs attacks that leave nothing behind in one world, and each in a world of its own without its defence.
pub fn check(attacks: &[Attack]) {
    let mut failures = Vec::new();
    let quiet = World::new();
    for attack in attacks {
        let lasting = attack.steps.iter().any(|step| {
            step.starts_with("admin")
                || step.contains("sign_in_")
                || step.contains("epic_api.") && attack.session.is_some()
        });
        failures.extend(match attack.setup {
            [] if !lasting && attack.refused != "harmless" => quiet.withstands(attack).err(),
            _ => World::new().withstands(attack).err(),
        });
        if let Undo::Sql(undo) = attack.undo {
            failures.extend(World::new().falls(attack, undo).err());
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn nearly_every_defence_was_shown_to_be_one() {
    let all: Vec<&Attack> = ALL.iter().copied().flatten().collect();
    let mut names: Vec<&str> = all.iter().map(|attack| attack.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len(), "two attacks have one name");
    assert!(all.len() >= 60, "{} attacks", all.len());
    let kept = all
        .iter()
        .filter(|attack| matches!(attack.undo, Undo::Indelible(why) if !why.is_empty()))
        .count();
    assert!(
        kept * 100 < all.len() * 15,
        "{kept} of {} defences stay",
        all.len()
    );
}
