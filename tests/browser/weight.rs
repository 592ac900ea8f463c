//! What a page weighs: its HTML, the style sheet and the scripts it loads before anything is asked of it, as a host
//! sends them (gzip). `cargo test --test browser weight -- --nocapture` prints the table of `docs/quality.md`.

use crate::chromium::{Page, browse};
use crate::site::Site;
use std::path::Path;

/// The most that a page may weigh, and of that the style sheet, in bytes.
const PAGE: usize = 30 * 1024;
const STYLE: usize = 14 * 1024;

fn compressed(file: &Path) -> usize {
    let bytes = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut compressor = libdeflater::Compressor::new(libdeflater::CompressionLvl::new(6).expect("a level"));
    let mut room = vec![0; compressor.gzip_compress_bound(bytes.len())];
    compressor.gzip_compress(&bytes, &mut room).expect("enough room")
}

/// Paths below the site of what the page has loaded with that ending.
async fn loaded(page: &Page, site: &Site, ending: &str) -> Vec<String> {
    let names = page.eval("return performance.getEntriesByType('resource').map(entry => entry.name);").await;
    let names = names.as_array().expect("a list").iter().filter_map(|name| name.as_str());
    let own = names.filter_map(|name| name.strip_prefix(&site.url("")));
    own.filter(|name| name.ends_with(ending)).map(str::to_owned).collect()
}

#[test]
fn pages_weigh_little() {
    browse(|page| async move {
        let site = Site::sample();
        let (mut rows, mut heavy) = (Vec::new(), Vec::new());
        for (kind, path) in site.kinds() {
            page.open(&site.url(&path)).await;
            // The modules that a page loads last have done their work by then.
            page.wait("document.querySelector('.foot .fresh')?.textContent").await;
            let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
            let html = compressed(&site.path(&file));
            let mut weigh = Vec::new();
            for ending in [".css", ".js"] {
                let files = loaded(&page, site, ending).await;
                assert!(!files.is_empty(), "{kind} loads no {ending}");
                weigh.push(files.iter().map(|name| compressed(&site.path(name))).sum::<usize>());
            }
            let (css, js) = (weigh[0], weigh[1]);
            let total = html + css + js;
            rows.push(format!("| {kind} | {html} | {css} | {js} | {total} |"));
            if css > STYLE || total > PAGE {
                heavy.push(kind);
            }
        }
        println!("| page | HTML | CSS | JS | total |\n|---|---:|---:|---:|---:|\n{}", rows.join("\n"));
        assert!(heavy.is_empty(), "too heavy: {heavy:?}\n{}", rows.join("\n"));
    });
}
