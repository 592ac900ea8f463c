//! Chromium, driven: a driver and an empty profile for each test.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::{PrintConfiguration, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Value, json};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up on it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens a browser, lets `story` use it, and closes it however the story ended.
pub fn browse<F>(story: impl FnOnce(Page) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let driver = Driver::start();
    let profile = tempfile::tempdir().expect("a folder can be made");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let told = runtime.block_on(async {
        let page = driver.open(profile.path()).await;
        let client = page.client.clone();
        let told = tokio::spawn(story(page)).await;
        client.close().await.expect("the browser closes");
        told
    });
    drop(driver);
    if let Err(error) = told {
        std::panic::resume_unwind(error.into_panic());
    }
}

/// A running chromedriver; it ends with this value.
struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    fn start() -> Driver {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
        let process = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts: `./run-tests` installs it");
        let driver = Driver { process, address: format!("http://127.0.0.1:{port}") };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < PATIENCE, "chromedriver does not answer on port {port}");
            std::thread::sleep(Duration::from_millis(50));
        }
        driver
    }

    async fn open(&self, profile: &std::path::Path) -> Page {
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--window-size=1280,900",
            // A name of this machine that is not trusted as it is.
            "--host-resolver-rules=MAP portal.test 127.0.0.1",
            &format!("--user-data-dir={}", profile.display()),
        ]
        .map(Value::from);
        let capabilities = json!({
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let Value::Object(capabilities) = capabilities else { unreachable!("written as an object just above") };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.into_iter().collect())
            .connect(&self.address)
            .await
            .expect("Chromium opens a page");
        Page { client }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Already gone is as good as ended.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// A request that only chromedriver knows: a path below the session, and its body.
#[derive(Debug)]
struct Extra {
    path: &'static str,
    body: Value,
}

type BadUrl = <Url as FromStr>::Err;

impl WebDriverCompatibleCommand for Extra {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, BadUrl> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// A browser's only page.
#[derive(Clone)]
pub struct Page {
    client: Client,
}

impl Page {
    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.expect("the page opens");
    }

    pub async fn reload(&self) {
        self.client.refresh().await.expect("the page opens again");
    }

    /// The first element for a CSS selector, once there is one.
    pub async fn find(&self, selector: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(selector));
        wait.await.unwrap_or_else(|error| panic!("no `{selector}`: {error}"))
    }

    pub async fn click(&self, selector: &str) {
        self.find(selector).await.click().await.unwrap_or_else(|error| panic!("cannot click `{selector}`: {error}"));
    }

    /// What the first element for a CSS selector says.
    pub async fn text(&self, selector: &str) -> String {
        self.find(selector).await.text().await.expect("text")
    }

    /// What a function body written in JavaScript returns.
    pub async fn eval(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// What a promise, written as an expression in JavaScript, comes to.
    pub async fn eval_promise(&self, promise: &str) -> Value {
        let script = format!("const done = arguments[0]; ({promise}).then(done, error => done(String(error)));");
        self.client.execute_async(&script, Vec::new()).await.unwrap_or_else(|error| panic!("{promise}: {error}"))
    }

    /// Waits until an expression in JavaScript is true.
    pub async fn wait(&self, condition: &str) {
        let start = Instant::now();
        while self.eval(&format!("return Boolean({condition});")).await != true {
            assert!(start.elapsed() < PATIENCE, "still not so: {condition}");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Presses and lets go of a key, wherever the focus is.
    pub async fn press(&self, key: Key) {
        self.chord(&[key.into()]).await;
    }

    /// Presses keys one after the other and lets go of them together.
    pub async fn chord(&self, keys: &[char]) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys {
            actions = actions.then(KeyAction::Down { value: *value });
        }
        for value in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value: *value });
        }
        self.client.perform_actions(actions).await.expect("keys can be pressed");
    }

    /// Types into whatever has the focus.
    pub async fn type_text(&self, text: &str) {
        let focused = self.client.active_element().await.expect("a focus");
        focused.send_keys(text).await.expect("text can be typed");
    }

    /// A phone's screen of that width in CSS pixels, touch included.
    pub async fn phone(&self, width: u32) {
        let screen = json!({ "width": width, "height": 844, "deviceScaleFactor": 2, "mobile": true });
        self.cdp("Emulation.setDeviceMetricsOverride", screen).await;
    }

    /// A picture of the whole page, a PNG, on a screen of that width and as long as the page, at most `height`.
    pub async fn picture(&self, width: u32, height: u64) -> Vec<u8> {
        let screen =
            |height: u64| json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.cdp("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
        self.cdp("Emulation.setDeviceMetricsOverride", screen(844)).await;
        let whole = self.eval("return document.documentElement.scrollHeight;").await.as_u64().expect("a height");
        self.cdp("Emulation.setDeviceMetricsOverride", screen(whole.min(height))).await;
        self.client.screenshot().await.expect("a picture")
    }

    /// What the page is shown on, `screen`, `print` or, where nothing is asked for, each in its place, and the colour scheme that the device asks for.
    pub async fn shown_on(&self, medium: &str, scheme: &str) {
        let features = [json!({ "name": "prefers-color-scheme", "value": scheme })];
        self.cdp("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features })).await;
    }

    /// What the page is shown on: `screen`, `print`, or nothing asked for.
    pub async fn medium(&self, medium: &str) {
        self.cdp("Emulation.setEmulatedMedia", json!({ "media": medium })).await;
    }

    /// Sheets that the page takes on A4, printed as its style sheet asks.
    pub async fn printed(&self) -> usize {
        self.printed_on(8.27, 11.69).await
    }

    /// The same on paper of that width and height, in inches.
    pub async fn printed_on(&self, width: f64, height: f64) -> usize {
        let paper = json!({ "preferCSSPageSize": true, "paperWidth": width, "paperHeight": height });
        let asked = json!({ "cmd": "Page.printToPDF", "params": paper });
        let answer = self.extra("goog/cdp/execute", asked).await;
        let encoded = answer["data"].as_str().expect("a document").to_owned();
        let script = format!("return atob('{encoded}').split('/Type /Page\\n').length - 1;");
        let pages = self.eval(&script).await.as_u64().expect("a number");
        usize::try_from(pages).expect("few")
    }

    /// The page's web app manifest as the browser reads it, with the faults it finds.
    pub async fn manifest(&self) -> Value {
        self.extra("goog/cdp/execute", json!({ "cmd": "Page.getAppManifest", "params": {} })).await
    }

    /// The colour scheme that the device asks for: `light` or `dark`.
    pub async fn scheme(&self, scheme: &str) {
        self.device(&[("prefers-color-scheme", scheme)]).await;
    }

    /// What the device asks for, by media feature; nothing else is asked for then.
    pub async fn device(&self, features: &[(&str, &str)]) {
        let features = features.iter().map(|(name, value)| json!({ "name": name, "value": value }));
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features.collect::<Vec<_>>() })).await;
    }

    /// The page on A4 paper, a PDF.
    pub async fn paper(&self) -> Vec<u8> {
        self.client.print(PrintConfiguration::default()).await.expect("a PDF")
    }

    /// Pages opened from now on run no script of their own.
    pub async fn without_scripts(&self) {
        self.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    }

    /// Runs a script in every page opened from now on, before the page's own.
    pub async fn before_scripts(&self, source: &str) {
        self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
    }

    /// What an input method shows while characters are being chosen, and what it commits in the end.
    pub async fn compose(&self, steps: &[&str], committed: &str) {
        for step in steps {
            self.composing(step).await;
            // As long as people take, so that a page that asks too early is found out.
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        self.cdp("Input.insertText", json!({ "text": committed })).await;
    }

    /// What an input method shows while characters are being chosen, and stays so.
    pub async fn composing(&self, text: &str) {
        let end = text.chars().count();
        self.cdp("Input.imeSetComposition", json!({ "text": text, "selectionStart": end, "selectionEnd": end })).await;
    }

    /// Whether the device has no network.
    pub async fn offline(&self, offline: bool) {
        let network = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", network).await;
    }

    pub async fn back(&self) {
        self.client.back().await.expect("there is a page before");
    }

    pub async fn forward(&self) {
        self.eval("history.forward();").await;
    }

    async fn cdp(&self, command: &str, params: Value) {
        self.extra("goog/cdp/execute", json!({ "cmd": command, "params": params })).await;
    }

    /// Warnings and errors that the console got since the last call.
    pub async fn console(&self) -> Vec<String> {
        let entries = self.extra("se/log", json!({ "type": "browser" })).await;
        let entries = entries.as_array().expect("a list of entries");
        let bad = entries.iter().filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        bad.map(|entry| entry["message"].to_string()).collect()
    }

    /// Addresses of the requests that pages made since the last call.
    pub async fn requests(&self) -> Vec<String> {
        let entries = self.extra("se/log", json!({ "type": "performance" })).await;
        let entries = entries.as_array().expect("a list of entries");
        let events = entries.iter().map(|entry| {
            let text = entry["message"].as_str().expect("an event is text");
            serde_json::from_str::<Value>(text).expect("an event is JSON")
        });
        events
            .filter(|event| event["message"]["method"] == "Network.requestWillBeSent")
            .map(|event| event["message"]["params"].clone())
            // The browser's own start page asks for much, too.
            .filter(|request| !request["documentURL"].as_str().is_some_and(|page| page.starts_with("chrome:")))
            .map(|request| request["request"]["url"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    async fn extra(&self, path: &'static str, body: Value) -> Value {
        let answer = self.client.issue_cmd(Extra { path, body }).await;
        answer.unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}
