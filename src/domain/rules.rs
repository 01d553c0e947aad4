//! Business rules, numbered, as pure functions. Triggers of both databases hold those that judge stored rows, for changes
//! made past the program too.
//!
//! 1. **Sales contact**: a customer belongs to an active Sales collaborator ([`sales_contact`]).
//! 2. **Contract terms**: a contract is initially unsigned; a payment never makes the due negative ([`pay`]); changing the
//!    total alone keeps what has been paid, a signed contract keeps status, total and customer, and only an unsigned one
//!    moves to another customer ([`change_terms`]).
//! 3. **Booking**: an event needs a signed contract and does not start in the past when it is created ([`book`]); it ends
//!    after it starts ([`ends_after_start`]).
//! 4. **Support contact**: an event is run by an active Support collaborator ([`support_contact`]); two events at one
//!    time are a conflict, not a rule.
//! 5. **Departure**: a collaborator is deactivated, never erased, hands over customers and upcoming events ([`depart`]),
//!    and neither deletes nor demotes themselves; the last active manager stays ([`change_department`]).
//! 6. **Revocation**: another department or password ends all sessions and tokens; another login ends the password, and you cannot
//!    change your own ([`rename`]); triggers hold it.
//! 7. **Sign-up**: without a login, for the first account alone ([`sign_up`]).

use super::{
    Cents, CollaboratorId, ContractId, ContractStatus, CustomerId, Department, EventId, Instant,
};

/// A business rule that a change breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Rule 3: an event needs a signed contract.
    ContractNotSigned { id: i64 },
    /// Rule 2: a signed contract keeps its status, total and customer.
    ContractSigned { id: i64 },
    /// Rule 2: only an unsigned contract moves to another customer.
    ContractNotUnsigned { id: i64 },
    /// Rule 2: a payment never makes the due negative.
    PaymentExceedsDue { id: i64, due: Cents },
    /// Bound of the due, 0 <= due <= total, against the stored record.
    DueExceedsTotal { id: i64, total: Cents },
    /// Rule 3: an event does not start in the past when it is created.
    EventInPast,
    /// Rule 3: an event ends after it starts.
    EventEndsBeforeStart { id: i64 },
    /// Bound of the notes, against the stored ones.
    NotesTooLong { id: i64 },
    /// Rule 4: a support contact is an active Support collaborator.
    NotSupport { login: String },
    /// Rule 1: a sales contact is an active Sales collaborator.
    NotSales { login: String },
    /// Rule 5: you cannot delete your own account.
    SelfDelete,
    /// Rule 5: you cannot move yourself to another department.
    SelfDemote,
    /// Rule 6: you cannot change your own login, which would end your password.
    SelfRename,
    /// Rule 5: the last active manager stays.
    LastManager,
    /// Rule 5: a leaving collaborator hands over what they own.
    StillInUse {
        login: String,
        customers: i64,
        events: i64,
    },
    /// Rule 5: a deactivated account is left as it is.
    Inactive { login: String },
    /// Rule 7: sign-up is for the first account only.
    SignupClosed,
    /// The demonstration company is never mixed with real data.
    DatabaseNotEmpty,
}

/// Collaborator as input of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member<'a> {
    pub id: CollaboratorId,
    pub login: &'a str,
    pub department: Department,
    pub active: bool,
}

impl Member<'_> {
    fn is_active_in(&self, department: Department) -> bool {
        self.active && self.department == department
    }
}

/// Rule 1 (sales contact): refuses anyone but an active Sales collaborator as the owner of a customer.
///
/// # Errors
///
/// [`Rule::NotSales`].
pub fn sales_contact(member: &Member<'_>) -> Result<(), Rule> {
    if member.is_active_in(Department::Sales) {
        return Ok(());
    }
    Err(Rule::NotSales {
        login: member.login.to_owned(),
    })
}

/// Terms of a contract that rule 2 protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    pub total: Cents,
    pub due: Cents,
    pub status: ContractStatus,
    pub customer: CustomerId,
}

/// Changes of terms; `None` keeps one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TermsChange {
    pub total: Option<Cents>,
    pub due: Option<Cents>,
    pub status: Option<ContractStatus>,
    pub customer: Option<CustomerId>,
}

