/**
 * Answers a query from the pack: the first documents of each class, best first, and how many there are in all. The rules
 * are those of `src/search/engine.rs`; what is not needed for the first answers is not fetched.
 */

import { analyse, isForeign, longer } from "./analysis.js";
import { districtIn } from "./names.js";
import { NONE } from "./pack.js";
import { plan } from "./plan.js";
import { FEW, Run } from "./run.js";

/**
 * @typedef {import("./pack.js").Pack} Pack
 * @typedef {import("./lists.js").All} All
 * @typedef {import("./analysis.js").Query} Query
 * @typedef {{kind?: string, district?: string, industry?: string, year?: string}} Filters keys as in the meta file, and a year
 * @typedef {import("./run.js").Met & {near: boolean}} Answer `near`: nothing is met, and the answers are what sounds alike or differs by
 *   one character
 */

/**
 * @param {Pack} pack @param {string} text
 * @param {{limit?: number, tab?: string, day?: number, filters?: Filters}} [options] `day` hides what may no longer be shown, in days
 *   since 1999-12-31
 * @returns {Promise<Answer>}
 */
export async function search(pack, text, options = {}) {
  if (isForeign(text)) await pack.characters();
  return answer(pack, analyse(text), options);
}

/** @param {Pack} pack @param {Query} query @param {{limit?: number, tab?: string, day?: number, filters?: Filters}} options @returns {Promise<Answer>} */
async function answer(pack, query, options) {
  const { limit = 10, tab, day = 0, filters = {} } = options;
  const chosen = await facets(pack, filters);
  const planned = await plan(pack, query);
  const within = { lists: chosen, kind: filters.kind, day };
  const run = new Run(pack, query, planned, within);
  const met = await run.answer(limit, tab);
  const known = query.words.length ? await run.known(met.hits) : FEW;
  const fewer = known ? undefined : longer(query);
  if (fewer) return answer(pack, fewer, options);
  // Scattered words that somebody has are what was asked for.
  if (known >= FEW || (known && query.words.length > 1)) return { ...met, near: false };
  const apart = query.words.length === 1 ? districtIn(query.key, pack.meta) : undefined;
  if (apart) {
    const parted = analyse(apart.join(" "));
    const run = new Run(pack, parted, await plan(pack, parted), within);
    const there = await run.answer(limit, tab);
    if (await run.known(there.hits)) return { ...there, near: false };
  }
  // Numbers are of codes and addresses, in which the next one is another one.
  if (/[0-9]/.test(query.key)) return { ...met, near: !known };
  // What it will need, at once.
  const [{ near }] = await Promise.all([import("./near.js"), import("./pinyin.js")]);
  const phases = [...planned.phases, ...(await near(pack, query))];
  const second = new Run(pack, query, { ...planned, phases }, within);
  return { ...(await second.answer(limit, tab)), near: known === 0 };
}

/** The lists that filters let through. @param {Pack} pack @param {Filters} filters @returns {Promise<All>} */
function facets(pack, { kind, district, industry, year }) {
  const terms = [kind && "fk" + kind, district && "fd" + district, industry && "fi" + industry, year && "fy" + year];
  return Promise.all(terms.flatMap((term) => (term ? [pack.lists(term).then(([list]) => [list ?? NONE])] : [])));
}
