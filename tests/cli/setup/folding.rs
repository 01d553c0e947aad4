//! The derived columns of PostgreSQL, which its own functions compute: the same as the program's, which folds what is
//! searched for.

use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Text};
use epic::db::search::document;
use epic::domain::fold;

use crate::env::{Backend, TestEnv};

#[derive(QueryableByName)]
struct Folded {
    #[diesel(sql_type = Integer)]
    n: i32,
    #[diesel(sql_type = Text)]
    text: String,
}

/// Characters that are decomposed since the Unicode of PostgreSQL 15, of which some texts are found as they were typed only.
const YOUNGER: &[std::ops::RangeInclusive<u32>] = &[
    0x105c9..=0x105e4, // Todhri
    0x10780..=0x107bf, // Latin Extended-F
    0x11383..=0x113c8, // Tulu-Tigalari
    0x16121..=0x16128, // Gurung Khema
    0x16d68..=0x16d6a, // Kirat Rai
    0x1ccd6..=0x1ccf9, // Symbols for Legacy Computing Supplement
    0x1e030..=0x1e06d, // Cyrillic Extended-D
    0xa7f1..=0xa7f4,   // Latin Extended-D
    0x558..=0x558,     // Armenian
    0x58b..=0x58c,
    0x209d..=0x209f,   // Superscripts and Subscripts
    0x1b123..=0x1b126, // Kana Extended-A
    0x1d6a6..=0x1d6a6, // Mathematical Alphanumeric Symbols
    0x1df95..=0x1dfff, // Latin Extended-G
];

#[test]
fn both_sides_fold_every_character_alike() {
    let env = TestEnv::demo(Backend::Postgres);
    let mut conn = PgConnection::establish(&env.admin_url()).unwrap();
    let mut different = Vec::new();
    for first in (1..0x11_0000).step_by(0x1000) {
        let rows: Vec<Folded> = diesel::sql_query(
            "SELECT n, epic_sec.fold(chr(n)) AS text FROM generate_series($1, $1 + 4095) n
              WHERE n NOT BETWEEN 55296 AND 57343 AND n < 1114112",
        )
        .bind::<Integer, _>(first)
        .load(&mut conn)
        .unwrap();
        for Folded { n, text } in rows {
            let code = u32::try_from(n).unwrap();
            let typed = char::from_u32(code).unwrap().to_string();
            if fold(&typed) != text && !YOUNGER.iter().any(|it| it.contains(&code)) {
                different.push(format!("{n:#x} {typed}: {:?}, {text:?}", fold(&typed)));
            }
        }
    }
    assert!(
        different.is_empty(),
        "{} differ: {}",
        different.len(),
        different[..different.len().min(60)].join("\n")
    );
}

#[test]
fn both_sides_build_the_same_documents() {
    const PARTS: &[&str] = &[
        "a",
        "é",
        "Œ",
        "ß",
        "ẞ",
        "Ø",
        "Σ",
        "ς",
        "Ж",
        "李",
        "か\u{3099}",
        "e\u{301}",
        "ﬁ",
        "🎉",
        "z",
        "B",
        "0",
        "1",
        "33",
        "06",
        "7",
        " ",
        "  ",
        "\u{a0}",
        "\t",
        "\n",
        "\u{3000}",
        ".",
        "-",
        "@",
        "+",
        "(0)",
        "(",
        ")",
        "/",
        "’",
        "–",
        "_",
        "%",
        "…",
        "«",
        "»",
        "!",
        "+33",
        "0033",
        "00",
        "+41",
        "+1",
        "+999",
        "06 01 02 03 04",
        "+33601020304",
        "startup-lyon.example",
        "12/05",
        "\\",
    ];
    let env = TestEnv::demo(Backend::Postgres);
    let mut conn = PgConnection::establish(&env.admin_url()).unwrap();
    let mut state = 20_261_130_u64;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut texts: Vec<Vec<String>> = (0..3_000)
        .map(|_| {
            let mut text = || {
                (0..random(24))
                    .map(|_| PARTS[random(PARTS.len())])
                    .collect::<String>()
            };
            vec![text(), text()]
        })
        .collect();
    // The longest event: its document fits.
    texts.push(vec!["\u{fdfa}".repeat(2_300), "a-".repeat(1_000)]);
    for texts in texts {
        let found: Folded =
            diesel::sql_query("SELECT 0 AS n, epic_sec.document(VARIADIC $1) AS text")
                .bind::<Array<Text>, _>(&texts)
                .get_result(&mut conn)
                .unwrap();
        let parts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_eq!(found.text, document(&parts), "{texts:?}");
        assert!(found.text.len() <= 262_144);
    }
}
