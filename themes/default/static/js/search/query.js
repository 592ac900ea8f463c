/**
 * Which documents answer a query, and in which order: the rules of `src/search/engine.rs`, over lists that come piece by
 * piece. What is not needed for the first answers is not fetched.
 */

import { analyse, grams, isForeign, isSingle, key } from "./analysis.js";
import { NONE } from "./pack.js";

/**
 * @typedef {import("./pack.js").Pack} Pack
 * @typedef {import("./pack.js").List} List
 * @typedef {import("./pack.js").Row} Row
 * @typedef {import("./analysis.js").Query} Query
 * @typedef {import("./analysis.js").Word} Word
 * @typedef {List[]} Either a document must be on one of them
 * @typedef {Either[]} All a document must be on each of them
 * @typedef {{names: All, wide: All[], starts?: List, ends?: List, complete: boolean, single: boolean}} Found
 * @typedef {{grade: number, sure: number[], sets: All[], docs: number[], done: boolean, want: number}} Phase
 * @typedef {{tab: string, total: number | null, exact: boolean}} TabCount
 * @typedef {{row: Row, tab: string, grade: number}} Hit
 * @typedef {{query: Query, tab: string, tabs: TabCount[], hits: Hit[], more: boolean}} Answer
 */

export const TABS = ["merchants", "records", "articles"];

/** How well an answer matches; smaller is better. */
export const EXACT = 0;
export const PREFIX = 1;
export const SUFFIX = 2;
export const INFIX = 3;
export const WORDS = 4;

/** Columns of a term's lists. */
const NAMES = 0;
const STARTS = 1;
const ENDS = 2;
const TEXT = 3;

const MOST_KEYS = 64;
const MOST_WORD_ENDINGS = 16;
const MOST_STARTS = 64;
const MOST_MISSES = 8;
/** Pairs of one word that are looked up: four rare ones tell a name from nearly all others, and its row is checked. */
const MOST_GRAMS = 4;
/** Parts of long lists that are fetched without first seeing how far a few candidates lead. */
const FEW_PARTS = 6;

/**
 * @param {Pack} pack @param {string} text
 * @param {{limit?: number, tab?: string, day?: number}} [options] `day` hides what may no longer be shown, in days since 1999-12-31
 * @returns {Promise<Answer>}
 */
export async function search(pack, text, { limit = 10, tab, day = 0 } = {}) {
  if (isForeign(text)) await pack.characters();
  const query = analyse(text);
  const run = new Run(pack, query, await plan(pack, query), day);
  for (const wanted of tab ? [tab] : TABS) {
    const hits = await run.gather(wanted, limit + 1);
    if (!hits.length && !tab && wanted !== TABS[2]) continue;
    const shown = hits.length || tab ? wanted : TABS[0];
    const tabs = [];
    for (const each of TABS) tabs.push(await run.count(each, each === wanted && hits.length <= limit ? hits.length : undefined));
    return { query, tab: shown, tabs, hits: hits.slice(0, limit), more: hits.length > limit };
  }
  throw new Error("a search has tabs");
}

/** True where a code or number may be meant: all of them have a digit. @param {string} key */
const couldBeKey = (key) => Array.from(key).length >= 4 && /[0-9]/.test(key);
/** @param {string} key */
const couldBeSuffix = (key) => couldBeKey(key) && /^[0-9a-z]{4,8}$/.test(key);
/** @param {string} key */
const isSurelyKey = (key) => /^[0-9a-z]{6,}$/.test(key);

