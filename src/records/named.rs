//! What people put around the name of a merchant in its own cell: a label, a number in a list, marks, its code, its former name.
//!
//! In: the cell of a name. Out: the name alone, and the code and the former name that stood with it. Looks at most names no
//! further than their first and last characters.

use super::code;

/// A name without what stood around it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Named<'t> {
    pub name: &'t str,
    pub code: Option<&'t str>,
    pub former: Option<&'t str>,
}

/// Words before a colon that say that a name follows.
const LABELS: [&str; 12] = [
    "当事人",
    "当事人名称",
    "名称",
    "企业名称",
    "单位名称",
    "商户名称",
    "主体名称",
    "经营者名称",
    "行政相对人名称",
    "被处罚人",
    "被处罚单位",
    "相对人名称",
];
/// Words before the code in a bracket.
const CODE_LABELS: [&str; 4] = ["统一社会信用代码", "社会信用代码", "信用代码", "代码"];
/// Words before a former name in a bracket.
const FORMER: [&str; 6] = ["原名称：", "原名：", "原：", "原名称:", "原名:", "原:"];
/// States in a bracket behind a name, which say nothing of what it is called.
const STATES: [&str; 6] = ["已注销", "已吊销", "已撤销", "吊销", "注销", "已歇业"];
/// Characters of a code.
const CODE: usize = 18;
/// Characters of a name that may be a person's.
const SHORT: usize = 4;
const MARKS: [char; 12] = ['*', '＊', '★', '●', '◆', '■', '。', '；', ';', '，', ',', '、'];
const OPENING: [char; 5] = ['（', '(', '【', '[', '〔'];
const CLOSING: [char; 5] = ['）', ')', '】', ']', '〕'];
/// Quotes and brackets around a whole name.
const AROUND: [(char, char); 5] = [('【', '】'), ('“', '”'), ('"', '"'), ('《', '》'), ('「', '」')];

/// A cell with the name apart; none where nothing stands around it.
pub fn apart(cell: &str) -> Option<Named<'_>> {
    let whole = cell.trim();
    if !may_hold_more(whole) {
        return None;
    }
    let mut named = Named { name: whole, ..Named::default() };
    // Each of them may stand within another.
    while let Some(shorter) = named.without_one() {
        named.name = shorter.trim();
    }
    (named.name != whole && named.name.chars().nth(1).is_some()).then_some(named)
}

/// Whether a name begins or ends with anything but a Chinese character, or may hold a label or a code: by its bytes, for most names
/// have none of it.
fn may_hold_more(name: &str) -> bool {
    let bytes = name.as_bytes();
    let is_han = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|byte| (0xe4..=0xe9).contains(byte));
    !is_han(Some(0))
        || !is_han(bytes.len().checked_sub(3))
        || memchr::memchr2(b':', 0xef, bytes).is_some_and(|_| name.contains(['：', ':']))
        || bytes.iter().filter(|byte| byte.is_ascii()).count() >= CODE
}

impl<'t> Named<'t> {
    /// The name without one thing around it, which is kept where it says something.
    fn without_one(&mut self) -> Option<&'t str> {
        let name = self.name;
        let inside = AROUND.iter().find_map(|(open, close)| name.strip_prefix(*open)?.strip_suffix(*close));
        let inside =
            inside.filter(|inside| !inside.contains(|one| AROUND.iter().any(|pair| pair.0 == one || pair.1 == one)));
        if let Some(inside) = inside {
            return Some(inside);
        }
        if let Some((_, rest)) = name.split_once(['：', ':']).filter(|(label, _)| LABELS.contains(&label.trim())) {
            return Some(rest);
        }
        // Of a short name the stars stand for what is masked: 王*.
        let is_short = name.chars().nth(SHORT).is_none();
        let unmarked = name.trim_matches(|one| MARKS.contains(&one) && !(is_short && matches!(one, '*' | '＊')));
        if unmarked.len() < name.len() {
            return Some(unmarked);
        }
        numbered(name).or_else(|| self.bracket()).or_else(|| self.bare_code())
    }

    /// The name before a bracket that holds a code, a state or a former name.
    fn bracket(&mut self) -> Option<&'t str> {
        let inside = self.name.strip_suffix(CLOSING)?;
        let (name, inside) = inside.rsplit_once(OPENING)?;
        let inside = inside.trim();
        if let Some(found) = labelled_code(inside) {
            self.code = Some(found);
        } else if let Some(former) = FORMER.iter().find_map(|word| inside.strip_prefix(word)) {
            self.former = Some(former.trim());
        } else if !STATES.contains(&inside) {
            return None;
        }
        Some(name)
    }

    /// The name before a code, with a space between.
    fn bare_code(&mut self) -> Option<&'t str> {
        let (name, last) = self.name.rsplit_once([' ', '\u{3000}', '/', '，', ',', '：', ':'])?;
        let found = Some(last.trim()).filter(|last| code::is_well_formed(last))?;
        self.code = Some(found);
        let name = name.trim_end();
        Some(CODE_LABELS.iter().find_map(|label| name.strip_suffix(label)).unwrap_or(name))
    }
}

