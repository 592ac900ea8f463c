//! Whether an answer without rows is an empty list, or an interface that could not answer: it says so beside the rows.
//!
//! In: the plain members of the document, and of an object around its status. Out: what failed, in the answer's own words.
//! A list that is empty and says so ("暂无数据") has not failed, whatever its code.

use super::beside::TOTALS;
use super::members::Members;
use super::survey::USUAL;
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
/// Messages that all is well, beside the word ok.
const WELL: [&str; 3] = ["成功", "success", "正常"];
/// Those of what failed.
const FAILED: [&str; 29] = [
    "繁忙",
    "失败",
    "错误",
    "异常",
    "超时",
    "登录",
    "无权",
    "权限",
    "拒绝",
    "维护",
    "限流",
    "频繁",
    "稍后",
    "过期",
    "无效",
    "不合法",
    "签名",
    "busy",
    "error",
    "fail",
    "denied",
    "timeout",
    "unauthor",
    "forbidden",
    "invalid",
    "expired",
    "illegal",
    "exception",
    "limit",
];
/// Messages in which a word of those above says the contrary.
const TURNED: [&str; 6] = ["不成功", "未成功", "没有成功", "unsuccess", "not ok", "非正常"];
const UNHARMED: [&str; 6] = ["无错误", "无异常", "没有错误", "没有异常", "no error", "no exception"];
/// Members that tell what a list is as often as what became of the answer: 经营异常名录.
const ASIDE: [&str; 2] = ["desc", "description"];
/// Members that say no or yes of the answer.
const ANSWERS: [&str; 6] = ["success", "ok", "flag", "succ", "isSuccess", "is_success"];
/// Values that say themselves that it failed.
const FAILURES: [&str; 7] = ["error", "fail", "failed", "failure", "失败", "错误", "timeout"];
/// Members beside those by which a paged interface is judged.
const MORE_VERDICTS: [&str; 8] = ["flag", "succ", "isSuccess", "is_success", "state", "errno", "ret", "rc"];

/// How deep a status stands: in the document, or in an object of it.
const DEPTH: usize = 2;

fn is_one(names: &[&str], key: &str) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(key))
}

fn is_wanted(key: &str) -> bool {
    [&VERDICTS[..], &MORE_VERDICTS, &MESSAGES, &HEADS, &USUAL, &TOTALS].iter().any(|names| is_one(names, key))
}

/// What a document says of itself.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Status members and their values.
    said: Vec<(&'static str, String)>,
    message: Option<String>,
    /// Whether that only describes what the document is.
    is_aside: bool,
    /// How many rows there are in all.
    total: Option<u64>,
    /// Whether null stands where rows usually do.
    has_null: bool,
}

impl Verdict {
    /// # Errors
    /// [`ReadError::Format`] for what is no JSON.
    pub fn of(text: &Text<'_>) -> Result<Verdict, ReadError> {
        let mut verdict = Verdict::default();
        let mut take = |at: &str, key: &str, value: String| verdict.take(at, key, value);
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
        let is_word = |word: &str| lower.split(|sign: char| !sign.is_alphanumeric()).any(|part| part == word);
        let says_well = (says(&WELL) || is_word("ok")) && !says(&TURNED);
        let says_failed = says(&TURNED) || says(&FAILED) && !says(&UNHARMED);
        let is_bad = |member: &str, value: &str| {
            let value = value.trim().to_lowercase();
            match member {
                _ if FAILURES.contains(&value.as_str()) => true,
                answer if is_one(&ANSWERS, answer) => {
                    is_zero(&value) && answer != "flag" || matches!(value.as_str(), "false" | "n" | "no")
                }
                "error" => {
                    let none = matches!(value.as_str(), "" | "false" | "no");
                    !(none || is_good(&value) && value != "true" || says_well)
                }
                // Of some interfaces the good one, of others the bad one.
                _ if value == "1" => says_failed,
                _ if value.is_empty() || is_good(&value) => false,
                _ if message.is_empty() => is_error(&value),
                _ => says_failed || !says_well,
            }
        };
        let with_message = |said: String| {
            if message.is_empty() { said } else { format!("{said}, `{message}`") }
        };
        match self.said.iter().find(|(member, value)| is_bad(member, value)) {
            Some((member, value)) if message == value => Some(format!("`{member}` = `{value}`")),
            Some((member, value)) => Some(with_message(format!("`{member}` = `{value}`"))),
            // Some answer 200 whatever became of the question.
            None if says_failed && !says_well && !self.is_aside => Some(format!("`{message}`")),
            None => None,
        }
    }

