//! Rows that are no data: blank ones, explanations, signatures and totals above and below a table.

use crate::records::Kind;
use csv::StringRecord;

/// How explanations begin that stand alone in their row.
const NOTES: [&str; 21] = [
    "数据截止",
    "以下空白",
    "查看更多",
    "待补充",
    "表格说明",
    "备注",
    "说明",
    "注：",
    "注:",
    "合计",
    "总计",
    "小计",
    "数据来源",
    "填报",
    "制表",
    "审核",
    "打印",
    "导出",
    "联系人",
    "联系电话",
    "盖章",
];

/// Labels of a signature row: `单位：…  填报人：…  填报日期：…`.
const LABELS: [&str; 22] = [
    "单位",
    "填报单位",
    "填表单位",
    "报送单位",
    "制表单位",
    "单位（盖章）",
    "单位(盖章)",
    "填报人",
    "填表人",
    "制表人",
    "制表",
    "审核人",
    "审核",
    "负责人",
    "单位负责人",
    "经办人",
    "联系人",
    "联系电话",
    "日期",
    "填报日期",
    "填表日期",
    "备注",
];

/// Whether a row below the header is no data. Totals are data of a feed of statistics.
pub fn is_note(cells: &StringRecord, kind: Kind) -> bool {
    let mut filled = cells.iter().map(str::trim).filter(|cell| !cell.is_empty());
    let Some(first) = filled.next() else { return true };
    if kind != Kind::Statistic && is_total(first) {
        return true;
    }
    let mut rest = filled.peekable();
    let is_alone = rest.peek().is_none();
    if is_alone && (NOTES.iter().any(|note| first.starts_with(note)) || is_count(first)) {
        return true;
    }
    if is_alone && says_nothing(first) {
        return true;
    }
    if is_alone && cells.len() > 2 && is_part(first) {
        return true;
    }
    if label(first).is_none() {
        return false;
    }
    // Each further cell is a label too, or the value of the empty label before it.
    let mut before = first;
    rest.all(|cell| {
        let fits = label(cell).is_some() || label(before) == Some("");
        before = cell;
        fits
    })
}

fn is_total(cell: &str) -> bool {
    if !cell.starts_with(['合', '总', '小', '累', '共']) {
        return false;
    }
    let plain: String = cell.chars().filter(|character| !character.is_whitespace()).collect();
    // 合计（3家）.
    let remark = plain.strip_suffix([')', '）']).and_then(|plain| plain.split_once(['(', '（']));
    let word = remark.map_or(plain.as_str(), |(word, _)| word);
    matches!(word.trim_end_matches([':', '：']), "合计" | "总计" | "小计" | "累计" | "共计")
}

/// 一、铁东区, （二）立山区: the heading of a part of a table.
fn is_part(cell: &str) -> bool {
    let opened = cell.strip_prefix(['(', '（']);
    let rest = opened.unwrap_or(cell);
    let after = rest.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    let ends: &[char] = if opened.is_some() { &[')', '）'] } else { &['、', '.', '．'] };
    after.len() < rest.len() && after.starts_with(ends)
}

/// 暂无数据, 无, 本月无行政处罚信息: a list without rows says so.
fn says_nothing(cell: &str) -> bool {
    let is_period = |rest: &str| ["月", "季度", "年", "周", "日", "期"].iter().any(|unit| rest.starts_with(unit));
    let names_period = cell.strip_prefix('本').is_some_and(|rest| is_period(rest) && rest.contains('无'));
    cell.starts_with("暂无")
        || matches!(cell, "无" | "无数据" | "无记录")
        || names_period && cell.ends_with(['息', '据', '录', '罚', '况'])
}

/// 共12条, 共 3 家, 共计6家企业, 第1页 共3页.
fn is_count(cell: &str) -> bool {
    let plain: String = cell.chars().filter(|character| !character.is_whitespace()).collect();
    if plain.contains("上一页") || plain.contains("下一页") {
        return true;
    }
    let is_page = plain.starts_with('第') && plain.contains('页') && plain.chars().count() <= 12;
    let counted = plain.strip_prefix("共计").or(plain.strip_prefix('共'));
    is_page
        || counted.is_some_and(|rest| {
            let unit = rest.trim_start_matches(|character: char| character.is_ascii_digit());
            unit.len() < rest.len() && unit.chars().count() <= 4
        })
}

/// What stands behind the label that a cell begins with, if it does.
fn label(cell: &str) -> Option<&str> {
    // A full-width colon begins with this byte.
    memchr::memchr2(b':', 0xef, cell.as_bytes())?;
    let (label, value) = cell.split_once([':', '：'])?;
    LABELS.contains(&label.trim()).then(|| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_explanations_and_totals_are_no_data() {
        let is = |line: &str| is_note(&line.split(',').collect(), Kind::Penalty);
        for note in [
            "",
            " , ,",
            "单位：示例局,,填报人：示例甲,",
            "填报人：,示例甲,审核人：,示例乙",
            ",备注：本表为示例,",
            "表格说明：示例",
            "合计,,,12",
            ",合 计,,3",
            "总计：,5",
            "共 12 条,,",
            "单位（盖章）：示例局",
            "合计（3家）,,",
            "合计(3家),,5",
            "一、铁东区,,",
            "共计6家企业,,",
            "暂无数据",
            "无,,",
            "本月无行政处罚信息,,",
            "数据截止时间：2026-10-31,,",
            "以下空白,,",
            "第 1 页 共 3 页,,",
            "（十二）立山区,,",
        ] {
            assert!(is(note), "{note}");
        }
        for data in [
            "示例店,1",
            "说明书店,1",
            "合计餐饮店,1",
            "备注店,备注",
            "示例店",
            "共享单车行,1",
            "单位：示例,2",
            "一、铁东区",
            "一、铁东区,1,",
            "十里香店,,",
            "合计（上海）餐饮店,1,",
            "无锡店,,",
            "本月天健身,,",
        ] {
            assert!(!is(data), "{data}");
        }
        assert!(!is_note(&StringRecord::from(vec!["合计", "12"]), Kind::Statistic));
    }
}
