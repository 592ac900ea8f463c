/**
 * Shows an answer in `#results`: tabs, answers in their order, what to do when there are none.
 */

import { element, shown } from "./hit.js";
import { TABS } from "./run.js";

/**
 * @typedef {import("./query.js").Answer} Answer
 * @typedef {import("./run.js").TabCount} TabCount
 * @typedef {import("./asking.js").Answered} Answered
 * @typedef {{asked: string, day: number, narrowed: boolean, turned: boolean}} Question `narrowed`: filters were chosen; `turned`: a tab was
 * @typedef {{onTab: (tab: string) => void, onMore: () => void, onRetry: () => void, onWiden: () => void}} Acts
 */

/** A query as messages repeat it: a pasted page must not fill the screen. */
const LONGEST_REPEATED = 40;

/** @param {string} query */
function repeated(query) {
  const characters = Array.from(query);
  return characters.length > LONGEST_REPEATED ? `${characters.slice(0, LONGEST_REPEATED).join("")}…` : query;
}

/** The part of the search page that answers stand in. */
export class Results {
  /** @param {HTMLElement} section `#results` @param {import("./status.js").Status} status @param {Acts} on */
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

  get isBusy() {
    return this.section.getAttribute("aria-busy") === "true";
  }

  /** @param {boolean} busy */
  busy(busy) {
    this.section.setAttribute("aria-busy", String(busy));
  }

  /** Puts something in the place of what stood here, and says it. @param {string} said @param {Node[]} content */
  put(said, ...content) {
    this.section.replaceChildren(...content);
    this.status.say(said);
    this.busy(false);
  }

  /** Nothing was asked. */
  clear() {
    this.put("");
  }

  searching() {
    this.status.say(this.words.searching ?? "");
  }

  /** @param {string} label @param {() => void} act */
  button(label, act) {
    const button = element("button", { type: "button", class: "more" }, label);
    button.addEventListener("click", act);
    return button;
  }

  /** @param {import("./asking.js").Failure} why */
  failed(why) {
    const { error = "", errorOffline = "", errorDamaged = "", errorGone = "", errorFormat = "", retry = "", reload = "" } = this.words;
    const said = { network: error, offline: errorOffline, damaged: errorDamaged, gone: errorGone, format: errorFormat }[why];
    // A page that cannot read the index must itself be had anew.
    this.put(said, why === "format" ? this.button(reload, () => location.reload()) : this.button(retry, this.on.onRetry));
  }

  /** @param {Answered} answered @param {Question} question */
  show({ answer, meta, sounding }, question) {
    // A count that is not known says nothing of a tab that was not looked into; of its own choice the search looks into all.
    const none = !answer.hits.length && answer.tabs.every(({ total }) => (question.turned ? total === 0 : !total));
    if (none) this.none(meta, question);
    else this.some(answer, { words: this.words, query: answer.query, meta, day: question.day, sounding }, question);
  }

  /** Says what was searched and up to when, and that it proves nothing. @param {import("./pack.js").Meta} meta @param {Question} question */
  none(meta, { asked, narrowed }) {
    const { noneFound = "", noneNarrowed = "", searched = "", noGuarantee = "", widen = "" } = this.words;
    const [merchants, records, articles] = meta.documents.map(String);
    const range = searched.replace("{date}", meta.date).replace("{merchants}", merchants).replace("{records}", records).replace("{articles}", articles);
    const note = element("p", { class: "note tone-neutral" }, noGuarantee);
    // The query comes last: it may hold anything, braces and dollars too.
    const said = (narrowed ? noneNarrowed : noneFound) + range;
    this.put(said.split("{q}").join(repeated(asked)), ...(narrowed ? [this.button(widen, this.on.onWiden)] : []), note);
  }

  /** @param {Answer} answer @param {import("./hit.js").Context} context @param {Question} question */
  some(answer, context, { asked }) {
    for (const count of answer.tabs) this.label(count, answer.tab);
    const hits = answer.hits.map((hit, at) => shown(hit, at, context));
    // A list may not be a grid, but hold one together.
    const grid = element("div", { role: "grid", id: "results-grid", "aria-labelledby": "results-h" }, element("ol", { role: "none", class: "results" }, ...hits));
    const nothing = element("p", { class: "result-meta" }, this.counted(0, true));
    this.panel.replaceChildren(hits.length ? grid : nothing, ...(answer.more ? [this.button(this.words.more ?? "", this.on.onMore)] : []));
    this.panel.setAttribute("aria-labelledby", `tab-${answer.tab}`);
    if (!this.tabList.isConnected) this.section.replaceChildren(this.tabList, this.panel);
    const { total, exact } = answer.tabs.find(({ tab }) => tab === answer.tab) ?? { total: null, exact: false };
    const counted = this.counted(Math.max(total ?? 0, hits.length), exact && total !== null);
    this.status.say((answer.near ? (this.words.nearest ?? "").split("{q}").join(repeated(asked)) : "") + counted);
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

  /** @param {TabCount} count @param {string} open */
  label({ tab, total, exact }, open) {
    const button = this.tabs.get(tab);
    if (!button) return;
    const name = { merchants: this.words.tabMerchants, records: this.words.tabRecords, articles: this.words.tabArticles }[tab] ?? tab;
    button.replaceChildren(name, ...(total === null ? [] : [element("span", { class: "n" }, exact || !total ? String(total) : `${total}+`)]));
    button.setAttribute("aria-selected", String(tab === open));
    button.tabIndex = tab === open ? 0 : -1;
  }
}
