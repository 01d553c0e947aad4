//! Protocols of the shells, as in the scripts of `clap_complete`: one candidate a line, without a label in bash and
//! elvish. Text from the database is stripped of characters that could end a line or act on a terminal.

use std::ffi::OsString;

use clap_complete::CompletionCandidate;

use crate::commands::completions::Shell;
use crate::complete::clean;

const MAX_WORDS: usize = 1000;

pub struct Request {
    /// The words of the line, the program first.
    pub words: Vec<OsString>,
    /// Index of the word at the cursor.
    pub index: usize,
}

impl Request {
    /// Reads the words after `--` and the index, which some shells give in a variable.
    pub fn read(shell: Shell, mut words: Vec<OsString>) -> Option<Self> {
        let index = match shell {
            Shell::Bash | Shell::Zsh | Shell::Elvish => {
                std::env::var("_CLAP_COMPLETE_INDEX").ok()?.parse().ok()?
            }
            Shell::Fish | Shell::Powershell => words.len().checked_sub(1)?,
        };
        if index > words.len() || words.is_empty() || words.len() > MAX_WORDS {
            return None;
        }
        if index == words.len() {
            words.push(OsString::new());
        }
        let mut request = Self { words, index };
        if shell == Shell::Bash {
            request.join_values();
        }
        Some(request)
    }

    /// bash takes `--status=un` apart into three words, and replaces the last one.
    fn join_values(&mut self) {
        let mut at = 1;
        while at + 1 < self.words.len() {
            let is_flag = self.words[at - 1].to_string_lossy().starts_with("--");
            if self.words[at] == "=" && is_flag && at < self.index {
                self.words.remove(at);
                self.index -= 1;
            } else {
                at += 1;
            }
        }
    }
}

/// Writes candidates as a shell reads them.
pub fn write(shell: Shell, found: &[CompletionCandidate]) -> String {
    let separator = match shell {
        Shell::Bash | Shell::Zsh | Shell::Elvish => {
            std::env::var("_CLAP_IFS").unwrap_or_else(|_| "\n".to_owned())
        }
        Shell::Fish | Shell::Powershell => "\n".to_owned(),
    };
    let lines: Vec<String> = found
        .iter()
        .filter_map(|candidate| {
            let value = candidate.get_value().to_string_lossy();
            // Impossible to type.
            if value.chars().any(char::is_control) {
                return None;
            }
            let label = candidate.get_help().map(|help| clean(&help.to_string()));
            Some(line(shell, &value, label.filter(|label| !label.is_empty())))
        })
        .collect();
    let mut text = lines.join(&separator);
    if matches!(shell, Shell::Fish | Shell::Powershell) && !text.is_empty() {
        text.push('\n');
    }
    text
}

fn line(shell: Shell, value: &str, label: Option<String>) -> String {
    match (shell, label) {
        (Shell::Zsh, label) => {
            let value = value.replace('\\', "\\\\").replace(':', "\\:");
            match label {
                Some(label) => format!("{value}:{}", label.replace('\\', "\\\\")),
                None => value,
            }
        }
        (Shell::Fish | Shell::Powershell, Some(label)) => format!("{value}\t{label}"),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(words: &[&str], index: usize) -> (Vec<OsString>, usize) {
        let words = words.iter().map(OsString::from).collect();
        let mut request = Request { words, index };
        request.join_values();
        (request.words, request.index)
    }

    #[test]
    fn a_value_behind_an_equals_sign_is_the_value_of_its_flag() {
        let words = ["epic", "contract", "list", "--status", "=", "un"];
        let (words, index) = joined(&words, 5);
        assert_eq!(words, ["epic", "contract", "list", "--status", "un"]);
        assert_eq!(index, 4);
        let (words, index) = joined(&["epic", "contract", "pay", "="], 3);
        assert_eq!((words.len(), index), (4, 3));
    }

    #[test]
    fn a_line_holds_one_candidate() {
        let candidate = CompletionCandidate::new("a:b").help(Some("x\ny:z\\".into()));
        assert_eq!(write(Shell::Fish, &[candidate]), "a:b\tx y:z\\\n");
        let line = line(Shell::Zsh, "a:b", Some("y:z\\".to_owned()));
        assert_eq!(line, "a\\:b:y:z\\\\");
    }
}
