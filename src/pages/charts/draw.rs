//! Bars, columns and lines: counts to geometry.
//!
//! In: labels and numbers. Out: [`Picture`]s. Across, everything is a part of a hundred of the picture's width; down,
//! lengths are in em: so text has its own size however wide the picture is, and grows with the reader's.

use super::scale::Tenths;
use crate::pages::context::{BarPart, BarRow, ColumnView, Dot, Picture, Stack};

/// Height of a row of bars: a line of text, the bar, space.
const BAR_ROW: Tenths = Tenths(28);
/// Above this, the values of twelve columns have no room beside each other on a phone.
const LONG: u64 = 999;
/// Columns keep one label in so many where all of them have no room.
const EVERY: usize = 3;

/// A row of a bar chart.
pub struct Bar {
    pub label: String,
    /// What stands at its end, in words.
    pub value: String,
    /// Parts side by side: the first filled, the second hatched.
    pub parts: Vec<u64>,
    /// What the full width stands for.
    pub whole: u64,
}

/// Bars below each other.
pub fn bars(bars: Vec<Bar>) -> Picture {
    let row = |at: u64, bar: Bar| {
        let mut x = Tenths::ZERO;
        let parts = bar.parts.iter().map(|part| {
            let width = Tenths::of(*part, bar.whole);
            let placed = BarPart { x: x.to_string(), width: width.to_string() };
            x = x + width;
            placed
        });
        let parts = parts.collect();
        BarRow { y: Tenths(BAR_ROW.0 * at).to_string(), parts, label: bar.label, value: bar.value }
    };
    let height = Tenths(BAR_ROW.0 * bars.len() as u64).to_string();
    Picture::Bars { height, rows: (0..).zip(bars).map(|(at, bar)| row(at, bar)).collect() }
}

/// Where a column or a point stands in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// As short as it can be: `3`, `Q3`.
    pub label: String,
    /// The year, in words.
    pub year: String,
}

/// A point in time with what came and what went.
pub struct Column {
    pub tick: Tick,
    pub up: u64,
    pub down: u64,
}

/// Columns side by side, oldest first: up from a line, and down from it.
pub fn columns(columns: Vec<Column>) -> Picture {
    let most = |of: &dyn Fn(&Column) -> u64| columns.iter().map(of).max().unwrap_or_default();
    let (up, down) = (most(&|column| column.up), most(&|column| column.down));
    let (range, zero) = ((up + down).max(1), Tenths::of(up, (up + down).max(1)));
    let last = |of: &dyn Fn(&Column) -> u64, most: u64| columns.iter().rposition(|column| of(column) == most);
    let (top, bottom) = (last(&|column| column.up, up), last(&|column| column.down, down));
    let stack = |count: u64, is_up: bool, top: bool| {
        (count > 0).then(|| {
            let height = Tenths::of(count, range).max(Tenths(5));
            let y = if is_up { zero - height } else { zero };
            let end = if is_up { y } else { zero + height };
            Stack { y: y.to_string(), height: height.to_string(), end: end.to_string(), value: count.to_string(), top }
        })
    };
    let labels = Labels::new(columns.iter().map(|column| &column.tick));
    let view = |(at, column): (usize, &Column)| ColumnView {
        x: labels.x(at),
        label: column.tick.label.clone(),
        year: labels.years[at].clone(),
        minor: labels.is_minor(at),
        up: stack(column.up, true, top == Some(at)),
        down: stack(column.down, false, bottom == Some(at)),
    };
    Picture::Columns {
        width: Tenths::of(1, columns.len() as u64).to_string(),
        zero: zero.to_string(),
        falls: down > 0,
        dense: up.max(down) > LONG,
        columns: columns.iter().enumerate().map(view).collect(),
    }
}

/// A line through parts of a hundred, oldest first; each point says its value in words.
pub fn line(points: Vec<(Tick, Tenths, String)>) -> Picture {
    let labels = Labels::new(points.iter().map(|point| &point.0));
    let dot = |(at, (tick, value, word)): (usize, &(Tick, Tenths, String))| Dot {
        x: labels.middle(at),
        y: (Tenths::WHOLE - *value).to_string(),
        label: tick.label.clone(),
        year: labels.years[at].clone(),
        minor: labels.is_minor(at),
        value: word.clone(),
    };
    let dots: Vec<Dot> = points.iter().enumerate().map(dot).collect();
    let path: Vec<String> = dots.iter().map(|dot| format!("{},{}", dot.x, dot.y)).collect();
    Picture::Line { path: path.join(" "), dots }
}

/// Labels of points in time that stand side by side.
struct Labels {
    count: usize,
    /// The year where it begins, and at the first.
    years: Vec<Option<String>>,
}

