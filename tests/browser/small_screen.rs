//! Narrow screens, from the smallest phone to a desk at 200 %: nothing scrolls sideways, in large text neither.

use crate::chromium::{Page, browse};
use crate::portal::Portal;
use crate::site::Site;

/// Elements that reach over the right edge of the page, when the page scrolls sideways because of them.
const TOO_WIDE: &str = "const page = document.scrollingElement; if (page.scrollWidth <= page.clientWidth) return []; \
    return [`${page.scrollWidth} > ${page.clientWidth}`, ...[...document.body.querySelectorAll('*')] \
    .filter(element => element.getBoundingClientRect().right > page.clientWidth) \
    .map(element => element.outerHTML.slice(0, 120)).slice(0, 3)];";

/// Says which elements make the page scroll sideways.
pub async fn too_wide(page: &Page) -> Vec<String> {
    let found = page.eval(TOO_WIDE).await;
    found.as_array().expect("a list").iter().map(ToString::to_string).collect()
}

/// The smallest phone, the usual one, a desk of 1280 pixels at 200 %.
const WIDTHS: [u32; 3] = [320, 390, 640];

fn no_sideways_scroll(elder: bool) {
    browse(move |page| async move {
        let site = Site::sample();
        if elder {
            page.open(&site.url("")).await;
            page.click("button.elder").await;
        }
        let mut all = Vec::new();
        for (kind, path) in site.kinds() {
            page.open(&site.url(&path)).await;
            assert_eq!(page.eval("return document.documentElement.hasAttribute('data-elder');").await, elder);
            for width in WIDTHS {
                page.phone(width).await;
                let found = too_wide(&page).await;
                all.extend(found.into_iter().map(|line| format!("{kind} ({path}), {width}: {line}")));
                assert_eq!(page.eval("return innerWidth;").await, width, "{kind} is laid out for another width");
            }
        }
        assert!(all.is_empty(), "pages scroll sideways:\n{}", all.join("\n"));
    });
}

#[test]
fn plain_text() {
    no_sideways_scroll(false);
}

#[test]
fn large_text() {
    no_sideways_scroll(true);
}

#[test]
fn nothing_stays_blank_below_the_screen() {
    const LATE: &str = "const late = [...document.querySelectorAll('.home-grid > *, .listing tbody tr')]; \
        return late.length && late.every(piece => getComputedStyle(piece).contentVisibility === 'visible');";
    browse(|page| async move {
        page.phone(390).await;
        for path in ["", "penalties/"] {
            page.open(&Site::sample().url(path)).await;
            page.wait(&format!("(() => {{ {LATE} }})()")).await;
        }
    });
}

/// The sample with a feed of each kind in which texts have no place to break.
fn unbroken() -> Site {
    let portal = Portal::copy_of("");
    let run = |word: &str, length: usize| word.chars().cycle().take(length).collect::<String>();
    let (number, name, facts) = (run("AnJianFa2026", 130), run("HealthClub", 90), run("FALSE_ADVERTISING/", 200));
    let feeds = [
        (
            "penalty",
            serde_json::json!([{ "企业名称": "海城示例商贸有限公司", "统一社会信用代码": "91210381MA99FAK32J", "案件名称": facts,
                "处罚决定书文号": number, "处罚决定日期": "2026-11-20", "处罚类别": "罚款", "罚款金额": 123_456_789_012_u64 }]),
        ),
        (
            "complaints",
            serde_json::json!([{ "企业名称": name, "统一社会信用代码": "91210381MA99FAK32J", "统计期": "2026Q3",
                "投诉量": 1_234_567, "办结量": 1_234_567, "主要问题": number }]),
        ),
        (
            "statistic",
            serde_json::json!([{ "指标名称": name, "统计期": "2026Q3", "数值": 123_456_789, "单位": run("Unit", 40) }]),
        ),
    ];
    for (kind, rows) in feeds {
        let manifest = format!(
            "kind = \"{kind}\"\nagency = \"鞍山市市场监督管理局\"\nsource = \"data/samples/long-{kind}.json\"\n"
        );
        std::fs::write(portal.path(&format!("data/sources/long-{kind}.toml")), manifest).expect("written");
        std::fs::write(portal.path(&format!("data/samples/long-{kind}.json")), rows.to_string()).expect("written");
    }
    Site::build("unbroken", &portal, &[])
}

#[test]
fn texts_without_a_place_to_break() {
    browse(|page| async move {
        let site = unbroken();
        let mut all = Vec::new();
        for path in ["penalties/", "complaints/", "stats/", "m/2J/91210381MA99FAK32J.html", "changes/"] {
            page.open(&site.url(path)).await;
            for (width, elder) in [(320, false), (390, true), (720, false), (960, false), (1280, false), (1280, true)] {
                page.phone(width).await;
                page.eval(&format!("document.documentElement.toggleAttribute('data-elder', {elder});")).await;
                let found = too_wide(&page).await;
                all.extend(found.into_iter().map(|line| format!("{path}, {width}, {elder}: {line}")));
            }
        }
        assert!(all.is_empty(), "pages scroll sideways:\n{}", all.join("\n"));
        assert!(site.read("penalties/index.html").contains("AnJianFa2026AnJianFa2026"), "else it would mean nothing");
        assert!(site.read("stats/index.html").contains("HealthClub"));
    });
}

/// Where columns are close a name is not pressed into a stripe.
#[test]
fn names_in_a_list_have_room_on_a_small_desk() {
    browse(|page| async move {
        for width in [720, 960, 1280] {
            page.phone(width).await;
            page.open(&Site::sample().url("penalties/")).await;
            let room = "const th = document.querySelector('.listing tbody th'); \
                        return th.clientWidth / parseFloat(getComputedStyle(th).fontSize);";
            let room = page.eval(room).await.as_f64().expect("a width");
            assert!(room >= 6.9, "{width}: a name has room for {room} characters");
        }
    });
}

#[test]
fn a_page_with_something_too_wide_is_found_out() {
    browse(|page| async move {
        page.phone(390).await;
        page.open(&Site::sample().url("")).await;
        page.eval("document.querySelector('main p').style.width = '400px';").await;
        let found = too_wide(&page).await.join("\n");
        assert!(found.contains("390") && found.contains("<p"), "{found}");
    });
}
