/**
 * One query being answered, a tab at a time: candidates from lists, told apart by their rows.
 */

import { isSingle, key } from "./analysis.js";
import { ascending, countWithin, intersect, keep, overlapping } from "./lists.js";
import { withoutRegions, wholeNames } from "./names.js";
import { EXACT, INFIX, NEAR, PINYIN, PREFIX, WORDS, narrower } from "./plan.js";

/**
 * @typedef {import("./pack.js").Pack} Pack
 * @typedef {import("./pack.js").Row} Row
 * @typedef {import("./plan.js").Phase} Phase
 * @typedef {import("./plan.js").Plan} Plan
 * @typedef {import("./lists.js").All} All
 * @typedef {import("./analysis.js").Query} Query
 * @typedef {{tab: string, total: number | null, exact: boolean}} TabCount
 * @typedef {{row: Row, tab: string, grade: number}} Hit
 * @typedef {{query: Query, tab: string, tabs: TabCount[], hits: Hit[], more: boolean}} Met
 */

export const TABS = ["merchants", "records", "articles"];

const MOST_MISSES = 16;
/** Candidates whose rows show that they lack a pair before the lists are asked instead. */
const MOST_STRAYS = 12;
/** Fewer answers than this, by scattered words alone, may not be what was meant. */
export const FEW = 10;
/** Files fetched to count the answers of tabs that are not open, where filters leave few of what their words find. */
const MOST_COUNTED = 8;

/**
 * Records that a merchant must have to be an answer: of the kind filtered by, of those that a word of the query is a label of.
 * @param {Pack} pack @param {Query} query @param {string | undefined} filter @returns {Array<{kinds: number[], word?: string}>}
 */
function demanded(pack, query, filter) {
  const which = (/** @type {(kind: string[]) => boolean} */ is) => pack.meta.kinds.flatMap((kind, at) => (is(kind) ? [at + 1] : []));
  const labelled = query.words.map(({ key: word }) => ({ word, kinds: which(([, label, , also]) => [label, ...also.split(" ")].some((name) => key(name) === word)) }));
  return [...(filter ? [{ kinds: which(([name]) => name === filter) }] : []), ...labelled.filter(({ kinds }) => kinds.length)];
}

/** One query being answered. */
export class Run {
  /** @param {Pack} pack @param {Query} query @param {Plan} plan @param {{lists: All, kind?: string, day: number}} within */
  constructor(pack, query, { phases, complete, capped }, { lists, kind, day }) {
    this.pack = pack;
    this.query = query;
    this.filters = lists;
    this.phases = phases.map((phase) => ({ ...phase, sets: phase.sets.map((all) => [...all, ...lists]) }));
    this.complete = complete;
    this.capped = capped;
    this.day = day;
    this.records = demanded(pack, query, kind);
    this.wide = !complete;
    /** Grades with candidates that some of their lists may lack. @type {Set<number>} */
    this.loose = new Set();
    /** Grades for which too many rows were looked at in vain: their lists tell. @type {Set<number>} */
    this.strict = new Set();
  }

  /** Numbers of a tab's documents. @param {string} tab @returns {[number, number]} */
  range(tab) {
    const at = TABS.indexOf(tab);
    return [this.pack.meta.starts[at], this.pack.meta.starts[at + 1]];
  }

  /** The answers of a tab, or of the first that has some. @param {number} limit @param {string} [tab] @returns {Promise<Met>} */
  async answer(limit, tab) {
    for (const phase of this.phases) {
      for (const either of this.filters) if (phase.sure.length) phase.sure = await keep(this.pack, phase.sure, either.flatMap(({ parts }) => parts));
    }
    for (const wanted of tab ? [tab] : TABS) {
      const hits = await this.gather(wanted, limit + 1);
      if (!hits.length && !tab && wanted !== TABS[2]) continue;
      // Nowhere, as far as lists and rows tell together: lists alone may count what the rows refuted.
      if (!hits.length && !tab) return { query: this.query, tab: TABS[0], tabs: TABS.map((each) => ({ tab: each, total: 0, exact: true })), hits, more: false };
      const tabs = [];
      for (const each of TABS) tabs.push(await this.count(each, each === wanted && hits.length <= limit ? hits.length : undefined));
      return { query: this.query, tab: wanted, tabs, hits: hits.slice(0, limit), more: hits.length > limit };
    }
    throw new Error("a search has tabs");
  }

