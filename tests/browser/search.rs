//! The search page: what a person types finds what is on record.

use crate::chromium::{Page, browse};
use crate::keyboard::tab_to;
use crate::portal::Portal;
use crate::site::Site;
use crate::small_screen::too_wide;
use fantoccini::key::Key;

pub const INPUT: &str = "input[type=search][name=q]";
const RESULTS: &str = "#results[aria-busy=false]";
/// A result's first link leads to its page.
pub const FIRST: &str = "#results[aria-busy=false] li a";

/// A merchant of the sample by name, code, and the two characters in the middle of its name.
struct Sought {
    name: String,
    code: String,
    middle: String,
}

fn sought() -> Sought {
    let site = Site::sample();
    let html = scraper::Html::parse_document(&site.read(&site.fullest("m", "data-copy=\"#code\"")));
    let text = |selector: &str| -> String {
        let selector = scraper::Selector::parse(selector).expect("a selector");
        html.select(&selector).next().expect("an element").text().collect()
    };
    let name = text("h1");
    let middle = name.chars().skip(name.chars().count() / 2 - 2).take(2).collect();
    Sought { code: text("#code"), middle, name }
}

/// Types into the search page and waits until its results are complete.
pub async fn search(page: &Page, query: &str) {
    page.open(&Site::sample().url("search/")).await;
    page.click(INPUT).await;
    page.type_text(query).await;
    answered(page, query).await;
}

/// Waits for the results of a query: those of the letters typed before it do not count.
pub async fn answered(page: &Page, query: &str) {
    page.wait(&format!("new URLSearchParams(location.search).get('q') === {query:?}")).await;
    page.find(RESULTS).await;
}

pub async fn titles(page: &Page) -> Vec<String> {
    let list = page
        .eval("return [...document.querySelectorAll('#results li a:first-of-type')].map(a => a.textContent.trim());");
    list.await.as_array().expect("a list").iter().filter_map(|title| title.as_str().map(str::to_owned)).collect()
}

#[test]
fn two_characters_inside_a_name_find_it_and_its_page_opens() {
    browse(|page| async move {
        let sought = sought();
        search(&page, &sought.middle).await;
        let first = page.text(FIRST).await;
        assert!(first.contains(&sought.middle), "{first}");
        page.click(FIRST).await;
        page.wait("document.body.classList.contains('k-merchant')").await;
        assert_eq!(page.text("h1").await, first);

        search(&page, &sought.name.chars().skip(1).collect::<String>()).await;
        page.click(FIRST).await;
        page.wait("document.body.classList.contains('k-merchant')").await;
        assert_eq!(page.text("h1").await, sought.name);
    });
}

#[test]
fn the_beginning_of_a_code_finds_the_merchant() {
    browse(|page| async move {
        let sought = sought();
        for query in [&sought.code[..16], &sought.code] {
            search(&page, query).await;
            assert!(titles(&page).await.contains(&sought.name), "`{query}` gives {:?}", titles(&page).await);
        }
        page.click(FIRST).await;
        page.wait("document.body.classList.contains('k-merchant')").await;
        assert_eq!(page.text("h1").await, sought.name);
    });
}

#[test]
fn a_query_in_the_address_is_answered_on_load() {
    browse(|page| async move {
        let sought = sought();
        page.open(&Site::sample().url(&format!("search/?q={}", sought.code))).await;
        page.wait(&format!("document.querySelector('{FIRST}')")).await;
        assert_eq!(page.text(FIRST).await, sought.name);
        assert_eq!(page.eval(&format!("return document.querySelector('{INPUT}').value;")).await, sought.code);
    });
}

#[test]
fn the_home_page_and_the_header_lead_to_it() {
    browse(|page| async move {
        let (site, sought) = (Site::sample(), sought());
        page.open(&site.url("")).await;
        page.click(INPUT).await;
        page.type_text(&sought.name).await;
        page.press(Key::Enter).await;
        page.wait("document.body.classList.contains('k-search')").await;
        page.wait(&format!("document.querySelector('{FIRST}')")).await;
        assert_eq!(page.text(FIRST).await, sought.name);

        page.open(&site.url("stats/")).await;
        page.click("a.to-search").await;
        page.wait("document.body.classList.contains('k-search')").await;
        page.find(INPUT).await;
    });
}

