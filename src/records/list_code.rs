//! 名单类别: one layout of 信用中国 carries red and black lists, told apart by a code (`domain.md` 2.3).
//!
//! In: the list name of a row and the feed's kind. Out: the list in words, or why the row is of another list. Praise must
//! never be read as blame, nor blame as praise.

use super::Kind;

/// A list of the layout.
struct List {
    code: &'static str,
    name: &'static str,
    /// Kinds of feeds whose rows may be of it.
    kinds: &'static [Kind],
}

/// Kinds that a black list may be read as.
const BLAME: &[Kind] = &[Kind::Blacklist, Kind::Notice, Kind::Exposure];

/// Codes of the layout and what they mean; of 5, 6 and 7 nobody says it.
const LISTS: [List; 6] = [
    List { code: "0", name: "概览", kinds: &[] },
    List { code: "1", name: "行政许可", kinds: &[Kind::Filing] },
    List { code: "2", name: "守信红名单", kinds: &[Kind::Award] },
    List { code: "3", name: "行政处罚", kinds: &[Kind::Penalty] },
    List { code: "4", name: "重点关注名单", kinds: BLAME },
    List { code: "8", name: "失信黑名单", kinds: BLAME },
];

/// Why a row is not of a feed's kind.
#[derive(Debug, PartialEq, Eq)]
pub enum NotOfKind {
    /// It is of another list.
    Other(String),
    /// Its list is a code that nobody explains.
    Unknown(String),
}

/// The name of the list that a code stands for.
pub fn name(code: &str) -> Option<&'static str> {
    let code = code.trim().trim_end_matches(".0");
    LISTS.iter().find(|known| known.code == code).map(|known| known.name)
}

/// Words of lists of those who left another one.
const GONE: [&str; 3] = ["移出", "信用修复", "退出名单"];

/// Whether the name of a list is one of praise.
pub fn praises(list: &str) -> bool {
    ["红名单", "白名单", "守信", "诚信", "示范", "放心消费", "A级纳税", "光荣榜"].iter().any(|word| list.contains(word))
}

/// The name of the list, in words.
///
/// # Errors
/// Why the row does not belong into a feed of the kind.
pub fn read(kind: Kind, list: &str) -> Result<String, NotOfKind> {
    let code = list.trim_end_matches(".0");
    let other = |name: &str| {
        NotOfKind::Other(format!("`{name}` is another list than the feed's kind `{kind}`; give it a feed of its own"))
    };
    if let Some(known) = LISTS.iter().find(|known| known.code == code || known.name == list) {
        return if known.kinds.contains(&kind) { Ok(known.name.to_owned()) } else { Err(other(known.name)) };
    }
    if code.bytes().all(|byte| byte.is_ascii_digit()) {
        let reason = "the code of a list that nobody explains; ask the agency which list it is";
        return Err(NotOfKind::Unknown(reason.to_owned()));
    }
    let praises = praises(list);
    let blames = ["黑名单", "失信", "重点关注", "异常名录"].iter().any(|word| list.contains(word));
    let is_of_gone = GONE.iter().any(|word| list.contains(word));
    let wrong = match kind {
        Kind::Award => blames && !praises,
        Kind::Blacklist | Kind::Abnormal | Kind::Penalty | Kind::Exposure | Kind::Notice | Kind::PremisesBan => {
            praises && !blames || is_of_gone
        }
        _ => false,
    };
    if wrong { Err(other(list)) } else { Ok(list.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_words_and_lists_stay_apart() {
        for (kind, list, name) in [
            (Kind::Blacklist, "8", "失信黑名单"),
            (Kind::Blacklist, "4.0", "重点关注名单"),
            (Kind::Award, "2", "守信红名单"),
            (Kind::Award, "诚信示范企业", "诚信示范企业"),
            (Kind::Blacklist, "严重违法失信名单", "严重违法失信名单"),
        ] {
            assert_eq!(read(kind, list).as_deref(), Ok(name), "{kind} {list}");
        }
        for (kind, list) in [
            (Kind::Blacklist, "校外培训白名单"),
            (Kind::Blacklist, "移出严重违法失信名单"),
            (Kind::Abnormal, "移出经营异常名录"),
            (Kind::Blacklist, "诚信经营示范店"),
            (Kind::Blacklist, "2"),
            (Kind::Blacklist, "守信红名单"),
            (Kind::Award, "8"),
            (Kind::Award, "3"),
        ] {
            assert!(read(kind, list).is_err(), "{kind} {list}");
        }
    }
}