  /** How many answers there are, at least {@link FEW} when one of them is better than scattered words. @param {Hit[]} hits those of one tab */
  async known(hits) {
    let known = 0;
    for (const tab of TABS) {
      const found = tab === hits[0]?.tab ? hits : await this.gather(tab, FEW);
      known += found.length;
      if (known >= FEW || found.some(({ grade, row }) => grade < WORDS || this.grade(row) < WORDS)) return FEW;
    }
    return known;
  }

  /** @param {Phase} phase @param {[number, number]} range @param {number} want */
  async candidates(phase, range, want) {
    // The rows of merchants show whether they have every pair; all rows show their names.
    const open = !this.strict.has(phase.grade) && (phase.grade <= INFIX || phase.fits !== undefined || (phase.grade === WORDS && range[0] === 0));
    const found = await Promise.all(phase.sets.map((all) => intersect(this.pack, all, range, want, open && Number.isFinite(want))));
    const done = found.every((each) => each.done);
    if (found.some((each) => !each.sure)) this.loose.add(phase.grade);
    // Beyond the end of an unfinished way others may still have documents, but in between none is missing.
    const end = Math.min(...found.map((each) => (each.done ? Infinity : each.docs[each.docs.length - 1])));
    let docs = ascending(found.flatMap((each) => each.docs)).filter((id) => id <= end);
    // Lists may have been left to the rows, which do not show of all filters whether they are within them.
    for (const either of this.filters) if (docs.length) docs = await keep(this.pack, docs, either.flatMap(({ parts }) => parts));
    return { docs, done };
  }

  /**
   * Candidates, by more pairs where a few still leave many: rows that turn out to lack a pair are dearer.
   * @param {Phase} phase @param {[number, number]} range @param {number} want
   */
  async narrowed(phase, range, want) {
    const found = await this.candidates(phase, range, want);
    if (phase.grade !== WORDS || !this.wide || found.docs.length <= FEW) return found;
    this.wide = false;
    const { sets, complete } = await narrower(this.pack, this.query);
    phase.sets = sets.map((all) => [...all, ...this.filters]);
    this.complete = complete;
    return this.candidates(phase, range, want);
  }

  /** The first answers of a tab. @param {string} tab @param {number} limit @returns {Promise<Hit[]>} */
  async gather(tab, limit) {
    const range = this.range(tab);
    const inside = (/** @type {number} */ id) => id >= range[0] && id < range[1];
    /** @type {Set<number>} */
    const soon = new Set();
    for (const phase of this.phases) {
      if (soon.size >= limit) break;
      const { docs } = await this.narrowed(phase, range, limit);
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
      let strays = 0;
      for (let want = limit + MOST_MISSES, done = false; !done && hits.length < limit && misses < MOST_MISSES; want *= 4) {
        const found = await this.narrowed(phase, range, want);
        done = found.done;
        for (const id of ascending([...sure, ...found.docs])) {
          if (hits.length === limit || misses === MOST_MISSES) break;
          if (seen.has(id)) continue;
          const row = await this.pack.row(id);
          if (this.isOver(row, tab)) {
            seen.add(id);
          } else if (sure.includes(id) || (await this.fits(phase, row, tab))) {
            seen.add(id);
            hits.push({ row, tab, grade: phase.grade });
          } else if (phase.fits ? this.strict.has(phase.grade) : phase.grade !== WORDS && this.hasPairs(wholeNames(row))) {
            misses++;
          } else if (++strays === MOST_STRAYS && !this.strict.has(phase.grade)) {
            this.strict.add(phase.grade);
            await this.narrow(phase);
            done = false;
            break;
          }
        }
      }
    }
    return hits;
  }

  /** Whether a row, or the record for which a merchant would be an answer, may no longer be shown. @param {Row} row @param {string} tab */
  isOver(row, tab) {
    if (row.until && row.until < this.day) return true;
    const current = (/** @type {number[]} */ kinds) => row.chips.some(([kind, until]) => kinds.includes(kind) && (!until || until >= this.day));
    return tab === TABS[0] && this.records.some(({ kinds, word }) => !current(kinds) && !(word && wholeNames(row).some((name) => name.includes(word))));
  }

  /** Tells the candidates of a phase by more of their pairs. @param {Phase} phase */
  async narrow(phase) {
    if (phase.narrower) {
      phase.sets = (await phase.narrower()).map((all) => [...all, ...this.filters]);
      return;
    }
    const { sets, names, complete } = await narrower(this.pack, this.query);
    if (phase.grade === WORDS) {
      // A word may stand outside of names.
      phase.sets = sets.map((all) => [...all, ...this.filters]);
      [this.wide, this.complete] = [false, complete];
    } else {
      phase.sets = phase.sets.map((all) => [...all, ...names]);
    }
  }