/// The code that a bracket holds, with its label or without.
fn labelled_code(inside: &str) -> Option<&str> {
    let bare = match inside.split_once(['：', ':']) {
        Some((label, code)) if CODE_LABELS.contains(&label.trim()) => code.trim(),
        Some(_) => return None,
        None => inside,
    };
    Some(bare).filter(|bare| code::is_well_formed(bare))
}

/// A name behind its number in a list: 1.甲有限公司, 1、甲有限公司, （1）甲有限公司, ①甲有限公司.
fn numbered(name: &str) -> Option<&str> {
    if let Some(rest) = name.strip_prefix(|one| ('①'..='⓿').contains(&one)) {
        return Some(rest);
    }
    let opened = name.strip_prefix(['（', '(']);
    let digits = opened.unwrap_or(name);
    let rest = digits.trim_start_matches(|one: char| one.is_ascii_digit());
    let has_number = (1..=3).contains(&(digits.len() - rest.len()));
    let ends: &[char] = if opened.is_some() { &['）', ')'] } else { &['.', '、', '．', ')', '）'] };
    // 1.5公里 is no first of a list.
    rest.strip_prefix(ends).filter(|rest| has_number && !rest.starts_with(|one: char| one.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_what_people_put_around_it() {
        const NAME: &str = "海城示例商贸有限公司";
        const CODE: &str = "91210381MA99FAK32J";
        for (cell, code, former) in [
            ("海城示例商贸有限公司 91210381MA99FAK32J", Some(CODE), None),
            ("海城示例商贸有限公司（91210381MA99FAK32J）", Some(CODE), None),
            ("海城示例商贸有限公司（统一社会信用代码：91210381MA99FAK32J）", Some(CODE), None),
            ("海城示例商贸有限公司 统一社会信用代码:91210381MA99FAK32J", Some(CODE), None),
            ("当事人：海城示例商贸有限公司", None, None),
            ("名称: 海城示例商贸有限公司", None, None),
            ("1.海城示例商贸有限公司", None, None),
            ("12、海城示例商贸有限公司", None, None),
            ("（3）海城示例商贸有限公司", None, None),
            ("①海城示例商贸有限公司", None, None),
            ("*海城示例商贸有限公司", None, None),
            ("海城示例商贸有限公司*", None, None),
            ("【海城示例商贸有限公司】", None, None),
            ("“海城示例商贸有限公司”", None, None),
            ("海城示例商贸有限公司。", None, None),
            ("海城示例商贸有限公司；", None, None),
            ("海城示例商贸有限公司【已注销】", None, None),
            ("海城示例商贸有限公司(原：海城旧名商贸有限公司)", None, Some("海城旧名商贸有限公司")),
            ("1.当事人：海城示例商贸有限公司（91210381MA99FAK32J）。", Some(CODE), None),
        ] {
            assert_eq!(apart(cell), Some(Named { name: NAME, code, former }), "{cell}");
        }
    }

    #[test]
    fn what_is_part_of_a_name_stays() {
        for cell in [
            "海城示例商贸有限公司",
            "海城示例商贸（鞍山）有限公司",
            "海城示例商贸有限公司（高新）",
            "铁西区示例美发店（经营者：王建国）",
            "王*",
            "李＊＊",
            "李某*",
            "7天示例酒店",
            "3.6度示例咖啡店",
            "“示例”美发店",
            "Example Gym House Limited 2026",
            "",
            "（）",
        ] {
            assert_eq!(apart(cell), None, "{cell}");
        }
    }
}
