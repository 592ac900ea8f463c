//! The search page: what a person types finds what is on record.

use crate::accessibility::findings;
use crate::chromium::{Page, browse};
use crate::keyboard::tab_to;
use crate::site::Site;
use crate::small_screen::too_wide;
use fantoccini::key::Key;

const INPUT: &str = "input[type=search][name=q]";
const RESULTS: &str = "#results[aria-busy=false]";
/// A result's first link leads to its page.
const FIRST: &str = "#results[aria-busy=false] li a";

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
async fn search(page: &Page, query: &str) {
    page.open(&Site::sample().url("search/")).await;
    page.click(INPUT).await;
    page.type_text(query).await;
    answered(page, query).await;
}

/// Waits for the results of a query: those of the letters typed before it do not count.
async fn answered(page: &Page, query: &str) {
    page.wait(&format!("new URLSearchParams(location.search).get('q') === {query:?}")).await;
    page.find(RESULTS).await;
}

async fn titles(page: &Page) -> Vec<String> {
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
fn results_fit_a_phone_and_have_no_barriers() {
    browse(|page| async move {
        page.phone(390).await;
        for (elder, scheme) in [(false, "light"), (true, "dark")] {
            page.scheme(scheme).await;
            if elder {
                page.click("button.elder").await;
            }
            search(&page, "健身").await;
            page.wait(&format!("document.querySelector('{FIRST}')")).await;
            assert_eq!(too_wide(&page).await, Vec::<String>::new(), "large text: {elder}");
            assert_eq!(findings(&page).await, Vec::<String>::new(), "{scheme}");
        }
    });
}

#[test]
fn what_an_input_method_composes_is_no_query() {
    browse(|page| async move {
        page.open(&Site::sample().url("search/")).await;
        page.click(INPUT).await;
        page.eval(
            "window.asked = []; const replace = history.replaceState; history.replaceState = function (...given) { \
             window.asked.push(new URL(given[2]).searchParams.get('q')); return replace.apply(this, given); };",
        )
        .await;
        page.compose(&["j", "jian", "jian'shen"], "健身").await;
        answered(&page, "健身").await;
        assert_eq!(page.eval("return [...new Set(window.asked)];").await, serde_json::json!(["健身"]));
        assert!(page.text(FIRST).await.contains("健身"));
    });
}

#[test]
fn arrow_keys_lead_into_the_answers_and_back() {
    browse(|page| async move {
        search(&page, "健身").await;
        page.wait(&format!("document.querySelector('{FIRST}')")).await;
        let at = |place: usize| {
            format!("document.querySelectorAll('#results .result-name a')[{place}] === document.activeElement")
        };
        page.press(Key::Down).await;
        page.wait(&at(0)).await;
        page.press(Key::Down).await;
        page.wait(&at(1)).await;
        page.press(Key::Up).await;
        page.press(Key::Up).await;
        page.wait("document.activeElement.name === 'q'").await;
        page.press(Key::Down).await;
        page.press(Key::Escape).await;
        page.wait("document.activeElement.name === 'q' && document.activeElement.value === '健身'").await;
        page.press(Key::Escape).await;
        page.wait("document.activeElement.value === '' && !document.querySelector('#results a')").await;
        assert_eq!(page.text("#search-status").await, "");
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
        page.open(&Site::sample().url("search/")).await;
        let found = page
            .eval_promise(&format!(
                "import(document.querySelector('link[href$=\"search/pack.js\"]').href.replace('pack.js', 'api.js')) \
                 .then(module => module.searcher('../')({:?}))",
                sought.code
            ))
            .await;
        assert_eq!(found["hits"][0]["title"], sought.name, "{found}");
        assert_eq!(found["hits"][0]["class"], "exact");
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
