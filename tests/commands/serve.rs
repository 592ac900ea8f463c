//! `serve`: a real server on a free port, asked as a browser would.

use crate::{edit, mingjing, new_portal, said};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a preview of the portal prints when it answers.
pub fn first_report(root: &Path) -> serde_json::Value {
    Server::start(root, &[]).report.clone()
}

/// A preview that runs until it is dropped.
struct Server {
    process: Child,
    report: serde_json::Value,
    /// `127.0.0.1:PORT`.
    host: String,
    /// Path of the home page.
    base: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // Fails only when it has ended already.
        self.process.kill().unwrap_or_default();
        self.process.wait().expect("ended");
    }
}

impl Server {
    fn start(root: &Path, arguments: &[&str]) -> Server {
        let mut process = Command::new(env!("CARGO_BIN_EXE_mingjing"))
            .arg("--root")
            .arg(root)
            .args(["serve", "--port", "0", "--json", "--quiet"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("runs");
        let stdout = process.stdout.take().expect("a pipe");
        let report = serde_json::Deserializer::from_reader(stdout).into_iter::<serde_json::Value>().next();
        let report = report.expect("a report").expect("JSON");
        assert_eq!(report["command"], "serve");
        let address = report["address"].as_str().expect("an address").strip_prefix("http://").expect("http");
        let (host, base) = address.split_once('/').expect("a path");
        let (host, base) = (host.to_owned(), format!("/{base}"));
        Server { process, report, host, base }
    }

    fn open(&self, path: &str, host: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).expect("connects");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("sent");
        stream
    }

    /// Head and body of an answer.
    fn get(&self, path: &str) -> (String, String) {
        let mut answer = Vec::new();
        self.open(path, &self.host).read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.to_ascii_lowercase(), body.to_owned())
    }

    /// A page below the site's root.
    fn page(&self, path: &str) -> String {
        let (head, body) = self.get(&format!("{}{path}", self.base));
        assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
        body
    }

    fn events(&self) -> Events {
        Events(BufReader::new(self.open("/__reload", &self.host)))
    }
}

/// The events a browser gets.
struct Events(BufReader<TcpStream>);

impl Events {
    /// Data of the next event `site`.
    fn next(&mut self) -> serde_json::Value {
        let begun = Instant::now();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).expect("an event within twenty seconds");
            assert!(!line.is_empty() && begun.elapsed() < Duration::from_secs(20), "no event");
            if let Some(data) = line.strip_prefix("data:") {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    }

    /// Waits until the site has another version than `before`.
    fn rebuilt(&mut self, before: &serde_json::Value) -> serde_json::Value {
        loop {
            let event = self.next();
            assert_eq!(event["failure"], serde_json::Value::Null, "{event}");
            if event["version"] != before["version"] {
                return event;
            }
        }
    }
}

const ARTICLE: &str = "content/articles/five-step-check.md";

#[test]
fn what_changes_is_rebuilt_and_browsers_are_told() {
    let dir = new_portal();
    let root = dir.path();
    said(root, &["new", "article", "draft", "--title", "还没写完的草稿"], 0);
    let server = Server::start(root, &[]);
    let mut events = server.events();
    let mut at = events.next();

    let home = server.page("");
    assert!(home.contains("<script type=\"module\" src=\"/__reload/script.js?version="), "no reload script: {home}");
    assert!(server.page("articles/draft.html").contains("还没写完的草稿"), "drafts are shown");
    let kept = std::fs::read_to_string(root.join("data/preview/index.html")).expect("a page");
    assert!(!kept.contains("__reload"), "the script is in a file");
    assert!(!root.join("site").exists(), "a preview wrote the published site");

    edit(root, ARTICLE, "这五步按先后做", "这五步改过了，按先后做");
    at = events.rebuilt(&at);
    assert!(server.page("articles/five-step-check.html").contains("这五步改过了"));

    edit(root, "data/samples/penalties.json", "罚款5000元", "罚款6000元");
    at = events.rebuilt(&at);
    assert!(server.page("data/penalties.csv").contains("罚款6000元"), "a changed feed was not pulled");

    std::fs::remove_file(root.join("content/articles/draft.md")).expect("removed");
    at = events.rebuilt(&at);
    assert!(server.get(&format!("{}articles/draft.html", server.base)).0.starts_with("http/1.1 404"));

    std::fs::write(root.join("themes/default/static/css/99-portal.css"), "body{outline:0}\n").expect("written");
    events.rebuilt(&at);

    // What is served is what `build` makes of the same files.
    let out = root.join("other");
    said(root, &["build", "--drafts", "--out", out.to_str().expect("utf-8")], 0);
    let manifest = |folder: &str| std::fs::read(root.join(folder).join("manifest.json")).expect("a manifest");
    assert!(manifest("data/preview") == manifest("other"), "a rebuild and a build differ");
}

