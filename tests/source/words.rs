//! Vocabulary of comments, messages and help: openings and words that a reader would stumble over.

use std::fs;

use epic::cli;

use super::{source_folder, sources};

/// Openings that doc comments and messages avoid: a comment of a function opens with a verb, one of a type with a noun.
const OPENINGS: &str = "what,who,whom,whose,whether,how,which,the same";

/// Words and phrases to avoid.
const BANNED: &str = "whoever,somebody,someone,nobody,anybody,everybody,anew,mend,mends,mended,dear,dearer,told,\
    of before,the own,behind,lost race,two truths,once more,no longer lives,not used for too long,refold";

/// Comment on adjacent lines, as words between blanks.
struct Comment {
    line: usize,
    is_doc: bool,
    words: String,
}

fn comments(text: &str) -> Vec<Comment> {
    let mut found: Vec<Comment> = Vec::new();
    let mut end = 0;
    for (line, text) in (1..).zip(text.lines()) {
        let Some(text) = text.trim_start().strip_prefix("//") else {
            continue;
        };
        let is_doc = text.starts_with(['/', '!']);
        let text = text.to_lowercase();
        let words = text.replace(|c: char| !c.is_alphanumeric(), " ");
        let words = words.split_whitespace().flat_map(|word| [word, " "]);
        match found.last_mut() {
            Some(last) if end + 1 == line && last.is_doc == is_doc => last.words.extend(words),
            _ => found.push(Comment {
                line,
                is_doc,
                words: [" "].into_iter().chain(words).collect(),
            }),
        }
        end = line;
    }
    found
}

/// Returns the openings and words to avoid of a message.
pub fn faults_of_message(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    let text = text.replace(|c: char| !c.is_alphanumeric(), " ");
    let words: Vec<_> = text.split_whitespace().collect();
    let text = format!(" {} ", words.join(" "));
    let opens = |phrase: &&str| text.starts_with(&format!(" {phrase} "));
    let holds = |phrase: &&str| text.contains(&format!(" {phrase} "));
    let openings = OPENINGS.split(',').filter(opens);
    openings.chain(BANNED.split(',').filter(holds)).collect()
}

fn faults(text: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for comment in comments(text) {
        let holds = |phrase: &&str| comment.words.contains(&format!(" {phrase} "));
        let opens =
            |phrase: &&str| comment.is_doc && comment.words.starts_with(&format!(" {phrase} "));
        let openings = OPENINGS.split(',').filter(opens);
        let faults = openings.chain(BANNED.split(',').filter(holds));
        found.extend(faults.map(|phrase| (comment.line, phrase)));
    }
    found
}

#[test]
fn comments_use_standard_terms() {
    let root = source_folder();
    let files = sources(&root);
    assert!(files.len() > 200, "{}", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap().display();
        for (line, phrase) in faults(&fs::read_to_string(&file).unwrap()) {
            wrong.push(format!("{name}:{line}: {phrase}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn help_texts_use_standard_terms() {
    fn check(command: &clap::Command, wrong: &mut Vec<String>) {
        let arguments = command.get_arguments();
        let helps = arguments.filter_map(|it| it.get_help().map(ToString::to_string));
        for text in helps.chain(command.get_about().map(ToString::to_string)) {
            for phrase in faults_of_message(&text) {
                wrong.push(format!("{}: {phrase}: {text}", command.get_name()));
            }
        }
        for below in command.get_subcommands() {
            check(below, wrong);
        }
    }
    let mut wrong = Vec::new();
    check(&cli::tree(), &mut wrong);
    let topics = source_folder().join("help/topics/en");
    for file in fs::read_dir(topics).unwrap() {
        let path = file.unwrap().path();
        for phrase in faults_of_message(&fs::read_to_string(&path).unwrap()) {
            wrong.push(format!("{}: {phrase}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn openings_words_and_broken_phrases_are_found() {
    let text = "//! Whether it is.\n\n/// Returns what is\n/// of\n/// before.\nlet a = 1;\n// How it was mended: fine.\n// Nobody.\n";
    let found = faults(text).into_iter();
    let found: Vec<_> = found
        .map(|(line, phrase)| format!("{line}: {phrase}"))
        .collect();
    assert_eq!(
        found.join(", "),
        "1: whether, 3: of before, 7: nobody, 7: mended"
    );
    let harmless = "/// Returns the wholesale.\nlet whoever = \"somebody\";\n";
    assert_eq!(faults(harmless), []);
}
