//! Languages: their files and conventions, and the pseudo-language of tests.

use super::catalogue::{files, has_in};
use super::{Lang, Text};

#[test]
fn a_language_has_the_files_and_the_tag_that_it_is_listed_by() {
    for lang in Lang::all() {
        assert_eq!(Lang::of_tag(lang.tag()), Some(lang));
        let names = |lang| files(lang).iter().map(|(name, _)| *name);
        assert!(names(lang).eq(names(Lang::EN)));
        let conventions = lang.conventions();
        assert!(!conventions.yes.is_empty() && !conventions.no.is_empty());
        assert!(conventions.colon.ends_with(':'));
        for noun in crate::domain::Noun::SEARCHABLE {
            assert!(has_in(lang, &format!("language-noun-{noun}")));
        }
    }
}

#[test]
fn a_text_pads_like_a_string() {
    assert_eq!(format!("{:>4}|", Text::verbatim("ab")), "  ab|");
}

#[test]
fn the_pseudo_language_has_the_messages_and_values_of_french() {
    let kept = |source: &str| {
        let words = source.split(|c: char| !(c.is_ascii_alphanumeric() || "$-_".contains(c)));
        let mut values: Vec<_> = words.filter(|word| word.starts_with('$')).collect();
        values.sort_unstable();
        let lines = source.lines().filter_map(|line| line.split_once(" ="));
        let keys = lines
            .map(|(key, _)| key)
            .filter(|key| !key.starts_with(' '));
        format!("{:?} {values:?}", keys.collect::<Vec<_>>())
    };
    for (french, pseudo) in files(Lang::FR).iter().zip(files(Lang::PSEUDO)) {
        assert_eq!(kept(french.1), kept(pseudo.1), "{}", french.0);
    }
}
