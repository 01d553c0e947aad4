//! What came of a run: all of it in one text for an inline snapshot, with what differs from run to
//! run replaced by words that do not.

use std::fmt;

use super::{TestEnv, backend};

/// Stdout, stderr and exit status of a run, as they were; [`fmt::Display`] is the stable text.
#[derive(Clone, Debug)]
pub struct Output {
    /// Everything on standard output.
    pub stdout: String,
    /// Everything on standard error.
    pub stderr: String,
    /// The exit status, -1 when a signal ended the program.
    pub status: i32,
    replacements: Vec<(String, String)>,
    stable: bool,
}

impl Output {
    pub(super) fn new(env: &TestEnv, stdout: String, stderr: String, status: i32) -> Self {
        let mut replacements = vec![(env.home().display().to_string(), "$HOME".to_owned())];
        if let Some(database) = &env.postgres {
            replacements.push((database.name().to_owned(), "DATABASE".to_owned()));
            replacements.extend(backend::unstable_parts());
        }
        Self {
            stdout,
            stderr,
            status,
            replacements,
            stable: false,
        }
    }

    /// Also replaces, in the text for snapshots, RFC 3339 instants by `<instant>` and local times
    /// (`2026-05-20 18:00`) by `<local>`.
    pub fn stable(mut self) -> Self {
        self.stable = true;
        self
    }

    /// Checks that the program succeeded.
    #[track_caller]
    pub fn success(self) -> Self {
        self.expect_exit(0)
    }

    /// Checks the exit status.
    #[track_caller]
    pub fn expect_exit(self, status: i32) -> Self {
        assert_eq!(self.status, status, "the exit status is another\n{self}");
        self
    }

    /// Stdout as one JSON document.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("stdout is not JSON: {error}\n{self}"))
    }

    /// The last line of stderr as JSON: `{"error": {…}}`.
    #[track_caller]
    pub fn error(&self) -> serde_json::Value {
        let line = self.stderr.lines().next_back().unwrap_or_default();
        let value: serde_json::Value = serde_json::from_str(line)
            .unwrap_or_else(|error| panic!("stderr ends with no JSON: {error}\n{self}"));
        assert!(
            value["error"].is_object(),
            "stderr ends with no error\n{self}"
        );
        value
    }

    fn readable(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (unstable, word) in &self.replacements {
            text = text.replace(unstable, word);
        }
        if self.stable {
            without_times(&text)
        } else {
            text
        }
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "exit: {}", self.status)?;
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            let text = self.readable(text);
            write!(f, "--- {name}\n{text}")?;
            if !text.is_empty() && !text.ends_with('\n') {
                f.write_str("[no newline]\n")?;
            }
        }
        Ok(())
    }
}

/// Replaces instants and local times by words that do not change.
pub fn without_times(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let inside_number = result.ends_with(|c: char| c.is_ascii_digit());
        if let Some((length, word)) = time_at_start(rest).filter(|_| !inside_number) {
            if word == LOCAL_WORD {
                align(&mut result);
            }
            result.push_str(word);
            rest = &rest[length..];
        } else {
            result.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    result
}

/// What stands for a local time.
const LOCAL_WORD: &str = "<local>";

/// A day of one digit stands behind one blank more in a column.
fn align(result: &mut String) {
    let kept = result.trim_end_matches(' ').len();
    let blanks = result.len() - kept;
    let line = result[..kept].rsplit('\n').next().unwrap_or_default();
    let is_row = line.contains("  ") || line.trim_start().starts_with(|c: char| c.is_ascii_digit());
    if line.is_empty() {
        result.truncate(kept);
    } else if is_row {
        result.truncate(kept + blanks.min(2));
    }
}

/// The length in bytes of the local time that a text starts with: `20 May 2026 18:00`, `20 May 18:00`.
fn local_time_at_start(text: &str) -> Option<usize> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    let day = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text
        .get(day..)
        .filter(|_| (1..=2).contains(&day))?
        .strip_prefix(' ')?;
    let month = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    if month < 3 || !MONTHS.iter().any(|name| name.starts_with(&rest[..month])) {
        return None;
    }
    let rest = &rest[month..];
    let length = [" 0000 00:00", " 00:00"]
        .iter()
        .find(|pattern| matches(rest, pattern))?
        .len();
    Some(day + 1 + month + length)
}

/// The length in bytes of the time that a text starts with, and the word for it.
fn time_at_start(text: &str) -> Option<(usize, &'static str)> {
    const INSTANT: &str = "0000-00-00T00:00:00";

    if let Some(length) = local_time_at_start(text) {
        return Some((length, LOCAL_WORD));
    }
    if !matches(text, INSTANT) {
        return None;
    }
    let mut length = INSTANT.len();
    if let Some(fraction) = text[length..].strip_prefix('.') {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        length += 1 + digits;
    }
    let offset = &text[length..];
    if offset.starts_with('Z') {
        Some((length + 1, "<instant>"))
    } else if matches(offset, "+00:00") || matches(offset, "-00:00") {
        Some((length + 6, "<instant>"))
    } else {
        None
    }
}

/// Whether a text starts like the pattern, in which `0` stands for any digit.
fn matches(text: &str, pattern: &str) -> bool {
    text.len() >= pattern.len()
        && text
            .bytes()
            .zip(pattern.bytes())
            .all(|(byte, expected)| match expected {
                b'0' => byte.is_ascii_digit(),
                _ => byte == expected,
            })
}

#[test]
fn times_become_words() {
    let text = "à 2026-05-20T16:00:00Z, 2026-05-20T16:00:00.123+02:00\t20 May 2026 18:00, 3 December 09:30 2026-05-20";
    assert_eq!(
        without_times(text),
        "à <instant>, <instant>\t<local>, <local> 2026-05-20"
    );
}
