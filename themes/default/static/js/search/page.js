/**
 * The search page: a query typed or given in the address, answered from the pack. Fetches nothing of the index before
 * there is a query.
 */

import { today } from "../today.js";
import { directory } from "./early.js";
import { Filters, chosenIn, keep } from "./filters.js";
import { arrows } from "./keys.js";
import { Pack, PackError } from "./pack.js";
import { PINYIN } from "./plan.js";
import { TABS, search } from "./query.js";
import { Results } from "./results.js";

/** After the last keystroke, so long is waited for a next one. */
const PAUSE_MS = 120;
/** An answer that takes longer says that it is under way. */
const SLOW_MS = 400;
const PAGE = 10;

const form = /** @type {HTMLFormElement} */ (document.querySelector("form.search-form"));
const input = /** @type {HTMLInputElement} */ (form.querySelector("input[name=q]"));
const section = /** @type {HTMLElement} */ (document.getElementById("results"));
const status = /** @type {HTMLElement} */ (document.getElementById("search-status"));
const metaUrl = new URL(section.dataset.meta ?? "", document.baseURI).href;

/** Days since 1999-12-31, as the pack counts them. */
const day = Math.round((Date.parse(today()) - Date.UTC(1999, 11, 31)) / 86400000);

/** @type {Promise<Pack> | undefined} */
let pack;
/** @type {string | undefined} the tab that was chosen; else the first one with answers */
let tab;
let limit = PAGE;
/** The directory that was asked for ahead; it is used once, as a retry asks anew. */
let ahead = directory;
/** Counts questions: an answer to an earlier one is dropped. */
let asked = 0;
let timer = 0;

/** @param {RequestCache} [cache] */
function open(cache) {
  pack = Pack.open(metaUrl, cache, ahead);
  ahead = undefined;
  pack.catch(() => (pack = undefined));
  return pack;
}

/** @param {string} text @returns {Promise<{answer: import("./query.js").Answer, pack: Pack}>} */
async function answerTo(text) {
  const options = { limit, tab, day, filters: filters.chosen };
  const opened = await (pack ?? open());
  try {
    return { answer: await search(opened, text, options), pack: opened };
  } catch (error) {
    // A newer site has taken the place of the one this page came from: its index is read from the start.
    if (!(error instanceof PackError && error.gone)) throw error;
    const newer = await open("reload");
    return { answer: await search(newer, text, options), pack: newer };
  }
}

/**
 * What tells which characters a spelling is of; fetched only when an answer was found by one.
 * @param {Pack} pack @param {import("./query.js").Answer} answer @returns {Promise<import("./highlight.js").Sounding | undefined>}
 */
async function hearing(pack, { hits }) {
  if (!hits.some(({ grade }) => grade === PINYIN)) return undefined;
  const [{ sounding }, readings] = await Promise.all([import("./pinyin.js"), pack.readings()]);
  return (keys, word) => sounding(keys, word, readings);
}

/** The address of this search, so that it can be kept and passed on. @param {string} text */
function remember(text) {
  const url = new URL(location.href);
  url.search = "";
  if (text) url.searchParams.set("q", text);
  if (text && tab) url.searchParams.set("tab", tab);
  if (text) keep(filters.chosen, url.searchParams);
  history.replaceState(history.state, "", url);
}

async function ask() {
  clearTimeout(timer);
  const text = input.value.trim();
  const mine = ++asked;
  remember(text);
  if (!text) {
    results.clear();
    return;
  }
  results.busy(true);
  const slow = setTimeout(() => results.searching(), SLOW_MS);
  try {
    const { answer, pack } = await answerTo(text);
    if (mine !== asked) return;
    const sounding = await hearing(pack, answer);
    if (mine !== asked) return;
    filters.show(pack.meta);
    results.show(answer, pack.meta, { asked: text, day, sounding });
  } catch {
    if (mine === asked) results.failed();
  } finally {
    clearTimeout(slow);
  }
}

/** A new question: from the first answer on, whichever tab has it. */
function askAnew() {
  tab = undefined;
  limit = PAGE;
  return ask();
}

const given = new URLSearchParams(location.search);
const group = /** @type {HTMLElement} */ (document.getElementById("filters"));
const filters = new Filters(group, chosenIn(given), askAnew);

const results = new Results(section, status, {
  onTab: (chosen) => {
    tab = chosen;
    limit = PAGE;
    ask();
  },
  onMore: async () => {
    const before = limit;
    limit += PAGE;
    await ask();
    results.focus(before);
  },
  onRetry: ask,
});

input.addEventListener("input", (event) => {
  // What an input method still composes is no query.
  if (/** @type {InputEvent} */ (event).isComposing) return;
  // From the first keystroke on, what is shown is no longer the answer.
  results.busy(true);
  clearTimeout(timer);
  timer = setTimeout(askAnew, PAUSE_MS);
});
input.addEventListener("compositionend", askAnew);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  askAnew();
});

arrows(input, section, askAnew);

const chosen = given.get("tab") ?? "";
if (given.get("q")) input.value = given.get("q") ?? "";
if (TABS.includes(chosen)) tab = chosen;
ask();
