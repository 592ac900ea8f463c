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
    if let Some(named) = of_matter(path) {
        return named.unwrap_or_else(|| path.join(separator));
    }
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

/// What is done to a record, each with values of its own: 移出信息/决定日期 is 移出决定日期, and never the day of the record.
const MATTERS: [&str; 10] = ["移出", "移除", "撤销", "解除", "修复", "恢复", "退出", "列入", "认定", "注销"];

/// The column of a value below what is done to a record, where one is known; `None` for any other path.
fn of_matter(path: &[String]) -> Option<Option<String>> {
    let [.., parent, last] = path else { return None };
    let matter = MATTERS.iter().find(|matter| {
        let rest = parent.strip_prefix(**matter).or_else(|| parent.strip_prefix("信用")?.strip_prefix(**matter));
        rest.is_some_and(|rest| matches!(rest, "" | "信息" | "情况" | "记录" | "决定"))
    })?;
    if last.contains(matter) {
        return is_known_header(last).then(|| Some(last.clone()));
    }
    let shorter = last.strip_prefix("决定").unwrap_or(last);
    let named =
        [format!("{matter}{last}"), format!("{matter}{shorter}")].into_iter().find(|name| is_known_header(name));
    // What only says what was entered may be the record's own as well.
    if named.is_none() && matches!(*matter, "列入" | "认定") { None } else { Some(named) }
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
    pub fn add(&mut self, name: &str) -> bool {
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
        for (path, expected) in [
            ("移出信息/决定日期", "移出决定日期"),
            ("移出信息/原因", "移出原因"),
            ("移出/日期", "移出日期"),
            ("列入信息/决定日期", "列入决定日期"),
            ("列入信息/原因", "列入原因"),
            ("撤销/时间", "撤销时间"),
            ("修复信息/状态", "修复状态"),
            ("修复信息/文号", "修复信息.文号"),
            ("移出信息/决定机关", "移出信息.决定机关"),
            ("关联案件/罚款金额", "关联案件.罚款金额"),
            ("存管银行/名称", "存管银行"),
            ("存管银行/统一社会信用代码", "存管银行.统一社会信用代码"),
            ("总公司/住所", "总公司.住所"),
        ] {
            assert_eq!(of(path), expected, "{path}");
        }
        assert_eq!(of("法定代表人/姓名"), "法定代表人");
        assert_eq!(of("处罚机关/名称"), "处罚机关");
    }
}
