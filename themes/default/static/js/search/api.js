/**
 * The search for other scripts: an open data page, a mini-program's web view, a test. Nothing is fetched before it is
 * asked, nothing is left in the global scope; described in docs/search.md.
 */

import { Pack } from "./pack.js";
import { search as answer } from "./query.js";

/** How an answer was found, best first. */
const CLASSES = ["exact", "prefix", "suffix", "infix", "pinyin", "words", "near"];

/**
 * @typedef {{limit?: number, tab?: string, day?: number, filters?: import("./query.js").Filters}} Options
 * @typedef {{title: string, href: string, code: string, tab: string, class: string}} Found
 * @typedef {{date: string, tab: string, near: boolean, more: boolean, tabs: Array<{tab: string, total: number | null, exact: boolean}>, hits: Found[]}} Answer
 * @typedef {(query: string, options?: Options) => Promise<Answer>} Search
 */

/**
 * A search over one site.
 * @param {string | URL} root address of the site @returns {Search}
 */
export function searcher(root) {
  const base = new URL(root, globalThis.document?.baseURI);
  /** @type {Promise<Pack> | undefined} */
  let pack;
  return async (query, options = {}) => {
    pack ??= Pack.open(new URL("search/meta.bin", base).href);
    pack.catch(() => (pack = undefined));
    const { meta } = await pack;
    const { tab, near, more, tabs, hits } = await answer(await pack, query, options);
    const found = hits.map(({ row, tab, grade }) => ({ title: row.title, href: new URL(row.href, base).href, code: row.code, tab, class: CLASSES[grade] }));
    return { date: meta.date, tab, near, more, tabs, hits: found };
  };
}

/** A search over the site that this module came from: `assets/FOLDER/search/api.js`. @type {Search} */
export const search = searcher(new URL("../../../", import.meta.url));
