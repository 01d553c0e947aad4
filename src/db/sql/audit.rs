//! Audit triggers of both databases, generated from the column descriptions. On SQLite one trigger per table and
//! operation also enforces the rules and maintains the search index.

use std::fmt::Write as _;

use crate::domain::Noun;
use crate::domain::columns::{Column, ColumnKind};

pub fn postgres() -> String {
    let (mut changes, mut triggers) = (String::new(), String::new());
    for noun in Noun::BUSINESS {
        let (table, columns) = (noun.table(), noun.columns().iter().map(postgres_change));
        let columns = columns.collect::<Vec<_>>().join(",\n");
        let _ = write!(
            changes,
            "    WHEN '{table}' THEN\n        entity := '{noun}';\n        changes := json_build_object(\n{columns});\n"
        );
        let _ = write!(
            triggers,
            "CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.{table} FOR EACH ROW\n    \
                 WHEN (NOT epic_api.is_administrator()) EXECUTE FUNCTION epic_sec.audit_row('session');\n\
             CREATE TRIGGER audit_administrator AFTER INSERT OR UPDATE OR DELETE ON public.{table} FOR EACH ROW\n    \
                 WHEN (epic_api.is_administrator()) EXECUTE FUNCTION epic_sec.audit_row();\n"
        );
    }
    include_str!("postgres/audit.sql")
        .replace("/* changes */", &changes)
        .replace("/* triggers */", &triggers)
}

fn postgres_change(column: &Column) -> String {
    let name = column.name;
    let [from, to] = ["OLD", "NEW"].map(|row| match column.kind {
        ColumnKind::Instant => format!("epic_sec.audit_instant({row}.{name})"),
        ColumnKind::Text => cut(&format!("{row}.{name}")),
        _ => format!("{row}.{name}"),
    });
    format!(
        "            '{name}', CASE WHEN OLD.{name} IS DISTINCT FROM NEW.{name} THEN json_build_array({from}, {to}) END"
    )
}

/// Renders what entries record of a text: above 4 KiB its first characters and its length.
fn cut(text: &str) -> String {
    format!(
        "CASE WHEN octet_length({text}) > 4096 THEN substr({text}, 1, 1000) || '… [' || octet_length({text}) || ' bytes]' \
         ELSE {text} END"
    )
}

pub fn sqlite() -> String {
    let mut sql = include_str!("sqlite/audit.sql").to_owned();
    for row in ["before", "after"] {
        let cut = cut(&format!("(p.{row} ->> c.key)"));
        sql = sql.replace(&format!("/* {row} */"), &cut);
    }
    for (noun, template) in [
        (Noun::Collaborator, include_str!("sqlite/collaborators.sql")),
        (Noun::Customer, include_str!("sqlite/customers.sql")),
        (Noun::Contract, include_str!("sqlite/contracts.sql")),
        (Noun::Event, include_str!("sqlite/events.sql")),
    ] {
        let mut text = template.to_owned();
        for operation in ["insert", "update", "delete"] {
            let statements = format!("{}{}", record(noun, operation), index(noun, operation));
            text = text.replace(&format!("/* record {operation} */"), statements.trim_end());
        }
        sql.push_str(&text);
    }
    sql
}

/// Renders the insert into `audit_pending`; an update of no audited column inserts nothing.
fn record(noun: Noun, operation: &str) -> String {
    let values = |row: &str| {
        let value = |column: &Column| match column.kind {
            ColumnKind::Flag => format!("json(iif({row}.{}, 'true', 'false'))", column.name),
            _ => format!("{row}.{}", column.name),
        };
        let values: Vec<String> = noun.columns().iter().map(value).collect();
        format!("json_array({})", values.join(", "))
    };
    let names: Vec<String> = noun
        .columns()
        .iter()
        .map(|it| format!("\"{}\"", it.name))
        .collect();
    let names = names.join(",");
    let change = |action: &str, row: &str| format!("'{action}', '{noun}', {row}.id, '[{names}]'");
    match operation {
        "insert" => format!(
            "    INSERT INTO audit_pending (action, entity, entity_id, names, after)\n    VALUES ({}, {});\n",
            change("create", "new"),
            values("new")
        ),
        "delete" => format!(
            "    INSERT INTO audit_pending (action, entity, entity_id, names, before)\n    VALUES ({}, {});\n",
            change("delete", "old"),
            values("old")
        ),
        _ => format!(
            "    INSERT INTO audit_pending (action, entity, entity_id, names, before, after)\n    \
                 SELECT {}, b, a\n      FROM (SELECT {} AS b, {} AS a) WHERE b <> a;\n",
            change("update", "new"),
            values("old"),
            values("new")
        ),
    }
}

/// Renders the maintenance of a table's trigram index, if it has one.
fn index(noun: Noun, operation: &str) -> String {
    if noun.index().is_empty() {
        return String::new();
    }
    let table = noun.table();
    let changed = match operation {
        "update" => " WHERE old.search_text <> new.search_text",
        _ => "",
    };
    let mut sql = String::new();
    if operation != "insert" {
        let _ = writeln!(
            sql,
            "    INSERT INTO {table}_search ({table}_search, rowid, search_text) SELECT 'delete', old.id, old.search_text{changed};"
        );
    }
    if operation != "delete" {
        let _ = writeln!(
            sql,
            "    INSERT INTO {table}_search (rowid, search_text) SELECT new.id, new.search_text{changed};"
        );
    }
    sql
}
