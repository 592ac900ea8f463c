//! Whether an answer without rows is an empty list, or an interface that could not answer: it says so beside the rows.
//!
//! In: the plain members of the document, and of an object around its status. Out: what failed, in the answer's own words.
//! A list that is empty and says so ("暂无数据") has not failed, whatever its code.

use super::members::Members;
use super::{Text, parse};
use crate::records::read::ReadError;
use crate::sources::paging::VERDICTS;

/// Members with a message.
const MESSAGES: [&str; 14] = [
    "msg",
    "message",
    "errorMsg",
    "errMsg",
    "error_msg",
    "errorMessage",
    "resultMsg",
    "retMsg",
    "returnMsg",
    "reason",
    "info",
    "desc",
    "description",
    "tip",
];
/// Objects around a status.
const HEADS: [&str; 7] = ["head", "header", "status", "result", "meta", "state", "error"];
/// What a code is when all is well; zeros are, too.
const GOOD: [&str; 10] = ["200", "2000", "20000", "200 ok", "success", "succeed", "ok", "true", "成功", "none"];
/// Messages of an empty list.
const EMPTY: [&str; 16] = [
    "无数据",
    "无记录",
    "无结果",
    "没有数据",
    "没有记录",
    "没有查询到",
    "没有找到",
    "未查询到",
    "未找到",
    "查无",
    "无相关",
    "为空",
    "no data",
    "no record",
    "no result",
    "empty",
];
/// Messages that all is well, and those of what failed where the code says neither.
const WELL: [&str; 4] = ["成功", "success", "ok", "正常"];
const FAILED: [&str; 24] = [
    "不成功",
    "未成功",
    "繁忙",
    "失败",
    "错误",
    "异常",
    "超时",
    "未登录",
    "登录",
    "无权",
    "权限",
    "拒绝",
    "维护",
    "限流",
    "频繁",
    "稍后",
    "unsuccess",
    "busy",
    "error",
    "fail",
    "denied",
    "timeout",
    "unauthor",
    "forbidden",
];

/// How deep a status stands: in the document, or in an object of it.
const DEPTH: usize = 2;

fn is_wanted(key: &str) -> bool {
    let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(key));
    is(&VERDICTS) || is(&MESSAGES) || is(&HEADS)
}

/// What a document says of itself.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Status members and their values.
    said: Vec<(&'static str, String)>,
    message: Option<String>,
}

impl Verdict {
    /// # Errors
    /// [`ReadError::Format`] for what is no JSON.
    pub fn of(text: &Text<'_>) -> Result<Verdict, ReadError> {
        let mut verdict = Verdict::default();
        let mut take = |_: &str, key: &str, value: String| verdict.take(key, value);
        parse(text, Members { at: String::new(), key: "", depth: DEPTH, is_wanted, take: &mut take })?;
        Ok(verdict)
    }

    /// What failed: the member and its value, and the message.
    pub fn failure(&self) -> Option<String> {
        let message = self.message.as_deref().unwrap_or_default();
        let lower = message.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if says(&EMPTY) {
            return None;
        }
        let is_bad = |member: &str, value: &str| {
            let value = value.trim().to_lowercase();
            let is_zero = !value.is_empty() && value.bytes().all(|byte| byte == b'0');
            match member {
                "success" | "ok" => is_zero || matches!(value.as_str(), "false" | "n" | "no" | "fail" | "failed"),
                "error" => {
                    let none = matches!(value.as_str(), "" | "false" | "null" | "none" | "no");
                    !(none || is_zero || GOOD.contains(&value.as_str()) && value != "true" || says(&WELL))
                }
                // Of some interfaces the good one, of others the bad one.
                _ if value == "1" || value == "-1" && message.is_empty() => says(&FAILED),
                _ if value.is_empty() || is_zero || GOOD.contains(&value.as_str()) => false,
                _ => !message.is_empty() && (says(&FAILED) || !says(&WELL)),
            }
        };
        let (member, value) = self.said.iter().find(|(member, value)| is_bad(member, value))?;
        let message = if message.is_empty() || message == value { String::new() } else { format!(", `{message}`") };
        Some(format!("`{member}` = `{value}`{message}"))
    }

    fn take(&mut self, key: &str, value: String) {
        let is_message = MESSAGES.iter().any(|message| message.eq_ignore_ascii_case(key));
        if is_message && !value.is_empty() {
            self.message.get_or_insert(value);
        } else if let Some(member) = VERDICTS.iter().find(|member| member.eq_ignore_ascii_case(key)) {
            self.said.push((member, value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(document: &str) -> Option<String> {
        let body = crate::sources::Body::from(document);
        Verdict::of(&Text::of(&body, None).expect("text")).expect(document).failure()
    }

    #[test]
    fn an_interface_that_could_not_answer_is_told() {
        for (document, said) in [
            (r#"{"code":500,"msg":"系统繁忙","data":{"total":0,"records":[]}}"#, "`code` = `500`, `系统繁忙`"),
            (r#"{"success":false,"errorMsg":"未登录","rows":[]}"#, "`success` = `false`, `未登录`"),
            (r#"{"rows":[],"success":"false"}"#, "`success` = `false`"),
            (r#"{"error":"server is busy","rows":[]}"#, "`error` = `server is busy`"),
            (r#"{"error":{"code":"E17","message":"denied"},"rows":[]}"#, "`code` = `E17`, `denied`"),
            (r#"{"head":{"status":"-1","message":"系统维护中"},"rows":[]}"#, "`status` = `-1`, `系统维护中`"),
            (r#"{"code":1,"msg":"访问频繁，请稍后再试","rows":[]}"#, "`code` = `1`, `访问频繁，请稍后再试`"),
            (r#"{"code":500,"msg":"查询不成功","rows":[]}"#, "`code` = `500`, `查询不成功`"),
            (r#"{"Code":"401","Message":"unauthorized"}"#, "`code` = `401`, `unauthorized`"),
        ] {
            assert_eq!(failure(document).as_deref(), Some(said), "{document}");
        }
    }

    #[test]
    fn an_empty_list_is_no_failure() {
        for document in [
            "[]",
            r#""text""#,
            "{}",
            r#"{"rows":[]}"#,
            r#"{"code":0,"msg":"ok","rows":[]}"#,
            r#"{"code":"0000","message":"操作成功","rows":[]}"#,
            r#"{"code":200,"msg":"暂无数据","rows":[]}"#,
            r#"{"code":404,"msg":"未查询到相关数据","rows":[]}"#,
            r#"{"code":1,"msg":"查询成功","rows":[]}"#,
            r#"{"code":10000,"msg":"success","rows":[]}"#,
            r#"{"code":"A1","rows":[]}"#,
            r#"{"status":"1","info":"OK","rows":[]}"#,
            r#"{"success":true,"error":null,"errcode":0,"rows":[]}"#,
            r#"{"error":false,"ok":1,"rows":[]}"#,
            r#"{"code":[500],"data":{"code":500,"msg":"系统繁忙"}}"#,
        ] {
            assert_eq!(failure(document), None, "{document}");
        }
    }
}
