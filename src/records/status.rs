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

/// Whether a document is in force (有效性), as far as its agency's word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    InForce,
    Amended,
    /// 废止 or 失效: between them there is nothing that a reader would act upon.
    Over,
}

/// By 有效, 现行有效, not 部分有效, which is neither.
pub fn force(status: &str) -> Option<Force> {
    let is_whole = |before: &str| !["部分", "未", "不", "已"].iter().any(|word| before.contains(word));
    match status.trim() {
        status if status.strip_suffix("有效").is_some_and(is_whole) => Some(Force::InForce),
        // 尚未废止 says the contrary.
        status if status.contains('未') => None,
        status if status.contains("废止") || status.contains("失效") => Some(Force::Over),
        status if status.contains("修改") || status.contains("修订") => Some(Force::Amended),
        _ => None,
    }
}

/// How prepaid money is kept safe, by the words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safeguard {
    /// In custody (存管, 资金监管, 托管, 专户).
    Custody,
    /// By insurance, a guarantee and the like.
    Other,
    /// By nothing, not yet or no longer (无, 待签约, 已终止), or by what no word tells: a code without its table.
    Untold,
}

/// Words of which one stands in whatever names a custody, and in whatever names another safeguard.
const CUSTODIES: [&str; 5] = ["存管", "监管", "托管", "专户", "专用账户"];
const GUARANTEES: [&str; 8] = ["保险", "保函", "担保", "保证", "信托", "公证", "提存", "数字人民币"];

pub fn safeguard(method: &str) -> Safeguard {
    let is_begun = ["未", "不", "待", "拟", "正在", "申请", "无"].iter().any(|word| method.trim().starts_with(word));
    let is_over = ["终止", "解除", "到期", "注销", "暂停", "退出", "撤销", "失效", "办理中", "审核中", "签约中"];
    let has = |words: &[&str]| words.iter().any(|word| method.contains(word));
    match () {
        () if is_begun || has(&is_over) => Safeguard::Untold,
        () if has(&GUARANTEES) => Safeguard::Other,
        () if has(&CUSTODIES) => Safeguard::Custody,
        () => Safeguard::Untold,
    }
}

/// A custody without what it is of: 预收款资金监管 is 监管 of what the sentence names.
pub fn plain_custody(method: &str) -> &str {
    let mut rest = method.trim();
    let of = ["预收款", "预付款", "预收", "预付", "预付费", "资金", "单用途", "卡"];
    while let Some(shorter) = of.iter().find_map(|word| rest.strip_prefix(word)).filter(|left| !left.is_empty()) {
        rest = shorter;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::{Safeguard, is_filed, key, plain_custody, safeguard};

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
    }

    #[test]
    fn what_keeps_money_safe_is_told_by_its_words() {
        for (expected, methods) in [
            (Safeguard::Custody, &["存管", "银行存管", "资金监管", "预收款资金监管", "专用账户"][..]),
            (Safeguard::Other, &["履约保证保险", "银行保函", "第三方担保", "数字人民币"]),
            (
                Safeguard::Untold,
                &[
                    "无",
                    "否",
                    "/",
                    "1",
                    "A",
                    "是",
                    "未存管",
                    "待签约",
                    "已终止",
                    "存管（已终止）",
                    "暂停",
                    "正在办理存管",
                    "拟存管",
                ],
            ),
        ] {
            methods.iter().for_each(|method| assert_eq!(safeguard(method), expected, "{method}"));
        }
        let plain = ["存管", "预收款资金监管", "资金存管", "银行存管", "预收资金"].map(plain_custody);
        assert_eq!(plain, ["存管", "监管", "存管", "银行存管", "资金"]);
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
