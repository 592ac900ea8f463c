//! Links in prose: whether each leads to a page of the site, and to a place on it.

use super::Faults;
use super::kept::Known;
use super::site::Site;
use crate::clock::Date;
use crate::config::Settings;
use crate::issues::Severity;
use crate::pages::address::{self, Target, resolve};
use crate::pages::content::{Content, Mistake};
use crate::pages::markdown::{self, LinkKind, LinkRef, Mention};
use crate::pages::{escape, urls};
use crate::records::{Kind, code};
use jiff::ToSpan;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// Pages and files that do not come from templates.
const MADE_ELSEWHERE: [&str; 3] = ["search/index.html", "sitemap.xml", "manifest.json"];

/// Checks every link and picture of every article and fixed page that has not expired.
pub fn check(content: &Content, site: &Site, known: Option<&Known>, date: Date, faults: &mut Faults) {
    for (file, path, body, body_line) in prose(content) {
        // What is not shown on the day, drafts included, has no links to mend.
        if site.drafted.contains_key(&file) || is_broken(content, &file) {
            let page = Page { file: &file, path, site, known, content, date };
            let rendered = markdown::render(body);
            rendered.links.iter().for_each(|link| check_link(link, body_line, page, faults));
            for found in rendered.mentions {
                if let (Some(mention), Some(known)) = (&found.mention, known) {
                    check_mention(mention, body_line + found.line - 1, page.path, known, faults);
                }
            }
        }
    }
}

/// Address, file, body and the body's first line of everything that people wrote.
fn prose(content: &Content) -> Vec<(String, &Path, &str, usize)> {
    let mut prose = Vec::new();
    for article in &content.articles {
        prose.push((urls::article(&article.slug), article.path.as_path(), article.body.as_str(), article.body_line));
    }
    for page in &content.pages {
        prose.push((urls::about(&page.slug), page.path.as_path(), page.body.as_str(), page.body_line));
    }
    for broken in &content.broken {
        prose.push((broken.address.clone(), broken.path.as_path(), broken.body.as_str(), broken.body_line));
    }
    prose
}

/// Whether a page is only missing because of its front matter, which is told of elsewhere.
fn is_broken(content: &Content, file: &str) -> bool {
    content.broken.iter().any(|broken| broken.address == file)
}

/// Files of the site that prose links to.
pub fn in_prose(content: &Content) -> BTreeSet<String> {
    let links = prose(content).into_iter().flat_map(|(file, _, body, _)| {
        let links = markdown::render(body).links.into_iter();
        links.filter_map(move |link| resolve(&file, &link.target)).map(|target| target.file)
    });
    links.collect()
}

/// A link to another site, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ExternalLink {
    pub url: String,
    /// File and line below the root; the file alone for front matter and `portal.toml`.
    pub place: String,
}

/// Every link that leads to another site, in order of address, each place once.
pub fn external(content: &Content, settings: &Settings) -> Vec<ExternalLink> {
    let name = |path: &Path| path.strip_prefix(&settings.root).unwrap_or(path).display().to_string();
    let mut found = BTreeSet::new();
    for (_, path, body, body_line) in prose(content) {
        let links = markdown::render(body).links.into_iter();
        for link in links.filter(|link| link.kind == LinkKind::External && address::is_web(&link.target)) {
            let place = format!("{}:{}", name(path), body_line + link.line - 1);
            found.insert(ExternalLink { url: link.target, place });
        }
    }
    for article in &content.articles {
        let urls = article.front.sources.iter().filter_map(|source| source.url.clone());
        found.extend(urls.map(|url| ExternalLink { url, place: name(&article.path) }));
    }
    let channels = settings.channels.iter().filter_map(|channel| channel.url.clone());
    found.extend(channels.map(|url| ExternalLink { url, place: "portal.toml".to_owned() }));
    found.into_iter().collect()
}

#[derive(Clone, Copy)]
struct Page<'a> {
    file: &'a str,
    path: &'a Path,
    site: &'a Site,
    known: Option<&'a Known>,
    content: &'a Content,
    date: Date,
}

fn check_link(link: &LinkRef, body_line: usize, page: Page<'_>, faults: &mut Faults) {
    let (line, target, written) = (body_line + link.line - 1, &link.target, &link.written);
    // A draft's mistakes are not public yet.
    let is_public = page.site.published.contains_key(page.file) || is_broken(page.content, page.file);
    let severity = if is_public { Severity::Error } else { Severity::Warning };
    // Pictures were looked at with the front matter.
    if link.alt.is_some() && link.kind == LinkKind::Internal {
        return;
    }
    match link.kind {
        LinkKind::External | LinkKind::Gone => {}
        LinkKind::Refused => {
            let hint = "only `https://…`, `mailto:…` and pages of this site; pictures only of this site";
            faults.add(severity, page.path, line, &format!("`{target}` cannot be linked\n  hint: {hint}"));
        }
        LinkKind::Internal => {
            if let Some(trouble) = resolve(page.file, target).and_then(|found| ends(&found.file, page)) {
                let hint = "link to another article, or write the sentence without the link";
                return faults.warning(page.path, line, &format!("`{written}` {trouble}\n  hint: {hint}"));
            }
            let trouble = match resolve(page.file, target) {
                None => Some(("leads out of the site", "write it relative to this file, like `refund-steps.md`")),
                Some(found) => leads_nowhere(&found, is_public, page),
            };
            let Some((trouble, hint)) = trouble else { return };
            let severity = if trouble == NO_SUCH_PLACE { Severity::Warning } else { severity };
            faults.add(severity, page.path, line, &format!("`{written}` {trouble}\n  hint: {hint}"));
        }
    }
}

