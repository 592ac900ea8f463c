//! What a business or a filing *is*, in agencies' words: in operation, cancelled, its licence revoked.
//!
//! In: the text of [`super::Field::Status`], which stays as its agency wrote it. Out: the key of the one word for it, by which
//! pages in another language say it.

/// Words of 登记状态 and of filings. A text may hold several, 吊销，未注销 or 存续（在营、开业、在册）: the first of these that stands in it
/// counts.
const WORDS: [(&str, &str); 16] = [
    ("吊销", "revoked"),
    ("撤销", "annulled"),
    ("注销", "cancelled"),
    ("迁出", "moved"),
    ("歇业", "dormant"),
    ("停业", "closed"),
    ("清算", "winding_up"),
    ("失效", "lapsed"),
    ("存续", "operating"),
    ("在营", "operating"),
    ("在业", "operating"),
    ("开业", "operating"),
    ("在册", "operating"),
    ("正常", "operating"),
    ("已备案", "filed"),
    ("不适用", "not_applicable"),
];

/// Words before one of these by which it is not so, not yet so or no longer so: 未备案, 非正常户, 拟注销, 已注销（原吊销）.
const NOT: [&str; 8] = ["未", "非", "不", "无", "拟", "原", "待", "申请"];
/// Words behind one by which it is not so yet.
const NOT_YET: [&str; 3] = ["备案中", "公告中", "申请中"];

/// Whether what stands around one of the words says the contrary; what is annulled in 撤销注销登记 is not the business.
fn is_denied(before: &str, after: &str) -> bool {
    NOT.iter().any(|word| before.ends_with(word)) || NOT_YET.iter().any(|word| after.starts_with(word))
}

/// The key of what a text says, where it is known.
pub fn key(status: &str) -> Option<&'static str> {
    if status.contains("撤销注销") {
        return None;
    }
    let says =
        |word: &str| status.match_indices(word).any(|(at, _)| !is_denied(&status[..at], &status[at + word.len()..]));
    WORDS.iter().find(|(word, _)| says(word)).map(|(_, key)| *key)
}

/// Words by which a filing is none yet, or none any more, where no better-known one says that it stands.
const NOT_FILED: [&str; 11] = ["未", "不", "待", "退回", "审核", "撤", "拒", "驳回", "终止", "过期", "到期"];

/// Whether a filing with such a status stands.
pub fn is_filed(status: &str) -> bool {
    match key(status) {
        Some("filed" | "operating") => true,
        Some(_) => false,
        None => !NOT_FILED.iter().any(|word| status.contains(word)),
    }
}

/// Whether a business is an individual one (个体工商户), by its kind or the class of its code.
pub fn is_individual(kind: Option<&str>, code: Option<&str>) -> bool {
    kind.is_some_and(|kind| kind.contains("个体")) || code.is_some_and(|code| code.starts_with("92"))
}

/// Whether a method of custody is one: 无, 未存管, 待签约, 已终止 say that there is none, none yet or none any more.
pub fn is_custody(method: &str) -> bool {
    let method = method.trim();
    let is_none = ["无", "否", "没有", "暂无", "/"].contains(&method);
    let begins = ["未", "不", "待", "拟", "无需", "已终止", "终止", "已解除", "解除", "已到期", "到期", "已注销"];
    !is_none && !begins.iter().any(|word| method.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::{is_custody, is_filed, key};

    #[test]
    fn what_is_denied_is_not_so() {
        for (status, expected) in [
            ("已备案", true),
            ("备案", true),
            ("有效", true),
            ("正常", true),
            ("已备案（待换证）", true),
            ("未备案", false),
            ("不予备案", false),
            ("审核中", false),
            ("退回", false),
            ("已注销", false),
            ("撤销备案", false),
            ("备案失效", false),
            ("不适用", false),
        ] {
            assert_eq!(is_filed(status), expected, "{status}");
        }
        for (method, expected) in [
            ("银行存管", true),
            ("履约保证保险", true),
            ("无", false),
            ("未存管", false),
            ("待签约", false),
            ("已终止", false),
        ] {
            assert_eq!(is_custody(method), expected, "{method}");
        }
    }

    #[test]
    fn the_first_thing_that_is_said_counts() {
        for (status, expected) in [
            ("存续（在营、开业、在册）", Some("operating")),
            ("吊销，未注销", Some("revoked")),
            ("已注销", Some("cancelled")),
            ("非正常户", None),
            ("拟注销", None),
            ("注销备案中", None),
            ("撤销注销登记", None),
            ("已注销（原吊销）", Some("cancelled")),
            ("不适用", Some("not_applicable")),
            ("已备案", Some("filed")),
            ("1", None),
            ("", None),
        ] {
            assert_eq!(key(status), expected, "{status}");
        }
    }
}
