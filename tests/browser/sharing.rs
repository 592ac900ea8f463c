//! What a link to the site looks like elsewhere: in a chat, on a home screen, on another site.

use crate::chromium::browse;
use crate::site::Site;
use scraper::{Html, Selector};
use serde_json::Value;

/// Width and height of a PNG.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG"), "not a PNG");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

fn properties(html: &str) -> Vec<(String, String)> {
    let selector = Selector::parse("meta[property^='og:']").expect("a selector");
    let attribute = |element: &scraper::ElementRef<'_>, name| element.attr(name).expect("an attribute").to_owned();
    let page = Html::parse_document(html);
    page.select(&selector).map(|meta| (attribute(&meta, "property"), attribute(&meta, "content"))).collect()
}

#[test]
fn every_kind_of_page_has_a_card_with_a_picture_that_is_there() {
    let site = Site::sample();
    let base = "https://example.gov.cn/yfk/";
    let mut pictures = std::collections::BTreeSet::new();
    for (kind, path) in site.kinds() {
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.clone() };
        let html = site.read(&file);
        if html.contains("<meta name=\"robots\" content=\"noindex\">") {
            continue;
        }
        let properties = properties(&html);
        let one = |name: &str| properties.iter().find(|(property, _)| property == name).map(|found| found.1.as_str());
        for name in ["og:title", "og:description", "og:type", "og:site_name"] {
            assert!(one(name).is_some_and(|content| !content.is_empty()), "{kind}: {name}");
        }
        assert_eq!(one("og:url"), Some(format!("{base}{path}").as_str()), "{kind}");
        let images: Vec<&str> =
            properties.iter().filter(|(name, _)| name == "og:image").map(|found| found.1.as_str()).collect();
        let sizes = images.iter().map(|image| {
            let path = image.strip_prefix(base).unwrap_or_else(|| panic!("{kind}: {image}"));
            size(&std::fs::read(site.path(path)).unwrap_or_else(|error| panic!("{path}: {error}")))
        });
        assert_eq!(sizes.collect::<Vec<_>>(), [(1200, 630), (300, 300)], "{kind}");
        pictures.insert(images[0].to_owned());
    }
    assert!(pictures.len() >= 3, "lists and articles have pictures of their own: {pictures:?}");
}

#[test]
fn the_manifest_names_a_start_and_a_sign_that_are_there() {
    browse(|page| async move {
        let site = Site::sample();
        page.open(&site.url("stats/")).await;
        let link = "document.querySelector('link[rel=manifest]').href";
        let manifest = page.eval_promise(&format!("fetch({link}).then(answer => answer.json())")).await;
        let address = page.eval(&format!("return {link};")).await;
        let address = reqwest::Url::parse(address.as_str().expect("an address")).expect("an address");
        let at = |path: &Value| address.join(path.as_str().expect("a path")).expect("an address").to_string();
        assert_eq!((at(&manifest["start_url"]), at(&manifest["scope"])), (site.url(""), site.url("")));
        assert!(manifest["name"].as_str().is_some_and(|name| !name.is_empty()) && manifest["lang"] == "zh-CN");
        let icon = site.path(manifest["icons"][0]["src"].as_str().expect("a path"));
        assert_eq!(size(&std::fs::read(icon).expect("the sign")), (512, 512));
        assert_eq!(page.console().await, Vec::<String>::new());
    });
}

#[test]
fn the_browser_itself_finds_no_fault_with_the_manifest() {
    browse(|page| async move {
        let site = Site::sample();
        page.open(&site.url("stats/")).await;
        let read = page.manifest().await;
        assert!(read["url"].as_str().is_some_and(|url| url.ends_with("app.webmanifest")), "{read}");
        assert_eq!(read["errors"].as_array().map(Vec::len), Some(0), "{read}");
    });
}

#[test]
fn the_poster_is_one_sheet_of_a4_with_the_code_and_no_verdict() {
    browse(|page| async move {
        let site = Site::sample();
        let path = site.fullest("m", "id=\"poster\"");
        page.open(&site.url(&path)).await;
        assert!(!page.find("#poster").await.is_displayed().await.expect("an answer"), "it is there when asked for");
        assert!(page.printed().await > 1, "the page itself takes more than a sheet");
        page.eval(
            "document.querySelector('a[href=\"#poster\"]').scrollIntoView({ behavior: 'instant', block: 'center' });",
        )
        .await;
        page.click("a[href='#poster']").await;
        let name = page.eval("return document.querySelector('.poster-name').textContent;").await;
        assert_eq!(page.eval("return document.querySelector('h1').textContent;").await, name);
        for hidden in [".top", ".foot", "h1"] {
            assert!(!page.find(hidden).await.is_displayed().await.expect("an answer"), "{hidden}");
        }
        let drawn = "const box = document.querySelector('.poster use').getBBox(); return box.width > 0 && box.width === box.height;";
        assert_eq!(page.eval(drawn).await, true, "the QR code is drawn a second time");
        assert!(page.text("#poster").await.contains("不代表任何部门对该经营者的认可、评级或担保"));
        assert_eq!(page.printed().await, 1);
        assert_eq!(page.printed_on(8.5, 11.0).await, 1, "on a sheet that is less tall");
        page.eval("document.querySelector('#poster a[href=\"#main\"]').click();").await;
        assert!(page.find("h1").await.is_displayed().await.expect("an answer"));
    });
}

