//! Names of columns for values that stand inside others, and the columns of a document as they turn up.

use super::Row;
use crate::records::mapping::{is_known_header, is_other_party, is_subject_header};
use crate::records::read::ReadError;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// More columns than these are no table of anything.
pub const MAX_COLUMNS: usize = 5_000;

/// Names that say nothing without the one around them.
const GENERIC: [&str; 16] = [
    "名称", "代码", "类型", "编号", "日期", "内容", "状态", "地址", "单位", "类别", "name", "code", "id", "value",
    "type", "unit",
];

/// The column of a nested value: its own name where that is a known header, else with those around it.
/// `当事人/名称` is 当事人, never just any name; `投诉人/企业名称` is nobody's but the complainant's.
pub fn column(path: &[String], separator: &str) -> String {
    match path {
        [parents @ .., last] if parents.iter().any(|parent| is_other_party(parent)) => {
            let named = matches!(last.to_ascii_lowercase().as_str(), "名称" | "姓名" | "name");
            match parents.last().filter(|parent| named && is_known_header(parent)) {
                // 法定代表人/姓名 is what the column 法定代表人 holds; those of complainants are dropped by their name.
                Some(parent) => parent.clone(),
                None => path.join(separator),
            }
        }
        [.., parent, last] if GENERIC.iter().any(|word| last.eq_ignore_ascii_case(word)) => {
            let named = matches!(last.to_ascii_lowercase().as_str(), "名称" | "name" | "value");
            if named && is_known_header(parent) { parent.clone() } else { path.join(separator) }
        }
        [_, .., last] if is_known_header(last) => last.clone(),
        _ => path.join(separator),
    }
}

/// Whether what has these well-known columns is a merchant that holds records with those: they say more than a word or two
/// that it does not, and whose they are, it says.
pub fn holds(merchant: &BTreeSet<String>, records: &BTreeSet<String>) -> bool {
    let is_own = |name: &String| is_subject_header(name) && !merchant.contains(name);
    merchant.iter().any(|name| is_subject_header(name))
        && !records.iter().any(is_own)
        && records.difference(merchant).count() > 2
}

/// The columns of a document, in the order in which they turned up.
#[derive(Debug, Default)]
pub struct Names {
    order: Vec<String>,
    known: HashSet<String>,
    too_many: bool,
    /// The columns of the last row, which are mostly those of the next.
    last: Arc<[String]>,
}

impl Names {
    /// Columns that a document of its kind always has, whether its rows do or not.
    pub fn of(columns: &[&str]) -> Names {
        let mut names = Names::default();
        for column in columns {
            names.add(column);
        }
        names
    }

    /// A row of values under their columns.
    pub fn row(&mut self, locator: String, mut cells: Vec<(String, String)>, fault: Option<String>) -> Row {
        if !self.last.iter().eq(cells.iter().map(|cell| &cell.0)) {
            cells.retain(|(column, _)| self.add(column));
            self.last = cells.iter().map(|cell| cell.0.clone()).collect();
        }
        let cells = cells.into_iter().map(|cell| cell.1).collect();
        Row { locator, columns: Arc::clone(&self.last), cells, fault }
    }

    /// Notes a column. False for one beyond all measure: its values are not kept.
    fn add(&mut self, name: &str) -> bool {
        if self.known.contains(name) {
            return true;
        }
        if self.order.len() >= MAX_COLUMNS {
            self.too_many = true;
            return false;
        }
        self.known.insert(name.to_owned());
        self.order.push(name.to_owned());
        true
    }

    /// # Errors
    /// [`ReadError::Format`] when there were too many.
    pub fn finish(self) -> Result<Vec<String>, ReadError> {
        if self.too_many {
            return Err(ReadError::Format(format!("more than {MAX_COLUMNS} different columns: not a list of records")));
        }
        Ok(self.order)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_below_another_party_is_not_the_records_own() {
        let of = |path: &str| column(&path.split('/').map(str::to_owned).collect::<Vec<_>>(), ".");
        assert_eq!(of("当事人/统一社会信用代码"), "统一社会信用代码");
        assert_eq!(of("被投诉人/企业名称"), "企业名称");
        for path in [
            "投诉人/企业名称",
            "举报人/统一社会信用代码",
            "投诉人信息/住所",
            "案件/消费者/经营场所",
            "法定代表人/住所",
            "处罚机关/统一社会信用代码",
            "投诉方/住所",
        ] {
            assert_eq!(of(path), path.replace('/', "."));
        }
        assert_eq!(of("法定代表人/姓名"), "法定代表人");
        assert_eq!(of("处罚机关/名称"), "处罚机关");
    }
}
