//! Words as a POSIX shell reads them.

/// A word that a shell takes as it is.
pub(super) fn quote(word: &str) -> String {
    let harmless = |c: char| c.is_alphanumeric() || "_./:@%+=,-".contains(c);
    // zsh expands a word that begins with `=` to a path.
    let is_path = word.starts_with('=');
    if !word.is_empty() && !is_path && word.chars().all(harmless) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_quotes_has_them() {
        for (word, quoted) in [
            ("300.00", "300.00"),
            ("--first-name", "--first-name"),
            ("Éléa", "Éléa"),
            ("elea@garcon.example", "elea@garcon.example"),
            ("+33601020304", "+33601020304"),
            ("2026-05-20 18:00", "'2026-05-20 18:00'"),
            ("l'Étoile", r"'l'\''Étoile'"),
            ("$HOME `id` \"x\"", "'$HOME `id` \"x\"'"),
            ("", "''"),
            ("~root", "'~root'"),
            ("=ls", "'=ls'"),
            ("a=b", "a=b"),
            ("--notes=x", "--notes=x"),
        ] {
            assert_eq!(quote(word), quoted);
        }
    }
}
