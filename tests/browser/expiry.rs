//! Pages seen after the last day of what they show: the fact is gone by itself, whenever the page was built.

use crate::chromium::{Page, browse};
use crate::portal::Portal;
use crate::server::Fault;
use crate::site::Site;
use jiff::ToSpan;
use jiff::civil::Date;
use std::sync::OnceLock;

/// A site that goes by the reader's clock: the sample portal without its fixed day.
pub fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let portal = Portal::copy_of("");
        portal.edit("portal.toml", "\nas_of = ", "\n# as_of = ");
        Site::build("dated", &portal, &["--date", "2026-11-25"])
    })
}

/// From now on every page believes that it is noon in Anshan on that day.
pub async fn on_day(page: &Page, day: Date) {
    at(page, &format!("{day}T12:00:00+08:00")).await;
}

/// From now on every page believes that it is that time.
async fn at(page: &Page, time: &str) {
    let clock = format!(
        "{{ const Real = Date, shift = Real.parse('{time}') - Real.now(); \
         globalThis.Date = class extends Real {{ \
           constructor(...parts) {{ parts.length ? super(...parts) : super(Real.now() + shift); }} \
           static now() {{ return Real.now() + shift; }} }}; }}"
    );
    page.before_scripts(&clock).await;
}

#[test]
fn a_search_for_penalties_ends_with_the_penalties_of_a_merchant() {
    let asked = |day: Date, expected: fn(u64) -> bool| {
        browse(move |page| async move {
            on_day(&page, day).await;
            for query in ["q=示例&kind=penalty", "q=行政处罚"] {
                page.open(&site().url(&format!("search/?{query}&tab=merchants"))).await;
                page.wait("document.querySelector('#results').getAttribute('aria-busy') === 'false'").await;
                let links = "return document.querySelectorAll('#results .result-name a').length;";
                let found = page.eval(links).await.as_u64().expect("a number");
                assert!(expected(found), "{query} on {day}: {found}");
            }
        });
    };
    asked(jiff::civil::date(2026, 11, 25), |found| found > 5);
    asked(jiff::civil::date(2040, 1, 1), |found| found == 0);
}

#[test]
fn the_search_for_other_scripts_touches_nothing_of_the_page_it_is_used_in() {
    browse(|page| async move {
        // The one page that asks for none of the modules that act by themselves.
        page.open(&site().url("data/card.html")).await;
        let attributes = "return document.documentElement.getAttributeNames().join();";
        let before = page.eval(attributes).await;
        let list = "const [list, item] = ['ul', 'li'].map(name => document.createElement(name)); \
            item.dataset.until = '2020-01-01'; list.append(item); document.body.append(list);";
        page.eval(list).await;
        let address = site().url(&format!("{}search/api.js", site().modules()));
        let ask = format!("import('{address}').then(api => api.search('示例健身')).then(found => found.hits.length)");
        assert!(page.eval_promise(&ask).await.as_u64().is_some_and(|hits| hits > 0));
        assert_eq!(page.eval("return document.querySelectorAll('li[data-until]').length;").await, 1);
        assert_eq!(page.eval(attributes).await, before);
    });
}

/// The module that takes facts down has run: without scripts nothing would be missing.
async fn settled(page: &Page) {
    page.wait("document.readyState === 'complete' && document.documentElement.hasAttribute('data-script')").await;
}

async fn dated(page: &Page, selector: &str) -> Vec<Date> {
    let list =
        page.eval(&format!("return [...document.querySelectorAll('{selector}')].map(e => e.dataset.until);")).await;
    let list = list.as_array().expect("a list").clone();
    list.iter().map(|day| day.as_str().and_then(|day| day.parse().ok()).expect("a date")).collect()
}

/// Every last day in a page's source, earliest first.
fn last_days(page: &str) -> Vec<Date> {
    let html = site().read(if page.ends_with('/') { format!("{page}index.html") } else { page.to_owned() }.as_str());
    let document = scraper::Html::parse_document(&html);
    let selector = scraper::Selector::parse("[data-until]").expect("a selector");
    let mut days: Vec<Date> = document
        .select(&selector)
        .map(|element| element.attr("data-until").and_then(|day| day.parse().ok()).expect("a date"))
        .collect();
    days.sort();
    days
}

#[test]
fn a_dated_fact_stays_through_its_last_day() {
    browse(|page| async move {
        let path = site().fullest("m", "data-until");
        let days = last_days(&path);
        on_day(&page, days[0]).await;
        page.open(&site().url(&path)).await;
        settled(&page).await;
        let mut shown = dated(&page, "[data-until]").await;
        shown.sort();
        assert_eq!(shown, days);
    });
}

#[test]
fn the_day_after_it_is_gone_and_the_others_stay() {
    browse(|page| async move {
        let path = site().fullest("m", "data-until");
        let days = last_days(&path);
        assert!(days[0] < days[days.len() - 1], "the page has only one last day");
        on_day(&page, days[0].saturating_add(1.day())).await;
        page.open(&site().url(&path)).await;
        settled(&page).await;
        let mut shown = dated(&page, "[data-until]").await;
        shown.sort();
        let left: Vec<Date> = days.iter().copied().filter(|day| *day > days[0]).collect();
        assert_eq!(shown, left);
    });
}