#[test]
fn every_code_has_a_badge_that_dates_what_it_counts() {
    let site = Site::sample();
    let mut badges = 0;
    for entry in walkdir::WalkDir::new(site.path("badge")).sort_by_file_name() {
        let entry = entry.expect("readable");
        let Some(code) = entry.file_name().to_str().and_then(|name| name.strip_suffix(".svg")) else { continue };
        let svg = std::fs::read_to_string(entry.path()).expect("text");
        let mut reader = quick_xml::Reader::from_str(&svg);
        let mut read = || reader.read_event().unwrap_or_else(|error| panic!("{code}: {error}"));
        while read() != quick_xml::events::Event::Eof {}
        let says = |pattern: &str| assert!(svg.contains(pattern), "{code}: no `{pattern}` in {svg}");
        ["<title", "<desc", "prefers-color-scheme:dark", "截至 20", code, "没有记录不等于没有风险"]
            .into_iter()
            .for_each(says);
        assert!(!svg.contains("<script") && !svg.contains("href"), "{code}");
        assert!(site.path(&format!("m/{}/{code}.html", &code[code.len() - 2..])).exists(), "{code} has no page");
        badges += 1;
    }
    assert!(badges > 100, "{badges} badges");
}

#[test]
fn the_badge_fits_its_frame_in_light_and_dark() {
    browse(|page| async move {
        let site = Site::sample();
        let path = site.fullest("m", "id=\"embed\"");
        page.open(&site.url(&path)).await;
        let badge =
            page.eval("return new URL(document.querySelector('.cite img').getAttribute('src'), location).href;").await;
        let snippet = page.eval("return document.querySelector('#embed').textContent;").await;
        let snippet = snippet.as_str().expect("text");
        assert!(
            snippet.starts_with("<a href=\"https://") && snippet.contains("/badge/") && snippet.ends_with("></a>"),
            "{snippet}"
        );
        for scheme in ["light", "dark"] {
            page.scheme(scheme).await;
            page.open(badge.as_str().expect("an address")).await;
            let wide = "return Math.max(...[...document.querySelectorAll('text')].map(text => text.getBBox().x + text.getBBox().width));";
            let wide = page.eval(wide).await.as_f64().expect("a width");
            assert!(wide < 412.0, "{wide} of 420 pixels");
        }
    });
}

#[test]
fn the_text_for_a_chat_holds_the_facts_shown_and_the_address() {
    browse(|page| async move {
        let site = Site::sample();
        let path = site.fullest("m", "data-until");
        page.open(&site.url(&path)).await;
        let facts = page
            .eval("return [...document.querySelectorAll('.fact > p:first-of-type')].map(p => p.textContent);")
            .await;
        page.eval("document.querySelector('#share-note').scrollIntoView({ behavior: 'instant', block: 'center' });")
            .await;
        page.click("button[data-copy*='#share-note']").await;
        page.wait("document.querySelector('#live').textContent").await;
        page.eval("const box = document.createElement('textarea'); box.id = 'paste'; document.querySelector('main').prepend(box); box.focus();").await;
        page.chord(&[fantoccini::key::Key::Control.into(), 'v']).await;
        let text = page.eval("return document.querySelector('#paste').value;").await;
        let text = text.as_str().expect("text");
        for fact in facts.as_array().expect("facts") {
            assert!(text.contains(fact.as_str().expect("text").trim()), "{fact} is not in {text}");
        }
        assert!(text.ends_with(&format!("https://example.gov.cn/yfk/{path}")), "{text}");
        let cite = page.eval("return document.querySelector('#cite').textContent;").await;
        assert!(
            cite.as_str().is_some_and(|cite| cite.contains("[EB/OL]. (20") && cite.contains(")[2026-11-25]. https://")),
            "{cite}"
        );
    });
}

#[test]
fn a_record_page_names_the_rule_that_sets_its_last_day() {
    let site = Site::sample();
    let html = site.read(&site.fullest("r", "最长 "));
    let selector = Selector::parse(".fields a[href$='about/method.html']").expect("a selector");
    let page = Html::parse_document(&html);
    let rule: String = page.select(&selector).next().expect("a rule").text().collect();
    assert!(!rule.trim().starts_with('：') && rule.contains("官方文本核对"), "{rule}");
}
