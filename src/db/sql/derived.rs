//! Derived columns of PostgreSQL, rendered from the column descriptions and the tables of folding.

use std::fmt::Write as _;

use crate::domain::fold::{MARKS, SIGNS, SPELT_OUT, translated};
use crate::domain::{Noun, Searched};

pub fn postgres() -> String {
    let (from, to) = translated();
    let (mut rows, mut triggers) = (String::new(), String::new());
    for noun in Noun::indexed() {
        let table = noun.table();
        let values: String = values(noun, "NEW.")
            .into_iter()
            .map(|(column, value)| format!("        NEW.{column} := {value};\n"))
            .collect();
        let _ = write!(rows, "    WHEN '{table}' THEN\n{values}");
        let columns: Vec<_> = sources(noun).chain(noun.index().iter().copied()).collect();
        let _ = write!(
            triggers,
            "CREATE TRIGGER search BEFORE INSERT OR UPDATE OF {} ON public.{table}\n    \
                 FOR EACH ROW EXECUTE FUNCTION epic_sec.derive();\n",
            columns.join(", ")
        );
    }
    let spelt_out: String = SPELT_OUT
        .iter()
        .map(|(letter, letters)| format!("        s := replace(s, '{letter}', '{letters}');\n"))
        .collect();
    include_str!("postgres/derived.sql")
        .replace("/* marks */", &class(MARKS))
        .replace("/* from */", &from)
        .replace("/* to */", &to.replace('\'', "''"))
        .replace("/* spelt out */", &spelt_out)
        .replace("/* signs */", &class(SIGNS))
        .replace("/* rows */", &rows)
        .replace("/* triggers */", &triggers)
}

/// Returns the derived columns of a noun's table with their values, of columns that begin with `row`.
fn values(noun: Noun, row: &str) -> Vec<(&'static str, String)> {
    let texts: Vec<String> = sources(noun).map(|it| format!("{row}{it}")).collect();
    let document = format!("epic_sec.document({})", texts.join(", "));
    let company = format!("epic_sec.fold({row}company)");
    noun.index()
        .iter()
        .copied()
        .zip([document, company])
        .collect()
}

/// Renders the statement that computes the derived columns of all rows of a noun's table where they are others.
pub fn reindex(noun: Noun) -> String {
    let (columns, values): (Vec<_>, Vec<_>) = values(noun, "").into_iter().unzip();
    let (columns, values) = (columns.join(", "), values.join(", "));
    format!(
        "UPDATE public.{} SET ({columns}) = ROW({values}) WHERE ROW({columns}) IS DISTINCT FROM ROW({values})",
        noun.table()
    )
}

/// Returns the searched columns, names first.
fn sources(noun: Noun) -> impl Iterator<Item = &'static str> {
    [Searched::Name, Searched::Other]
        .into_iter()
        .flat_map(move |it| noun.searched(it))
}

/// Renders ranges of characters for a bracket expression.
fn class(ranges: &[(char, char)]) -> String {
    let range = |&(first, last): &(char, char)| {
        format!("\\u{:04x}-\\u{:04x}", u32::from(first), u32::from(last))
    };
    ranges.iter().map(range).collect()
}
