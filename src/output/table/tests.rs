//! Tables: their appearance, and that no text and no terminal breaks them.

use proptest::prelude::*;

use super::super::truncate::width;
use super::*;
use crate::config::Format;
use crate::db::collaborators::{Collaborator, CollaboratorName};
use crate::db::contracts::{Contract, ContractCustomer, ContractRow};
use crate::db::events::{Event, EventContract, EventCustomer, EventRow};
use crate::domain::ContractStatus::{self, Pending, Signed, Unsigned};
use crate::domain::{CollaboratorId, ContractId, CustomerId, Department, EventId, Instant, Zone};

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn look() -> CellContext {
    CellContext {
        zone: Zone::named("Europe/Paris").unwrap(),
        now: instant("2026-05-01T00:00:00Z"),
        color: false,
        accessible: false,
    }
}

fn contact(login: &str) -> Option<CollaboratorName> {
    Some(CollaboratorName {
        id: CollaboratorId(2),
        login: login.to_owned(),
        first_name: "Cédric".to_owned(),
        last_name: "Brunel".to_owned(),
    })
}

fn contract(id: i64, company: &str, total: i64, due: i64, status: ContractStatus) -> ContractRow {
    let now = instant("2026-04-01T08:00:00Z");
    ContractRow {
        contract: Contract {
            id: ContractId(id),
            customer_id: CustomerId(1),
            total_cents: Cents::from_cents(total),
            due_cents: Cents::from_cents(due),
            currency: "EUR".to_owned(),
            status,
            signed_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
        },
        customer: ContractCustomer {
            id: CustomerId(1),
            first_name: "Éléa".to_owned(),
            last_name: "Garçon".to_owned(),
            company: company.to_owned(),
        },
        sales_contact: contact("CBrunel"),
    }
}

fn event(title: &str, company: &str, location: &str) -> EventRow {
    let now = instant("2026-04-01T08:00:00Z");
    EventRow {
        event: Event {
            id: EventId(7),
            contract_id: ContractId(1),
            title: title.to_owned(),
            start_at: instant("2026-05-20T16:00:00Z"),
            end_at: instant("2026-05-20T21:30:00Z"),
            location: location.to_owned(),
            attendees: 1500,
            notes: String::new(),
            support_contact_id: None,
            created_at: now,
            updated_at: now,
            version: 1,
        },
        contract: EventContract {
            id: ContractId(1),
            status: Signed,
        },
        customer: EventCustomer {
            id: CustomerId(1),
            first_name: "Éléa".to_owned(),
            last_name: "Garçon".to_owned(),
            company: company.to_owned(),
            email: "elea@example.com".to_owned(),
            phone: "+33601020304".to_owned(),
        },
        support_contact: None,
    }
}

fn table<R: Record>(rows: &[R], look: CellContext, asked: bool) -> TableWriter {
    let mut table = TableWriter::new::<R>(Selection::standard::<R>(Format::Table), look, asked);
    for row in rows {
        table.push(row);
    }
    table
}

fn contracts() -> [ContractRow; 3] {
    [
        contract(1, "Boulangerie Œuvre & Fils", 150_000, 50_000, Signed),
        contract(12, "Cool Startup", 99_999, 0, Pending),
        contract(130, "Île & Voiles", 123_456_789, 123_456_789, Unsigned),
    ]
}

