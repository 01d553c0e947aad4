//! Two examples for each command, at the end of its `--help` and on its manual page. A test runs every one of them.

use crate::lang::{self, Text};

/// What a command can be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The words of the command.
    pub path: &'static str,
    /// What to type; several lines are one command.
    pub line: &'static str,
}

/// The examples of a command.
pub fn of(path: &str) -> Option<&'static [Example; 2]> {
    EXAMPLES.iter().find(|[first, _]| first.path == path)
}

/// What an example does: the first or the second of its command.
pub fn caption(example: &Example, number: usize) -> Text {
    let path = example.path.replace(' ', "-");
    let key = format!("help-example-{path}-{}", number + 1);
    Text::of_catalogue(lang::format(&key, &[]))
}

/// The two examples of one command.
const fn of_command(path: &'static str, first: &'static str, second: &'static str) -> [Example; 2] {
    [
        Example { path, line: first },
        Example { path, line: second },
    ]
}

/// Every command with its examples.
pub const EXAMPLES: &[[Example; 2]] = &[
    of_command("init", "epic init", "epic init --demo"),
    of_command(
        "signup",
        r"epic signup --login JPetit --first-name Jeanne --last-name Petit \
    --email j.petit@epic-events.example --phone '06 02 03 04 05' \
    --password-stdin < password.txt",
        r"epic signup --login JPetit --first-name Jeanne --last-name Petit \
    --email j.petit@epic-events.example --phone '+33 6 02 03 04 05' \
    --password-stdin --json < password.txt",
    ),
    of_command(
        "login",
        "epic login CBrunel --password-stdin < password.txt",
        "epic login CBrunel --password-stdin --json < password.txt",
    ),
    of_command("logout", "epic logout", "epic logout --everywhere"),
    of_command("whoami", "epic whoami", "epic whoami --json"),
    of_command(
        "password change",
        "epic password change --password-stdin < passwords.txt",
        r#"printf '%s\n%s\n' "$OLD" "$NEW" |
    epic password change --password-stdin"#,
    ),
    of_command(
        "session list",
        "epic session list",
        "epic session list --all --json",
    ),
    of_command(
        "session revoke",
        "epic session revoke 4",
        "epic session revoke 2 3 --yes",
    ),
    of_command(
        "token create",
        "epic token create --name cron --expires 90d --read-only",
        "epic token create --name import --expires 30d > import.token",
    ),
    of_command(
        "token list",
        "epic token list",
        "epic token list --all --json",
    ),
    of_command(
        "token revoke",
        "epic token revoke cron",
        "epic token revoke 7 --yes",
    ),
    of_command(
        "collaborator create",
        r"epic collaborator create --login JPetit --first-name Jeanne \
    --last-name Petit --email j.petit@epic-events.example \
    --phone '06 02 03 04 05' --department sales \
    --password-stdin < password.txt",
        r"id=$(epic collaborator create --login PRoux --first-name Paul \
    --last-name Roux --email p.roux@epic-events.example \
    --phone '06 02 03 04 06' --department support \
    --password-stdin < password.txt)",
    ),
    of_command(
        "collaborator list",
        "epic collaborator list --department sales",
        "epic collaborator list --inactive --sort last_name",
    ),
    of_command(
        "collaborator show",
        "epic collaborator show CBrunel",
        "epic collaborator show 2 --json",
    ),
    of_command(
        "collaborator update",
        "epic collaborator update CBrunel --phone '06 02 03 04 05'",
        "epic collaborator update 5 --last-name Durand-Petit",
    ),
    of_command(
        "collaborator delete",
        "epic collaborator delete CDelorme --reassign-to CBrunel --yes",
        "epic collaborator delete BRenard --reassign-to KDurand --yes",
    ),
    of_command(
        "collaborator reset-password",
        r"epic collaborator reset-password CBrunel \
    --password-stdin < password.txt",
        "epic collaborator reset-password 3 --password-stdin < password.txt",
    ),
    of_command(
        "collaborator unlock",
        "epic collaborator unlock CBrunel",
        "epic collaborator unlock 2 --quiet",
    ),
    of_command(
        "customer create",
        r"epic customer create --first-name Zoë --last-name Faure \
    --email zoe@faure.example --phone '06 01 02 03 04' \
    --company 'Traiteur Faure'",
        r"id=$(epic customer create --first-name Luc --last-name Faure \
    --email luc@faure.example --phone '06 01 02 03 05' \
    --company 'Traiteur Faure')",
    ),
    of_command(
        "customer list",
        "epic customer list --mine --search bouquet",
        "epic customer list --company lyon --sort -created_at --limit 10",
    ),
    of_command(
        "customer show",
        "epic customer show 2",
        "epic customer show 2 --json",
    ),
    of_command(
        "customer update",
        "epic customer update 2 --phone '06 12 34 56 78'",
        r"epic customer update 2 --email k.caseres@startup.example \
    --if-version 1",
    ),
    of_command(
        "customer transfer",
        "epic customer transfer 5 6 --to CBrunel",
        "epic customer transfer 7 --to CBrunel --json",
    ),
    of_command(
        "contract create",
        "epic contract create --customer 4 --total '12 500,00'",
        "epic contract create --customer 4 --total 8000 --due 6000",
    ),
    of_command(
        "contract list",
        "epic contract list --mine --status unsigned,pending",
        "epic contract list --unpaid --sort -due --limit 10",
    ),
    of_command(
        "contract show",
        "epic contract show 3",
        "epic contract show 3 --json --fields due,status",
    ),
    of_command(
        "contract update",
        "epic contract update 9 --total 1500",
        "epic contract update 9 --status pending",
    ),
    of_command(
        "contract sign",
        "epic contract sign 9",
        "epic contract sign 9 --json",
    ),
    of_command(
        "contract pay",
        "epic contract pay 2 500",
        "epic contract pay 2 '1 250,50'",
    ),
    of_command(
        "event create",
        r"epic event create --contract 3 --title 'Dîner de gala' \
    --start '2030-06-21 18:00' --end +5h \
    --location 'Lyon' --attendees 120",
        r"epic event create --contract 3 --title 'Congrès' \
    --start '2030-05-20 09:00' --end '2030-05-21 17:00' \
    --location 'Lyon' --attendees 300 --notes 'Deux salles'",
    ),
    of_command(
        "event list",
        "epic event list --mine --from today --to +30d",
        "epic event list --unassigned --upcoming",
    ),
    of_command(
        "event show",
        "epic event show 4",
        "epic event show 4 --json --fields start_at,location",
    ),
    of_command(
        "event update",
        "epic event update 4 --attendees 420 --add-note 'Traiteur confirmé'",
        "epic event update 4 --start '2030-05-20 09:00' --end +8h",
    ),
    of_command(
        "event assign",
        "epic event assign 2 6 --support KDurand",
        "epic event assign 10 --support ALefebvre --allow-overlap",
    ),
    of_command(
        "event unassign",
        "epic event unassign 5",
        "epic event unassign 5 7",
    ),
    of_command(
        "audit list",
        "epic audit list --by CBrunel --since -7d",
        "epic audit list --entity contract --action update --json",
    ),
    of_command(
        "audit verify",
        "epic audit verify",
        "epic audit verify --anchor anchor.json",
    ),
    of_command(
        "audit anchor",
        "epic audit anchor",
        "epic audit anchor --json > anchor.json",
    ),
    of_command(
        "db migrate",
        "epic db migrate",
        "epic db migrate --database-url sqlite://epic.db",
    ),
    of_command(
        "db lockdown",
        "epic db lockdown",
        "epic db lockdown --rotate",
    ),
    of_command(
        "db enroll",
        "epic db enroll CBrunel",
        "epic db enroll CBrunel --rotate",
    ),
    of_command("db status", "epic db status", "epic db status --json"),
    of_command("menu", "epic menu", "EPIC_ACCESSIBLE=1 epic menu"),
    of_command(
        "search",
        "epic search bouquet",
        "epic search --type customer,event '04 78 01' --json",
    ),
    of_command(
        "history",
        "epic history contract 9",
        "epic history collaborator CBrunel --json",
    ),
    of_command(
        "completions",
        "source <(epic completions bash)",
        "epic completions zsh > _epic",
    ),
    of_command(
        "man",
        "epic man --out man1",
        "epic man --out man1 --lang fr",
    ),
];
