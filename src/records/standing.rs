//! What an agency says about the standing of its own record: 当前状态 by code or in words.
//!
//! In: the state columns of a row. Out: a record whose [`Field::RecordState`] is there only when the agency took it
//! back, and whose [`Field::UnderObjection`] says whether an objection is being examined. What a merchant or a filing
//! *is* (注销, 吊销) is a fact about it and stays in [`Field::Status`].

use super::text::fold_width;
use super::{Field, Fields, Kind, Value};

/// Standing of a record with the agency that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Current,
    Objection,
    Revoked,
    /// The code 3 其他, or a wording that says nothing about standing.
    Other,
}

/// Stands for a scope of use (使用范围) that its row leaves empty.
pub const NO_SCOPE: &str = "未填写";

/// Words of which one means that a record was taken back.
const REVOKED: [&str; 26] = [
    "撤销",
    "撤消",
    "撤下",
    "停用",
    "禁用",
    "撤回",
    "移出",
    "移除",
    "解除",
    "作废",
    "删除",
    "失效",
    "修复",
    "终止公示",
    "停止公示",
    "下架",
    "无效",
    "废止",
    "屏蔽",
    "隐藏",
    "已变更",
    "取消",
    "公示期满",
    "公示到期",
    "已到期",
    "已过期",
];
/// Wordings that mean it although they hold a word of [`NOT_YET`] or are too short to be looked for within others
/// (行政处罚法 art. 48: a decision that was changed or found unlawful is withdrawn).
const REVOKED_ALSO: [&str; 35] = [
    "驳回",
    "已驳回",
    "退回",
    "已退回",
    "不通过",
    "未通过",
    "审核不通过",
    "审核未通过",
    "未上线",
    "D",
    "秘密",
    "机密",
    "绝密",
    "依申请公开",
    "已下线",
    "下线",
    "变更",
    "确认违法",
    "已确认违法",
    "不公开",
    "不公示",
    "不予公示",
    "不再公示",
    "暂停公示",
    "未公示",
    "待公示",
    "拟公示",
    "未发布",
    "待发布",
    "草稿",
    "待审核",
    "审核中",
    "未审核",
    "未承诺",
    "不予公开",
];
/// Of the list of those who were entered in one: words by which an entry has ended (失信被执行人 who has performed is taken off).
const ENDED: [&str; 4] = ["退出", "已履行", "履行完毕", "结案"];
/// Of an award: words by which it is not given yet, or no more.
const NOT_GIVEN: [&str; 13] =
    ["拟", "初审", "未通过", "待", "审核中", "公示中", "申报", "推荐", "终止", "到期", "不再保留", "届满", "过期"];
/// Of remarks: words by which one takes the record back; others are said of all kinds of things.
const REMARKED: [&str; 8] = ["撤销", "修复", "不予公示", "不公示", "不予公开", "移出", "作废", "停止公示"];
/// Longest remark that is about the record as a whole, in characters.
const LONGEST_REMARK: usize = 30;
/// Words beside which it is not yet so, or not wholly.
const NOT_YET: [&str; 8] = ["未", "不", "申请", "待", "拟", "可", "部分", "恢复"];
/// Words beside which an objection is none, or is over.
const NO_OBJECTION: [&str; 8] = ["无", "未", "不成立", "驳回", "已处理", "已办结", "结束", "撤回"];

/// Reads a state: the codes of the 双公示 standard (`domain.md` 2.1: 0 正常, 1 撤销, 2 异议, 3 其他) or their wordings.
pub fn read(text: &str) -> Standing {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let text = &*fold_width(text);
    match code(text).unwrap_or(text) {
        "0" | "正常" | "公示中" | "有效" => Standing::Current,
        "1" => Standing::Revoked,
        "2" => Standing::Objection,
        wording if REVOKED_ALSO.contains(&wording) => Standing::Revoked,
        _ if text.contains("异议") && !has(&NO_OBJECTION) => Standing::Objection,
        _ if text.contains("异议") => Standing::Current,
        _ if has(&REVOKED) && !has(&NOT_YET) && !text.ends_with('中') => Standing::Revoked,
        _ => Standing::Other,
    }
}