/** @param {Pack} pack @param {Query} query @returns {Promise<{phases: Phase[], complete: boolean, capped: boolean}>} */
async function plan(pack, query) {
  const whole = query.key;
  const codes = Promise.all([
    couldBeKey(whole) ? pack.prefixed("k" + whole, NAMES, MOST_KEYS) : [],
    couldBeSuffix(whole) ? pack.prefixed("s" + Array.from(whole).reverse().join(""), NAMES, MOST_KEYS) : [],
  ]);
  const meant = async () => isSurelyKey(whole) && (await codes).some((terms) => terms.length > 0);
  const words = (await meant()) ? [] : await Promise.all(query.words.map((word) => look(pack, word)));
  const [keys, suffixes] = await codes;
  const documents = async (/** @type {import("./pack.js").Term[]} */ terms) => {
    const lists = terms.flatMap((term) => term.lists[NAMES]?.parts ?? []);
    const all = await Promise.all(lists.map((part) => pack.documents(part)));
    return ascending(all.flatMap((docs) => Array.from(docs)));
  };
  const sure = await Promise.all([
    documents(keys.filter(({ term }) => term === "k" + whole)),
    documents(keys.filter(({ term }) => term !== "k" + whole)),
    documents(suffixes),
  ]);
  const [word] = words;
  const named = words.flatMap((each) => each.names);
  const alone = words.length === 1 && !word.single;
  const begins = alone && word.starts ? [[word.starts], ...named.slice(1)] : named;
  const ends = alone && word.ends ? [...begins.slice(0, begins.length > 1 ? -1 : undefined), [word.ends]] : begins;
  const sets = !words.length ? [[], [], [], [], []] : [words.length === 1 ? [ends] : [], words.length === 1 ? [begins] : [], [], [named], product(words)];
  const phases = sets.map((each, grade) => ({ grade, sure: sure[grade] ?? [], sets: each, docs: [], done: false, want: -1 }));
  const capped = keys.length === MOST_KEYS || suffixes.length === MOST_KEYS;
  return { phases, complete: words.every((each) => each.complete), capped };
}

/** Every choice of one way of meeting each word; more than four ways are not worth their lists. @param {Found[]} words @returns {All[]} */
function product(words) {
  return words.reduce((ways, { wide }) => ways.flatMap((way) => wide.map((all) => [...way, ...all])).slice(0, 4), /** @type {All[]} */ ([[]]));
}

/** The lists that a word is met by. @param {Pack} pack @param {Word} word @returns {Promise<Found>} */
async function look(pack, word) {
  if (isSingle(word.key)) {
    const terms = await pack.prefixed("g" + word.key, STARTS, MOST_STARTS);
    const all = [terms.map((term) => term.lists[STARTS] ?? NONE)];
    return { names: all, wide: [all], complete: true, single: true };
  }
  const chosen = choose(pack, word.grams);
  const mixed = word.tokens.join(" ") !== word.grams.join(" ");
  const longer = (/** @type {string} */ token) => Array.from(token).length > 2;
  const [found, plain, completed] = await Promise.all([
    Promise.all(chosen.map((gram) => pack.lists("g" + gram))),
    Promise.all(mixed ? choose(pack, word.tokens.filter((token) => !longer(token))).map((token) => pack.lists("g" + token)) : []),
    Promise.all(mixed ? word.tokens.filter(longer).map((token) => pack.prefixed("g" + token, TEXT, MOST_WORD_ENDINGS)) : []),
  ]);
  const anywhere = (/** @type {Array<List | undefined>} */ lists) => [lists[NAMES] ?? NONE, lists[TEXT] ?? NONE];
  const wide = [found.map(anywhere)];
  if (mixed) wide.push([...plain.map(anywhere), ...completed.map((terms) => terms.map((term) => term.lists[TEXT] ?? NONE))]);
  const all = grams(word.key);
  const [first, last] = [all[0], all[all.length - 1]];
  return {
    names: found.map((lists) => [lists[NAMES] ?? NONE]),
    wide,
    starts: chosen[0] === first ? found[0][STARTS] ?? NONE : undefined,
    ends: chosen[chosen.length - 1] === last ? found[found.length - 1][ENDS] ?? NONE : undefined,
    complete: chosen.length === word.grams.length,
    single: false,
  };
}

/** The pairs to look up: rare ones where there are any, at most four, spread over the word. @param {Pack} pack @param {string[]} pairs */
function choose(pack, pairs) {
  const rare = pairs.filter((gram) => !pack.frequent.has(gram));
  const from = rare.length ? rare : pairs;
  if (from.length <= MOST_GRAMS) return from;
  return Array.from({ length: MOST_GRAMS }, (_, at) => from[Math.round((at * (from.length - 1)) / (MOST_GRAMS - 1))]);
}

/** One query being answered. */
class Run {
  /** @param {Pack} pack @param {Query} query @param {{phases: Phase[], complete: boolean, capped: boolean}} plan @param {number} day */
  constructor(pack, query, { phases, complete, capped }, day) {
    this.pack = pack;
    this.query = query;
    this.phases = phases;
    this.complete = complete;
    this.capped = capped;
    this.day = day;
  }

