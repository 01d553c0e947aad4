//! A list to choose from: with the arrows, by its numbers, or by typing a part of what is looked for.

use unicode_width::UnicodeWidthStr as _;

use super::in_one_line;
use super::keys::{Key, Keys};
use super::line::Line;
use super::screen::{Frame, LineStyle, Screen};
use crate::domain::fold;
use crate::error::{Error, Result};
use crate::output::truncate;
use crate::prompt::{Choice, Source};
use crate::t;

/// Maximum number of choices drawn, however high the terminal.
const MAX_ROWS: usize = 20;

/// Choices shown for the typed text.
struct Shown {
    choices: Vec<(Option<usize>, Choice)>,
    chosen: usize,
}

impl Shown {
    fn find(source: &mut Source<'_>, typed: &str, first: Option<&str>) -> Result<Self> {
        match source {
            Source::Asked(ask) => {
                let choices = ask(typed)?.into_iter().map(|choice| (None, choice));
                Ok(Self {
                    choices: choices.collect(),
                    chosen: 0,
                })
            }
            Source::Fixed(all) => Ok(Self::of_fixed(all, typed, first)),
        }
    }

    fn of_fixed(all: &[Choice], typed: &str, first: Option<&str>) -> Self {
        let numbered = (1..).map(Some).zip(all.iter().cloned());
        if let Ok(number) = typed.trim().parse::<usize>() {
            let known = (1..=all.len()).contains(&number);
            return Self {
                choices: numbered.filter(|_| known).collect(),
                chosen: if known { number.saturating_sub(1) } else { 0 },
            };
        }
        let words = fold(typed);
        let choices: Vec<_> = numbered
            .filter(|(_, choice)| {
                let text = fold(&choice.label);
                words.split_whitespace().all(|word| text.contains(word))
            })
            .collect();
        let chosen = choices.iter().position(|(_, choice)| {
            if words.is_empty() {
                first == Some(choice.value.as_str())
            } else {
                // Of "unsigned" and "signed", the second is what "signed" means.
                fold(&choice.label).starts_with(&words)
            }
        });
        Self {
            chosen: chosen.unwrap_or(0),
            choices,
        }
    }

    fn step(&mut self, key: &Key, page: usize) -> bool {
        let last = self.choices.len().saturating_sub(1);
        self.chosen = match key {
            Key::Up if self.chosen == 0 => last,
            Key::Up => self.chosen.saturating_sub(1).min(last),
            Key::Down if self.chosen >= last => 0,
            Key::Down => self.chosen.saturating_add(1),
            Key::PageUp => self.chosen.saturating_sub(page),
            Key::PageDown => self.chosen.saturating_add(page).min(last),
            _ => return false,
        };
        true
    }

    /// The lines of the choices around the chosen one.
    fn lines(&self, columns: usize, rows: usize) -> Vec<(LineStyle, String)> {
        let rows = rows.min(self.choices.len());
        let first = self.chosen.saturating_add(1).saturating_sub(rows);
        let middle = self.chosen.saturating_sub(rows / 2);
        let last = self.choices.len().saturating_sub(rows);
        let top = first.max(middle).min(last);
        let numbers = self.choices.iter().filter_map(|(number, _)| *number);
        let digits = numbers.max().map_or(0, |number| number.to_string().len());
        let visible = self.choices.iter().enumerate().skip(top).take(rows);
        visible
            .map(|(at, (number, choice))| {
                let (mark, look) = if at == self.chosen {
                    ("> ", LineStyle::Chosen)
                } else {
                    ("  ", LineStyle::Plain)
                };
                let number = number.map_or_else(String::new, |n| format!("{n:>digits$}  "));
                let label = in_one_line(&choice.label);
                let line = format!("{mark}{number}{label}");
                (look, truncate(&line, columns).into_owned())
            })
            .collect()
    }
}