/// The number that a code is, without what programs write around it: `1`, `01`, `1.0`.
fn code(text: &str) -> Option<&str> {
    let digits = text.strip_suffix(".0").unwrap_or(text);
    let is_code = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| Some(digits.trim_start_matches('0')).filter(|rest| !rest.is_empty()).unwrap_or("0"))
}

/// Names that programs give to what is not for the public, or no longer.
const OF_PROGRAMS: [&str; 9] =
    ["removed", "deleted", "internal", "history", "expired", "draft", "drafts", "revoked", "withdrawn"];

/// Whether the name of a list or a sheet says that what is in it was taken back: 已修复, 不公示, `removed`.
pub fn is_of_gone(name: &str) -> bool {
    let name = name.trim();
    OF_PROGRAMS.iter().any(|word| name.eq_ignore_ascii_case(word))
        || !name.is_ascii() && name.chars().count() <= LONGEST_REMARK && read(name) == Standing::Revoked
}

/// Words with which a heading of what was taken back begins.
const GONE: [&str; 7] = ["撤销", "移出", "移除", "解除", "修复", "失效", "已"];
/// Longest such heading, in characters.
const LONGEST_HEADING: usize = 16;

/// Whether a line above a table or a part of one says so: 已撤销的行政处罚, 二、移出名单. A page speaks of 信用修复 elsewhere, too.
pub fn is_heading_of_gone(line: &str) -> bool {
    let number = |one: char| one.is_ascii_digit() || "一二三四五六七八九十（()）、.．".contains(one);
    let line = line.trim().trim_start_matches(number).trim();
    let begins = GONE.iter().any(|word| line.starts_with(word)) || REVOKED_ALSO.contains(&line);
    begins && line.chars().count() <= LONGEST_HEADING && is_of_gone(line)
}

/// What yes and no are in cells.
pub fn answer(cell: &str) -> Option<bool> {
    match cell.trim() {
        "是" | "1" | "Y" | "y" | "yes" | "Yes" | "YES" | "true" | "TRUE" | "True" | "有" | "已" | "√" => {
            Some(true)
        }
        "否" | "0" | "N" | "n" | "no" | "No" | "NO" | "false" | "FALSE" | "False" | "无" | "未" | "×" => {
            Some(false)
        }
        _ => None,
    }
}

/// What a cell says in a column that asks a question: yes and no by what they mean there, any other words as they stand.
/// A number is no code of 当前状态: what is neither 0 nor 1 (2 is how some programs mark what was deleted) takes the record back, where
/// an answer of the column does.
pub fn answered<'t>(cell: &'t str, said: &'t [String; 2]) -> &'t str {
    let [yes, no] = said;
    let is_number = || code(&fold_width(cell.trim())).is_some();
    match answer(cell) {
        Some(true) => yes,
        Some(false) => no,
        None if is_number() => {
            if yes.is_empty() {
                no
            } else {
                yes
            }
        }
        None => cell,
    }
}

/// Brings the state columns of a row to the two fields that judgement reads.
pub fn settle(kind: Kind, fields: &mut Fields) {
    remark(fields);
    if fields.text(Field::Procedure).is_some_and(|procedure| matches!(procedure, "简易" | "简易处罚" | "简易案件"))
    {
        fields.set(Field::Procedure, Value::Text("简易程序".to_owned()));
    }
    if let Some(state) = ended(kind, fields) {
        fields.set(Field::RecordState, Value::Text(state));
        return;
    }
    if !describes_its_subject(kind) {
        removed(fields);
    }
    let own = fields.remove(Field::RecordState);
    let (state, is_own) = match (&own, fields.get(Field::Status)) {
        (Some(Value::Text(state)), _) => (state.clone(), true),
        (_, Some(Value::Text(state))) => (state.clone(), false),
        _ => return,
    };
    let about_the_record = is_own || !describes_its_subject(kind);
    let is_code = |status: &str| code(status).is_some();
    let folded = fold_width(&state);
    // The standard has codes for 当前状态, and numbers 状态 of penalties alike; what 1 is in another list, its agency knows.
    let is_judged = is_own || kind == Kind::Penalty || !is_code(&folded);
    match read(&state) {
        _ if !is_judged => {}
        Standing::Revoked if about_the_record => {
            let state = if is_code(&folded) { "撤销".to_owned() } else { state };
            fields.set(Field::RecordState, Value::Text(state));
        }
        Standing::Objection if about_the_record || state.contains("异议") => {
            fields.set(Field::UnderObjection, Value::Flag(true));
        }
        Standing::Other if is_own && fields.get(Field::Status).is_none() => {
            let state = if is_code(&folded) { "其他".to_owned() } else { state };
            fields.set(Field::Status, Value::Text(state));
        }
        _ => {}
    }
    if about_the_record && fields.text(Field::Status).is_some_and(is_code) {
        fields.remove(Field::Status);
    }
}

