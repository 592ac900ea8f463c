//! What an answer says beside its rows: how many there are in all, which page is next, whether it could answer.

use crate::sources::manifest::Paging;
use encoding_rs::{Encoding, GB18030};
use serde_json::Value;
use std::borrow::Cow;

/// Members by which interfaces say whether they could answer, whatever the status.
pub const VERDICTS: [&str; 10] =
    ["code", "status", "success", "ok", "error", "errcode", "errorCode", "resultCode", "retCode", "statusCode"];

/// What the manifest's pointers lead to, and the members with a verdict; of what is no JSON, nothing.
#[derive(Debug, Default)]
pub struct Answer {
    pub total: Option<u64>,
    pub next: Option<String>,
    /// Something stands where the next page is named, if only that there is none.
    pub has_next: bool,
    pub verdict: Vec<(String, String)>,
}

impl Answer {
    pub fn of(body: &[u8], paging: &Paging) -> Answer {
        let Ok(json) = serde_json::from_str::<Value>(&text(body)) else { return Answer::default() };
        let at = |pointer: &Option<String>| pointer.as_deref().and_then(|pointer| json.pointer(pointer));
        let next = at(&paging.next);
        Answer {
            total: at(&paging.total).and_then(whole_number),
            next: next.and_then(page_name),
            has_next: next.is_some(),
            verdict: verdict(&json),
        }
    }
}

/// How a body begins: a page that begins in another way than the first is another kind of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    Json,
    Markup,
    Other,
}

impl Opening {
    /// None of a body with nothing in it.
    pub fn of(body: &[u8]) -> Option<Opening> {
        // Behind marks, zeros of wide letters and white space.
        let begins =
            |byte: &&u8| !matches!(**byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff | b' ' | b'\t' | b'\r' | b'\n');
        Some(match body.iter().find(begins)? {
            b'{' | b'[' => Opening::Json,
            b'<' => Opening::Markup,
            _ => Opening::Other,
        })
    }
}

/// A body as text: by its mark, else UTF-8, else as Chinese systems write.
fn text(body: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(body) {
        return encoding.decode_without_bom_handling(&body[mark..]).0;
    }
    match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => GB18030.decode_without_bom_handling(body).0,
    }
}

/// What an answer says of itself.
fn verdict(json: &Value) -> Vec<(String, String)> {
    let said = VERDICTS.iter().filter_map(|member| Some((*member, json.get(member)?)));
    let plain = said.filter(|(_, value)| !value.is_array() && !value.is_object());
    plain.map(|(member, value)| (member.to_owned(), value.to_string())).collect()
}

/// A count, also when it is written as text.
fn whole_number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The next page's address or token; the many ways to say that there is none count as none.
fn page_name(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
