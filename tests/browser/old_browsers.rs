//! Browsers from 2022 on, and those inside of WeChat: what they lack is taken away.

use crate::chromium::browse;
use crate::search::{FIRST, answered, search};
use crate::site::Site;

/// What came into browsers after January 2022, as far as scripts are concerned: Chrome 97, Safari 15, Firefox 97. All but
/// `Object.hasOwn`, which the driver itself needs.
const LATER: &str = "delete window.DecompressionStream; delete window.CompressionStream; delete window.structuredClone; \
    delete Array.prototype.at; delete String.prototype.at; delete Array.prototype.findLast; \
    delete Array.prototype.findLastIndex; delete Array.prototype.toSorted; delete Array.prototype.toReversed; \
    delete Array.prototype.with; delete Object.groupBy; delete Map.groupBy; delete Promise.withResolvers; delete Array.fromAsync; \
    delete AbortSignal.timeout; delete AbortSignal.any; delete window.navigation; delete URL.canParse; delete URL.parse; \
    delete Set.prototype.union; delete Set.prototype.intersection; delete Set.prototype.isSubsetOf; delete Iterator.prototype.map; \
    delete Iterator.prototype.filter; delete Iterator.prototype.toArray; delete window.scheduler; delete window.Iterator; \
    delete Element.prototype.checkVisibility; delete Uint8Array.fromBase64; delete Uint8Array.prototype.toHex; delete Promise.try;";

#[test]
fn without_what_came_later_it_finds_the_same() {
    browse(|page| async move {
        page.before_scripts(LATER).await;
        for query in ["健身", "jianshen", "91210302", "鐵東 健身"] {
            search(&page, query).await;
            page.find(FIRST).await;
        }
        page.find("#filters select").await;
        assert_eq!(page.console().await, Vec::<String>::new());
        let used = page.requests().await;
        assert!(used.iter().any(|url| url.ends_with("/inflate.js")), "{used:?}");
    });
}

/// Plain http is no secure context: a page there has no `crypto.subtle`, and no service worker.
#[test]
fn over_plain_http_it_finds_the_same() {
    browse(|page| async move {
        let server = Site::sample().server();
        page.open(&server.untrusted_url("search/?q=健身")).await;
        answered(&page, "健身").await;
        page.find(FIRST).await;
        assert_eq!(
            page.eval("return [isSecureContext, typeof crypto.subtle];").await,
            serde_json::json!([false, "undefined"])
        );
        assert_eq!(page.console().await, Vec::<String>::new());
    });
}

/// Safari before 17 and Firefox before 115 know no `modulepreload`: what a query needs must not hang together too deep.
#[test]
fn few_modules_stand_between_the_page_and_its_answer() {
    browse(|page| async move {
        let site = Site::sample();
        page.open(&site.url("search/?q=健身")).await;
        page.find(FIRST).await;
        let modules = page
            .eval(
                "return performance.getEntriesByType('resource').map(({ name }) => name) \
                 .filter(name => name.includes('/search/') && name.endsWith('.js')).map(name => name.split('/search/').pop()).sort();",
            )
            .await;
        assert_eq!(modules, serde_json::json!(["early.js", "engine.js", "page.js", "start.js"]));
    });
}

#[test]
fn scripts_are_written_in_what_those_browsers_know() {
    let site = Site::sample();
    let scripts = walkdir::WalkDir::new(site.path("assets")).into_iter().map(|entry| entry.expect("readable"));
    let scripts =
        scripts.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|it| it == "js"));
    let mut seen = 0;
    for path in scripts {
        let code = std::fs::read_to_string(&path).expect("text");
        // Look-behind, the `v` flag, private checks, `using`, static blocks, regular expressions with indices, `:has`.
        for later in
            ["(?<=", "(?<!", "static{", "/v.", "#x in", ":has(", "Object.hasOwn", "importmap", "import.meta.resolve"]
        {
            assert!(!code.contains(later), "{}: {later}", path.display());
        }
        seen += 1;
    }
    assert!(seen > 10);
}