  /** Whether a candidate is of the class. @param {Phase} phase @param {Row} row @param {string} tab */
  async fits(phase, row, tab) {
    if (phase.fits) return phase.fits(row);
    if (phase.grade === WORDS) return this.hasWords(phase, row, tab);
    return phase.grade === PINYIN || phase.grade === NEAR || this.grade(row) <= phase.grade;
  }

  /** How well a row's names match. @param {Row} row */
  grade(row) {
    const names = wholeNames(row);
    const whole = this.query.key;
    if (names.includes(whole) || withoutRegions(row) === whole) return EXACT;
    if (names.some((name) => name.startsWith(whole))) return PREFIX;
    return this.query.words.every((word) => names.some((name) => name.includes(word.key))) ? INFIX : WORDS;
  }

  /** Whether a document has the words, as far as lists left that open. @param {Phase} phase @param {Row} row @param {string} tab */
  async hasWords(phase, row, tab) {
    if (this.complete && !this.loose.has(WORDS)) return true;
    const { districts, industries, kinds } = this.pack.meta;
    // Of kinds the fourth is what else they are called.
    const labels = [districts[row.district - 1], industries[row.industry - 1], ...row.chips.map(([kind]) => kinds[kind - 1])];
    const texts = [row.title, ...row.names, row.note, ...labels.flatMap((label) => (label ? [label[1], ...(label[3] ?? "").split(" ")] : []))].map((text) => key(text ?? ""));
    if (this.hasPairs(texts, wholeNames(row))) return true;
    // A text that is cut off or not in its row shows nothing: the lists of all pairs tell.
    if (tab === TABS[0] && !row.note.endsWith("…")) return false;
    if (this.wide) {
      await this.narrow(phase);
      this.loose.add(WORDS);
    }
    const ways = await Promise.all(phase.sets.map(async (all) => {
      for (const either of all) if (!(await keep(this.pack, [row.id], either.flatMap(({ parts }) => parts))).length) return false;
      return true;
    }));
    return ways.includes(true);
  }

  /** Whether all pairs of the words stand in some texts, and words of one character in names. @param {string[]} texts @param {string[]} [names] */
  hasPairs(texts, names = texts) {
    const has = (/** @type {string} */ piece) => (isSingle(piece) ? names : texts).some((text) => text.includes(piece));
    return this.query.words.every((word) => word.grams.every(has) || word.tokens.every((token) => Array.from(token).length <= 2 && has(token)));
  }

  /** How many answers a tab has, as far as can be told without fetching more. @param {string} tab @param {number} [known] @returns {Promise<TabCount>} */
  async count(tab, known) {
    if (known !== undefined) return { tab, total: known, exact: true };
    const range = this.range(tab);
    const sure = new Set(this.phases.flatMap(({ sure }) => sure).filter((id) => id >= range[0] && id < range[1]));
    // What rows alone can tell is not counted.
    const open = this.phases.filter(({ fits, sets }) => fits && sets.some((all) => all.every((either) => either.some((list) => countWithin(list, range)))));
    if (open.length) return { tab, total: sure.size || null, exact: false };
    const ways = this.phases.filter(({ grade, fits }) => grade >= PINYIN && !fits).flatMap(({ sets }) => sets);
    if (!ways.length) return { tab, total: sure.size, exact: !this.capped };
    if (ways.length === 1 && ways[0].length === 1 && ways[0][0].length <= 2 && !sure.size) {
      // Names and text of one pair never name the same document twice.
      return { tab, total: ways[0][0].reduce((sum, list) => sum + countWithin(list, range), 0), exact: this.complete };
    }
    const none = ways.every((all) => all.some((either) => either.every((list) => !countWithin(list, range))));
    if (none) return { tab, total: sure.size, exact: true };
    const missing = new Set(ways.flat(2).flatMap((list) => overlapping(list, range).flatMap(({ docs, page }) => (docs ? [] : [page]))));
    if (missing.size > (this.filters.length ? MOST_COUNTED : 0)) return { tab, total: sure.size || null, exact: false };
    const { docs } = await this.candidates({ grade: WORDS, sure: [], sets: ways }, range, Infinity);
    return { tab, total: new Set([...sure, ...docs]).size, exact: this.complete && !this.capped };
  }
}
