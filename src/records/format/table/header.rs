//! The lines of a header: two that are one, those below it that say what the columns are, and the unit of its sums.

use crate::records::amount::{self, is_sum_without_unit};
use crate::records::format::nested::column;
use crate::records::mapping::is_known_header;
use csv::StringRecord;

/// Whether a line below the names says something of the columns and is no data: their codes, numbers or types.
pub fn is_said_of_columns(cells: &StringRecord) -> bool {
    let filled: Vec<&str> = cells.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let number = |cell: &str| cell.trim_matches(['(', ')', '（', '）']).parse::<usize>().ok();
    let all = |is: &dyn Fn(&str) -> bool| filled.iter().all(|cell| is(cell));
    let counts = filled.windows(2).all(|pair| number(pair[0]).is_some_and(|first| number(pair[1]) == Some(first + 1)));
    // A value may be called like a column; hardly each of several.
    filled.len() > 2
        && (all(&is_known_header) || all(&|cell| TYPES.contains(&cell)) || counts && number(filled[0]) == Some(1))
}

/// What templates say of their columns.
const TYPES: [&str; 14] = [
    "必填",
    "选填",
    "非必填",
    "是",
    "否",
    "文本",
    "字符",
    "字符型",
    "日期",
    "日期型",
    "数字",
    "数值",
    "数值型",
    "字典",
];

/// Names of sums with the unit that the code below them stands for.
pub fn with_units_of(mut names: Vec<String>, codes: &StringRecord) -> Vec<String> {
    for (name, code) in names.iter_mut().zip(codes).filter(|(name, _)| is_sum_without_unit(name)) {
        if amount::of_code(code.trim()) == Some(10_000) {
            *name = format!("{name}（万元）");
        }
    }
    names
}

/// A header of two lines as one, where the second continues the first. Exports leave the cells empty that a workbook has merged.
pub fn joined(upper: &[String], lower: &[String]) -> Option<Vec<String>> {
    merged(upper, lower).or_else(|| {
        let (upper, lower) = filled(upper, lower)?;
        // An empty name and a missing value look the same: only names that are known tell a header.
        let both = merged(&upper, &lower)?;
        let are_known = || (0..both.len()).all(|at| upper[at] == lower[at] || is_known_header(&both[at]));
        let are_groups = || (0..both.len()).all(|at| upper[at].trim() != lower[at].trim());
        (are_groups() || are_known()).then_some(both)
    })
}

/// Two lines with what is empty filled as if it were merged with the cell above, or to the left.
fn filled(upper: &[String], lower: &[String]) -> Option<(Vec<String>, Vec<String>)> {
    if upper.len() != lower.len() {
        return None;
    }
    let is_empty = |cell: &String| cell.trim().is_empty();
    let mut above: Vec<String> = Vec::with_capacity(upper.len());
    for (at, cell) in upper.iter().enumerate() {
        let left = above.last().filter(|_| is_empty(cell) && !is_empty(&lower[at]));
        above.push(left.unwrap_or(cell).clone());
    }
    let below = above.iter().zip(lower).map(|(above, cell)| if is_empty(cell) { above } else { cell }.clone());
    let below = below.collect();
    Some((above, below))
}

/// Two lines in which cells merged over both say the same twice, and where they differ, the upper one spans several columns.
fn merged(upper: &[String], lower: &[String]) -> Option<Vec<String>> {
    let spans = |at: usize| {
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        beside.filter_map(|beside| upper.get(beside)).any(|beside| *beside == upper[at])
    };
    let equal = |at: usize| upper[at].trim() == lower[at].trim();
    let is_named_twice = || (0..upper.len()).any(|at| equal(at) && !upper[at].trim().is_empty());
    // Where every column is of a group, nothing but the names below tells a header from data.
    let are_all_names = || {
        let known = |at: &usize| is_known_header(lower[*at].trim());
        // A title above a table spans it as well, and makes no name with what stands below it.
        let of_group = |at: &usize| is_known_header(&format!("{}{}", upper[*at].trim(), lower[*at].trim()));
        upper.iter().any(|group| group.trim() != upper[0].trim())
            && lower.iter().all(|name| !name.contains(|one: char| one.is_ascii_digit()))
            && 2 * (0..lower.len()).filter(known).count() >= lower.len()
            && 3 * (0..lower.len()).filter(of_group).count() >= lower.len()
    };
    let fits = upper.len() == lower.len()
        && (0..upper.len()).any(|at| !equal(at))
        && (0..upper.len()).all(|at| equal(at) || (spans(at) && !lower[at].trim().is_empty()))
        && (is_named_twice() || are_all_names());
    let name = |at: usize| {
        let path = [upper[at].trim().to_owned(), lower[at].trim().to_owned()];
        // 处罚 over 类别 is 处罚类别.
        let run = path.concat();
        if equal(at) {
            upper[at].clone()
        } else if is_known_header(&run) {
            run
        } else {
            column(&path, "_")
        }
    };
    fits.then(|| (0..upper.len()).map(name).collect())
}

/// The unit that a row beside the data names for sums; its words may stand in cells of their own.
pub fn named_unit(cells: &StringRecord) -> Option<&'static str> {
    let filled: Vec<&str> = cells.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect();
    amount::named_in(&filled.join(" "))
}
