/**
 * Shows an answer in `#results`: tabs, answers in their order, what to do when there are none.
 */

import { highlighted, holds } from "./highlight.js";
import { NEAR, PINYIN } from "./plan.js";
import { TABS } from "./query.js";

/**
 * @typedef {import("./query.js").Answer} Answer
 * @typedef {import("./query.js").Hit} Hit
 * @typedef {import("./query.js").TabCount} TabCount
 * @typedef {import("./pack.js").Meta} Meta
 */

/** A fresh element. @param {string} name @param {Record<string, string>} attributes @param {Array<Node | string>} children */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** @param {number} [day] days since 1999-12-31 @returns {string} 2026-03-02, or nothing */
const written = (day) => (day ? new Date(Date.UTC(1999, 11, 31 + day)).toISOString().slice(0, 10) : "");

/** The part of the search page that answers stand in. */
export class Results {
  /** @param {HTMLElement} section `#results` @param {HTMLElement} status @param {{onTab: (tab: string) => void, onMore: () => void, onRetry: () => void}} on */
  constructor(section, status, on) {
    this.section = section;
    this.words = section.dataset;
    this.status = status;
    this.on = on;
    /** @type {Map<string, HTMLElement>} */
    this.tabs = new Map(TABS.map((tab) => [tab, this.tab(tab)]));
    this.tabList = element("div", { role: "tablist", class: "tabs", "aria-labelledby": "results-h" }, ...this.tabs.values());
    this.panel = element("div", { role: "tabpanel", id: "results-panel" });
  }

  /** @param {string} tab */
  tab(tab) {
    const button = element("button", { type: "button", role: "tab", id: `tab-${tab}`, "aria-controls": "results-panel", "data-tab": tab });
    button.addEventListener("click", () => this.on.onTab(tab));
    button.addEventListener("keydown", ({ key }) => {
      const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? TABS.length - 1 : 0;
      if (!step) return;
      const next = TABS[(TABS.indexOf(tab) + step) % TABS.length];
      this.tabs.get(next)?.focus();
      this.on.onTab(next);
    });
    return button;
  }

  /** @param {boolean} busy */
  busy(busy) {
    this.section.setAttribute("aria-busy", String(busy));
  }

  /** @param {string} text */
  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /** Nothing was asked. */
  clear() {
    this.section.replaceChildren();
    this.say("");
    this.busy(false);
  }

  searching() {
    this.say(this.words.searching ?? "");
  }

  failed() {
    const retry = element("button", { type: "button", class: "more" }, this.words.retry ?? "");
    retry.addEventListener("click", () => this.on.onRetry());
    this.section.replaceChildren(retry);
    this.say(this.words.error ?? "");
    this.busy(false);
  }

  /** @param {Answer} answer @param {Meta} meta @param {{asked: string, day: number, sounding?: import("./highlight.js").Sounding}} context */
  show(answer, meta, { asked, day, sounding }) {
    this.sounding = sounding;
    if (answer.tabs.every(({ total }) => total === 0)) {
      const [merchants, records, articles] = meta.documents.map(String);
      const searched = (this.words.searched ?? "").replace("{date}", meta.date).replace("{merchants}", merchants).replace("{records}", records).replace("{articles}", articles);
      this.say((this.words.noneFound ?? "").replace("{q}", asked) + searched);
      this.section.replaceChildren(element("p", { class: "note tone-neutral" }, this.words.noGuarantee ?? ""));
      this.busy(false);
      return;
    }
    for (const count of answer.tabs) this.label(count, answer.tab);
    const list = element("ol", { class: "results" }, ...answer.hits.map((hit) => this.hit(hit, answer, meta, day)));
    const more = element("button", { type: "button", class: "more" }, this.words.more ?? "");
    more.addEventListener("click", () => this.on.onMore());
    const nothing = element("p", { class: "result-meta" }, this.counted(0, true));
    this.panel.replaceChildren(answer.hits.length ? list : nothing, ...(answer.more ? [more] : []));
    this.panel.setAttribute("aria-labelledby", `tab-${answer.tab}`);
    if (!this.tabList.isConnected) this.section.replaceChildren(this.tabList, this.panel);
    const { total, exact } = answer.tabs.find(({ tab }) => tab === answer.tab) ?? { total: null, exact: false };
    const counted = this.counted(Math.max(total ?? 0, answer.hits.length), exact && total !== null);
    this.say(answer.near ? (this.words.nearest ?? "").replace("{q}", asked) + counted : counted);
    this.busy(false);
  }