#[test]
fn nothing_found_is_said_and_is_no_guarantee() {
    browse(|page| async move {
        search(&page, "囍囍囍囍囍").await;
        assert_eq!(titles(&page).await, Vec::<String>::new());
        let said = page.text("#search-status").await;
        assert!(said.contains("囍囍囍囍囍"), "{said}");
        let advice = page.text("#results").await;
        assert!(advice.contains("不代表") || advice.contains("不等于") || advice.contains("不能"), "{advice}");
    });
}

#[test]
fn markup_in_a_query_stays_text() {
    browse(|page| async move {
        search(&page, "<img src=x onerror=document.title='broken'>健身").await;
        assert_eq!(page.eval("return document.querySelectorAll('main img').length;").await, 0);
        assert_ne!(page.eval("return document.title;").await, "broken");
        assert_eq!(page.console().await, Vec::<String>::new());
    });
}

#[test]
fn the_keyboard_alone_searches_and_opens() {
    browse(|page| async move {
        let sought = sought();
        page.open(&Site::sample().url("search/")).await;
        tab_to(&page, "it.matches('input[type=search][name=q]')").await;
        page.type_text(&sought.name).await;
        answered(&page, &sought.name).await;
        page.press(Key::Enter).await;
        page.wait(&format!("document.querySelector('{FIRST}')")).await;
        tab_to(&page, "it.matches('#results li a')").await;
        page.press(Key::Enter).await;
        page.wait("document.body.classList.contains('k-merchant')").await;
        assert_eq!(page.text("h1").await, sought.name);
    });
}

#[test]
fn without_scripts_it_says_what_it_needs_and_where_else_to_look() {
    browse(|page| async move {
        page.without_scripts().await;
        page.open(&Site::sample().url("search/?q=健身")).await;
        let said = page.text("noscript").await;
        assert!(said.contains("JavaScript"), "{said}");
        page.click("noscript a[href$='merchants/']").await;
        page.wait("document.body.classList.contains('k-list')").await;
    });
}

#[test]
fn answers_fit_a_phone_and_a_finger() {
    browse(|page| async move {
        page.phone(390).await;
        for (elder, least) in [(false, 44), (true, 60)] {
            page.eval("localStorage.clear();").await;
            page.open(&Site::sample().url("search/")).await;
            if elder {
                page.click("button.elder").await;
            }
            page.click(INPUT).await;
            page.type_text("健身").await;
            page.wait(&format!("document.querySelector('{FIRST}')")).await;
            assert_eq!(too_wide(&page).await, Vec::<String>::new(), "large text: {elder}");
            let small = page
                .eval(&format!(
                    "return [...document.querySelectorAll('#results :is(a, button), #filters select, .search-row *')] \
                     .filter(it => it.getBoundingClientRect().height < {least} - 0.5).map(it => it.outerHTML);"
                ))
                .await;
            assert_eq!(small, serde_json::json!([]), "least {least}");
        }
    });
}