#[test]
fn decimals_stand_below_one_another_and_sums_below_them() {
    let rendered =
        table(&contracts(), look(), false).render(Some(100), Some(Text::verbatim("Total")));
    insta::assert_snapshot!(rendered.text, @"
     ID  Customer     Company                           Total            Due  Status    Sales contact
    ─────────────────────────────────────────────────────────────────────────────────────────────────
      1  Éléa Garçon  Boulangerie Œuvre & Fils      €1,500.00        €500.00  signed    CBrunel
     12  Éléa Garçon  Cool Startup                    €999.99          €0.00  pending   CBrunel
    130  Éléa Garçon  Île & Voiles              €1,234,567.89  €1,234,567.89  unsigned  CBrunel
                                                ─────────────  ─────────────
         Total                                  €1,237,067.88  €1,235,067.89
    ");
    assert!(rendered.left_out.is_empty());
}

#[test]
fn a_narrow_terminal_has_the_columns_that_matter_most() {
    let rendered = table(&contracts(), look(), false).render(Some(50), None);
    insta::assert_snapshot!(rendered.text, @"
     ID  Company                         Due  Status
    ──────────────────────────────────────────────────
      1  Boulangerie Œuvre &…        €500.00  signed
     12  Cool Startup                  €0.00  pending
    130  Île & Voiles          €1,234,567.89  unsigned
    ");
    assert_eq!(rendered.left_out, ["Customer", "Total", "Sales contact"]);
}

#[test]
fn where_there_is_no_room_for_a_table_each_value_has_a_line() {
    let rendered =
        table(&contracts()[..2], look(), true).render(Some(30), Some(Text::verbatim("Total")));
    insta::assert_snapshot!(rendered.text, @"
    ID: 1
    Customer: Éléa Garçon
    Company:
      Boulangerie Œuvre & Fils
    Total: €1,500.00
    Due: €500.00
    Status: signed
    Sales contact: CBrunel

    ID: 12
    Customer: Éléa Garçon
    Company: Cool Startup
    Total: €999.99
    Due: €0.00
    Status: pending
    Sales contact: CBrunel

    Total
    Total: €2,499.99
    Due: €500.00
    ");
}

#[test]
fn nothing_is_drawn_for_a_screen_reader() {
    let look = CellContext {
        accessible: true,
        ..look()
    };
    let rendered = table(&contracts()[..2], look, false).render(Some(30), None);
    insta::assert_snapshot!(rendered.text, @"
    ID: 1
    Customer: Éléa Garçon
    Company: Boulangerie Œuvre & Fils
    Total: €1,500.00
    Due: €500.00
    Status: signed
    Sales contact: CBrunel

    ID: 12
    Customer: Éléa Garçon
    Company: Cool Startup
    Total: €999.99
    Due: €0.00
    Status: pending
    Sales contact: CBrunel
    ");
}

#[test]
fn dates_lose_their_year_before_a_column_is_lost() {
    let (title, place) = ("Gala de printemps", "Hôtel de ville, Lyon");
    let rows = [event(title, "Cool Startup Lyon", place)];
    let wide = table(&rows, look(), false).render(Some(140), None).text;
    assert!(wide.contains("20 May 2026 18:00"), "{wide}");
    let narrow = table(&rows, look(), false).render(Some(100), None);
    insta::assert_snapshot!(narrow.text, @"
                                                                                                 Support
    ID  Title            Company                 Start           End  Location        Attendees  contact
    ────────────────────────────────────────────────────────────────────────────────────────────────────
     7  Gala de printe…  Cool Startup L…  20 May 18:00  20 May 23:30  Hôtel de vill…      1,500  -
    ");
}

#[test]
fn an_account_that_is_closed_stands_back() {
    let now = instant("2026-04-01T08:00:00Z");
    let account = Collaborator {
        id: CollaboratorId(4),
        login: "BRenard".to_owned(),
        first_name: "Benoît".to_owned(),
        last_name: "Renard".to_owned(),
        email: "b@example.com".to_owned(),
        phone: "+33601010104".to_owned(),
        department: Department::Support,
        active: false,
        created_at: now,
        updated_at: now,
        version: 2,
    };
    let look = CellContext {
        color: true,
        ..look()
    };
    let text = table(&[account], look, false).render(None, None).text;
    let row = text.lines().last().unwrap();
    assert!(row.contains("\u{1b}[2mBRenard\u{1b}[0m"), "{row:?}");
}

proptest! {
    #[test]
    fn no_row_is_wider_than_the_terminal_or_has_two_lines(
        texts in proptest::collection::vec(any::<[String; 3]>(), 1..5),
        room in 45_usize..160,
        asked in any::<bool>(),
    ) {
        let rows: Vec<_> = texts.iter().map(|[title, company, location]| event(title, company, location)).collect();
        let table = table(&rows, look(), asked);
        if lay_out(&table.measures(None), Some(room)).is_some() {
            let text = table.render(Some(room), None).text;
            for line in text.lines() {
                prop_assert!(width(line) <= room, "{line:?}");
            }
            let rule = text.lines().position(|line| line.starts_with(RULE)).unwrap();
            prop_assert_eq!(text.lines().count(), rule + 1 + rows.len());
        }
    }
}

/// Tables and records at 80 columns in a language whose every text is longer.
#[test]
fn another_language_has_room_on_80_columns() {
    use super::super::record_view::vertical;
    use crate::lang::{Lang, meanwhile};
    meanwhile(Lang::PSEUDO, || {
        let row = contract(5, "Boulangerie Œuvre & Fils", 123_456_789, 100_000, Signed);
        let rows = [row];
        let table = table(&rows, look(), false);
        let text = table.render(Some(80), None).text;
        let selection = Selection::whole::<ContractRow>(Format::Table);
        let record = vertical(&rows[0], &selection, &look(), Some(80), &[]);
        for line in text.lines().chain(record.lines()) {
            assert!(width(line) <= 80, "{line}");
        }
        // Every label is translated.
        assert!(record.contains('ḝ'), "{record}");
        for english in ["total", "status", "company", "created"] {
            assert!(!record.contains(english), "{record}");
        }
    });
}