  /** Puts the focus on an answer, where it was on what stood there before. @param {number} at */
  focus(at) {
    const link = this.panel.querySelectorAll(".result-name a")[at];
    if (link instanceof HTMLElement) link.focus();
  }

  /** @param {number} count @param {boolean} exact */
  counted(count, exact) {
    return ((exact ? this.words.resultCount : this.words.atLeast) ?? "").replace("{n}", String(count));
  }

  /** @param {TabCount} count @param {string} shown */
  label({ tab, total, exact }, shown) {
    const button = this.tabs.get(tab);
    if (!button) return;
    const name = { merchants: this.words.tabMerchants, records: this.words.tabRecords, articles: this.words.tabArticles }[tab] ?? tab;
    button.replaceChildren(name, ...(total === null ? [] : [element("span", { class: "n" }, exact || !total ? String(total) : `${total}+`)]));
    button.setAttribute("aria-selected", String(tab === shown));
    button.tabIndex = tab === shown ? 0 : -1;
  }

  /** @param {Hit} hit @param {Answer} answer @param {Meta} meta @param {number} day */
  hit({ row, tab, grade }, { query }, meta, day) {
    const sounding = grade === PINYIN ? this.sounding : undefined;
    const link = element("a", { href: (this.words.root ?? "") + row.href }, ...highlighted(row.title, query, sounding));
    const parts = [[written(row.date)], [meta.districts[row.district - 1]?.[1]], [meta.industries[row.industry - 1]?.[1]], highlighted(row.code, query)];
    const said = parts.filter(([part]) => part).flatMap((part, at) => (at ? [" · ", ...part] : part));
    const kinds = tab === TABS[0] ? row.chips.filter(([, until]) => !until || until >= day).map(([kind]) => kind) : [row.kind];
    const chips = kinds.map((kind) => meta.kinds[kind - 1]).filter(Boolean);
    const item = element("li", { class: "result" }, element("h3", { class: "result-name" }, link));
    if (said.length) item.append(element("p", { class: "result-meta" }, ...said));
    if (chips.length) item.append(element("ul", { class: "chips" }, ...chips.map(([, label, tone]) => element("li", { class: `chip tone-${tone}` }, label))));
    const how = grade === PINYIN ? this.words.byPinyin : grade === NEAR ? this.words.nearly : undefined;
    const why = how ? [how, ...this.spelt(row, query, sounding)] : this.why(row, tab, query);
    if (why.length) item.append(element("p", { class: "result-why" }, ...why));
    return item;
  }

  /** The further names that are spelt like the query. @param {Hit["row"]} row @param {import("./analysis.js").Query} query @param {import("./highlight.js").Sounding} [sounding] @returns {Array<Node | string>} */
  spelt(row, query, sounding) {
    if (!sounding) return [];
    const named = row.names.map((name) => highlighted(name, query, sounding)).filter((nodes) => nodes.some(({ nodeName }) => nodeName === "MARK"));
    return named.flatMap((nodes, at) => [at ? "、" : `；${this.words.alsoNamed ?? ""}`, ...nodes]);
  }

  /** What matched, where the name does not show it. @param {Hit["row"]} row @param {string} tab @param {import("./analysis.js").Query} query @returns {Array<Node | string>} */
  why(row, tab, query) {
    const named = row.names.filter((name) => holds(name, query));
    /** @type {Array<Node | string>} */
    const said = named.length ? [this.words.alsoNamed ?? "", ...highlighted(named.join("、"), query)] : [];
    if (tab === TABS[0] && row.note && holds(row.note, query)) {
      said.push(...(said.length ? ["；"] : []), this.words.place ?? "", ...highlighted(row.note, query));
    }
    return tab === TABS[2] && row.note ? highlighted(row.note, query) : said;
  }
}