/// Queries of every nasty shape: each is answered, and none of them is more than text.
#[test]
fn whatever_is_typed_or_pasted_is_answered() {
    browse(|page| async move {
        let site = Site::sample();
        let long = "鞍山示例健身服务有限公司".repeat(25);
        let all = [
            "   ",
            "\u{3000}",
            "🏋\u{fe0f}\u{200d}♀",
            "🎈健身🎈",
            "<script>window.broken = 1</script>",
            "<img src=x onerror=window.broken=1>健身",
            "\"><svg onload=window.broken=1>",
            "{q} {date} $& $1 ${1}",
            "%00%ff&q=2#x",
            "a\u{0}b",
            "\u{202e}身健",
            "“健身",
            "健身\n服务",
            "健身\t 铁东",
            "0",
            "________",
            &long[..long.char_indices().nth(299).expect("as long").0],
        ];
        page.open(&site.url("search/")).await;
        for query in all {
            let set = format!(
                "const input = document.querySelector('#q'); input.value = {}; \
                 input.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); return input.value.trim();",
                serde_json::json!(query)
            );
            let kept = page.eval(&set).await.as_str().unwrap_or_default().to_owned();
            page.wait("document.querySelector('#results').getAttribute('aria-busy') === 'false'").await;
            let asked = page.eval("return new URLSearchParams(location.search).get('q') ?? '';").await;
            assert_eq!(asked, kept, "{query:?}");
            let said = page.eval("return document.querySelector('#search-status').textContent;").await;
            assert_eq!(said.as_str().is_some_and(str::is_empty), kept.is_empty(), "{query:?}: {said}");
            assert!(said.as_str().is_some_and(|said| said.chars().count() < 140), "{query:?}: {said}");
            // The same as a link.
            let url = page.eval("return location.href;").await;
            page.open(url.as_str().expect("an address")).await;
            page.wait("document.querySelector('#results').getAttribute('aria-busy') === 'false'").await;
            assert_eq!(page.eval("return document.querySelector('#q').value.trim();").await, kept, "{query:?}");
            assert_eq!(
                page.eval("return document.querySelector('#search-status').textContent;").await,
                said,
                "{query:?}"
            );
            let strange = page
                .eval("return window.broken ?? document.querySelectorAll('main :is(img, script, svg, b)').length;")
                .await;
            assert_eq!(strange, 0, "{query:?}");
        }
        assert_eq!(page.console().await, Vec::<String>::new());
        // A name that was cut in two where it was copied is one name.
        page.open(&site.url("search/?q=%E5%81%A5%0A%E8%BA%AB")).await;
        page.find(FIRST).await;
        assert_eq!(page.text("#results mark").await, "健身");
    });
}

#[test]
fn markup_in_a_name_stays_text() {
    browse(|page| async move {
        let portal = Portal::copy_of("");
        portal.edit("data/samples/complaints-12315.ndjson", "示例", "&lt;img src=x onerror=window.broken=1&gt;示例");
        let site = Site::build("markup", &portal, &[]);
        page.open(&site.url("search/?q=onerror")).await;
        page.find(RESULTS).await;
        let shown = titles(&page).await;
        assert!(shown.iter().any(|title| title.contains("<img")), "{shown:?}");
        assert_eq!(page.eval("return window.broken ?? document.querySelectorAll('main img').length;").await, 0);
    });
}

#[test]
fn filters_narrow_and_stand_in_the_address() {
    browse(|page| async move {
        search(&page, "健身").await;
        page.find("#filters select[name=district]").await;
        let all = titles(&page).await.len();
        page.eval(
            "const select = document.querySelector('#filters select[name=district]'); \
             select.value = [...select.options].find(option => option.text === '铁西区').value; \
             select.dispatchEvent(new Event('change'));",
        )
        .await;
        page.wait("new URLSearchParams(location.search).get('district') === '210303'").await;
        page.find(RESULTS).await;
        let shown =
            page.eval("return [...document.querySelectorAll('#results .result-meta')].map(it => it.textContent);");
        let shown = shown.await;
        let shown = shown.as_array().expect("a list");
        assert!(!shown.is_empty() && shown.len() <= all);
        assert!(shown.iter().all(|line| line.as_str().is_some_and(|line| line.contains("铁西区"))), "{shown:?}");
        let narrowed = titles(&page).await;
        page.reload().await;
        page.wait(&format!("document.querySelector('{FIRST}')")).await;
        assert_eq!(titles(&page).await, narrowed);
        assert_eq!(page.eval("return document.querySelector('#filters select').value;").await, "210303");
    });
}

