//! Titles that were cut for a list.

use crate::records::dom;

/// Longest title, in characters; what is longer is the text itself.
const LONGEST: usize = 120;

/// A title that was cut (`关于示例…`) as it stands whole in one of the entry's texts, where it does.
pub fn whole<'t>(title: &str, texts: impl Iterator<Item = &'t str>) -> String {
    let cut = title.trim().trim_end_matches('.').trim_end_matches('…');
    let was_cut = title.trim().ends_with('…') || title.trim().ends_with("...");
    if !was_cut || cut.chars().count() < 4 {
        return title.to_owned();
    }
    for html in texts {
        let Ok(fragment) = dom::fragment(html) else { continue };
        let attributes =
            fragment.root_element().descendants().filter_map(|node| node.value().as_element()?.attr("title"));
        let texts = fragment.root_element().text().flat_map(str::lines);
        let whole = attributes.chain(texts).map(str::trim).find(|text| {
            text.starts_with(cut) && text.len() > cut.len() && text.len() <= 4 * LONGEST && !text.ends_with('…')
        });
        let is_sentence = |text: &str| text.contains('。') || text.chars().count() > LONGEST;
        if let Some(whole) = whole.filter(|text| !is_sentence(text)) {
            return whole.to_owned();
        }
    }
    title.to_owned()
}