  /** Numbers of a tab's documents. @param {string} tab @returns {[number, number]} */
  range(tab) {
    const at = TABS.indexOf(tab);
    const counts = this.pack.meta.documents;
    const from = counts.slice(0, at).reduce((sum, count) => sum + count, 0);
    return [from, from + counts[at]];
  }

  /** @param {Phase} phase @param {[number, number]} range @param {number} want */
  async candidates(phase, range, want) {
    const found = await Promise.all(phase.sets.map((all) => intersect(this.pack, all, range, want)));
    const done = found.every((each) => each.done);
    // Beyond the end of an unfinished way others may still have documents, but in between none is missing.
    const end = Math.min(...found.map((each) => (each.done ? Infinity : each.docs[each.docs.length - 1])));
    return { docs: ascending(found.flatMap((each) => each.docs)).filter((id) => id <= end), done };
  }

  /** The first answers of a tab. @param {string} tab @param {number} limit @returns {Promise<Hit[]>} */
  async gather(tab, limit) {
    const range = this.range(tab);
    const inside = (/** @type {number} */ id) => id >= range[0] && id < range[1];
    /** @type {Set<number>} */
    const soon = new Set();
    for (const phase of this.phases) {
      if (soon.size >= limit) break;
      const { docs } = await this.candidates(phase, range, limit);
      for (const id of ascending([...phase.sure.filter(inside), ...docs])) if (soon.size < limit) soon.add(id);
    }
    // All rows that will surely be looked at, at once.
    await Promise.all(Array.from(soon, (id) => this.pack.row(id)));
    /** @type {Hit[]} */
    const hits = [];
    const seen = new Set();
    for (const phase of this.phases) {
      const sure = phase.sure.filter(inside);
      let misses = 0;
      for (let want = limit + MOST_MISSES, done = false; !done && hits.length < limit && misses < MOST_MISSES; want *= 4) {
        const found = await this.candidates(phase, range, want);
        done = found.done;
        for (const id of ascending([...sure, ...found.docs])) {
          if (hits.length === limit || misses === MOST_MISSES) break;
          if (seen.has(id)) continue;
          const row = await this.pack.row(id);
          if (row.until && row.until < this.day) {
            seen.add(id);
          } else if (sure.includes(id) || (phase.grade === WORDS ? this.isPlausible(row, tab) : this.grade(row) <= phase.grade)) {
            seen.add(id);
            hits.push({ row, tab, grade: phase.grade });
          } else if (phase.grade === WORDS) {
            seen.add(id);
          } else {
            misses++;
          }
        }
      }
    }
    return hits;
  }

  /** How well a row's names match. @param {Row} row */
  grade(row) {
    const title = key(row.title);
    const characters = Array.from(title);
    const core = characters.slice(row.skip, characters.length - row.drop).join("");
    const names = [title, core, ...row.names.map(key)];
    const whole = this.query.key;
    if (names.includes(whole)) return EXACT;
    if (names.some((name) => name.startsWith(whole))) return PREFIX;
    return this.query.words.every((word) => names.some((name) => name.includes(word.key))) ? INFIX : WORDS;
  }

  /** False where a merchant's row shows that it lacks a pair that was not looked up. @param {Row} row @param {string} tab */
  isPlausible(row, tab) {
    if (this.complete || tab !== TABS[0] || row.note.endsWith("…")) return true;
    const { districts, industries, kinds } = this.pack.meta;
    const labels = [districts[row.district - 1]?.[1], industries[row.industry - 1]?.[1], ...row.chips.map(([kind]) => kinds[kind - 1]?.[1])];
    const texts = [row.title, ...row.names, row.note, ...labels].map((text) => key(text ?? ""));
    return this.query.words.every((word) => word.grams.every((gram) => texts.some((text) => text.includes(gram))));
  }

