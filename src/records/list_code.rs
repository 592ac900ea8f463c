//! 名单类别: one layout of 信用中国 carries red and black lists, told apart by a code (`domain.md` 2.3).
//!
//! In: the list name of a row and the feed's kind. Out: the list in words, or why the row is of another list. Praise must
//! never be read as blame, nor blame as praise.

use super::Kind;

/// Codes of the layout and what they mean.
const CODES: [(&str, &str); 6] = [
    ("0", "概览"),
    ("1", "行政许可"),
    ("2", "守信红名单"),
    ("3", "行政处罚"),
    ("4", "重点关注名单"),
    ("8", "失信黑名单"),
];

/// The name of the list, in words.
///
/// # Errors
/// Why the row does not belong into a feed of the kind.
pub fn read(kind: Kind, list: &str) -> Result<String, String> {
    let code = list.trim_end_matches(".0");
    let name = CODES.iter().find(|known| known.0 == code).map_or(list, |known| known.1);
    let praises = ["红名单", "守信"].iter().any(|word| name.contains(word));
    let blames = ["黑名单", "失信", "重点关注", "异常名录"].iter().any(|word| name.contains(word));
    let is_no_list = matches!(name, "概览" | "行政许可" | "行政处罚");
    let wrong = match kind {
        Kind::Blacklist | Kind::Abnormal => (praises && !blames) || is_no_list,
        Kind::Award => (blames && !praises) || is_no_list,
        _ => false,
    };
    if wrong {
        return Err(format!("`{name}` is another list than the feed's kind `{kind}`; give it a feed of its own"));
    }
    Ok(name.to_owned())
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
        for (kind, list) in
            [(Kind::Blacklist, "2"), (Kind::Blacklist, "守信红名单"), (Kind::Award, "8"), (Kind::Award, "3")]
        {
            assert!(read(kind, list).is_err(), "{kind} {list}");
        }
    }
}
