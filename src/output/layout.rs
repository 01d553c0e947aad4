//! Column selection and widths of a table for the width of the terminal.
//!
//! Values that would mislead when truncated (amounts, numbers, dates, statuses, phone numbers) get the room they need; texts
//! share what is left. When that is too little, dates are shortened, then texts are truncated, then columns are left out
//! that say the same in every row, then texts are truncated more, then other columns are left out, the least important first.
//! No word of a heading is ever broken.

use super::truncate::width;

/// Separator of two columns.
pub const GAP: usize = 2;

/// A text that is truncated to this many columns loses little: dates need not be short.
const AMPLE: usize = 24;

/// Narrowest width at which truncated texts still differ.
const COMFORTABLE: usize = 16;

/// A text that is truncated to this many columns says something at least.
const TIGHT: usize = 14;

/// The least that a text is truncated to, where no column can be left out.
const LEAST: usize = 6;

/// Width requirements of a column, in columns of the terminal.
#[derive(Debug, Clone, Default)]
pub struct Measure {
    pub heading: String,
    /// The widest value.
    pub full: usize,
    /// Widest value with shortened dates.
    pub compact: usize,
    /// Its values are never truncated.
    pub rigid: bool,
    /// All rows say the same.
    pub same: bool,
    /// The place among the columns that are left out, the first one first; none stays.
    pub spare: Option<usize>,
}

impl Measure {
    /// The heading in lines of the width of its longest word.
    fn narrowest_heading(&self) -> usize {
        self.heading.split(' ').map(width).max().unwrap_or(0)
    }

    fn need(&self, compact: bool) -> usize {
        if compact { self.compact } else { self.full }
    }
}

/// Layout of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The columns that are drawn, with their widths.
    pub columns: Vec<(usize, usize)>,
    /// `true` to shorten dates.
    pub compact: bool,
}

/// Finds the best layout for a width; none when there is no room for a table.
pub fn lay_out(measures: &[Measure], room: Option<usize>) -> Option<Layout> {
    let mut kept: Vec<usize> = (0..measures.len()).collect();
    let Some(room) = room else {
        let columns = kept.into_iter().map(|index| {
            let measure = &measures[index];
            (index, measure.full.max(width(&measure.heading)))
        });
        return Some(Layout {
            columns: columns.collect(),
            compact: false,
        });
    };
    loop {
        let fits = |compact, least| fit(measures, &kept, room, compact, least);
        let found = fits(false, usize::MAX)
            .or_else(|| fits(true, usize::MAX))
            .or_else(|| fits(false, AMPLE))
            .or_else(|| fits(true, COMFORTABLE));
        if found.is_some() {
            return found;
        }
        if leave_out(measures, &mut kept, |measure| measure.same) {
            continue;
        }
        let found = fit(measures, &kept, room, true, TIGHT);
        if found.is_some() {
            return found;
        }
        if !leave_out(measures, &mut kept, |_| true) {
            return fit(measures, &kept, room, true, LEAST);
        }
    }
}

/// Leaves the least important column of those out that may be; false when there is none, or only one column at all.
fn leave_out(
    measures: &[Measure],
    kept: &mut Vec<usize>,
    which: impl Fn(&Measure) -> bool,
) -> bool {
    let places = kept.iter().enumerate();
    let next = places
        .filter(|(_, index)| which(&measures[**index]))
        .filter_map(|(at, &index)| Some((measures[index].spare?, at)))
        .min();
    match next {
        Some((_, at)) if kept.len() > 1 => {
            kept.remove(at);
            true
        }
        _ => false,
    }
}