/// Days before an article ends on which those that link to it are named.
const SOON: i64 = 14;

/// When the article behind a link has ended or is about to, and the page with the link stays: what becomes of the link.
fn ends(file: &str, page: Page<'_>) -> Option<String> {
    let find = |file: &str| page.content.articles.iter().find(|article| urls::article(&article.slug) == file);
    let front = &find(file)?.front;
    let last = front.expires_on.filter(|_| !front.draft)?;
    let own_end = find(page.file).and_then(|own| own.front.expires_on);
    if last < page.date {
        return Some(format!("leads to an article that ended on {last}: only the words of the link are shown"));
    }
    let soon = page.date.checked_add(SOON.days()).is_ok_and(|day| last <= day);
    (soon && own_end.is_none_or(|end| end > last))
        .then(|| format!("leads to an article that ends on {last}: from then on only the words of the link are shown"))
}

/// A build refuses a mention of what no feed ever had.
fn check_mention(mention: &Mention, line: usize, path: &Path, known: &Known, faults: &mut Faults) {
    let is_known = match mention {
        Mention::Record(id) => known.records.contains(id.as_str()),
        Mention::Merchant(code) => known.codes.contains(code.as_str()),
    };
    if !is_known {
        let mistake = Mistake::Unknown { mention: mention.clone() };
        faults.error(path, line, &format!("{mistake}\n  hint: {}", mistake.hint()));
    }
}

const NO_SUCH_PLACE: &str = "names a place that the page does not have";

/// What is wrong with a target, and the mend.
fn leads_nowhere(found: &Target, is_public: bool, page: Page<'_>) -> Option<(&'static str, &'static str)> {
    let site = page.site;
    let pages = if is_public { &site.published } else { &site.drafted };
    let Some(html) = pages.get(&found.file) else {
        if is_broken(page.content, &found.file) {
            return None;
        }
        if leads_to_data(&found.file) {
            let trouble = ("leads to a record or merchant that is not known", "copy the address from its page");
            return page.known.is_some_and(|known| is_unknown(&found.file, known)).then_some(trouble);
        }
        if site.drafted.contains_key(&found.file) {
            return Some(("leads to a draft, or to an article of a coming day", "publish that one first"));
        }
        if site.drafted.contains_key(&format!("{}/index.html", found.file)) {
            return Some(("leads to a folder", "end it with `/`"));
        }
        return Some((
            "leads to a page that does not exist",
            "correct the name; articles stand in `content/articles/`",
        ));
    };
    let place = found.fragment.as_deref().filter(|fragment| !fragment.is_empty() && *fragment != "top")?;
    let mut id = "id=\"".to_owned();
    escape::push(&mut id, place);
    id.push('"');
    (!html.contains(&id)).then_some((NO_SUCH_PLACE, "headings are places: copy the heading"))
}

/// Whether the page of a record or of a merchant with a code is one that an earlier pull knows nothing of.
fn is_unknown(file: &str, known: &Known) -> bool {
    let parts: Vec<&str> = file.split('/').collect();
    match parts.as_slice() {
        ["r", _, name] => name.strip_suffix(".html").is_some_and(|id| !known.records.contains(id)),
        ["m", _, name] => {
            let code = name.strip_suffix(".html").filter(|code| code::is_well_formed(code));
            code.is_some_and(|code| !known.codes.contains(code))
        }
        _ => false,
    }
}

/// Whether the file would be made from records, so that a check cannot know of it: `m/6F/CODE.html`, `r/xx/ID.html`, a
/// list's later pages and parts, feeds, downloads.
pub fn leads_to_data(file: &str) -> bool {
    let parts: Vec<&str> = file.split('/').collect();
    match parts.as_slice() {
        ["m" | "r", shard, name] => {
            name.strip_suffix(".html").is_some_and(|id| id.ends_with(shard) || id.starts_with(shard))
        }
        ["feeds" | "data", _] => true,
        [list, .., last] if Kind::all().any(|kind| kind.list() == *list) => last.ends_with(".html"),
        _ => MADE_ELSEWHERE.contains(&file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_records_make_is_told_by_its_shape() {
        for data in ["penalties/2.html", "merchants/210302/fitness/index.html", "feeds/all.xml", "search/index.html"] {
            assert!(leads_to_data(data), "{data}");
        }
        for prose in ["articles/b.html", "about/x.html", "m/b.html", "x/210302/index.html", "penalties"] {
            assert!(!leads_to_data(prose), "{prose}");
        }
    }
}