impl Terms {
    /// Returns the due for another total, keeping the amount paid: never below zero.
    pub fn due_of_total(&self, total: Cents) -> Cents {
        total.saturating_sub(self.total.saturating_sub(self.due))
    }
}

/// Rule 2 (contract terms): returns the terms after a change.
///
/// # Errors
///
/// [`Rule::ContractSigned`], [`Rule::ContractNotUnsigned`], [`Rule::DueExceedsTotal`].
pub fn change_terms(id: ContractId, old: &Terms, change: TermsChange) -> Result<Terms, Rule> {
    let id = id.0;
    let total = change.total.unwrap_or(old.total);
    let new = Terms {
        total,
        due: change.due.unwrap_or_else(|| old.due_of_total(total)),
        status: change.status.unwrap_or(old.status),
        customer: change.customer.unwrap_or(old.customer),
    };
    let mut kept = new;
    kept.due = old.due;
    if old.status == ContractStatus::Signed && kept != *old {
        return Err(Rule::ContractSigned { id });
    }
    if new.customer != old.customer && old.status != ContractStatus::Unsigned {
        return Err(Rule::ContractNotUnsigned { id });
    }
    if new.due > new.total {
        return Err(Rule::DueExceedsTotal { id, total });
    }
    Ok(new)
}

/// Rule 2 (contract terms): returns the due after a payment.
///
/// # Errors
///
/// [`Rule::PaymentExceedsDue`].
pub fn pay(id: ContractId, due: Cents, amount: Cents) -> Result<Cents, Rule> {
    due.checked_sub(amount)
        .ok_or(Rule::PaymentExceedsDue { id: id.0, due })
}

/// Rule 3 (booking): refuses an event of an unsigned contract, or in the past.
///
/// # Errors
///
/// [`Rule::ContractNotSigned`], [`Rule::EventInPast`].
pub fn book(
    contract: ContractId,
    status: ContractStatus,
    start: Instant,
    now: Instant,
) -> Result<(), Rule> {
    if status != ContractStatus::Signed {
        return Err(Rule::ContractNotSigned { id: contract.0 });
    }
    if start < now {
        return Err(Rule::EventInPast);
    }
    Ok(())
}

/// Rule 3 (booking): refuses an event that ends before it starts.
///
/// # Errors
///
/// [`Rule::EventEndsBeforeStart`].
pub fn ends_after_start(id: EventId, start: Instant, end: Instant) -> Result<(), Rule> {
    if end <= start {
        return Err(Rule::EventEndsBeforeStart { id: id.0 });
    }
    Ok(())
}

/// Rule 4 (support contact): refuses anyone but an active Support collaborator.
///
/// # Errors
///
/// [`Rule::NotSupport`].
pub fn support_contact(member: &Member<'_>) -> Result<(), Rule> {
    if member.is_active_in(Department::Support) {
        return Ok(());
    }
    Err(Rule::NotSupport {
        login: member.login.to_owned(),
    })
}

/// Records that a collaborator still owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Workload {
    /// Customers as sales contact.
    pub customers: i64,
    /// Upcoming events as support contact.
    pub events: i64,
}

impl Workload {
    pub const fn is_empty(&self) -> bool {
        self.customers == 0 && self.events == 0
    }
}

/// Rule 5 (departure): refuses to deactivate your own account, the last manager, or a collaborator whose records no
/// suitable successor takes over. Deactivation is idempotent.
///
/// # Errors
///
/// [`Rule::SelfDelete`], [`Rule::LastManager`], [`Rule::NotSales`], [`Rule::NotSupport`], [`Rule::StillInUse`].
pub fn depart(
    caller: CollaboratorId,
    leaving: &Member<'_>,
    managers: i64,
    workload: Workload,
    successor: Option<&Member<'_>>,
) -> Result<(), Rule> {
    if !leaving.active {
        return Ok(());
    }
    if leaving.id == caller {
        return Err(Rule::SelfDelete);
    }
    last_manager(leaving, managers)?;
    match successor.filter(|successor| successor.id != leaving.id) {
        Some(successor) => {
            if workload.customers > 0 {
                sales_contact(successor)?;
            }
            if workload.events > 0 {
                support_contact(successor)?;
            }
            Ok(())
        }
        None if workload.is_empty() => Ok(()),
        None => Err(Rule::StillInUse {
            login: leaving.login.to_owned(),
            customers: workload.customers,
            events: workload.events,
        }),
    }
}

