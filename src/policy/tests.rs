//! Consistency of rights: generated files are current, and a change of any cell changes the program's decisions and the
//! generated SQL.

use super::mutations::{self, Flip};
use super::*;
use crate::db::sql::policy as sql;
use crate::domain::{CollaboratorId, Department, Instant, SessionId};

#[test]
fn every_capability_is_somebodys() {
    for capability in Capability::ALL {
        let scopes = Department::ALL.map(|department| capability.scope(department));
        assert_ne!(scopes, [Scope::No; 3], "{capability:?}");
    }
}

#[test]
fn the_table_names_every_capability_in_order() {
    let mut rows: Vec<Capability> = TABLE.iter().map(|rule| rule.capability).collect();
    rows.dedup();
    assert_eq!(rows, Capability::ALL);
}

/// Policies do not distinguish columns: of two scopes on one table the wider would open the columns of the narrower.
#[test]
fn a_department_has_one_scope_for_an_operation_on_a_table() {
    for rule in TABLE {
        for other in TABLE {
            let on_table = !matches!(rule.operation, Operation::Query | Operation::Call);
            let same = (rule.noun, rule.operation) == (other.noun, other.operation) && on_table;
            for department in Department::ALL {
                let (one, two) = (rule.scope(department), other.scope(department));
                let both = one != Scope::No && two != Scope::No;
                assert!(!same || !both || one == two, "{rule:?} {other:?}");
            }
        }
    }
}

/// The guard ignores a right without columns.
#[test]
fn what_is_inserted_or_updated_has_columns_and_nothing_else_has() {
    for rule in TABLE {
        let writes_table = matches!(rule.operation, Operation::Insert | Operation::Update);
        assert_eq!(!rule.columns.is_empty(), writes_table, "{rule:?}");
    }
}

#[test]
fn own_records_are_of_departments_that_can_own_them() {
    for rule in TABLE
        .iter()
        .filter(|rule| Noun::BUSINESS.contains(&rule.noun))
    {
        for department in Department::ALL {
            let own = rule.scope(department) == Scope::Own;
            assert!(!own || department.ownership().is_some(), "{rule:?}");
        }
    }
}

fn actor(department: Department) -> Actor {
    Actor {
        id: CollaboratorId(7),
        login: String::new(),
        name: String::new(),
        department,
        session: SessionId(1),
        email: String::new(),
        must_change: false,
        since: Instant::now(),
        expires_at: Instant::now(),
        credential: CredentialKind::Session,
        read_only: false,
    }
}

fn code(table: &[Right], actor: &Actor, capability: Capability, on: Target) -> String {
    decide(table, actor, capability, on).map_or_else(|error| error.code(), |()| "ok".to_owned())
}

const fn owned_by(owner: Option<CollaboratorId>) -> Target {
    let (noun, id) = (Noun::Contract, 1);
    Target::Record { owner, noun, id }
}

const OTHER: Target = owned_by(Some(CollaboratorId(8)));
const OWN: Target = owned_by(Some(CollaboratorId(7)));
const NOBODYS: Target = owned_by(None);

#[test]
fn a_token_may_not_do_what_needs_a_login() {
    let token = Actor {
        credential: CredentialKind::Token,
        ..actor(Department::Management)
    };
    for (capability, expected) in [
        (Capability::CreateToken, "denied.token"),
        (Capability::RevokeToken, "denied.token"),
        (Capability::ChangeOwnPassword, "denied.token"),
        (Capability::ResetPassword, "denied.token"),
        (Capability::UnlockCollaborator, "denied.token"),
        (Capability::CreateCollaborator, "denied.token"),
        (Capability::UpdateCollaborator, "denied.token"),
        (Capability::DeleteCollaborator, "denied.token"),
        // The department takes precedence: a login would not help.
        (Capability::CreateCustomer, "denied.department"),
        (Capability::ListTokens, "ok"),
        (Capability::CreateContract, "ok"),
        (Capability::ReadAudit, "ok"),
    ] {
        let decided = code(TABLE, &token, capability, Target::Mine);
        assert_eq!(decided, expected, "{capability:?}");
    }
}

#[test]
fn a_read_only_token_reads() {
    for department in Department::ALL {
        let token = Actor {
            credential: CredentialKind::Token,
            read_only: true,
            ..actor(department)
        };
        for capability in Capability::ALL {
            let reads = matches!(
                capability,
                Capability::Read
                    | Capability::ReadHistory
                    | Capability::ReadAudit
                    | Capability::ListSessions
                    | Capability::ListTokens
            );
            let expected = reads && capability.scope(department) != Scope::No;
            let passed = decide(TABLE, &token, *capability, OWN).is_ok();
            assert_eq!(passed, expected, "{department} {capability:?}");
        }
    }
}

