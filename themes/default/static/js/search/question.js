/**
 * A search as it stands in an address: what is asked, and within what.
 */

import { today } from "../today.js";
import { TABS } from "./run.js";

/**
 * @typedef {import("./query.js").Filters} Filters
 * @typedef {import("./pack.js").Meta} Meta
 * @typedef {{text: string, tab?: string, filters: Filters, limit: number}} Question
 */

/** Answers of a tab shown at first, and how many more at a time. */
export const PAGE = 10;

/** As much as the search box takes. */
const LONGEST = 300;

/** In the order in which they stand. @type {Array<keyof Filters>} */
export const NAMES = ["district", "industry", "kind", "year"];

/** The reader's day as the pack counts days, from 1999-12-31 on. */
export const day = () => Math.round((Date.parse(today()) - Date.UTC(1999, 11, 31)) / 86400000);

/** What the address asks for now. @returns {Question} */
export function given() {
  const asked = new URLSearchParams(location.search);
  const tab = asked.get("tab") ?? "";
  const limit = Number(history.state?.limit);
  const filters = Object.fromEntries(NAMES.flatMap((name) => (asked.get(name) ? [[name, asked.get(name)]] : [])));
  // As a search field would have it: without line breaks.
  const text = (asked.get("q") ?? "").replace(/[\r\n]/g, "").slice(0, LONGEST).trim();
  return { text, tab: TABS.includes(tab) ? tab : undefined, filters, limit: limit > PAGE ? limit : PAGE };
}

/** What a filter has to choose from, with labels. @param {keyof Filters} name @param {Meta} meta @returns {string[][]} */
export function values(name, meta) {
  if (name === "year") return meta.years.map((year) => [String(year), String(year)]);
  return { district: meta.districts, industry: meta.industries, kind: meta.kinds }[name];
}

/** A choice without what this index does not know: an old link may ask for a district that is no more. @param {Filters} filters @param {Meta} meta @returns {Filters} */
export function known(filters, meta) {
  return Object.fromEntries(NAMES.flatMap((name) => (values(name, meta).some(([value]) => value === filters[name]) ? [[name, filters[name]]] : [])));
}
