/**
 * The search for other scripts: an open data page, a mini-program's web view, a test. Nothing is fetched before it is
 * asked.
 */

import { Pack } from "./pack.js";
import { search as answer } from "./query.js";

/** How an answer was found, best first. */
const CLASSES = ["exact", "prefix", "suffix", "infix", "pinyin", "words", "near"];

/**
 * @typedef {{title: string, href: string, code: string, tab: string, class: string}} Found
 * @typedef {{tab: string, near: boolean, more: boolean, tabs: Array<{tab: string, total: number | null, exact: boolean}>, hits: Found[]}} Answer
 */

/**
 * A search over one site.
 * @param {string} root address of the site @returns {(query: string, options?: {limit?: number, tab?: string, filters?: import("./query.js").Filters}) => Promise<Answer>}
 */
export function searcher(root) {
  const base = new URL(root, globalThis.document?.baseURI);
  /** @type {Promise<Pack> | undefined} */
  let pack;
  return async (query, options = {}) => {
    pack ??= Pack.open(new URL("search/meta.bin", base).href);
    pack.catch(() => (pack = undefined));
    const { tab, near, more, tabs, hits } = await answer(await pack, query, options);
    const found = hits.map(({ row, tab, grade }) => ({ title: row.title, href: new URL(row.href, base).href, code: row.code, tab, class: CLASSES[grade] }));
    return { tab, near, more, tabs, hits: found };
  };
}