/// Rule 5 (departure): refuses to move yourself or the last manager to another department.
///
/// # Errors
///
/// [`Rule::SelfDemote`], [`Rule::LastManager`].
pub fn change_department(
    caller: CollaboratorId,
    member: &Member<'_>,
    managers: i64,
) -> Result<(), Rule> {
    if member.id == caller {
        return Err(Rule::SelfDemote);
    }
    last_manager(member, managers)
}

/// Rule 6 (revocation): refuses to change your own login. A password belongs to its login, whose case does not matter.
///
/// # Errors
///
/// [`Rule::SelfRename`].
pub fn rename(caller: CollaboratorId, collaborator: CollaboratorId) -> Result<(), Rule> {
    if collaborator == caller {
        return Err(Rule::SelfRename);
    }
    Ok(())
}

fn last_manager(member: &Member<'_>, managers: i64) -> Result<(), Rule> {
    if member.department == Department::Management && managers <= 1 {
        return Err(Rule::LastManager);
    }
    Ok(())
}

/// Rule 5 (departure): refuses to change a deactivated account.
///
/// # Errors
///
/// [`Rule::Inactive`].
pub fn is_active(member: &Member<'_>) -> Result<(), Rule> {
    if member.active {
        return Ok(());
    }
    Err(Rule::Inactive {
        login: member.login.to_owned(),
    })
}

