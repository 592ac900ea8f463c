//! What searching costs on the wire, in a real browser against a server that counts.

mod browser;
pub mod queries;
mod server;

use anyhow::Result;
use browser::Driver;
use queries::Query;
use server::{Counter, Server, Traffic};
use std::path::Path;
use std::time::Duration;

/// One query's answer and cost.
#[derive(Debug)]
pub struct Answer {
    pub class: &'static str,
    pub query: String,
    /// Answers on the page.
    pub shown: u64,
    /// Text of the first answer's link.
    pub first: String,
    /// Everything from an empty cache: page, styles, scripts, index.
    pub cold: Traffic,
    /// What typing another query into the same page adds.
    pub next: Traffic,
}

/// Asks each query in a browser that has never seen the site, and then the one after it in the same page.
///
/// # Errors
/// No Chromium or chromedriver, or a page that does not finish its search.
pub fn measure(site: &Path, queries: &[Query]) -> Result<Vec<Answer>> {
    let server = Server::start(site)?;
    let driver = Driver::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut answers = Vec::with_capacity(queries.len());
        for (position, query) in queries.iter().enumerate() {
            let next = &queries[(position + 1) % queries.len()];
            answers.push(ask(&driver, &server, query, next).await?);
        }
        Ok(answers)
    })
}

async fn ask(driver: &Driver, server: &Server, query: &Query, next: &Query) -> Result<Answer> {
    let counter = server.counter();
    let page = driver.open().await?;
    counter.reset();
    page.search(&server.address(), &query.text).await?;
    let cold = settle(&page, counter).await?;
    let (shown, first) = page.answers().await?;
    counter.reset();
    page.type_query(&next.text).await?;
    let next = settle(&page, counter).await?;
    page.close().await?;
    Ok(Answer { class: query.class, query: query.text.clone(), shown, first, cold, next })
}

/// The traffic once the results are complete and nothing has been asked for during a third of a second.
async fn settle(page: &browser::Page, counter: &Counter) -> Result<Traffic> {
    let mut before = None;
    loop {
        page.wait_for_results().await?;
        let now = counter.traffic();
        if before == Some(now) {
            return Ok(now);
        }
        before = Some(now);
        tokio::time::sleep(Duration::from_millis(350)).await;
    }
}
