//! What stands beside a value or a table and belongs to it: the whole of a text that is cut, the heading of a table.

use super::content;
use crate::records::format::news::whole_link;
use reqwest::Url;
use scraper::ElementRef;

/// Longest heading that is looked at, in bytes.
const HEADING: usize = 500;
/// Elements around a table among whose neighbours its heading may be.
const AROUND: usize = 4;

/// The text of an element; where it is cut for the page, the whole from its `title` or that of the link in it.
pub fn whole(element: ElementRef<'_>) -> String {
    let text = content(element);
    let Some(cut) = ["…", "...", "．．．"].iter().find_map(|dots| text.strip_suffix(dots)) else { return text };
    let cut = cut.trim_end_matches(['…', '.', '．']);
    let titles = element.descendants().filter_map(|node| node.value().as_element()?.attr("title"));
    let whole = titles.map(str::trim).find(|title| title.len() > cut.len() && title.starts_with(cut));
    whole.map_or(text, str::to_owned)
}

/// Where the cell of a column of links leads: the address of its link, else what it says.
pub fn link(cell: ElementRef<'_>, base: Option<&Url>) -> Option<String> {
    let links = cell.descendants().filter_map(|node| node.value().as_element()).filter(|element| element.name() == "a");
    let href = links.filter_map(|link| link.attr("href")).map(str::trim);
    let mut href =
        href.filter(|href| !href.is_empty() && *href != "#" && !href.to_ascii_lowercase().starts_with("javascript:"));
    href.next().map(|href| whole_link(href, base))
}

/// The caption of the table that a row stands in, and what stands between it and the table before, a line each.
pub fn above(row: ElementRef<'_>) -> String {
    let is = |element: &ElementRef<'_>, name: &str| element.value().name() == name;
    let Some(table) = row.ancestors().filter_map(ElementRef::wrap).find(|around| is(around, "table")) else {
        return String::new();
    };
    let mut lines: Vec<String> = table.child_elements().filter(|child| is(child, "caption")).map(content).collect();
    let mut length = lines.iter().map(String::len).sum::<usize>();
    let around = table.ancestors().filter_map(ElementRef::wrap).take(AROUND);
    'around: for element in std::iter::once(table).chain(around) {
        if is(&element, "td") || is(&element, "body") {
            break;
        }
        for beside in element.prev_siblings() {
            if let Some(text) = beside.value().as_text() {
                lines.push(text.trim().to_owned());
            }
            let Some(beside) = ElementRef::wrap(beside) else { continue };
            let holds_a_table = beside.descendent_elements().any(|inner| is(&inner, "table"));
            if holds_a_table || length > HEADING {
                break 'around;
            }
            let text = content(beside);
            length += text.len();
            lines.push(text);
        }
    }
    lines.retain(|line| !line.is_empty() && line.len() <= HEADING);
    lines.join("\n")
}