#[test]
fn a_failing_rebuild_keeps_the_old_site_and_says_so() {
    let dir = new_portal();
    let root = dir.path();
    let server = Server::start(root, &[]);
    let mut events = server.events();
    let at = events.next();
    let before = server.page("");
    let template = root.join("themes/default/templates/home.html");
    std::fs::create_dir_all(template.parent().expect("a folder")).expect("created");
    std::fs::write(&template, "<p>\n{% if %}").expect("written");
    let failed = std::iter::repeat_with(|| events.next()).find(|event| !event["failure"].is_null()).expect("a failure");
    assert!(failed["failure"].as_str().expect("words").contains("home.html:2"), "{failed}");
    assert_eq!(failed["version"], at["version"]);
    assert_eq!(server.page(""), before, "the old page is still served");
    std::fs::remove_file(&template).expect("removed");
    let mended = std::iter::repeat_with(|| events.next()).find(|event| event["failure"].is_null()).expect("mended");
    assert_eq!(mended["version"], at["version"], "nothing to reload: {mended}");
    let article = std::fs::read_to_string(root.join(ARTICLE)).expect("text");
    std::fs::write(root.join(ARTICLE), article.replace("kind = \"guide\"", "kind = \"poem\"")).expect("written");
    let failed = std::iter::repeat_with(|| events.next()).find(|event| !event["failure"].is_null()).expect("a failure");
    assert!(failed["failure"].as_str().expect("words").contains("five-step-check.md"), "{failed}");
}

#[test]
fn it_answers_like_a_static_host_and_to_nobody_else() {
    let dir = new_portal();
    let server = Server::start(dir.path(), &[]);
    assert_eq!(server.base, "/yfk/", "as deep as `base_url`, so that 404.html finds its styles");
    let (head, _) = server.get("/");
    assert!(head.starts_with("http/1.1 307") && head.contains("location: /yfk/"), "{head}");
    let (head, _) = server.get("/yfk/articles?x=1");
    assert!(head.starts_with("http/1.1 307") && head.contains("location: /yfk/articles/?x=1"), "{head}");
    let (head, body) = server.get("/yfk/no-such-page.html");
    assert!(head.starts_with("http/1.1 404") && body.contains("/yfk/assets/"), "{head}");
    for path in ["/yfk/../portal.toml", "/yfk/%2e%2e/ledger.db", "/yfk/..%2fledger.db", "/yfk/.mingjing/lock"] {
        let (head, body) = server.get(path);
        assert!(head.starts_with("http/1.1 404") && !body.contains("SQLite"), "{path}: {head}");
    }
    let (head, _) = server.get("/yfk/sitemap.xml");
    assert!(head.contains("content-type: text/xml; charset=utf-8") && head.contains("no-store"), "{head}");
    let (head, script) = server.get("/__reload/script.js");
    assert!(head.contains("text/javascript") && script.contains("EventSource"), "{head}");
    let mut answer = String::new();
    server.open("/yfk/", "evil.example").read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
}

#[test]
fn a_taken_port_and_a_public_output_are_refused() {
    let dir = new_portal();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let words = said(dir.path(), &["serve", "--port", &port], 1);
    assert!(words.contains(&port) && words.contains("--port"), "{words}");
    for out in ["site", "content/out", "."] {
        let path = dir.path().join(out);
        let words = said(dir.path(), &["serve", "--port", "0", "--out", path.to_str().expect("utf-8")], 2);
        assert!(words.contains("hint:"), "{out}: {words}");
    }
    let nowhere = mingjing(Path::new("/nonexistent"), &["serve", "--port", "0"]);
    assert_eq!(nowhere.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_with_exit_code_0() {
    let dir = new_portal();
    let mut server = Server::start(dir.path(), &[]);
    let mut events = server.events();
    events.next();
    let id = i32::try_from(server.process.id()).expect("a process id");
    // SAFETY: a signal to a process that this test started and has not waited for.
    assert_eq!(unsafe { libc::kill(id, libc::SIGINT) }, 0);
    let begun = Instant::now();
    let status = server.process.wait().expect("ended");
    assert_eq!(status.code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(5), "an open page kept it running");
}
