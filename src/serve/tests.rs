use super::files::{Found, find, mime};
use super::reload::inject;
use super::*;
use std::fs;

fn site() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in [
        ("out/index.html", "home"),
        ("out/404.html", "missing"),
        ("out/articles/index.html", "articles"),
        ("out/articles/a.html", "a"),
        ("out/政策.html", "policy"),
        ("out/.mingjing/lock", "private"),
        ("secret.txt", "secret"),
    ] {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, text).expect("written");
    }
    dir
}

/// Status and text of an answer.
fn found(dir: &tempfile::TempDir, base: &str, path: &str) -> (u16, String) {
    match find(&dir.path().join("out"), base, path).expect("readable") {
        Found::File { status, bytes, .. } => (status.as_u16(), String::from_utf8(bytes).expect("text")),
        Found::Elsewhere(location) => (307, location),
        Found::Nothing => (404, String::new()),
    }
}

#[test]
fn files_are_served_as_a_static_host_would() {
    let dir = site();
    for (path, status, text) in [
        ("/", 200, "home"),
        ("/index.html", 200, "home"),
        ("/articles/", 200, "articles"),
        ("/articles", 307, "/articles/"),
        ("/articles/a.html", 200, "a"),
        ("/%E6%94%BF%E7%AD%96.html", 200, "policy"),
        ("/nothing.html", 404, "missing"),
        ("/articles/a.html/", 404, "missing"),
        ("/nothing/", 404, "missing"),
    ] {
        assert_eq!(found(&dir, "/", path), (status, text.to_owned()), "{path}");
    }
    for (path, status, text) in [
        ("/", 307, "/yfk/"),
        ("/yfk", 307, "/yfk/"),
        ("/yfk/", 200, "home"),
        ("/yfk/articles", 307, "/yfk/articles/"),
        ("/articles/", 404, "missing"),
        ("/yfkx/", 404, "missing"),
    ] {
        assert_eq!(found(&dir, "/yfk/", path), (status, text.to_owned()), "{path} below /yfk/");
    }
    fs::remove_file(dir.path().join("out/404.html")).expect("removed");
    assert_eq!(found(&dir, "/", "/nothing.html"), (404, String::new()));
}

#[test]
fn nothing_outside_the_output_is_served() {
    let dir = site();
    #[cfg(unix)]
    for (link, target) in [("out/link.txt", "secret.txt"), ("out/up", "")] {
        std::os::unix::fs::symlink(dir.path().join(target), dir.path().join(link)).expect("linked");
    }
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/articles/../../secret.txt",
        "/articles/%2e%2e/%2e%2e/secret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/.mingjing/lock",
        "/./index.html",
        "/a%00b",
        "/%ff",
        "/C:/x",
        "/link.txt",
        "/up/secret.txt",
        "",
        "secret.txt",
    ] {
        assert_eq!(found(&dir, "/", path), (404, "missing".to_owned()), "{path}");
    }
    assert_ne!(found(&dir, "/", "//evil.example").0, 307, "a redirect to another host");
}

#[test]
fn types_are_those_browsers_expect() {
    for (name, expected) in [
        ("index.html", "text/html; charset=utf-8"),
        ("site-1.css", "text/css; charset=utf-8"),
        ("main.js", "text/javascript; charset=utf-8"),
        ("status.json", "application/json; charset=utf-8"),
        ("sitemap.xml", "text/xml; charset=utf-8"),
        ("a.svg", "image/svg+xml"),
        ("chunk.bin", "application/octet-stream"),
        ("nameless", "application/octet-stream"),
    ] {
        assert_eq!(mime(name), expected, "{name}");
    }
}

#[test]
fn the_script_stands_at_the_end_of_the_body() {
    let page = inject("<body>甲</body></html>".into(), 7);
    let page = String::from_utf8(page).expect("text");
    assert!(page.starts_with("<body>甲<script type=\"module\" src=\"/__reload/script.js?version="), "{page}");
    assert!(page.ends_with("-7\"></script></body></html>"), "{page}");
    assert!(String::from_utf8(inject("甲".into(), 0)).expect("text").starts_with("甲<script"));
}

#[test]
fn other_hosts_names_are_refused() {
    let headers = |host: &str| HeaderMap::from_iter([(header::HOST, host.parse().expect("a header"))]);
    for good in ["127.0.0.1:8080", "localhost", "LOCALHOST:80"] {
        assert!(is_local(&headers(good)), "{good}");
    }
    for bad in ["evil.example:8080", "127.0.0.1.evil.example", ""] {
        assert!(!is_local(&headers(bad)), "{bad}");
    }
    assert!(!is_local(&HeaderMap::new()));
}
