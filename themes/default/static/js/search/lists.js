/**
 * Lists of documents: what is in one, in several, in a range. Parts of long lists are fetched when they are needed.
 */

/**
 * @typedef {import("./pack.js").Pack} Pack
 * @typedef {import("./pack.js").List} List
 * @typedef {import("./pack.js").Part} Part
 * @typedef {List[]} Either a document must be on one of them
 * @typedef {Either[]} All a document must be on each of them
 */

/** Parts of long lists that are fetched without first seeing how far a few candidates lead. */
const FEW_PARTS = 6;

/** A list of what is known already. @param {number[]} docs ascending @returns {List} */
export const listOf = (docs) => ({
  count: docs.length,
  parts: docs.length ? [{ first: docs[0], last: docs[docs.length - 1], count: docs.length, docs }] : [],
});

/** The documents of a list in a range, the first ones of a long list. @param {Pack} pack @param {List} list @param {[number, number]} range @param {number} most @returns {Promise<number[]>} */
export async function documents(pack, list, range, most = Infinity) {
  /** @type {number[]} */
  const out = [];
  for (const part of overlapping(list, range)) {
    if (out.length >= most) break;
    const docs = await pack.documents(part);
    out.push(...Array.from(docs).slice(lowerBound(docs, range[0]), lowerBound(docs, range[1])));
  }
  return out.slice(0, most);
}

/** @param {number[]} documents @returns {number[]} sorted, each once */
export const ascending = (documents) => [...new Set(documents)].sort((a, b) => a - b);

/** @param {List} list @param {[number, number]} range */
export const overlapping = (list, [from, to]) => list.parts.filter((part) => part.first < to && part.last >= from);

/** Place of the first document that is not smaller. @param {ArrayLike<number>} docs @param {number} id */
function lowerBound(docs, id) {
  let low = 0;
  for (let high = docs.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (docs[middle] < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Documents of a list in a range; long lists have no part that lies in two tabs. @param {List} list @param {[number, number]} range */
export function countWithin(list, range) {
  const count = (/** @type {Part} */ { docs, count }) => (docs ? lowerBound(docs, range[1]) - lowerBound(docs, range[0]) : count);
  return overlapping(list, range).reduce((sum, part) => sum + count(part), 0);
}

/** Files of the pack that a row chunk is worth: long lists are larger. */
const ROWS_A_PAGE = 2;
/** Candidates of so few row chunks are looked at rather than lists fetched for them: most of them will be shown. */
const FEW_ROWS = 4;

/**
 * The first documents of a range that are on every one of the lists.
 * @param {Pack} pack @param {All} all @param {[number, number]} range @param {number} want
 * @param {boolean} [open] whether rows are looked at afterwards: lists that cost more than the rows of the candidates are left to that
 * @returns {Promise<{docs: number[], done: boolean, sure: boolean}>} `done` when there are no others, `sure` when no list was left out
 */
export async function intersect(pack, all, range, want, open = false) {
  const size = (/** @type {Either} */ either) => either.reduce((sum, list) => sum + countWithin(list, range), 0);
  const sets = all.map((either) => ({ parts: either.flatMap((list) => overlapping(list, range)), count: size(either) }));
  sets.sort((a, b) => a.count - b.count);
  if (!sets.length || sets[0].count === 0) return { docs: [], done: true, sure: true };
  const [driver, ...others] = sets;
  const starts = [...new Set(driver.parts.map((part) => Math.max(part.first, range[0])))].sort((a, b) => a - b);
  /** @type {number[]} */
  const docs = [];
  let sure = true;
  for (let at = 0; at < starts.length; at++) {
    const [from, to] = [starts[at], starts[at + 1] ?? range[1]];
    const lists = await Promise.all(driver.parts.filter((part) => part.first < to && part.last >= from).map((part) => pack.documents(part)));
    let rest = ascending(lists.flatMap((list) => Array.from(list).slice(lowerBound(list, from), lowerBound(list, to))));
    while (rest.length) {
      const few = slice(pack, rest, others, range, want - docs.length);
      let kept = rest.slice(0, few);
      rest = rest.slice(few);
      // What is at hand costs nothing and leaves less to ask the others for.
      const missing = (/** @type {{parts: Part[]}} */ { parts }) => pagesOf(parts, kept).size;
      for (const other of others) if (kept.length && !missing(other)) kept = await keep(pack, kept, other.parts);
      for (const other of others) {
        const pages = kept.length ? missing(other) : 0;
        if (!pages) continue;
        const rows = new Set(kept.map((id) => pack.rowChunk(id))).size;
        if (open && rows <= FEW_ROWS + ROWS_A_PAGE * pages) sure = false;
        else kept = await keep(pack, kept, other.parts);
      }
      docs.push(...kept);
      if (docs.length >= want) return { docs, done: !rest.length && at + 1 === starts.length, sure };
    }
  }
  return { docs, done: true, sure };
}

/** The pages to fetch for telling which documents stand in the parts. @param {Part[]} parts @param {number[]} docs */
const pagesOf = (parts, docs) => new Set(parts.filter((part) => !part.docs && touched(part, docs)).map(({ page }) => page));

/**
 * How many candidates to try at once: all, unless that would fetch much; else as many as should be enough.
 * @param {Pack} pack @param {number[]} rest @param {Array<{parts: Part[], count: number}>} others @param {[number, number]} range @param {number} want
 */
function slice(pack, rest, others, range, want) {
  const missing = others.flatMap(({ parts }) => parts.filter((part) => !part.docs && touched(part, rest)));
  if (missing.length <= FEW_PARTS) return rest.length;
  const all = pack.meta.documents[pack.meta.starts.lastIndexOf(range[0])] || 1;
  const share = others.reduce((product, { count }) => product * Math.min(1, count / all), 1);
  return Math.min(rest.length, Math.max(64, Math.ceil((2 * want) / share)));
}

/** Whether a part may hold one of the documents. @param {Part} part @param {number[]} docs */
const touched = (part, docs) => docs[lowerBound(docs, part.first)] <= part.last;

/** The candidates that stand in one of the parts. @param {Pack} pack @param {number[]} docs @param {Part[]} parts */
export async function keep(pack, docs, parts) {
  const lists = await Promise.all(parts.filter((part) => touched(part, docs)).map((part) => pack.documents(part)));
  return docs.filter((id) => lists.some((list) => list[lowerBound(list, id)] === id));
}
