//! Addresses of the site: the one place where a path is put together.

use crate::merchants::MerchantKey;
use crate::records::{Kind, RecordId};

/// Folder of all merchants' pages.
pub const MERCHANTS: &str = "m/";
/// Folder of all records' pages.
pub const RECORDS: &str = "r/";
/// Ending of a page.
pub const PAGE: &str = ".html";

/// `m/6F/91….html`.
pub fn merchant(key: &MerchantKey) -> String {
    format!("{MERCHANTS}{}/{key}{PAGE}", key.shard())
}

/// `m/6F/91….json`: the same for machines.
pub fn merchant_document(key: &MerchantKey) -> String {
    format!("{MERCHANTS}{}/{key}.json", key.shard())
}

/// The page that shows one merchant in a frame of another site.
pub const CARD: &str = "data/card.html";

/// The card of a merchant.
pub fn merchant_card(key: &MerchantKey) -> String {
    format!("{CARD}?m={key}")
}

/// `badge/91….svg`: flat, since addresses that others have put into their pages do not move.
pub fn badge(code: &str) -> String {
    format!("badge/{code}.svg")
}

/// `r/xx/ID.html`.
pub fn record(id: &RecordId) -> String {
    format!("{RECORDS}{}/{id}{PAGE}", id.shard())
}

/// Folder of a kind's list: `penalties/`.
pub fn list(kind: Kind) -> String {
    format!("{}/", kind.list())
}

/// A page of a list below `folder`; page 1 is the folder itself.
pub fn list_page(folder: &str, page: usize) -> String {
    if page <= 1 { folder.to_owned() } else { format!("{folder}{page}.html") }
}

pub fn article(slug: &str) -> String {
    format!("articles/{slug}.html")
}

pub fn about(slug: &str) -> String {
    format!("about/{slug}.html")
}

/// The file behind a path: a folder's is its `index.html`.
pub fn file(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// `../` as often as a file is deep.
pub fn root(file: &str) -> String {
    "../".repeat(file.matches('/').count())
}

/// Address without `index.html`, absolute.
pub fn canonical(base_url: &str, file: &str) -> String {
    let path =
        file.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(file);
    format!("{base_url}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_files() {
        assert_eq!(file("penalties/"), "penalties/index.html");
        assert_eq!(file(""), "index.html");
        assert_eq!(root("penalties/index.html"), "../");
        assert_eq!(root("merchants/210302/fitness/2.html"), "../../../");
        assert_eq!(canonical("https://x.cn/y/", "penalties/index.html"), "https://x.cn/y/penalties/");
        assert_eq!(canonical("https://x.cn/y/", "index.html"), "https://x.cn/y/");
        assert_eq!(list_page("penalties/", 1), "penalties/");
        assert_eq!(list_page("penalties/", 3), "penalties/3.html");
    }
}