  /** How many answers a tab has, as far as can be told without fetching more. @param {string} tab @param {number} [known] @returns {Promise<TabCount>} */
  async count(tab, known) {
    if (known !== undefined) return { tab, total: known, exact: true };
    const range = this.range(tab);
    const sure = new Set(this.phases.flatMap(({ sure }) => sure).filter((id) => id >= range[0] && id < range[1]));
    const ways = this.phases[WORDS].sets;
    if (!ways.length) return { tab, total: sure.size, exact: !this.capped };
    if (ways.length === 1 && ways[0].length === 1 && ways[0][0].length <= 2 && !sure.size) {
      // Names and text of one pair never name the same document twice.
      return { tab, total: ways[0][0].reduce((sum, list) => sum + countWithin(list, range), 0), exact: this.complete };
    }
    const none = ways.every((all) => all.some((either) => either.every((list) => !countWithin(list, range))));
    if (none) return { tab, total: sure.size, exact: true };
    if (ways.flat(2).some((list) => overlapping(list, range).some((part) => !part.docs))) return { tab, total: sure.size || null, exact: false };
    const { docs } = await this.candidates(this.phases[WORDS], range, Infinity);
    return { tab, total: new Set([...sure, ...docs]).size, exact: this.complete && !this.capped };
  }
}

/** @param {number[]} documents @returns {number[]} sorted, each once */
const ascending = (documents) => [...new Set(documents)].sort((a, b) => a - b);

/** @param {List} list @param {[number, number]} range */
const overlapping = (list, [from, to]) => list.parts.filter((part) => part.first < to && part.last >= from);

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
function countWithin(list, range) {
  const count = (/** @type {import("./pack.js").Part} */ { docs, count }) => (docs ? lowerBound(docs, range[1]) - lowerBound(docs, range[0]) : count);
  return overlapping(list, range).reduce((sum, part) => sum + count(part), 0);
}

/**
 * The first documents of a range that are on every one of the lists.
 * @param {Pack} pack @param {All} all @param {[number, number]} range @param {number} want
 * @returns {Promise<{docs: number[], done: boolean}>} `done` when there are no others
 */
async function intersect(pack, all, range, want) {
  const size = (/** @type {Either} */ either) => either.reduce((sum, list) => sum + countWithin(list, range), 0);
  const sets = all.map((either) => ({ parts: either.flatMap((list) => overlapping(list, range)), count: size(either) }));
  sets.sort((a, b) => a.count - b.count);
  if (!sets.length || sets[0].count === 0) return { docs: [], done: true };
  const [driver, ...others] = sets;
  const starts = [...new Set(driver.parts.map((part) => Math.max(part.first, range[0])))].sort((a, b) => a - b);
  /** @type {number[]} */
  const docs = [];
  for (let at = 0; at < starts.length; at++) {
    const [from, to] = [starts[at], starts[at + 1] ?? range[1]];
    const lists = await Promise.all(driver.parts.filter((part) => part.first < to && part.last >= from).map((part) => pack.documents(part)));
    let rest = ascending(lists.flatMap((list) => Array.from(list).slice(lowerBound(list, from), lowerBound(list, to))));
    while (rest.length) {
      const few = slice(rest, others, range, want - docs.length);
      let kept = rest.slice(0, few);
      rest = rest.slice(few);
      for (const other of others) if (kept.length) kept = await keep(pack, kept, other.parts);
      docs.push(...kept);
      if (docs.length >= want) return { docs, done: !rest.length && at + 1 === starts.length };
    }
  }
  return { docs, done: true };
}

/**
 * How many candidates to try at once: all, unless that would fetch much; else as many as should be enough.
 * @param {number[]} rest @param {Array<{parts: import("./pack.js").Part[], count: number}>} others @param {[number, number]} range @param {number} want
 */
function slice(rest, others, [from, to], want) {
  const missing = others.flatMap(({ parts }) => parts.filter((part) => !part.docs && touched(part, rest)));
  if (missing.length <= FEW_PARTS) return rest.length;
  const share = others.reduce((product, { count }) => product * Math.min(1, count / (to - from)), 1);
  return Math.min(rest.length, Math.max(64, Math.ceil((2 * want) / share)));
}

/** Whether a part may hold one of the documents. @param {import("./pack.js").Part} part @param {number[]} docs */
const touched = (part, docs) => docs[lowerBound(docs, part.first)] <= part.last;

/** The candidates that stand in one of the parts. @param {Pack} pack @param {number[]} docs @param {import("./pack.js").Part[]} parts */
async function keep(pack, docs, parts) {
  const lists = await Promise.all(parts.filter((part) => touched(part, docs)).map((part) => pack.documents(part)));
  return docs.filter((id) => lists.some((list) => list[lowerBound(list, id)] === id));
}
