//! Rows that are no data: blank ones, explanations, signatures and totals above and below a table.

use crate::records::{Kind, date};
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
const LABELS: [&str; 48] = [
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
    "监督电话",
    "投诉电话",
    "举报电话",
    "投诉举报电话",
    "咨询电话",
    "服务电话",
    "公示期",
    "公示时间",
    "公示日期",
    "公示单位",
    "公示网址",
    "发布单位",
    "发布时间",
    "发布日期",
    "更新时间",
    "更新日期",
    "数据更新时间",
    "统计时间",
    "制表日期",
    "制表时间",
    "打印日期",
    "打印时间",
    "抄送",
    "抄报",
    "主送",
    "附件",
];

/// Labels of a signature row that stand in cells of their own, each before its value: `制表人,王建国`.
const SIGNED: [&str; 16] = [
    "制表人",
    "填报人",
    "填表人",
    "审核人",
    "负责人",
    "单位负责人",
    "经办人",
    "联系人",
    "联系电话",
    "制表日期",
    "填报日期",
    "填表日期",
    "制表单位",
    "填报单位",
    "填表单位",
    "监督电话",
];

/// The longest of them with its colon, in bytes.
const LONGEST_SIGNED: usize = 18;

/// How the name of an agency ends that signs below a table.
const AGENCIES: [&str; 8] = ["局", "委员会", "政府", "办公室", "厅", "大队", "支队", "中心"];

/// Whether a row below the header is no data. Totals are data of a feed of statistics.
pub fn is_note(cells: &StringRecord, kind: Kind) -> bool {
    let mut filled = cells.iter().map(str::trim).filter(|cell| !cell.is_empty());
    let Some(first) = filled.next() else { return true };
    if kind != Kind::Statistic && is_total(first) {
        return true;
    }
    let mut rest = filled.peekable();
    let is_alone = rest.peek().is_none();
    if is_alone {
        let is_said = NOTES.iter().any(|note| first.starts_with(note)) || is_count(first) || says_nothing(first);
        if is_said || cells.len() > 2 && (is_part(first) || is_remark(first)) {
            return true;
        }
    } else if cells.len() > 2 && is_signature(first, rest.clone()) {
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

/// `*数据仅供参考`, `———以上为全部数据———`.
fn is_remark(cell: &str) -> bool {
    let bare = cell.trim_matches(['*', '＊', '※', '-', '—', '－', '=', '·', ' ', '(', ')', '（', '）']);
    let is_marked = bare.len() < cell.len();
    is_marked
        && ["数据", "本表", "本名单", "以上", "以下", "说明", "备注", "注"].iter().any(|word| bare.starts_with(word))
}

/// `制表人,王建国`, and an agency with the day on which it signs: `鞍山市商务局,,,2026年11月1日`.
fn is_signature<'c>(first: &str, mut rest: impl Iterator<Item = &'c str>) -> bool {
    // Of nearly all rows, nothing more is asked.
    let may_be_agency = first.ends_with(['局', '会', '府', '室', '厅', '队', '心']);
    if may_be_agency && AGENCIES.iter().any(|ending| first.ends_with(ending)) {
        let is_day = |cell: &str| cell.len() < 40 && date::parse(cell).is_ok_and(|day| day.is_some());
        return rest.next().is_some_and(is_day) && rest.next().is_none();
    }
    let is_signed = |cell: &str| SIGNED.contains(&cell.trim_end_matches([':', '：']));
    first.len() <= LONGEST_SIGNED && is_signed(first) && {
        let others: Vec<&str> = rest.collect();
        others.iter().skip(1).step_by(2).all(|cell| is_signed(cell))
    }
}

/// 暂无数据, 无, 本月无行政处罚信息, 没有找到匹配的记录: a list without rows says so.
fn says_nothing(cell: &str) -> bool {
    let cell = cell.trim_end_matches(['。', '！', '!', '.', '…']);
    let is_period = |rest: &str| ["月", "季度", "年", "周", "日", "期"].iter().any(|unit| rest.starts_with(unit));
    let names_period = cell.strip_prefix('本').is_some_and(|rest| is_period(rest) && rest.contains('无'));
    let names_list =
        |rest: &str| NAMED.iter().any(|word| rest.starts_with(word)) && rest.chars().count() <= LONGEST_NOTHING;
    BEGINNINGS.iter().any(|begin| cell.starts_with(begin))
        || matches!(cell, "无" | "无数据" | "无记录" | "无新增" | "零报告" | "表中数据为空" | "数据为空" | "列表为空")
        || (names_period || cell.strip_prefix('无').is_some_and(names_list))
            && cell.ends_with(['息', '据', '录', '罚', '况', '件', '单', '增', '果'])
        || cell.is_ascii() && {
            let lower = cell.to_ascii_lowercase();
            ["no data", "no matching records", "no records", "no results", "nothing found"]
                .iter()
                .any(|word| lower.starts_with(word))
        }
}

/// How what widgets of tables say of an empty one begins.
const BEGINNINGS: [&str; 10] = [
    "暂无",
    "没有找到",
    "没有数据",
    "没有记录",
    "没有符合",
    "没有查询到",
    "未查询到",
    "未检索到",
    "查无数据",
    "查无记录",
];
/// What a list may be called of which there is nothing: 无行政处罚案件; a merchant may be called 无锡….
const NAMED: [&str; 12] =
    ["行政", "处罚", "新增", "相关", "符合", "异常", "严重", "失信", "投诉", "许可", "违法", "此类"];
/// Longest such name, in characters.
const LONGEST_NOTHING: usize = 14;

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
            "监督电话：12315,,",
            "公示期：2026年11月1日至11月7日,,",
            "*数据仅供参考,,",
            "———以上为全部数据———,,",
            "抄送：各县区,,",
            "公示单位：鞍山市市场监督管理局,,,公示时间：2026-11-01",
            "制表人,示例甲,,",
            "制表人,示例甲,审核人,示例乙",
            "制表日期：,2026-11-01,,",
            "鞍山市市场监督管理局,,,,,2026年11月1日",
            "没有找到匹配的记录,,",
            "表中数据为空,,",
            "没有数据",
            "No data",
            "No matching records found",
            "无新增,,",
            "零报告,,",
            "未查询到相关信息,,",
            "无行政处罚案件,,",
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
            "无锡示例信息,,",
            "无名小吃记录,,",
            "制表人餐饮店,示例甲,,",
            "鞍山市示例商贸,,,2026-11-01",
            "鞍山市邮政局,1,2026-11-01,",
            "鞍山市邮政局,2026-11-01",
            "*示例店,,",
            "No. 1 Cafe,,",
            "附件餐饮店,,",
        ] {
            assert!(!is(data), "{data}");
        }
        assert!(!is_note(&StringRecord::from(vec!["合计", "12"]), Kind::Statistic));
    }
}