#[test]
fn a_record_without_owner_is_not_mine() {
    let sales = actor(Department::Sales);
    let decided = |on| code(TABLE, &sales, Capability::UpdateContract, on);
    assert_eq!(decided(OWN), "ok");
    assert_eq!(decided(OTHER), "denied.ownership");
    assert_eq!(decided(NOBODYS), "denied.ownership");
    assert_eq!(decided(Target::Everything), "denied.department");
}

#[test]
fn a_right_without_a_row_is_refused() {
    let manager = actor(Department::Management);
    for capability in Capability::ALL {
        for on in [OWN, OTHER, Target::Mine, Target::Everything] {
            assert_eq!(code(&[], &manager, *capability, on), "denied.department");
        }
    }
}

#[test]
fn the_table_decides_what_is_authorized() {
    let sales = actor(Department::Sales);
    let update = authorize(&sales, Capability::UpdateContract, &OTHER);
    assert_eq!(update.unwrap_err().code(), "denied.ownership");
    let audit = authorize_department(&sales, Capability::ReadAudit);
    assert_eq!(audit.unwrap_err().code(), "denied.department");
}

#[test]
fn a_right_to_create_inserts_into_its_own_table() {
    for noun in Noun::BUSINESS {
        let creating = Capability::creating(noun).unwrap();
        let mut rows = TABLE.iter().filter(|rule| rule.capability == creating);
        assert!(rows.all(|rule| (rule.noun, rule.operation) == (noun, Operation::Insert)));
    }
}

#[test]
fn a_right_tells_what_a_token_is_refused() {
    for capability in Capability::ALL {
        let holds = |it: &Department| capability.scope(*it) != Scope::No;
        let mut token = actor(Department::ALL.into_iter().find(holds).unwrap());
        token.credential = CredentialKind::Token;
        let refused = code(TABLE, &token, *capability, OWN) == "denied.token";
        assert_eq!(refused, !capability.is_usable_by_token(), "{capability:?}");
        token.credential = CredentialKind::Session;
        token.read_only = true;
        let refused = code(TABLE, &token, *capability, OWN) == "denied.read_only";
        assert_eq!(refused, capability.is_writing(), "{capability:?}");
    }
}

/// Lists every decision about a right, by department, credential and record.
fn decisions(table: &[Right], capability: Capability) -> Vec<String> {
    let mut decided = Vec::new();
    for department in Department::ALL {
        for credential in [CredentialKind::Session, CredentialKind::Token] {
            let actor = Actor {
                credential,
                ..actor(department)
            };
            for on in [OWN, OTHER] {
                decided.push(code(table, &actor, capability, on));
            }
        }
    }
    decided
}

#[test]
fn no_cell_of_the_table_changes_without_a_difference() {
    let (migration, grants) = (sql::render(TABLE), sql::grants());
    let mutations = mutations::all();
    assert!(mutations.len() > 250, "{}", mutations.len());
    for mutation in &mutations {
        let table = &mutation.table;
        assert!(
            sql::render(table) != migration || sql::grants_of(table) != grants,
            "{mutation}: the database is told the same"
        );
        let capability = mutation.rule.capability;
        // The narrowest scope of a right over several tables counts; removing one of its rows leaves the others.
        let rows = TABLE.iter().filter(|rule| rule.capability == capability);
        let several = rows.count() > 1;
        let decides = match mutation.flip {
            Flip::Scope(..) | Flip::Token => true,
            Flip::Row => !several,
            Flip::Column(_) | Flip::Precondition(_) => false,
        };
        let differs = decisions(table, capability) != decisions(TABLE, capability);
        assert_eq!(differs, decides, "{mutation}");
    }
}

/// Scopes and preconditions of plain SQL are enforced by policies, columns by grants or the guard's data, use by tokens
/// by the guard's data.
#[test]
fn a_change_shows_where_it_is_enforced() {
    let data = sql::policy_columns(TABLE);
    for mutation in mutations::all() {
        let table = &mutation.table;
        let changed = match mutation.flip {
            Flip::Precondition(_) => sql::render(table) != sql::render(TABLE),
            Flip::Scope(..) | Flip::Column(_) | Flip::Token | Flip::Row => {
                sql::policy_columns(table) != data
            }
        };
        assert!(changed, "{mutation}");
    }
}
