//! The table of a chart as CSV.

use crate::pages::context::ChartTable;
use crate::pages::downloads;

/// CSV like that of the bulk files: with a byte order mark, and no cell that is a formula.
pub fn csv(table: &ChartTable) -> Vec<u8> {
    let head = table.head.iter().map(String::as_str).collect::<Vec<_>>();
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().map(String::as_str);
        std::iter::once(row.label.as_str()).chain(cells).collect()
    });
    downloads::texts(std::iter::once(head).chain(rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::context::ChartRow;

    #[test]
    fn labels_are_no_formulas_and_rows_may_be_short() {
        let cells = |cells: &[&str]| cells.iter().map(ToString::to_string).collect();
        let row = |label: &str, values: &[&str]| ChartRow { label: label.into(), href: None, cells: cells(values) };
        let rows = vec![row("=1+1", &["3"]), row("甲,乙", &[])];
        let text = csv(&ChartTable { head: cells(&["项目", "条"]), rows });
        assert_eq!(String::from_utf8(text).expect("UTF-8"), "\u{feff}项目,条\n'=1+1,3\n\"甲,乙\"\n");
    }
}
