/**
 * One answer as it is shown: its name, where and what it is, and why it is there.
 */

import { highlighted, holds } from "./highlight.js";
import { NEAR, PINYIN } from "./plan.js";
import { TABS } from "./run.js";

/**
 * @typedef {import("./run.js").Hit} Hit
 * @typedef {import("./analysis.js").Query} Query
 * @typedef {import("./highlight.js").Sounding} Sounding
 * @typedef {{words: DOMStringMap, query: Query, meta: import("./pack.js").Meta, day: number, sounding?: Sounding}} Context
 */

/** A fresh element. @param {string} name @param {Record<string, string>} attributes @param {Array<Node | string>} children */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** @param {number} [day] days since 1999-12-31 @returns {string} 2026-03-02, or nothing */
const written = (day) => (day ? new Date(Date.UTC(1999, 11, 31 + day)).toISOString().slice(0, 10) : "");

/** An entry of a list, in it a row of the grid with one cell, which holds the link. @param {Hit} hit @param {number} at @param {Context} context */
export function shown(hit, at, context) {
  const { row, tab, grade } = hit;
  const { words, query, meta, day } = context;
  const sounding = grade === PINYIN ? context.sounding : undefined;
  const link = element("a", { href: (words.root ?? "") + row.href }, ...highlighted(row.title, query, sounding));
  const parts = [[written(row.date)], [meta.districts[row.district - 1]?.[1]], [meta.industries[row.industry - 1]?.[1]], highlighted(row.code, query)];
  const said = parts.filter(([part]) => part).flatMap((part) => [element("span", {}, ...part.filter(Boolean)), " "]);
  const kinds = tab === TABS[0] ? row.chips.filter(([, until]) => !until || until >= day).map(([kind]) => kind) : [row.kind];
  const chips = kinds.map((kind) => meta.kinds[kind - 1]).filter(Boolean);
  const cell = element("div", { role: "gridcell", id: `result-${at + 1}` }, element("h3", { class: "result-name" }, link));
  if (said.length) cell.append(element("p", { class: "result-meta" }, ...said));
  if (chips.length) cell.append(element("ul", { class: "chips" }, ...chips.map(([, label, tone]) => element("li", { class: `chip tone-${tone}` }, label))));
  const how = grade === PINYIN ? words.byPinyin : grade === NEAR ? words.nearly : undefined;
  const why = how ? [how, ...spelt(hit, context, sounding)] : matched(hit, context);
  if (why.length) cell.append(element("p", { class: "result-why" }, ...why));
  return element("li", { role: "none", class: "result" }, element("div", { role: "row" }, cell));
}

/** The further names that are spelt like the query. @param {Hit} hit @param {Context} context @param {Sounding} [sounding] @returns {Array<Node | string>} */
function spelt({ row }, { words, query }, sounding) {
  if (!sounding) return [];
  const named = row.names.map((name) => highlighted(name, query, sounding)).filter((nodes) => nodes.some(({ nodeName }) => nodeName === "MARK"));
  return named.flatMap((nodes, at) => [at ? "、" : `；${words.alsoNamed ?? ""}`, ...nodes]);
}

/** What matched, where the name does not show it. @param {Hit} hit @param {Context} context @returns {Array<Node | string>} */
function matched({ row, tab }, { words, query }) {
  const named = row.names.filter((name) => holds(name, query));
  /** @type {Array<Node | string>} */
  const said = named.length ? [words.alsoNamed ?? "", ...highlighted(named.join("、"), query)] : [];
  if (tab === TABS[0] && row.note && holds(row.note, query)) {
    said.push(...(said.length ? ["；"] : []), words.place ?? "", ...highlighted(row.note, query));
  }
  return tab === TABS[2] && row.note ? highlighted(row.note, query) : said;
}