#[test]
fn pinyin_and_near_names_say_how_they_match() {
    browse(|page| async move {
        search(&page, "jianshen").await;
        page.wait(&format!("document.querySelector('{FIRST}')")).await;
        assert!(page.text("#results .result-why").await.starts_with("按拼音匹配"));
        let marked = page.eval("return [...document.querySelectorAll('#results mark')].map(mark => mark.textContent);");
        let marked = marked.await;
        assert!(marked.as_array().is_some_and(|marks| marks.iter().any(|mark| mark == "健身")), "{marked}");
        let name: Vec<char> = sought().name.chars().collect();
        let wrong: String =
            name.iter().enumerate().map(|(at, it)| if at == name.len() - 3 { '囍' } else { *it }).collect();
        search(&page, &wrong).await;
        page.wait(&format!("document.querySelector('{FIRST}')")).await;
        assert!(page.text("#search-status").await.contains("名称相近"));
        assert!(titles(&page).await.contains(&String::from_iter(name)), "{wrong}: {:?}", titles(&page).await);
    });
}

#[test]
fn other_scripts_can_search() {
    browse(|page| async move {
        let sought = sought();
        page.open(&Site::sample().url("about/")).await;
        let api = format!("{}search/api.js", Site::sample().modules());
        let found = page
            .eval_promise(&format!(
                "(async () => {{ const before = Object.getOwnPropertyNames(window).length; \
                 const {{ search, searcher }} = await import({:?}); \
                 const [own, named] = await Promise.all([search({code:?}, {{ limit: 1 }}), searcher('../')({code:?})]); \
                 const none = await search('健身', {{ filters: {{ district: '210303', kind: 'award' }}, tab: 'records' }}); \
                 return {{ own, named, none, more: Object.getOwnPropertyNames(window).length - before }}; }})()",
                Site::sample().url(&api),
                code = sought.code
            ))
            .await;
        assert_eq!(found["own"]["hits"][0]["title"], sought.name, "{found}");
        assert_eq!(found["own"]["hits"][0]["class"], "exact");
        assert_eq!(found["own"]["date"], "2026-11-25");
        assert_eq!(found["own"]["hits"][0]["href"], found["named"]["hits"][0]["href"]);
        assert_eq!(found["none"]["tab"], "records");
        assert_eq!(found["more"], 0, "nothing is left in the global scope");
    });
}

#[test]
fn before_a_query_nothing_of_the_index_is_fetched() {
    browse(|page| async move {
        let site = Site::sample();
        let of_index = |requests: Vec<String>| {
            requests.into_iter().filter(|url| url.contains("/search/") && url.ends_with(".bin")).collect::<Vec<_>>()
        };
        page.requests().await;
        page.open(&site.url("search/")).await;
        page.click(INPUT).await;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        assert_eq!(of_index(page.requests().await), Vec::<String>::new());
        // On another page the cursor in the box brings what a query will need, but of the index nothing either.
        page.open(&site.url("")).await;
        let opened = page.requests().await;
        assert!(!opened.iter().any(|url| url.ends_with("/search/engine.js")), "{opened:?}");
        page.click(INPUT).await;
        page.wait("performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/search/engine.js'))")
            .await;
        assert_eq!(of_index(page.requests().await), Vec::<String>::new());
        page.type_text("健身").await;
        page.press(Key::Enter).await;
        page.find(FIRST).await;
    });
}

#[test]
fn searching_asks_nobody_else() {
    browse(|page| async move {
        page.requests().await;
        search(&page, "健身").await;
        page.wait(&format!("document.querySelector('{FIRST}')")).await;
        let own = Site::sample().url("");
        let requests = page.requests().await;
        assert!(requests.iter().any(|url| url.contains("/search/")), "{requests:?}");
        let foreign: Vec<&String> =
            requests.iter().filter(|url| !url.starts_with(&own) && !url.starts_with("data:")).collect();
        assert!(foreign.is_empty(), "{foreign:?}");
        assert_eq!(page.console().await, Vec::<String>::new());
    });
}