/// Takes the remarks of a record for the state that they tell, if they tell one, and for its procedure.
fn remark(fields: &mut Fields) {
    let Some(Value::Text(remarks)) = fields.remove(Field::Remarks) else { return };
    if remarks.contains("简易程序") && !remarks.contains(['非', '不']) && fields.get(Field::Procedure).is_none() {
        fields.set(Field::Procedure, Value::Text("简易程序".to_owned()));
    }
    let takes_back = |part: &&str| {
        let has = |words: &[&str]| words.iter().any(|word| part.contains(word));
        part.chars().count() <= LONGEST_REMARK
            && (REVOKED_ALSO.contains(part) || has(&REMARKED) && read(part) == Standing::Revoked || has(&["不予公示"]))
    };
    let state = remarks.split(['；', ';', '。', '，', ',', '\n']).map(str::trim).find(takes_back).map(str::to_owned);
    let state = state.or_else(|| remarks.contains("未成年").then(|| "不予公示".to_owned()));
    let is_open = fields.text(Field::RecordState).is_none_or(|own| read(own) != Standing::Revoked);
    if let Some(state) = state.filter(|_| is_open) {
        fields.set(Field::RecordState, Value::Text(state));
    }
}

/// Takes a reason of removal for the state, where neither a day nor a state says that the record was removed.
fn removed(fields: &mut Fields) {
    let is_told = fields.date(Field::WithdrawnOn).is_some() || fields.get(Field::RecordState).is_some();
    let reason =
        fields.text(Field::WithdrawalReason).filter(|reason| !reason.starts_with(['未', '无', '不', '待', '拟']));
    if !is_told && reason.is_some() {
        fields.set(Field::RecordState, Value::Text("已移出".to_owned()));
    }
}

/// The words by which a record of its kind has ended, or has not begun, though they take no other kind of record back.
fn ended(kind: Kind, fields: &Fields) -> Option<String> {
    let (read, words): (&[Field], &[&str]) = match kind {
        Kind::Blacklist => (&[Field::RecordState, Field::Status, Field::Performance], &ENDED),
        Kind::Abnormal | Kind::PremisesBan => (&[Field::RecordState, Field::Status], &ENDED),
        Kind::Award => (&[Field::Status], &NOT_GIVEN),
        _ => return None,
    };
    let is_over = |said: &&str| {
        let is_denied = kind != Kind::Award && NOT_YET.iter().any(|word| said.contains(word));
        words.iter().any(|word| said.contains(word)) && !is_denied
    };
    read.iter().filter_map(|field| fields.text(*field)).find(is_over).map(str::to_owned)
}