/// Asks for one of the choices. `typed` is what is looked for, before and afterwards.
pub(super) fn choose(
    screen: &mut Screen,
    prompt: &str,
    source: &mut Source<'_>,
    typed: &mut String,
    first: Option<&str>,
) -> Result<Choice> {
    let mut line = Line::new(typed);
    let keys = Keys::start()?;
    let mut shown = Shown::find(source, line.text(), first)?;
    loop {
        draw(screen, prompt, &line, &shown);
        let mut changed = false;
        loop {
            let key = keys.read()?;
            let (_, rows) = Screen::size();
            match key {
                Key::Escape if !line.text().is_empty() && matches!(source, Source::Fixed(_)) => {
                    line = Line::new("");
                    changed = true;
                }
                Key::Escape => {
                    line.text().clone_into(typed);
                    screen.clear();
                    return Err(Error::Back);
                }
                Key::Cancel => {
                    draw(screen, prompt, &line, &shown);
                    screen.leave(&format!("{prompt}{}", line.visible()));
                    return Err(Error::Interrupted);
                }
                Key::Enter => {
                    if changed {
                        shown = Shown::find(source, line.text(), first)?;
                        changed = false;
                    }
                    if let Some((_, choice)) = shown.choices.get(shown.chosen) {
                        line.text().clone_into(typed);
                        screen.leave(&format!("{prompt}{}", in_one_line(&choice.label)));
                        return Ok(choice.clone());
                    }
                }
                Key::Resize => screen.redraw(),
                key if shown.step(&key, rows / 2) => {}
                key => {
                    let before = line.text().to_owned();
                    line.press(&key);
                    changed |= before != line.text();
                }
            }
            // What is typed quickly, or pasted, is looked for once.
            if !keys.is_more() {
                break;
            }
        }
        if changed {
            shown = Shown::find(source, line.text(), first)?;
        }
    }
}

fn draw(screen: &mut Screen, prompt: &str, line: &Line, shown: &Shown) {
    let (columns, rows) = Screen::size();
    let prompt = truncate(prompt, columns / 2).into_owned();
    let (text, cursor) = line.window(columns.saturating_sub(prompt.width()));
    let mut below = if shown.choices.is_empty() {
        let nothing = format!("  {}", t!("prompt-no-match"));
        vec![(LineStyle::Faint, truncate(&nothing, columns).into_owned())]
    } else {
        shown.lines(columns, rows.saturating_sub(3).clamp(1, MAX_ROWS))
    };
    if rows > 4 {
        let help = t!("prompt-list-help");
        let help = truncate(help.as_str(), columns).into_owned();
        below.push((LineStyle::Faint, help));
    }
    screen.draw(Frame {
        cursor: prompt.width() + cursor,
        first: prompt + &text,
        below,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Text;

    fn choices(labels: &[&str]) -> Vec<Choice> {
        let choice = |label: &&str| Choice::new(*label, Text::verbatim(*label));
        labels.iter().map(choice).collect()
    }

    #[test]
    fn letters_filter_and_digits_point() {
        let all = choices(&["Éléa Garçon", "Omar Œuvre", "Zoé Petit"]);
        let labels = |typed: &str| -> Vec<String> {
            let choices = Shown::of_fixed(&all, typed, None).choices.into_iter();
            choices.map(|(_, choice)| choice.label).collect()
        };
        assert_eq!(labels("elea"), ["Éléa Garçon"]);
        assert_eq!(labels("oeu omar"), ["Omar Œuvre"]);
        assert_eq!(Shown::of_fixed(&all, "2", None).chosen, 1);
        assert!(labels("9").is_empty());
        assert_eq!(Shown::of_fixed(&all, "", Some("Zoé Petit")).chosen, 2);
        assert!(labels("nobody").is_empty());
    }

    #[test]
    fn the_chosen_one_is_always_among_the_lines() {
        let names: Vec<String> = (0..30).map(|n| n.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut shown = Shown::of_fixed(&choices(&names), "", None);
        for chosen in 0..30 {
            shown.chosen = chosen;
            for rows in [1, 2, 5, 40] {
                let lines = shown.lines(40, rows);
                assert_eq!(lines.len(), rows.min(30));
                assert!(lines.iter().any(|(look, _)| *look == LineStyle::Chosen));
            }
        }
    }

    #[test]
    fn a_number_that_no_choice_has_leads_nowhere() {
        let all = choices(&["Éléa Garçon", "Omar Œuvre"]);
        for typed in ["0", "3", "18446744073709551615", "18446744073709551616"] {
            let mut shown = Shown::of_fixed(&all, typed, None);
            for key in [Key::Down, Key::PageDown, Key::Up, Key::PageUp] {
                shown.step(&key, usize::MAX);
                assert!(shown.lines(40, 5).is_empty());
                assert_eq!(shown.chosen, 0, "{typed} {key:?}");
            }
        }
        let mut shown = Shown::of_fixed(&all, "", None);
        shown.step(&Key::PageDown, usize::MAX);
        assert_eq!(shown.chosen, 1);
    }

    #[test]
    fn a_label_cannot_leave_its_line() {
        let shown = Shown::of_fixed(&choices(&["a\nb\u{1b}[2Jc"]), "", None);
        assert_eq!(shown.lines(40, 5)[0].1, "> 1  a b\\u{1b}[2Jc");
    }
}
