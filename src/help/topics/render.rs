//! Markdown of the topics as text of 80 columns: headings, paragraphs, lists, tables and fenced code.

use clap::builder::StyledStr;
use clap::builder::styling::Style;
use unicode_width::UnicodeWidthStr as _;

const WIDTH: usize = 80;
const INDENT: &str = "  ";
const BOLD: Style = Style::new().bold();

/// Renders a document; headings are bold where the output has styles.
pub fn render(markdown: &str) -> StyledStr {
    let mut text = String::new();
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            for code in lines.by_ref().take_while(|line| !line.starts_with("```")) {
                let line = format!("{INDENT}{code}");
                text.push_str(line.trim_end());
                text.push('\n');
            }
        } else if line.starts_with('#') {
            let title = inline(line.trim_start_matches('#').trim());
            text.push_str(&format!("{BOLD}{title}{BOLD:#}\n"));
        } else if line.starts_with('|') {
            let mut rows = vec![cells(line)];
            while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
                rows.push(cells(row));
            }
            table(&rows, &mut text);
        } else if line.is_empty() {
            if !text.ends_with("\n\n") {
                text.push('\n');
            }
        } else if !line.starts_with("<!--") {
            let mut paragraph = line.to_owned();
            while let Some(more) = lines.next_if(|line| !starts_block(line)) {
                paragraph.push(' ');
                paragraph.push_str(more.trim());
            }
            let (marker, words) = paragraph.split_at(marker(&paragraph));
            let indent = " ".repeat(marker.len());
            for (number, line) in wrapped(&inline(words), WIDTH - marker.len())
                .iter()
                .enumerate()
            {
                let start = if number == 0 { marker } else { &indent };
                text.push_str(&format!("{start}{line}\n"));
            }
        }
    }
    text.into()
}

/// Removes the marks of code, emphasis and links.
pub fn inline(markdown: &str) -> String {
    let mut parts = markdown.split("](");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some(at) = text.rfind('[') {
            text.remove(at);
        }
        text.push_str(part.split_once(')').map_or(part, |(_, after)| after));
    }
    text.replace("**", "").replace('`', "")
}

/// Length of the marker of a list item: `- ` or `1. `.
fn marker(line: &str) -> usize {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match &line[digits..] {
        rest if digits > 0 && rest.starts_with(". ") => digits + 2,
        rest if digits == 0 && rest.starts_with("- ") => 2,
        _ => 0,
    }
}

fn starts_block(line: &str) -> bool {
    let marks = ["```", "#", "|", "<!--"];
    line.is_empty() || marks.iter().any(|mark| line.starts_with(mark)) || marker(line) > 0
}

/// Breaks text at its spaces; those that do not break are no spaces here.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if line.width() + 1 + word.width() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|');
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').map(|cell| inline(cell.trim())).collect()
}

/// Aligns a table, whose second row is the rule below the header; wraps the widest columns until it fits.
fn table(rows: &[Vec<String>], text: &mut String) {
    let widest = |column: usize, of: fn(&str) -> usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| of(cell)).max().unwrap_or(0)
    };
    let count = rows.first().map_or(0, Vec::len);
    let longest_word = |cell: &str| cell.split(' ').map(|word| word.width()).max().unwrap_or(0);
    let least: Vec<usize> = (0..count).map(|it| widest(it, longest_word)).collect();
    let mut widths: Vec<usize> = (0..count)
        .map(|it| widest(it, |cell| cell.width()))
        .collect();
    while widths
        .iter()
        .map(|width| INDENT.len() + width)
        .sum::<usize>()
        > WIDTH
    {
        let narrowed = (0..count).filter(|&it| widths[it] > least[it]);
        let Some(column) = narrowed.max_by_key(|&it| widths[it]) else {
            break;
        };
        widths[column] -= 1;
    }
    for (number, row) in rows.iter().enumerate() {
        if number == 1 || row.iter().all(String::is_empty) {
            continue;
        }
        let cells = row.iter().zip(&widths);
        let cells: Vec<Vec<String>> = cells.map(|(cell, width)| wrapped(cell, *width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let mut line = String::new();
            for (cell, width) in cells.iter().zip(&widths) {
                let part = cell.get(at).map_or("", String::as_str);
                line.push_str(&format!(
                    "{INDENT}{part}{}",
                    " ".repeat(width - part.width().min(*width))
                ));
            }
            let style = if number == 0 { BOLD } else { Style::new() };
            text.push_str(&format!("{style}{}{style:#}\n", line.trim_end()));
        }
        // Rows of several lines would run into each other.
        if height > 3 && number + 1 < rows.len() {
            text.push('\n');
        }
    }
}