/// Kinds whose status tells what their subject is, not how the record stands: a cancelled filing is worth showing.
pub fn describes_its_subject(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Merchant | Kind::Filing | Kind::Custody | Kind::Commitment | Kind::Policy | Kind::Case | Kind::Statistic
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(kind: Kind, field: Field, state: &str) -> (Option<String>, bool, Option<String>) {
        let mut fields: Fields = [(field, Value::Text(state.to_owned()))].into_iter().collect();
        settle(kind, &mut fields);
        let text = |field| fields.text(field).map(str::to_owned);
        (text(Field::RecordState), fields.flag(Field::UnderObjection), text(Field::Status))
    }

    #[test]
    fn codes_are_those_of_their_own_column() {
        let said = |yes: &str, no: &str| [yes.to_owned(), no.to_owned()];
        let deleted = said("已删除", "");
        for (cell, expected) in
            [("0", ""), ("1", "已删除"), ("2", "已删除"), ("２", "已删除"), ("", ""), ("已归档", "已归档")]
        {
            assert_eq!(answered(cell, &deleted), expected, "{cell}");
        }
        for (cell, expected) in [("0", "不公示"), ("1", ""), ("2", "不公示"), ("已下线", "已下线")] {
            assert_eq!(answered(cell, &said("", "不公示")), expected, "{cell}");
        }
        assert_eq!(answered("2", &said("", "")), "", "审核状态 and the like tell by words alone");
        assert_eq!(settled(Kind::Award, Field::Status, "1"), (None, false, None));
        assert_eq!(settled(Kind::Blacklist, Field::Status, "2"), (None, false, None));
        assert_eq!(settled(Kind::Penalty, Field::Status, "1").0.as_deref(), Some("撤销"));
        for (state, expected) in [
            ("１", "撤销"),
            ("01", "撤销"),
            ("撤消", "撤消"),
            ("已撤下", "已撤下"),
            ("停用", "停用"),
            ("未通过", "未通过"),
        ] {
            assert_eq!(settled(Kind::Penalty, Field::RecordState, state).0.as_deref(), Some(expected), "{state}");
        }
    }

    #[test]
    fn codes_and_wordings_mean_the_same() {
        for revoked in [
            "1",
            "1.0",
            "撤销",
            "已撤销",
            "已移出",
            "已修复",
            "已解除",
            "决定被撤销",
            "变更",
            "已变更",
            "确认违法",
            "确认无效",
            "不公开",
            "不再公示",
            "暂停公示",
            "公示期满",
        ] {
            assert_eq!(read(revoked), Standing::Revoked, "{revoked}");
        }
        for objection in ["2", "异议", "异议中", "异议处理中"] {
            assert_eq!(read(objection), Standing::Objection, "{objection}");
        }
        for other in
            ["3", "其他", "未撤销", "未修复", "修复中", "申请撤销", "部分撤销", "已执行", "未到期", "拟变更", "11", ""]
        {
            assert_eq!(read(other), Standing::Other, "{other}");
        }
        for current in ["0", "正常", "无异议", "异议不成立"] {
            assert_eq!(read(current), Standing::Current, "{current}");
        }
    }

    #[test]
    fn names_of_lists_may_say_that_they_are_of_the_past() {
        for gone in ["已修复", "不公示", "已撤销", "移出名单", "removed", "Deleted"] {
            assert!(is_of_gone(gone), "{gone}");
        }
        for current in ["公示中", "铁东区", "current", "Sheet1", "1", "list", "未移出", "异议"] {
            assert!(!is_of_gone(current), "{current}");
        }
    }

    #[test]
    fn headings_may_say_it_too() {
        for gone in ["已撤销的行政处罚", "二、已修复", "移出名单", "不予公示", "（三）已移出经营异常名录"]
        {
            assert!(is_heading_of_gone(gone), "{gone}");
        }
        for current in [
            "公示中的行政处罚",
            "信用修复指南",
            "已公示",
            "未撤销",
            "一、铁东区",
            "已撤销示例店于2026年移出名单的有关情况说明",
        ] {
            assert!(!is_heading_of_gone(current), "{current}");
        }
    }

    #[test]
    fn a_state_column_goes_where_judgement_looks() {
        let none: Option<String> = None;
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(settled(Kind::Penalty, Field::RecordState, "1"), (some("撤销"), false, none.clone()));
        assert_eq!(settled(Kind::Penalty, Field::Status, "1"), (some("撤销"), false, none.clone()));
        assert_eq!(settled(Kind::Blacklist, Field::Status, "已移出"), (some("已移出"), false, some("已移出")));
        assert_eq!(settled(Kind::Penalty, Field::RecordState, "2"), (none.clone(), true, none.clone()));
        assert_eq!(settled(Kind::Penalty, Field::RecordState, "0"), (none.clone(), false, none.clone()));
        assert_eq!(settled(Kind::Penalty, Field::RecordState, "3"), (none.clone(), false, some("其他")));
        assert_eq!(settled(Kind::Filing, Field::RecordState, "1"), (some("撤销"), false, none.clone()));
        // What a filing or a merchant is stays on show.
        assert_eq!(settled(Kind::Filing, Field::Status, "已撤销"), (none.clone(), false, some("已撤销")));
        assert_eq!(settled(Kind::Merchant, Field::Status, "吊销"), (none.clone(), false, some("吊销")));
        assert_eq!(settled(Kind::Merchant, Field::Status, "1"), (none, false, some("1")));
    }
}
