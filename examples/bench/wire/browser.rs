//! Chromium, driven: one fresh profile a page, so that every first load is a cold one.

use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);
const RESULTS: &str = "#results[aria-busy=false]";
const INPUT: &str = "input[type=search][name=q]";

/// A running chromedriver; it ends with this value.
pub struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    /// Starts `chromedriver` from the PATH.
    pub fn start() -> Result<Driver> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let process = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context(
                "cannot start `chromedriver`\n  hint: install Chromium with its driver (Debian: chromium-driver)",
            )?;
        let driver = Driver { process, address: format!("http://127.0.0.1:{port}") };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if start.elapsed() > PATIENCE {
                bail!("`chromedriver` does not answer on port {port}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(driver)
    }

    /// A browser with an empty profile.
    pub async fn open(&self) -> Result<Page> {
        let profile = tempfile::tempdir().context("cannot make a folder for the browser's profile")?;
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            &format!("--user-data-dir={}", profile.path().display()),
        ]
        .map(Value::from);
        let capabilities = json!({ "goog:chromeOptions": { "args": arguments } });
        let Value::Object(capabilities) = capabilities else { unreachable!("written as an object just above") };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.into_iter().collect())
            .connect(&self.address)
            .await
            .context("cannot open a page in Chromium")?;
        Ok(Page { client, _profile: profile })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Already gone is as good as ended.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// A browser's only page.
pub struct Page {
    client: Client,
    /// Removed with the page.
    _profile: tempfile::TempDir,
}

impl Page {
    /// Opens the search page with a query in its address.
    pub async fn search(&self, site: &str, query: &str) -> Result<()> {
        let query = percent_encoding::utf8_percent_encode(query, percent_encoding::NON_ALPHANUMERIC);
        self.client.goto(&format!("{site}/search/?q={query}")).await.context("cannot open the search page")
    }

    /// Replaces the query by hand, as a person at a keyboard does.
    pub async fn type_query(&self, query: &str) -> Result<()> {
        let input = self.client.find(Locator::Css(INPUT)).await.with_context(|| format!("no `{INPUT}` on the page"))?;
        let select_all = "arguments[0].focus(); arguments[0].select();";
        self.client.execute(select_all, vec![serde_json::to_value(&input)?]).await?;
        input.send_keys(query).await?;
        Ok(())
    }

    pub async fn wait_for_results(&self) -> Result<()> {
        let wait = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(RESULTS));
        wait.await.with_context(|| format!("no `{RESULTS}` after {} seconds", PATIENCE.as_secs()))?;
        Ok(())
    }

    /// How many answers are shown, and the first one's link.
    pub async fn answers(&self) -> Result<(u64, String)> {
        let script = "const links = [...document.querySelectorAll('#results li')].map(li => li.querySelector('a')) \
                      .filter(Boolean); return [links.length, links[0]?.textContent.trim() ?? ''];";
        let found = self.client.execute(script, Vec::new()).await?;
        let shown = found[0].as_u64().context("no number of answers")?;
        Ok((shown, found[1].as_str().unwrap_or_default().to_owned()))
    }

    pub async fn close(self) -> Result<()> {
        Ok(self.client.close().await?)
    }
}
