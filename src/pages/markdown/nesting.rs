//! What stands in what, before anything is made of it: how deep, whether HTML of the author's own is closed where it was
//! opened, and whether headings follow one another.
//!
//! In: the parser's events, which come without recursion however deep they go. Out: [`Flaw`]s. What is handed on to
//! writers and cleaners, which do recurse, is therefore no deeper than [`DEEPEST`].

use super::links::Lines;
use super::raw::{self, TagKind};
use super::{Piece, events, html_of};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

/// Blocks, marks and elements that may stand in one another. A list in a list in a list takes six.
pub const DEEPEST: usize = 64;
/// Elements that may hold paragraphs, so that a blank line does not end them.
const HOLD_BLOCKS: [&str; 4] = ["dd", "del", "details", "ins"];
/// Elements that need no end tag, each with those that a new one of its kind ends.
const END_BY_THEMSELVES: [(&str, &[&str]); 5] =
    [("dd", &["dd", "dt"]), ("dt", &["dd", "dt"]), ("p", &["p"]), ("rp", &["rp", "rt"]), ("rt", &["rp", "rt"])];

/// Something that a body of prose must not have, at a line of the body, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    pub line: usize,
    pub kind: FlawKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlawKind {
    /// More than [`DEEPEST`] in one another; nothing behind it was looked at.
    TooDeep,
    /// An element is still open where what holds it ends.
    LeftOpen(String),
    /// An end tag without an element.
    ClosesNothing(String),
    /// A heading more than one level below the one before it: those who hear the page miss a level.
    SkipsLevel { from: usize, to: usize },
}

/// Every flaw of a body, in order of line.
pub fn flaws(source: &str) -> Vec<Flaw> {
    let events = events(source);
    let mut walk = Walk { lines: Lines::new(source), open: Vec::new(), flaws: Vec::new(), pictures: 0, shown: false };
    let mut level = highest(&events).saturating_sub(1);
    for (position, (event, range)) in events.iter().enumerate() {
        if let Event::Start(Tag::Heading { level: next, .. }) = event {
            let (from, to) = (level, *next as usize);
            if to > from + 1 {
                walk.tell(range.start, FlawKind::SkipsLevel { from: from.max(1), to });
            }
            level = to;
        }
        walk.take(event, range.start, &events[position + 1..]);
        if walk.open.len() > DEEPEST {
            walk.tell(range.start, FlawKind::TooDeep);
            break;
        }
    }
    if walk.open.len() <= DEEPEST {
        walk.leave(Leave::Everything);
    }
    walk.flaws.sort_by_key(|flaw| flaw.line);
    walk.flaws
}

/// The level of the highest heading; that of a page's first sections when there is none.
pub fn highest(events: &[Piece<'_>]) -> usize {
    let level = |event: &Event<'_>| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level),
        _ => None,
    };
    events.iter().filter_map(|(event, _)| level(event)).min().unwrap_or(HeadingLevel::H2) as usize
}

/// What is open at a place of the body.
enum Open {
    /// A block or mark of Markdown, which ends where the parser says.
    Markdown,
    /// An element of the author's own.
    Element { name: String, at: usize },
}

/// How far what is open ends.
enum Leave {
    /// The innermost of Markdown's own, with all that stands in it.
    Block,
    /// What cannot hold the blocks to come.
    Html,
    Everything,
}

struct Walk<'s> {
    lines: Lines<'s>,
    open: Vec<Open>,
    flaws: Vec<Flaw>,
    /// Depth of the pictures around: what is in one is words.
    pictures: usize,
    /// Whether a block of HTML is open that is shown as it was typed.
    shown: bool,
}

