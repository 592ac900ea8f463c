// Asks a site's search page in Chromium, each query with an empty cache on a slow network, then by the keyboard with a warm
// one; and, when a folder with an index of Pagefind is given, asks that the same queries on the same pages.
// Arguments: folder of a built site, folder of Pagefind's index (optional). In: lines of JSON, `query` and `right`. Out: a
// line of JSON for each query and searcher.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http2 from "node:http2";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";

/** Slow 4G, as Lighthouse has it. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const FREE = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
/** Queries that are typed, one key after the other. */
const TYPED = 12;
const PATIENCE_MS = 60000;

const [, , site, pagefind] = process.argv;
const kinds = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml" };

const profile = fs.mkdtempSync(path.join(os.tmpdir(), "search-quality-"));
const [key, cert] = ["key.pem", "cert.pem"].map((name) => path.join(profile, name));
execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", cert], { stdio: "ignore" });
/** What was sent since it was last set to nothing: a browser counts not all that it fetches. */
const sent = { requests: 0, bytes: 0 };

/** Whether the host compresses texts, as most do. The index is compressed inside. */
let compresses = false;
const packed = /\.(?:html|js|css|svg)$/;

/** Files over HTTP/2, as hosts send them; no ranges. */
const server = http2.createSecureServer({ key: fs.readFileSync(key), cert: fs.readFileSync(cert), allowHTTP1: true }, (request, response) => {
  const wanted = decodeURIComponent(new URL(request.url, "https://localhost").pathname);
  const file = path.join(wanted.startsWith("/pagefind/") ? path.dirname(pagefind ?? site) : site, wanted.endsWith("/") ? `${wanted}index.html` : wanted);
  fs.readFile(file, (error, body) => {
    const gzips = !error && compresses && packed.test(file);
    const bytes = error ? Buffer.alloc(0) : gzips ? zlib.gzipSync(body) : body;
    const type = kinds[path.extname(file)] ?? "application/octet-stream";
    response.writeHead(error ? 404 : 200, { "Content-Type": type, "Cache-Control": "max-age=3600", ...(gzips ? { "Content-Encoding": "gzip" } : {}) });
    response.end(bytes);
    sent.requests += 1;
    sent.bytes += bytes.length;
  });
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const root = `https://127.0.0.1:${server.address().port}`;

const flags = ["--headless=new", "--ignore-certificate-errors", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--remote-debugging-pipe", `--user-data-dir=${profile}/profile`];
const chromium = spawn("chromium", flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
let last = 0;
const waiting = new Map();
let heard = "";
chromium.stdio[4].setEncoding("utf8").on("data", (data) => {
  const messages = (heard + data).split("\0");
  heard = messages.pop();
  for (const message of messages.map((each) => JSON.parse(each))) {
    waiting.get(message.id)?.(message);
  }
});

/** One command of the DevTools protocol. */
function send(method, params = {}, sessionId = undefined) {
  chromium.stdio[3].write(`${JSON.stringify({ id: ++last, method, params, sessionId })}\0`);
  const id = last;
  return new Promise((resolve, reject) => waiting.set(id, ({ result, error }) => (error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result))));
}

/** A page with an empty cache that counts what it fetches. */
class Page {
  static async open(network) {
    const page = new Page();
    ({ browserContextId: page.context } = await send("Target.createBrowserContext"));
    const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId: page.context });
    ({ sessionId: page.session } = await send("Target.attachToTarget", { targetId, flatten: true }));
    for (const domain of ["Network", "Page", "Runtime", "Performance"]) await page.send(`${domain}.enable`);
    await page.send("Network.emulateNetworkConditions", network);
    page.reset();
    return page;
  }

  send(method, params) {
    return send(method, params, this.session);
  }

  reset() {
    [sent.requests, sent.bytes] = [0, 0];
  }

  async value(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async until(expression) {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 15))) {
      const value = await this.value(expression).catch(() => undefined);
      if (value) return value;
    }
    throw new Error(`still waiting for ${expression}`);
  }

  async script() {
    const { metrics } = await this.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "ScriptDuration").value * 1000;
  }

  async close() {
    await send("Target.disposeBrowserContext", { browserContextId: this.context });
  }
}

/** Notes when answers were complete for the first time, on the page's own clock. */
const WATCH = `new MutationObserver(() => {
  const results = document.querySelector("#results[aria-busy=false]");
  if (results && results.childElementCount) window.answered ??= performance.now();
}).observe(document, { subtree: true, attributes: true, childList: true });`;
const HREFS = `[...document.querySelectorAll("#results .result-name a")].map((link) => new URL(link.href).pathname.slice(1))`;

async function ours(query) {
  const page = await Page.open(SLOW);
  await page.send("Page.addScriptToEvaluateOnNewDocument", { source: WATCH });
  await page.send("Page.navigate", { url: `${root}/search/?q=${encodeURIComponent(query)}` });
  const ms = await page.until("window.answered");
  const hrefs = await page.value(HREFS);
  const { requests, bytes } = sent;
  await page.close();
  return { ms, hrefs, requests, bytes };
}

/** What every key costs: bytes and requests when nothing but the answer before it is at hand, script time when all is. */
async function typed(query) {
  const page = await Page.open(FREE);
  await page.send("Page.navigate", { url: `${root}/search/` });
  await page.until(`document.readyState === "complete"`);
  await page.value(`document.querySelector("#q").focus()`);
  const keys = [];
  for (const warm of [false, true]) {
    await page.value(`document.querySelector("#q").value = ""`);
    for (const [at, character] of Array.from(query).entries()) {
      page.reset();
      const before = await page.script();
      await page.send("Input.insertText", { text: character });
      await page.until(`document.querySelector("#results[aria-busy=false]")?.childElementCount > 0`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const script = (await page.script()) - before;
      if (!warm) keys.push({ bytes: sent.bytes, requests: sent.requests });
      else keys[at].script = script;
    }
  }
  await page.close();
  // The first key brings the directory: it is a first query, and no next key.
  return keys.slice(1);
}

async function theirs(query) {
  const page = await Page.open(SLOW);
  // Pages of this site forbid what WebAssembly needs.
  await page.send("Page.setBypassCSP", { enabled: true });
  await page.send("Page.navigate", { url: `${root}/404.html` });
  await page.until(`document.readyState === "complete"`);
  page.reset();
  const { ms, hrefs } = await page.value(`(async () => {
    const begun = performance.now();
    const pagefind = await import("/pagefind/pagefind.js");
    // A worker would be on a fast network.
    await pagefind.options({ noWorker: true });
    const { results } = await pagefind.search(${JSON.stringify(query)});
    const shown = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return { ms: performance.now() - begun, hrefs: shown.map(({ url }) => new URL(url, location.origin).pathname.slice(1)) };
  })()`);
  const { requests, bytes } = sent;
  await page.close();
  return { ms, hrefs, requests, bytes };
}

const questions = fs.readFileSync(0, "utf8").split("\n").slice(0, -1).map((line) => JSON.parse(line));
const say = (line) => console.log(JSON.stringify(line));
for (const [at, { query }] of questions.entries()) {
  for (const by of ["ours", "packed"]) {
    compresses = by === "packed";
    say({ by, at, ...(await ours(query)) });
  }
  compresses = false;
  if (pagefind) say({ by: "pagefind", at, ...(await theirs(query)) });
}
const step = Math.max(1, Math.floor(questions.length / TYPED));
for (const { query } of questions.filter((_, at) => at % step === 0)) for (const key of await typed(query)) say({ by: "key", ...key });
await send("Browser.close").catch(() => undefined);
server.close();
process.exit(0);
