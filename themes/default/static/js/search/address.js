/**
 * The history of a visit: each search is an address that can be kept, passed on, reloaded and gone back to.
 */

import { NAMES, given } from "./question.js";

/** Letters replace each other, what was looked at stays. */
export class Address {
  constructor() {
    this.title = document.title;
    /** Whether the search in the address is one to go back to: asked for on purpose, not a letter on the way. */
    this.settled = Boolean(given().text);
    this.entitle(given().text);
  }

  /** @param {import("./question.js").Question} question @param {boolean} onPurpose by Enter, a tab or a filter, not by a letter */
  write({ text, tab, filters, limit }, onPurpose) {
    const url = new URL(location.href);
    url.search = "";
    if (text) url.searchParams.set("q", text);
    if (text && tab) url.searchParams.set("tab", tab);
    for (const name of text ? NAMES : []) if (filters[name]) url.searchParams.set(name, filters[name] ?? "");
    const state = { ...history.state, limit };
    if (url.href !== location.href && this.settled) history.pushState(state, "", url);
    else history.replaceState(state, "", url);
    this.settled = onPurpose;
    this.entitle(text);
  }

  /** @param {string} text */
  entitle(text) {
    document.title = text ? `${text} - ${this.title}` : this.title;
  }
}