impl Walk<'_> {
    fn tell(&mut self, at: usize, kind: FlawKind) {
        self.flaws.push(Flaw { line: self.lines.at(at), kind });
    }

    /// `at`: where in the source the event stands; what it ends began there.
    fn take(&mut self, event: &Event<'_>, at: usize, rest: &[Piece<'_>]) {
        match event {
            Event::Start(Tag::Image { .. }) => self.pictures += 1,
            Event::End(TagEnd::Image) => self.pictures -= 1,
            _ if self.pictures > 0 => {}
            Event::Start(Tag::HtmlBlock) => {
                self.shown = !rest.iter().map_while(html_of).all(raw::is_kept);
            }
            Event::End(TagEnd::HtmlBlock) if std::mem::take(&mut self.shown) => {}
            Event::End(TagEnd::HtmlBlock) => self.leave(Leave::Html),
            Event::Start(_) => self.open.push(Open::Markdown),
            Event::End(_) => self.leave(Leave::Block),
            Event::Html(html) | Event::InlineHtml(html) if !self.shown => self.html(html, at),
            _ => {}
        }
    }

    /// Tags of a piece that is kept.
    fn html(&mut self, html: &str, at: usize) {
        if !raw::is_kept(html) {
            return;
        }
        for tag in raw::tags(html) {
            match tag.kind {
                TagKind::Void => {}
                TagKind::Opens => {
                    let ends =
                        END_BY_THEMSELVES.iter().find(|entry| entry.0 == tag.name).map_or(&[][..], |entry| entry.1);
                    if matches!(self.open.last(), Some(Open::Element { name, .. }) if ends.contains(&name.as_str())) {
                        self.open.pop();
                    }
                    self.open.push(Open::Element { name: tag.name, at });
                    if self.open.len() > DEEPEST {
                        return;
                    }
                }
                TagKind::Closes => self.close(tag.name, at),
            }
        }
    }

    fn close(&mut self, closed: String, at: usize) {
        let mut inside = self.open.iter().rev().take_while(|open| matches!(open, Open::Element { .. }));
        let depth = inside.position(|open| matches!(open, Open::Element { name, .. } if *name == closed));
        let Some(depth) = depth else { return self.tell(at, FlawKind::ClosesNothing(closed)) };
        for _ in 0..depth {
            self.drop_open();
        }
        self.open.pop();
    }

    fn leave(&mut self, how_far: Leave) {
        while let Some(open) = self.open.last() {
            match (open, &how_far) {
                (Open::Markdown, Leave::Block) => {
                    self.open.pop();
                    return;
                }
                (Open::Markdown, Leave::Html) => return,
                (Open::Element { name, .. }, Leave::Html) if HOLD_BLOCKS.contains(&name.as_str()) => return,
                _ => self.drop_open(),
            }
        }
    }

    /// Ends what is innermost, which nobody closed.
    fn drop_open(&mut self) {
        if let Some(Open::Element { name, at }) = self.open.pop()
            && !END_BY_THEMSELVES.iter().any(|entry| entry.0 == name)
        {
            self.tell(at, FlawKind::LeftOpen(name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(source: &str) -> Vec<(usize, FlawKind)> {
        flaws(source).into_iter().map(|flaw| (flaw.line, flaw.kind)).collect()
    }

    fn open(name: &str) -> FlawKind {
        FlawKind::LeftOpen(name.to_owned())
    }

    #[test]
    fn what_is_too_deep_is_told_once_and_where() {
        for deep in [
            format!("前\n\n{} 甲\n", ">".repeat(3_000)),
            format!("前\n\n{}甲\n", "- ".repeat(20_000)),
            format!("前\n\n{}甲\n", "<span>".repeat(3_000)),
            format!("前\n\n{}甲{}\n", "<b>".repeat(3_000), "</b>".repeat(3_000)),
            format!("前\n\n<details>\n{}\n\n甲\n", "<details>".repeat(3_000)),
            format!("前\n\n{}甲{}\n", "**a *b ".repeat(100), " b* a**".repeat(100)),
        ] {
            let found = told(&deep);
            let deepest: Vec<_> = found.iter().filter(|flaw| flaw.1 == FlawKind::TooDeep).collect();
            assert!(deepest.len() == 1 && (3..=4).contains(&deepest[0].0), "{}: {found:?}", &deep[..40]);
        }
        let usual = "> 1. 甲\n>    - 乙\n>      - **丙 *[丁](a.md)* <sub>2</sub>**\n>\n>        > 戊\n";
        assert_eq!(told(usual), []);
        assert_eq!(told(&"<p>甲\n".repeat(1_000)), [], "a paragraph ends the one before");
    }

    #[test]
    fn html_is_closed_where_it_was_opened() {
        for right in [
            "H<sub>2</sub>O<br>和<wbr>\n",
            "<details>\n<summary>怎么算</summary>\n\n**按折扣价**\n\n- 甲\n\n</details>\n\n后\n",
            "<dl>\n<dt>甲\n<dd>乙\n<dt>丙\n<dd>丁\n</dl>\n",
            "<ruby>鞍<rt>ān</ruby>\n",
            "| a<br>b | <b>c</b> |\n|---|---|\n| <i>d</i> | e |\n",
            "a <div>c\n",
            "![<b>甲](a.png)\n",
            "<!-- <b> -->\n\n`<b>` &lt;b&gt;\n",
        ] {
            assert_eq!(told(right), [], "{right}");
        }
        for (wrong, expected) in [
            ("前\n\n<details><summary>没关\n\n## 后\n", vec![(3, open("details")), (3, open("summary"))]),
            ("<details>\n<summary>甲</summary>\n\n乙\n", vec![(1, open("details"))]),
            (
                "- <details>\n\n  甲\n\n后\n\n</details>\n",
                vec![(1, open("details")), (7, FlawKind::ClosesNothing("details".to_owned()))],
            ),
            ("甲 <b>乙\n\n丙</b>\n", vec![(1, open("b")), (3, FlawKind::ClosesNothing("b".to_owned()))]),
            ("| <b>a |\n|---|\n| b |\n", vec![(1, open("b"))]),
            ("<b>甲<i>乙</b>丙</i>\n", vec![(1, open("i")), (1, FlawKind::ClosesNothing("i".to_owned()))]),
            ("<b/>甲\n", vec![(1, open("b"))]),
        ] {
            let mut found = told(wrong);
            found.sort_by_key(|flaw| format!("{flaw:?}"));
            let mut expected = expected;
            expected.sort_by_key(|flaw| format!("{flaw:?}"));
            assert_eq!(found, expected, "{wrong}");
        }
    }

    #[test]
    fn headings_follow_one_another() {
        assert_eq!(told("## 甲\n\n### 乙\n\n#### 丙\n\n## 丁\n"), []);
        assert_eq!(told("### 甲\n\n#### 乙\n"), [], "an author may begin anywhere");
        assert_eq!(told("## 甲\n\n###### 乙\n"), [(3, FlawKind::SkipsLevel { from: 2, to: 6 })]);
        assert_eq!(told("### 甲\n\n## 乙\n"), [(1, FlawKind::SkipsLevel { from: 1, to: 3 })]);
    }
}