impl Labels {
    fn new<'t>(ticks: impl Iterator<Item = &'t Tick>) -> Labels {
        let ticks: Vec<&str> = ticks.map(|tick| tick.year.as_str()).collect();
        let begins = |at: usize| !ticks[at].is_empty() && (at == 0 || ticks[at] != ticks[at - 1]);
        // Words of a year that is over at the next would run into those of the one that follows.
        let has_room = |at: usize| !(at + 1 < ticks.len() && begins(at + 1) && at == 0 && ticks.len() > EVERY);
        let year = |at: usize| (begins(at) && has_room(at)).then(|| ticks[at].to_owned());
        Labels { count: ticks.len(), years: (0..ticks.len()).map(year).collect() }
    }

    fn x(&self, at: usize) -> String {
        Tenths::of(at as u64, self.count as u64).to_string()
    }

    fn middle(&self, at: usize) -> String {
        Tenths::of(2 * at as u64 + 1, 2 * self.count as u64).to_string()
    }

    /// The newest keeps its label, and each third before it.
    fn is_minor(&self, at: usize) -> bool {
        !(self.count - 1 - at).is_multiple_of(EVERY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tick(label: &str, year: &str) -> Tick {
        Tick { label: label.to_owned(), year: year.to_owned() }
    }

    #[test]
    fn parts_of_a_bar_stand_side_by_side() {
        let bar = |parts: Vec<u64>, whole| Bar { label: "甲".into(), value: "3".into(), parts, whole };
        let Picture::Bars { height, rows } = bars(vec![bar(vec![1, 2], 4), bar(vec![], 0)]) else { panic!("bars") };
        let places: Vec<(&str, &str)> = rows[0].parts.iter().map(|part| (&*part.x, &*part.width)).collect();
        assert_eq!(places, [("0", "25"), ("25", "50")]);
        assert_eq!((height.as_str(), rows[1].y.as_str()), ("5.6", "2.8"));
    }

    #[test]
    fn columns_go_up_and_down_from_one_line() {
        let column = |label, year, up, down| Column { tick: tick(label, year), up, down };
        let all = vec![column("12", "2025", 6, 0), column("1", "2026", 0, 2), column("2", "2026", 3, 1)];
        let Picture::Columns { zero, columns, falls, .. } = columns(all) else { panic!("columns") };
        assert_eq!((zero.as_str(), falls), ("75", true));
        let up = columns[0].up.as_ref().expect("it goes up");
        assert_eq!((up.y.as_str(), up.height.as_str(), columns[0].down.is_none()), ("0", "75", true));
        let tops = columns.iter().map(|column| column.up.as_ref().is_some_and(|up| up.top));
        assert_eq!(tops.collect::<Vec<_>>(), [true, false, false], "the largest keeps its value everywhere");
        let down = columns[1].down.as_ref().expect("it goes down");
        assert_eq!((down.y.as_str(), down.height.as_str(), down.end.as_str()), ("75", "25", "100"));
        let years: Vec<Option<&str>> = columns.iter().map(|column| column.year.as_deref()).collect();
        assert_eq!(years, [Some("2025"), Some("2026"), None]);
        assert_eq!(columns.iter().map(|column| column.minor).collect::<Vec<_>>(), [true, true, false]);
    }

    #[test]
    fn a_year_that_is_over_at_once_is_not_written_into_the_next() {
        let years = |years: &[&str]| {
            let ticks: Vec<Tick> = years.iter().map(|year| tick("1", year)).collect();
            Labels::new(ticks.iter()).years.into_iter().map(|year| year.is_some()).collect::<Vec<_>>()
        };
        assert_eq!(years(&["2025", "2026", "2026", "2026"]), [false, true, false, false]);
        assert_eq!(years(&["2025", "2025", "2026", "2026"]), [true, false, true, false]);
        assert_eq!(years(&["2025", "2026", "2026"]), [true, true, false], "a few have room");
        assert_eq!(years(&["", ""]), [false, false]);
    }

    #[test]
    fn nothing_to_draw_divides_by_nothing() {
        assert!(matches!(columns(Vec::new()), Picture::Columns { columns, .. } if columns.is_empty()));
        assert!(matches!(line(Vec::new()), Picture::Line { path, .. } if path.is_empty()));
        let zeros = vec![Column { tick: tick("1", ""), up: 0, down: 0 }];
        assert!(matches!(columns(zeros), Picture::Columns { columns, .. } if columns[0].up.is_none()));
    }

    #[test]
    fn points_stand_in_the_middle_of_their_share() {
        let points = [400, 1000].map(|value| (tick("Q1", "2026"), Tenths(value), String::new())).to_vec();
        let Picture::Line { path, .. } = line(points) else { panic!("a line") };
        assert_eq!(path, "25,60 75,0");
    }
}