/// The layout in which texts get at least so much, if there is room for it.
fn fit(
    measures: &[Measure],
    kept: &[usize],
    room: usize,
    compact: bool,
    least: usize,
) -> Option<Layout> {
    let floor = |measure: &Measure| {
        let need = measure.need(compact);
        let need = if measure.rigid { need } else { need.min(least) };
        need.max(measure.narrowest_heading())
    };
    let mut widths: Vec<usize> = kept.iter().map(|&index| floor(&measures[index])).collect();
    let taken = widths.iter().sum::<usize>() + GAP * kept.len().saturating_sub(1);
    let mut left = room.checked_sub(taken)?;
    // First the texts, the narrowest first, then headings, which then need one line less.
    let grow = |widths: &mut Vec<usize>, left: &mut usize, wanted: &dyn Fn(&Measure) -> usize| {
        while *left > 0 {
            let next = (0..kept.len())
                .filter(|&at| widths[at] < wanted(&measures[kept[at]]))
                .min_by_key(|&at| widths[at]);
            let Some(at) = next else { return };
            widths[at] += 1;
            *left -= 1;
        }
    };
    grow(&mut widths, &mut left, &|measure| measure.need(compact));
    grow(&mut widths, &mut left, &|measure| {
        measure.need(compact).max(width(&measure.heading))
    });
    Some(Layout {
        columns: kept.iter().copied().zip(widths).collect(),
        compact,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(heading: &str, full: usize) -> Measure {
        Measure {
            heading: heading.to_owned(),
            full,
            compact: full,
            ..Measure::default()
        }
    }

    fn rigid(heading: &str, full: usize, compact: usize) -> Measure {
        Measure {
            compact,
            rigid: true,
            ..text(heading, full)
        }
    }

    fn widths(layout: &Layout) -> Vec<usize> {
        layout.columns.iter().map(|(_, width)| *width).collect()
    }

    fn total(layout: &Layout) -> usize {
        widths(layout).iter().sum::<usize>() + GAP * (layout.columns.len() - 1)
    }

    #[test]
    fn without_a_terminal_a_table_is_as_wide_as_it_needs() {
        let layout = lay_out(&[text("Title", 300), rigid("Start", 17, 12)], None).unwrap();
        assert_eq!(widths(&layout), [300, 17]);
    }

    #[test]
    fn texts_share_what_the_others_leave() {
        let columns = [
            rigid("ID", 2, 2),
            text("Name", 10),
            text("Company", 60),
            text("E-mail", 40),
        ];
        let layout = lay_out(&columns, Some(72)).unwrap();
        assert_eq!(widths(&layout), [2, 10, 27, 27]);
    }

    #[test]
    fn a_heading_takes_two_lines_before_a_text_is_cut() {
        let columns = [text("Company", 20), text("Sales contact", 8)];
        assert_eq!(widths(&lay_out(&columns, Some(30)).unwrap()), [20, 8]);
        assert_eq!(widths(&lay_out(&columns, Some(33)).unwrap()), [20, 11]);
    }

    #[test]
    fn dates_are_told_shorter_before_a_column_is_left_out() {
        let mut columns = [
            text("Title", 40),
            rigid("Start", 17, 12),
            rigid("End", 17, 12),
        ];
        assert!(!lay_out(&columns, Some(62)).unwrap().compact);
        let layout = lay_out(&columns, Some(46)).unwrap();
        assert!(layout.compact);
        assert_eq!(layout.columns.len(), 3);
        columns[2].spare = Some(0);
        let layout = lay_out(&columns, Some(30)).unwrap();
        assert_eq!(layout.columns, [(0, 16), (1, 12)]);
    }

    #[test]
    fn a_column_that_says_nothing_new_goes_before_texts_are_cut_hard() {
        let mut columns = [text("Name", 30), text("E-mail", 30), rigid("Active", 6, 6)];
        columns[2].spare = Some(0);
        let layout = lay_out(&columns, Some(38)).unwrap();
        assert_eq!(layout.columns, [(0, 14), (1, 14), (2, 6)]);
        columns[2].same = true;
        let layout = lay_out(&columns, Some(38)).unwrap();
        assert_eq!(layout.columns, [(0, 18), (1, 18)]);
    }

    #[test]
    fn there_is_no_table_where_nothing_may_be_left_out() {
        let columns = [rigid("Total", 13, 13), rigid("Due", 13, 13)];
        assert_eq!(lay_out(&columns, Some(27)), None);
        assert!(lay_out(&columns, Some(28)).is_some());
    }

    proptest! {
        #[test]
        fn a_table_is_never_wider_than_the_terminal(
            columns in proptest::collection::vec((0_usize..80, 0_usize..30, any::<bool>(), proptest::option::of(0_usize..9)), 1..12),
            room in 1_usize..200,
        ) {
            let measures: Vec<_> = columns
                .iter()
                .map(|&(full, less, rigid, spare)| Measure {
                    heading: "Some heading".to_owned(),
                    full,
                    compact: full.saturating_sub(less),
                    rigid,
                    same: full % 2 == 0,
                    spare,
                })
                .collect();
            if let Some(layout) = lay_out(&measures, Some(room)) {
                prop_assert!(total(&layout) <= room);
                for (index, width) in &layout.columns {
                    let measure = &measures[*index];
                    prop_assert!(!measure.rigid || *width >= measure.need(layout.compact));
                    prop_assert!(*width >= "heading".len());
                }
            }
        }
    }
}
