//! What a page does behind the reader's back: nothing in the console, nothing asked of anyone else.

use crate::chromium::browse;
use crate::site::Site;

#[test]
fn no_console_error_and_no_request_to_another_origin() {
    browse(|page| async move {
        let site = Site::sample();
        page.requests().await;
        let (mut said, mut elsewhere) = (Vec::new(), Vec::new());
        for (kind, path) in site.kinds() {
            page.open(&site.url(&path)).await;
            // The modules that a page loads last have done their work by then.
            page.wait("document.querySelector('.foot .fresh')?.textContent").await;
            let requests = page.requests().await;
            assert!(
                requests.iter().any(|url| url.ends_with("/main.js")),
                "{kind}: the log is not complete: {requests:?}"
            );
            said.extend(page.console().await.into_iter().map(|line| format!("{kind} ({path}): {line}")));
            let own = format!("{}/yfk/", site.server().origin());
            let foreign = requests.into_iter().filter(|url| !url.starts_with(&own) && !url.starts_with("data:"));
            elsewhere.extend(foreign.map(|url| format!("{kind} ({path}): {url}")));
        }
        assert!(said.is_empty(), "the console says:\n{}", said.join("\n"));
        assert!(elsewhere.is_empty(), "requests to others:\n{}", elsewhere.join("\n"));
        let missing: Vec<String> = site.server().log().into_iter().filter(|line| line.starts_with("404")).collect();
        assert!(missing.is_empty(), "asked for and not there:\n{}", missing.join("\n"));
    });
}

/// The server sends a policy of its own beside that of the pages: what breaks it is said on the console.
#[test]
fn pages_come_with_a_strict_policy() {
    browse(|page| async move {
        page.open(&Site::sample().url("")).await;
        let policy = "fetch('./').then(answer => answer.headers.get('Content-Security-Policy'))";
        let policy = page.eval_promise(policy).await;
        assert!(policy.as_str().is_some_and(|policy| policy.contains("style-src 'self'")), "{policy}");
    });
}

#[test]
fn the_console_is_read() {
    browse(|page| async move {
        page.open(&Site::sample().url("")).await;
        page.eval("const s = document.createElement('script'); s.textContent = '1'; document.head.append(s);").await;
        let said = page.console().await.join("\n");
        assert!(said.contains("Content Security Policy"), "{said}");
    });
}
