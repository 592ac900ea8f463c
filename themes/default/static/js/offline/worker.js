/**
 * Keeps the home page and the pages that were visited readable without a network. Loaded by `sw.js`, which says in
 * `self.portal` what belongs to this build.
 *
 * The network always goes first: whoever is online never sees a kept page, and what has been withdrawn or has no page any
 * more is dropped as soon as its address answers so. What is kept says so, with its day. A kept page whose facts have
 * begun to expire is shown only where the module that takes them down is kept too; one that is about a single fact goes
 * with it.
 */

/**
 * @typedef {object} Portal
 * @property {string} version changes with style sheet and modules; what was kept for another one goes
 * @property {string[]} core paths of all that every page needs
 * @property {string} home
 * @property {string} offline the page for an address that is not kept
 * @property {string} language
 * @property {string | null} today the fixed day of a sample portal
 * @property {string} kept what a kept page says, with `{date}`
 * @property {string} old what one says that is older than `days`
 * @property {number} days
 */

(() => {
  /** @typedef {Event & { waitUntil(work: Promise<unknown>): void }} Lasting */
  /** @typedef {Lasting & { request: Request, respondWith(answer: Promise<Response>): void }} Asking */
  /** @typedef {{ portal: Portal, registration: { scope: string }, clients: { claim(): Promise<void> }, skipWaiting(): Promise<void>, addEventListener(type: string, listener: (event: any) => void): void }} Worker */

  const worker = /** @type {Worker} */ (/** @type {unknown} */ (self));
  const { portal } = worker;
  const { scope } = worker.registration;
  const own = `mingjing ${scope} `;
  const frame = `${own}frame ${portal.version}`;
  const pages = `${own}pages ${portal.version}`;
  const offline = new URL(portal.offline, scope).href;
  /** Pages kept at the most. */
  const MOST = 60;
  const KEPT_ON = "x-kept-on";
  const FIRST_END = "x-first-end";
  const PAGE_END = "x-page-end";

  /** @returns {string} the day in the time of the portal */
  function today() {
    const parts = new Intl.DateTimeFormat("en-CA", { timeZone: portal.zone, year: "numeric", month: "2-digit", day: "2-digit" });
    return portal.today ?? parts.format(new Date());
  }

  /** @param {string} from @param {string} to @returns {number} */
  const daysBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

  /** Keeps a page as it came, with its day; drops what is not to be kept. @param {string} address @param {Response} answer */
  async function keep(address, answer) {
    const cache = await caches.open(pages);
    const html = answer.ok && (answer.headers.get("content-type") ?? "").startsWith("text/html") ? await answer.text() : "";
    // Tombstones and pages that moved are marked so: nothing stands behind them that should outlast a visit.
    if (!html || /<meta name="?robots"? content="?noindex/.test(html)) {
      if (answer.status < 500) await cache.delete(address);
      return;
    }
    const ends = [...html.matchAll(/data-until="?(\d{4}-\d\d-\d\d)/g)].map((end) => end[1] ?? "").sort();
    const main = /<main\b[^>]*>/.exec(html)?.[0] ?? "";
    const end = main.includes("data-expired") ? (/data-until="?(\d{4}-\d\d-\d\d)/.exec(main)?.[1] ?? "") : "";
    const headers = { "content-type": "text/html; charset=utf-8", [KEPT_ON]: today(), [FIRST_END]: ends[0] ?? "", [PAGE_END]: end };
    await cache.delete(address); // so that the newest stand last
    await cache.put(address, new Response(html, { headers }));
    const kept = await cache.keys();
    const spare = kept.filter((request) => request.url !== new URL(portal.home, scope).href);
    await Promise.all(spare.slice(0, Math.max(0, kept.length - MOST)).map((request) => cache.delete(request)));
  }

  /** Whether the page's own modules are there to take its facts down. @param {string} address @param {string} html */
  async function canExpire(address, html) {
    const first = /src="?([^" >]+\/first\.js)/.exec(html)?.[1];
    return Boolean(first && (await caches.match(new URL(first, address).href)));
  }

  /** The kept page, saying that it is one. @param {string} address @returns {Promise<Response>} */
  async function kept(address) {
    const cache = await caches.open(pages);
    const found = await cache.match(address);
    const html = await found?.text();
    const [first, last] = [found?.headers.get(FIRST_END), found?.headers.get(PAGE_END)];
    if (last && last < today()) {
      await cache.delete(address);
      return (await caches.match(offline)) ?? Response.error();
    }
    if (!found || !html || (first && first < today() && !(await canExpire(address, html)))) {
      return (await caches.match(offline)) ?? Response.error();
    }
    const day = found.headers.get(KEPT_ON) ?? "";
    const words = daysBetween(day, today()) > portal.days ? portal.old : portal.kept;
    const date = new Intl.DateTimeFormat(portal.language === "en" ? "en-GB" : portal.language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
    const note = `<p class="note tone-warn kept" role="status">${words.replace("{date}", date)}</p>`;
    return new Response(html.replace(/<main\b[^>]*>/, (main) => main + note), { headers: { "content-type": "text/html; charset=utf-8" } });
  }

  /** @param {Asking} event @param {string} address @returns {Promise<Response>} */
  async function visit(event, address) {
    try {
      const answer = await fetch(event.request);
      event.waitUntil(keep(address, answer.clone()));
      return answer;
    } catch {
      return kept(address);
    }
  }

  /** Named by its content, so the kept one is the right one. @param {Request} request @returns {Promise<Response>} */
  async function part(request) {
    const cache = await caches.open(frame);
    const found = await cache.match(request.url);
    if (found) return found;
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request.url, answer.clone());
    return answer;
  }

  worker.addEventListener("install", (/** @type {Lasting} */ event) => {
    const home = new URL(portal.home, scope).href;
    const fill = async () => {
      await (await caches.open(frame)).addAll([...portal.core, portal.offline].map((path) => new URL(path, scope).href));
      await keep(home, await fetch(home));
      await worker.skipWaiting();
    };
    event.waitUntil(fill());
  });

  worker.addEventListener("activate", (/** @type {Lasting} */ event) => {
    const clear = async () => {
      const past = (await caches.keys()).filter((name) => name.startsWith(own) && name !== frame && name !== pages);
      await Promise.all(past.map((name) => caches.delete(name)));
      await worker.clients.claim();
    };
    event.waitUntil(clear());
  });

  worker.addEventListener("fetch", (/** @type {Asking} */ event) => {
    const { request } = event;
    if (request.method !== "GET" || !request.url.startsWith(scope)) return;
    const address = request.url.split(/[?#]/)[0] ?? request.url;
    if (request.mode === "navigate") event.respondWith(visit(event, address));
    else if (address.startsWith(`${scope}assets/`)) event.respondWith(part(request));
  });
})();
