//! Without a network: what was visited can be read and says that it is a copy; what has been withdrawn is not in it.

use crate::chromium::{Page, browse};
use crate::portal::Portal;
use crate::site::Site;
use serde_json::{Value, json};
use std::sync::OnceLock;

/// The sample portal with `offline = true`.
fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| Site::build("offline", &portal(), &[]))
}

fn portal() -> Portal {
    let portal = Portal::copy_of("");
    portal.edit("portal.toml", "[portal]\n", "[portal]\noffline = true\n");
    portal
}

/// The worker is there and has the page in its hands.
async fn kept_by_worker(page: &Page) {
    page.eval_promise("navigator.serviceWorker.ready.then(() => true)").await;
    page.wait("navigator.serviceWorker.controller").await;
}

/// Names of what is kept below `pages`.
async fn kept_pages(page: &Page) -> String {
    let addresses = "caches.keys().then(names => Promise.all(names.filter(name => name.includes(' pages ')) \
         .map(name => caches.open(name).then(cache => cache.keys()))).then(lists => lists.flat().map(kept => kept.url).join(' ')))";
    page.eval_promise(addresses).await.as_str().unwrap_or_default().to_owned()
}

/// Waits for what the worker does after it has answered.
async fn until_kept(page: &Page, path: &str, kept: bool) {
    for _ in 0..100 {
        if kept_pages(page).await.contains(path) == kept {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("`{path}` kept: {}, wanted {kept}", !kept);
}

#[test]
fn visited_pages_are_read_without_a_network_and_withdrawn_ones_are_not() {
    browse(|page| async move {
        let site = Site::build("offline-visits", &portal(), &[]);
        page.open(&site.url("")).await;
        kept_by_worker(&page).await;
        let merchant = site.fullest("m", "data-until");
        let record = site.fullest("r", "data-until");
        for path in [&merchant, &record] {
            page.open(&site.url(path)).await;
            until_kept(&page, path, true).await;
        }
        page.open(&site.url(&merchant)).await;
        let (name, facts) = (page.text("h1").await, "return document.querySelectorAll('.fact').length;");
        let there = page.eval(facts).await;
        assert!(page.eval("return document.querySelector('.kept');").await.is_null(), "online is no copy");

        site.server().set_down(true);
        page.open(&site.url(&merchant)).await;
        assert_eq!(page.text("h1").await, name);
        assert_eq!(page.eval(facts).await, there);
        assert!(page.text(".kept").await.contains("2026年11月25日"));
        let style = page.eval("return getComputedStyle(document.querySelector('.band')).backgroundColor;").await;
        assert_ne!(style, "rgba(0, 0, 0, 0)", "the style sheet is kept too");
        page.open(&site.url("")).await;
        page.find("#q").await;
        assert!(page.text(".kept").await.contains("2026年11月25日"), "the home page is kept from the first visit");
        page.open(&site.url("stats/")).await;
        assert_eq!(page.text("h1").await, "没有网络");

        // The record is withdrawn: whoever asks online gets its tombstone, and nothing of it stays.
        site.server().set_down(false);
        let portal = portal();
        let id = record.rsplit('/').next().and_then(|file| file.strip_suffix(".html")).expect("a page").to_owned();
        portal.run(&["pull", "--quiet"]).ends(0, &[]);
        portal.run(&["withdraw", &id, "--reason", "示例", "--quiet"]).ends(0, &[]);
        let out = site.path("");
        portal.run(&["build", "--quiet", "--out", out.to_str().expect("UTF-8")]).ends(0, &[]);
        page.open(&site.url(&record)).await;
        assert!(page.text("h1").await.contains("已停止公示"));
        until_kept(&page, &record, false).await;
        site.server().set_down(true);
        page.open(&site.url(&record)).await;
        assert_eq!(page.text("h1").await, "没有网络");
    });
}

#[test]
fn what_was_kept_for_an_earlier_version_goes_with_it() {
    browse(|page| async move {
        let portal = portal();
        let site = Site::build("offline-version", &portal, &[]);
        page.open(&site.url("")).await;
        kept_by_worker(&page).await;
        page.open(&site.url("stats/")).await;
        until_kept(&page, "stats/", true).await;
        let names = "caches.keys().then(names => names.sort().join('|'))";
        let before = page.eval_promise(names).await;
        let style = "themes/default/static/css/charts/charts.css";
        let sheet =
            std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(style)).expect("a sheet");
        std::fs::create_dir_all(portal.path("themes/default/static/css/charts")).expect("a folder");
        std::fs::write(portal.path(style), sheet + ".chart{outline:0}").expect("written");
        let out = site.path("");
        portal.run(&["build", "--quiet", "--out", out.to_str().expect("UTF-8")]).ends(0, &[]);
        page.eval_promise("navigator.serviceWorker.getRegistration().then(found => found.update()).then(() => true)")
            .await;
        for _ in 0..100 {
            let now = page.eval_promise(names).await;
            if now != before && now.as_str().is_some_and(|now| now.split('|').count() == 2) {
                assert!(!kept_pages(&page).await.contains("stats/"), "a page of the earlier version is still kept");
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{before} is still kept");
    });
}

#[test]
fn a_portal_that_stops_offering_it_takes_the_worker_back() {
    browse(|page| async move {
        let portal = portal();
        let site = Site::build("offline-over", &portal, &[]);
        page.open(&site.url("")).await;
        kept_by_worker(&page).await;
        portal.edit("portal.toml", "offline = true", "offline = false");
        let out = site.path("");
        portal.run(&["build", "--quiet", "--out", out.to_str().expect("UTF-8")]).ends(0, &[]);
        assert!(!site.path("offline.html").exists());
        page.eval_promise("navigator.serviceWorker.getRegistration().then(found => found.update()).then(() => true)")
            .await;
        for _ in 0..100 {
            let left = page.eval_promise("Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys()]).then(([workers, names]) => workers.length + names.length)").await;
            if left == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("a worker or what it kept is still there");
    });
}

/// What the worker answers without a network on `today`, when it kept `html` on `kept_on`. It runs in the page, with a
/// scope of its own, so that its day can be chosen.
async fn answer(page: &Page, html: &str, kept_on: &str, today: &str) -> Value {
    let worker = walkdir::WalkDir::new(site().path("assets")).into_iter().map(|entry| entry.expect("readable"));
    let worker = worker.map(walkdir::DirEntry::into_path).find(|path| path.ends_with("offline/worker.js"));
    let worker = std::fs::read_to_string(worker.expect("the worker")).expect("text");
    let portal = |day: &str| {
        json!({ "version": "v", "core": [], "home": "./", "offline": "offline.html", "language": "zh-CN", "today": day,
                "kept": "kept {date}", "old": "old {date}", "days": 7 })
    };
    let visit = |day: &str, network: &str| {
        format!(
            "await (async () => {{ const heard = {{}}; \
               const self = {{ portal: {}, registration: {{ scope }}, addEventListener: (name, listener) => heard[name] = listener }}; \
               const fetch = async () => {network}; {worker} \
               let answered; const work = []; \
               heard.fetch({{ request: {{ method: 'GET', url: scope + 'a.html?x', mode: 'navigate' }}, \
                 respondWith: answer => answered = answer, waitUntil: more => work.push(more) }}); \
               const answer = await answered; await Promise.all(work); return answer.type === 'error' ? null : answer.text(); }})()",
            portal(day)
        )
    };
    let html = json!(html);
    let network = format!("new Response({html}, {{ headers: {{ 'content-type': 'text/html' }} }})");
    let story = format!(
        "(async () => {{ const scope = location.origin + '/scope-' + Math.random() + '/'; \
           const frame = await caches.open('frame of ' + scope); await frame.put(scope + 'assets/first.js', new Response('')); \
           {}; return {}; }})()",
        visit(kept_on, &network),
        visit(today, "{ throw new Error('no network') }").trim_start_matches("await ")
    );
    page.eval_promise(&story).await
}

#[test]
fn a_copy_says_its_age_and_shows_nothing_past_its_day() {
    browse(|page| async move {
        page.open(&site().url("")).await;
        let plain = "<html><body><main class=wrap>text</main>";
        let young = answer(&page, plain, "2026-11-20", "2026-11-27").await;
        assert!(
            young
                .as_str()
                .is_some_and(|text| text.contains("<main class=wrap><p") && text.contains("kept 2026年11月20日")),
            "{young}"
        );
        let old = answer(&page, plain, "2026-11-20", "2026-11-28").await;
        assert!(old.as_str().is_some_and(|text| text.contains("old 2026年11月20日")), "{old}");
        // Its module that takes facts down is not kept: past the first last day, the page is not shown at all.
        for dated in [
            "<main><p data-until=\"2026-11-22\">fact</p><p data-until=2027-01-01>",
            "<main><p data-until=2026-11-22>fact",
        ] {
            let (before, after) = (
                answer(&page, dated, "2026-11-20", "2026-11-22").await,
                answer(&page, dated, "2026-11-20", "2026-11-23").await,
            );
            assert!(before.as_str().is_some_and(|text| text.contains("fact")), "{before}");
            assert!(after.is_null(), "{after}");
        }
        // With its module it is shown, but for the page of one record.
        let module = "<script src=\"assets/first.js\"></script>";
        let list = format!("{module}<main><p data-until=2026-11-22>fact<p>more");
        let record = format!("{module}<main data-until=\"2026-11-22\" data-expired=\"over\">fact");
        let shown = answer(&page, &list, "2026-11-20", "2026-11-23").await;
        assert!(shown.as_str().is_some_and(|text| text.contains("more")), "{shown}");
        let before = answer(&page, &record, "2026-11-20", "2026-11-22").await;
        assert!(before.as_str().is_some_and(|text| text.contains("fact")), "{before}");
        assert!(answer(&page, &record, "2026-11-20", "2026-11-23").await.is_null());
        let tombstone = "<meta name=\"robots\" content=\"noindex\"><main>gone";
        assert!(answer(&page, tombstone, "2026-11-20", "2026-11-20").await.is_null());
    });
}