    /// Whether an answer without a list of rows says that there are none, and that all is well.
    pub fn says_nothing(&self) -> bool {
        let is_well = self.said.iter().any(|(_, value)| is_good(&value.to_lowercase()));
        let has_none = self.total == Some(0);
        let says = has_none && (is_well || self.has_null) || is_well && self.has_null && self.total.is_none();
        says && self.failure().is_none()
    }

    /// Whether an answer without a list of rows says nothing of any, and nothing bad of itself: a program may leave out what is
    /// empty, or have null for it.
    pub fn is_silent(&self) -> bool {
        let is_well = self.said.iter().any(|(_, value)| is_good(&value.to_lowercase()));
        (is_well || self.has_null) && self.total.unwrap_or_default() == 0 && self.failure().is_none()
    }

    fn take(&mut self, at: &str, key: &str, value: String) {
        let is_null = value == "null";
        // Beside the rows, a message may stand and a total; a code there is that of what is listed.
        let is_inside = at.split('/').skip(1).any(|step| is_one(&["data"], step)) && at.matches('/').count() > 1;
        if is_one(&USUAL, key) && is_null {
            self.has_null = true;
        } else if is_one(&TOTALS, key) {
            self.total = value.parse().ok().or(self.total);
        } else if value.is_empty() || is_null {
        } else if is_one(&MESSAGES, key) {
            self.is_aside |= self.message.is_none() && is_one(&ASIDE, key);
            self.message.get_or_insert(value);
        } else if let Some(member) = VERDICTS.iter().chain(&MORE_VERDICTS).find(|member| is_one(&[*member], key))
            && !is_inside
        {
            self.said.push((member, value));
        }
    }
}

fn is_zero(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte == b'0')
}

fn is_good(value: &str) -> bool {
    is_zero(value) || GOOD.contains(&value)
}

/// Whether a code says by itself that something failed: a negative one, or one of HTTP, but for what was not found.
fn is_error(value: &str) -> bool {
    value.parse().is_ok_and(|code: i64| code < 0 || (400..600).contains(&code) && code != 404)
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
            (r#"{"code":"200","msg":"请求过于频繁","data":{"records":[]}}"#, "`请求过于频繁`"),
            (r#"{"errcode":40001,"errmsg":"invalid token","data":[]}"#, "`errcode` = `40001`, `invalid token`"),
            (r#"{"status":"error","data":[]}"#, "`status` = `error`"),
            (r#"{"state":0,"info":"查询失败","data":[]}"#, "`查询失败`"),
            (r#"{"flag":false,"data":[]}"#, "`flag` = `false`"),
            (r#"{"code":-1,"message":"","data":[]}"#, "`code` = `-1`"),
            (r#"{"code":500,"data":[]}"#, "`code` = `500`"),
            (r#"{"code":200,"data":{"total":0,"records":[],"msg":"参数错误"}}"#, "`参数错误`"),
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
            r#"{"code":[500],"data":{"code":500,"msg":"ok"}}"#,
            r#"{"code":0,"msg":"无错误","rows":[]}"#,
            r#"{"code":200,"description":"经营异常名录","rows":[]}"#,
            r#"{"code":200,"msg":"登录成功","rows":[]}"#,
            r#"{"flag":0,"rows":[]}"#,
            r#"{"code":404,"rows":[]}"#,
            r#"{"code":200,"msg":null,"error":null,"data":{"total":0,"records":[],"code":"-1"}}"#,
        ] {
            assert_eq!(failure(document), None, "{document}");
        }
    }
}