#[test]
fn after_the_last_of_all_the_page_says_that_nothing_is_on_record() {
    browse(|page| async move {
        let path = site().fullest("m", "data-empty");
        let last = last_days(&path).pop().expect("a dated fact");
        on_day(&page, last.saturating_add(1.day())).await;
        page.open(&site().url(&path)).await;
        settled(&page).await;
        assert_eq!(dated(&page, "[data-until]").await, Vec::<Date>::new());
        let note = page.find(".nothing").await;
        assert!(note.is_displayed().await.expect("an answer"));
        // Of what came after the data was checked the page knows nothing.
        let said = page.text(".nothing").await;
        assert!(said.contains("按数据核对日的数据"), "{said}");
    });
}

#[test]
fn a_list_says_how_many_of_its_rows_have_ended() {
    browse(|page| async move {
        let days = last_days("penalties/");
        let last = days[days.len() / 2];
        on_day(&page, last).await;
        page.open(&site().url("penalties/")).await;
        settled(&page).await;
        let ended = days.iter().filter(|day| **day < last).count();
        assert!(ended > 0 && ended < days.len(), "{days:?}");
        assert_eq!(dated(&page, ".listing [data-until]").await.len(), days.len() - ended);
        let said = page.text("[data-ended]").await;
        assert!(said.contains(&format!(" {ended} 条")) && said.contains("总条数"), "{said}");

        on_day(&page, days[0]).await;
        page.open(&site().url("penalties/")).await;
        settled(&page).await;
        assert_eq!(page.eval("return document.querySelector('[data-ended]').checkVisibility();").await, false);
    });
}

/// Notes at every frame how many elements of that selector are to be seen in it.
pub const FRAMES: &str = "window.frames_seen = []; (function look() { \
    const seen = [...document.querySelectorAll('SELECTOR')].filter(it => it.checkVisibility({ visibilityProperty: true })); \
    window.frames_seen.push(seen.length); requestAnimationFrame(look); })();";

#[test]
fn what_has_ended_is_in_no_frame_whatever_else_fails_to_come() {
    browse(|page| async move {
        let portal = Portal::copy_of("");
        portal.edit("portal.toml", "\nas_of = ", "\n# as_of = ");
        let site = Site::build("held", &portal, &["--date", "2026-11-25"]);
        page.before_scripts(&FRAMES.replace("SELECTOR", "[data-until]")).await;
        let merchant = site.fullest("m", "data-empty");
        let record = site.fullest("r", "data-expired");
        let last = [&merchant, &record].map(|path| last_days(path).pop().expect("a dated fact"));
        on_day(&page, last[0].max(last[1]).saturating_add(1.day())).await;
        let held = ["/main.js", "/freshness.js", "/copy.js"].map(|file| (file, Fault::Status(503)));
        site.server().set_faults(&held);
        for path in [merchant.as_str(), record.as_str(), "penalties/", ""] {
            page.open(&site.url(path)).await;
            page.wait("window.frames_seen.length > 20").await;
            let most = page.eval("return Math.max(...window.frames_seen);").await;
            assert_eq!(most, 0, "{path}: what has ended was painted");
            assert!(!page.text("main").await.is_empty(), "{path}");
        }

        // Without the module that knows the day, what a page has is read all the same, a moment later.
        site.server().set_faults(&[("/first.js", Fault::Status(503))]);
        page.open(&site.url(&merchant)).await;
        page.wait("window.frames_seen.at(-1) > 0").await;
    });
}

#[test]
fn a_record_page_gives_way_to_one_nameless_sentence() {
    browse(|page| async move {
        let path = site().fullest("r", "data-expired");
        let name = page_subject(&path);
        let last = last_days(&path).pop().expect("a dated record");
        on_day(&page, last.saturating_add(1.day())).await;
        page.open(&site().url(&path)).await;
        settled(&page).await;
        let heading = page.text("main").await;
        assert_eq!(page.text("h1").await, heading);
        let left =
            page.eval("return document.title + document.documentElement.textContent + document.head.outerHTML;").await;
        assert!(!left.to_string().contains(&name), "`{name}` is still there: {left}");
    });
}

/// Whom a record page is about.
fn page_subject(path: &str) -> String {
    let document = scraper::Html::parse_document(&site().read(path));
    let selector = scraper::Selector::parse(".fact .meta a").expect("a selector");
    let link = document.select(&selector).next().expect("a link to the merchant");
    let text: String = link.text().collect();
    text.split(['：', ':']).next_back().expect("a name").trim().to_owned()
}

#[test]
fn a_day_ends_when_it_does_in_the_zone_of_the_portal() {
    browse(|page| async move {
        let portal = Portal::copy_of("tests/fixtures/sites/small");
        portal.edit("portal.toml", "as_of = \"2026-11-25\"\n", "");
        portal.edit("portal.toml", "Asia/Shanghai", "Asia/Tokyo");
        let tokyo = Site::build("zone", &portal, &["--date", "2026-11-25"]);
        assert!(tokyo.read("404.html").contains("data-zone=\"Asia/Tokyo\""), "every page says it");
        assert!(!site().read("404.html").contains("data-zone"), "and none where it is the usual one");
        let module = walkdir::WalkDir::new(tokyo.path("assets")).into_iter().map(|entry| entry.expect("readable"));
        let module =
            module.map(walkdir::DirEntry::into_path).find(|path| path.ends_with("today.js")).expect("the module");
        let module = module.strip_prefix(tokyo.path("")).expect("below the site").to_string_lossy().into_owned();
        for (time, day) in [("2026-11-25T14:59:00Z", "2026-11-25"), ("2026-11-25T15:01:00Z", "2026-11-26")] {
            at(&page, time).await;
            page.open(&tokyo.url("404.html")).await;
            let told = page.eval_promise(&format!("import('{}').then(it => it.today())", tokyo.url(&module))).await;
            assert_eq!(told, day, "{time}");
        }
    });
}