/// Rule 7 (sign-up): refuses a sign-up if there is an active collaborator.
///
/// # Errors
///
/// [`Rule::SignupClosed`].
pub const fn sign_up(has_collaborators: bool) -> Result<(), Rule> {
    if has_collaborators {
        return Err(Rule::SignupClosed);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: ContractId = ContractId(1);

    fn terms(status: ContractStatus) -> Terms {
        Terms {
            total: Cents::from_cents(1000),
            due: Cents::from_cents(400),
            status,
            customer: CustomerId(1),
        }
    }

    fn total(cents: i64) -> TermsChange {
        TermsChange {
            total: Some(Cents::from_cents(cents)),
            ..TermsChange::default()
        }
    }

    #[test]
    fn rule_2_the_total_alone_keeps_what_has_been_paid() {
        let old = terms(ContractStatus::Pending);
        for (new, due) in [(2000, 1400), (700, 100), (600, 0), (300, 0)] {
            let changed = change_terms(ID, &old, total(new)).unwrap();
            assert_eq!(changed.due.cents(), due, "total {new}");
        }
    }

    #[test]
    fn rule_2_a_signed_contract_keeps_total_status_and_customer() {
        let old = terms(ContractStatus::Signed);
        let status = |status| TermsChange {
            status: Some(status),
            ..TermsChange::default()
        };
        let moved = TermsChange {
            customer: Some(CustomerId(2)),
            ..TermsChange::default()
        };
        for change in [
            total(2000),
            status(ContractStatus::Unsigned),
            status(ContractStatus::Pending),
            moved,
        ] {
            let refused = change_terms(ID, &old, change);
            assert_eq!(refused, Err(Rule::ContractSigned { id: 1 }));
        }
        assert_eq!(change_terms(ID, &old, total(1000)), Ok(old));
        let pending = change_terms(ID, &terms(ContractStatus::Pending), moved);
        assert_eq!(pending, Err(Rule::ContractNotUnsigned { id: 1 }));
        assert!(change_terms(ID, &terms(ContractStatus::Unsigned), moved).is_ok());
    }

    #[test]
    fn rule_2_the_due_stays_between_zero_and_the_total() {
        let due = |cents| TermsChange {
            due: Some(Cents::from_cents(cents)),
            ..TermsChange::default()
        };
        let old = terms(ContractStatus::Signed);
        assert!(change_terms(ID, &old, due(1000)).is_ok());
        let refused = change_terms(ID, &old, due(1001));
        assert!(matches!(refused, Err(Rule::DueExceedsTotal { .. })));
        assert_eq!(pay(ID, old.due, old.due), Ok(Cents::ZERO));
        assert!(pay(ID, old.due, Cents::from_cents(401)).is_err());
    }

    #[test]
    fn rule_3_an_event_is_booked_for_a_signed_contract_from_now_on() {
        let now = Instant::from_timestamp(1000).unwrap();
        let past = Instant::from_timestamp(999).unwrap();
        assert_eq!(book(ID, ContractStatus::Signed, now, now), Ok(()));
        let refused = book(ID, ContractStatus::Signed, past, now);
        assert_eq!(refused, Err(Rule::EventInPast));
        for status in [ContractStatus::Unsigned, ContractStatus::Pending] {
            let refused = book(ID, status, now, now);
            assert_eq!(refused, Err(Rule::ContractNotSigned { id: 1 }));
        }
        assert!(ends_after_start(EventId(1), now, now).is_err());
        assert!(ends_after_start(EventId(1), past, now).is_ok());
    }

    fn member(id: i64, department: Department, active: bool) -> Member<'static> {
        Member {
            id: CollaboratorId(id),
            login: "Member",
            department,
            active,
        }
    }

    #[test]
    fn rules_1_and_4_a_contact_is_active_and_of_the_right_department() {
        for department in Department::ALL {
            let sales = sales_contact(&member(1, department, true)).is_ok();
            assert_eq!(sales, department == Department::Sales);
            let support = support_contact(&member(1, department, true)).is_ok();
            assert_eq!(support, department == Department::Support);
            assert!(sales_contact(&member(1, department, false)).is_err());
            assert!(support_contact(&member(1, department, false)).is_err());
        }
    }

    #[test]
    fn who_has_left_is_not_active() {
        let member = |active| member(1, Department::Sales, active);
        assert_eq!(is_active(&member(true)), Ok(()));
        assert!(matches!(
            is_active(&member(false)),
            Err(Rule::Inactive { .. })
        ));
    }

    #[test]
    fn rule_5_a_departure_leaves_a_manager_and_no_orphan() {
        let caller = CollaboratorId(1);
        let none = Workload::default();
        let owns = Workload {
            customers: 1,
            events: 0,
        };
        let manager = member(2, Department::Management, true);
        let sales = member(3, Department::Sales, true);
        let support = member(4, Department::Support, true);
        let refused = depart(manager.id, &manager, 2, none, None);
        assert_eq!(refused, Err(Rule::SelfDelete));
        let refused = depart(caller, &manager, 1, none, None);
        assert_eq!(refused, Err(Rule::LastManager));
        assert_eq!(depart(caller, &manager, 2, none, None), Ok(()));
        let refused = depart(caller, &sales, 1, owns, None).unwrap_err();
        assert!(matches!(refused, Rule::StillInUse { customers: 1, .. }));
        // The successor must be another collaborator.
        assert!(depart(caller, &sales, 1, owns, Some(&sales)).is_err());
        assert!(depart(caller, &sales, 1, owns, Some(&support)).is_err());
        let heir = member(5, Department::Sales, true);
        assert_eq!(depart(caller, &sales, 1, owns, Some(&heir)), Ok(()));
        let supports = Workload {
            customers: 0,
            events: 1,
        };
        let second = member(7, Department::Support, true);
        let to = |successor| depart(caller, &support, 1, supports, Some(successor));
        assert_eq!(to(&second), Ok(()));
        assert!(to(&heir).is_err());
        let left = member(6, Department::Sales, false);
        assert_eq!(depart(caller, &left, 1, owns, None), Ok(()));
        let refused = change_department(manager.id, &manager, 2);
        assert_eq!(refused, Err(Rule::SelfDemote));
        let refused = change_department(caller, &manager, 1);
        assert_eq!(refused, Err(Rule::LastManager));
        assert_eq!(change_department(caller, &support, 1), Ok(()));
        assert_eq!(rename(caller, caller), Err(Rule::SelfRename));
        assert_eq!(rename(caller, support.id), Ok(()));
    }

    #[test]
    fn rule_7_sign_up_is_for_the_first_account() {
        assert_eq!(sign_up(false), Ok(()));
        assert_eq!(sign_up(true), Err(Rule::SignupClosed));
    }
}
