/**
 * The card that other sites show in a frame: `data/card.html?m=CODE`. Shows the facts of one merchant's document whose
 * last day has not passed, each with a link to its record.
 */

import { today } from "./today.js";

/** @typedef {{ kind_label: string, sentence: string, url: string, until: string | null, objection: string | null, correction: string | null, remark: string | null }} Fact */
/** @typedef {{ url: string, name: string, code: string | null, facts: Fact[] }} MerchantDocument */

const root = document.body.dataset.root ?? "";
const frame = /** @type {HTMLElement} */ (document.getElementById("card"));
const note = /** @type {HTMLElement} */ (document.getElementById("card-note"));
const list = /** @type {HTMLElement} */ (frame.querySelector("ul"));

/** @param {string} name @param {string} text @param {string} [style] */
function element(name, text, style) {
  const made = document.createElement(name);
  made.textContent = text;
  if (style) made.className = style;
  return made;
}

/** Dates and document numbers, which no line breaks, as on the pages. */
const WHOLE = /(\d+\p{Script=Han}\d+\p{Script=Han}\d+\p{Script=Han}|〔\d+〕\d+\p{Script=Han})/u;

/** @param {string} text */
function sentence(text) {
  const made = document.createElement("p");
  text.split(WHOLE).forEach((piece, at) => made.append(at % 2 ? element("span", piece, "nb") : piece));
  return made;
}

/** @param {string} href @param {string} text */
function link(href, text) {
  const made = document.createElement("a");
  Object.assign(made, { href, textContent: text, target: "_blank", rel: "noopener" });
  return made;
}

/** @param {Fact} fact @param {string} base */
function item(fact, base) {
  const made = element("li", "", "fact tone-neutral");
  const heading = document.createElement("h2");
  // Relative, so that a copy of the site links into itself; an address elsewhere is not followed.
  if (fact.url.startsWith(base)) heading.append(link(root + fact.url.slice(base.length), fact.kind_label));
  else heading.textContent = fact.kind_label;
  made.append(heading, sentence(fact.sentence));
  for (const text of [fact.objection, fact.correction, fact.remark]) if (text) made.append(element("p", text, "remark"));
  return made;
}

/** @param {MerchantDocument} merchant @param {string} page */
function show(merchant, page) {
  const now = today();
  const base = merchant.url.slice(0, merchant.url.length - page.length);
  const facts = merchant.facts.filter((fact) => !fact.until || fact.until >= now);
  /** @type {HTMLElement} */ (frame.querySelector("h1")).textContent = merchant.name;
  document.title = merchant.name;
  const code = /** @type {HTMLElement} */ (frame.querySelector(".m-code"));
  code.textContent = merchant.code ?? "";
  code.hidden = !merchant.code;
  list.replaceChildren(...facts.map((fact) => item(fact, base)));
  list.hidden = facts.length === 0;
  note.hidden = facts.length > 0;
  note.textContent = frame.dataset.none ?? "";
  /** @type {HTMLAnchorElement} */ (document.getElementById("card-open")).href = root + page;
}

async function fill() {
  const key = new URLSearchParams(location.search).get("m") ?? "";
  if (!/^(?:[0-9A-Z]{18}|n[0-9a-f]{15})$/.test(key)) return;
  const page = `m/${key.slice(-2)}/${key}.html`;
  const answer = await fetch(`${root}m/${key.slice(-2)}/${key}.json`);
  if (answer.ok) show(await answer.json(), page);
  else note.textContent = (answer.status === 404 ? frame.dataset.missing : frame.dataset.failed) ?? "";
}

fill().catch(() => { note.textContent = frame.dataset.failed ?? ""; });
