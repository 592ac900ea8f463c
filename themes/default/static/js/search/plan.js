/**
 * What a query asks of the pack: the candidates of each class, best first, as lists that come piece by piece. The rules
 * are those of `src/search/engine/phases.rs`.
 */

import { grams, houses, isSingle } from "./analysis.js";
import { ascending, documents } from "./lists.js";
import { NONE } from "./pack.js";

/**
 * @typedef {import("./pack.js").Pack} Pack
 * @typedef {import("./pack.js").List} List
 * @typedef {import("./pack.js").Term} Term
 * @typedef {import("./lists.js").All} All
 * @typedef {import("./lists.js").Either} Either
 * @typedef {import("./analysis.js").Query} Query
 * @typedef {import("./analysis.js").Word} Word
 * @typedef {{names: All, wide: All[], starts?: List, ends?: List, complete: boolean, single: boolean}} Found
 * @typedef {{grade: number, sure: number[], sets: All[], fits?: (row: import("./pack.js").Row) => boolean, narrower?: () => Promise<All[]>}} Phase `fits`
 *   tells from a row what lists do not, `narrower` has more lists
 * @typedef {{phases: Phase[], complete: boolean, capped: boolean}} Plan
 */

/** How well an answer matches; smaller is better. */
export const EXACT = 0;
export const PREFIX = 1;
export const SUFFIX = 2;
export const INFIX = 3;
export const PINYIN = 4;
export const WORDS = 5;
export const NEAR = 6;

/** Columns of a term's lists. */
export const NAMES = 0;
export const STARTS = 1;
export const ENDS = 2;
const TEXT = 3;
export const GAPPED = 4;

const MOST_KEYS = 64;
const MOST_WORD_ENDINGS = 16;
const MOST_STARTS = 64;
const MOST_HOUSES = 64;
/** Pairs of one word that are looked up: four rare ones tell a name from nearly all others, and its row is checked. */
const MOST_GRAMS = 4;
const MORE_GRAMS = 12;
/** From so many documents on, term chunks are so large that three pairs must do. */
const LARGE = 400000;
/** Ways of meeting the words of a query; more are not worth their lists. */
const MOST_WAYS = 4;
/** Every document. @type {[number, number]} */
const EVERYTHING = [0, Infinity];

/** True where a code or number may be meant: all of them have a digit. @param {string} key */
const couldBeKey = (key) => Array.from(key).length >= 4 && /[0-9]/.test(key);
/** Whether a code or number begins so: most addresses and ends of codes do not. @param {Pack} pack @param {string} key */
const mayOpen = (pack, key) => /[\ud800-\udfff]/.test(key.slice(0, 2)) || pack.openings.has(key.slice(0, 2));
/** @param {string} key */
const couldBeSuffix = (key) => (couldBeKey(key) || key.length >= 6) && /^[0-9a-z]{4,8}$/.test(key);
/** @param {string} key */
const isSurelyKey = (key) => /^[0-9a-z]{6,}$/.test(key);

/** @param {Pack} pack @param {Query} query @returns {Promise<Plan>} */
export async function plan(pack, query) {
  const whole = query.key;
  const codes = Promise.all([
    couldBeKey(whole) && mayOpen(pack, whole) ? pack.prefixed("k" + whole, NAMES, MOST_KEYS) : [],
    couldBeSuffix(whole) ? pack.prefixed("s" + Array.from(whole).reverse().join(""), NAMES, MOST_KEYS) : [],
  ]);
  const meant = async () => isSurelyKey(whole) && (await codes).some((terms) => terms.length > 0);
  const words = (await meant()) ? [] : await Promise.all(query.words.map((word) => look(pack, word, query.words.length === 1)));
  const [keys, suffixes] = await codes;
  const of = async (/** @type {Term[]} */ terms) => {
    const lists = await Promise.all(terms.map((term) => documents(pack, term.lists[NAMES] ?? NONE, EVERYTHING)));
    return ascending(lists.flat());
  };
  const sure = await Promise.all([
    of(keys.filter(({ term }) => term === "k" + whole)),
    of(keys.filter(({ term }) => term !== "k" + whole)),
    of(suffixes),
  ]);
  const [word] = words;
  const named = words.flatMap((each) => each.names);
  const alone = words.length === 1 && !word.single;
  const begins = alone && word.starts ? [[word.starts], ...named.slice(1)] : named;
  const ends = alone && word.ends ? [...begins.slice(0, begins.length > 1 ? -1 : undefined), [word.ends]] : begins;
  const one = words.length === 1;
  /** @type {Phase[]} */
  const phases = [
    { grade: EXACT, sure: sure[0], sets: one ? [ends] : [] },
    { grade: PREFIX, sure: sure[1], sets: one ? [begins] : [] },
    { grade: SUFFIX, sure: sure[2], sets: [] },
  ];
  if (words.length) {
    phases.push({ grade: INFIX, sure: [], sets: [named] }, ...(await spelt(pack, query, words)), { grade: WORDS, sure: [], sets: product(words.map(({ wide }) => wide)) });
  }
  const capped = keys.length === MOST_KEYS || suffixes.length === MOST_KEYS;
  return { phases, complete: words.every((each) => each.complete), capped };
}

/** A word or a whole query as pinyin, when it is nothing but letters that may be that. @param {string} key */
export function typed(key) {
  const letters = key.replace(/ü/g, "v");
  return /^[a-z]{2,}$/.test(letters) ? letters : undefined;
}

/** Names that are spelt as the query, or as words of it. @param {Pack} pack @param {Query} query @param {Found[]} found @returns {Promise<Phase[]>} */
async function spelt(pack, query, found) {
  const whole = typed(query.key);
  const words = query.words.map(({ key }) => typed(key));
  if (!words.some(Boolean)) return [];
  const { anywhere, phases, spellings } = await import("./pinyin.js");
  const out = whole ? await phases(pack, spellings(whole, pack.sounds)) : [];
  if (words.length < 2) return out;
  const ways = await Promise.all(words.map(async (word, at) => [...(word ? await anywhere(pack, spellings(word, pack.sounds)) : []), ...found[at].wide]));
  return [...out, { grade: PINYIN, sure: [], sets: product(ways) }];
}

/** Every choice of one way of meeting each word. @param {All[][]} words the ways of each @returns {All[]} */
function product(words) {
  return words.reduce((ways, each) => ways.flatMap((way) => each.map((all) => [...way, ...all])).slice(0, MOST_WAYS), /** @type {All[]} */ ([[]]));
}

/** Words told more narrowly, by more of their pairs: scattered, and in names. @param {Pack} pack @param {Query} query @returns {Promise<{sets: All[], names: All, complete: boolean}>} */
export async function narrower(pack, query) {
  const words = await Promise.all(query.words.map((word) => look(pack, word, query.words.length === 1, MORE_GRAMS)));
  return { sets: product(words.map(({ wide }) => wide)), names: words.flatMap((each) => each.names), complete: words.every(({ complete }) => complete) };
}

/** The lists that a word is met by. @param {Pack} pack @param {Word} word @param {boolean} alone @param {number} [most] pairs looked up @returns {Promise<Found>} */
async function look(pack, word, alone, most = MOST_GRAMS) {
  if (isSingle(word.key)) {
    const all = [await withCharacter(pack, word.key, alone ? STARTS : NAMES, alone ? MOST_STARTS : Infinity)];
    return { names: all, wide: [all], complete: true, single: true };
  }
  const there = await atHouse(pack, word.key);
  if (there) return { names: [there], wide: [[there]], complete: false, single: false };
  // Most letters that are pinyin are no pairs that anything has.
  const unknown = (/** @type {string} */ piece) => /^[a-z]{2}/.test(piece) && !pack.latin.has(piece.slice(0, 2));
  const chosen = word.grams.some(unknown) ? [] : choose(pack, word.grams, most === MOST_GRAMS ? mostPairs(pack) : most);
  const mixed = word.tokens.join(" ") !== word.grams.join(" ") && !word.tokens.some(unknown);
  const longer = (/** @type {string} */ token) => Array.from(token).length > 2;
  const [found, plain, completed] = await Promise.all([
    Promise.all(chosen.map((gram) => pack.lists("g" + gram))),
    Promise.all(mixed ? choose(pack, word.tokens.filter((token) => !longer(token)), most).map((token) => pack.lists("g" + token)) : []),
    Promise.all(mixed ? word.tokens.filter(longer).map((token) => pack.prefixed("g" + token, TEXT, MOST_WORD_ENDINGS)) : []),
  ]);
  const anywhere = (/** @type {Array<List | undefined>} */ lists) => [lists[NAMES] ?? NONE, lists[TEXT] ?? NONE];
  if (!found.length) found.push([]);
  const wide = [found.map(anywhere)];
  if (mixed) wide.push([...plain.map(anywhere), ...completed.map((terms) => terms.map((term) => term.lists[TEXT] ?? NONE))]);
  const all = grams(word.key);
  const [first, last] = [all[0], all[all.length - 1]];
  return {
    names: found.map((lists) => [lists[NAMES] ?? NONE]),
    wide,
    starts: chosen[0] === first ? found[0][STARTS] ?? NONE : undefined,
    ends: chosen[chosen.length - 1] === last ? found[found.length - 1][ENDS] ?? NONE : undefined,
    complete: !chosen.length || chosen.length === word.grams.length,
    single: false,
  };
}

/** Documents with the number of a house that stands in the word, if there are any. @param {Pack} pack @param {string} key @returns {Promise<Either | undefined>} */
async function atHouse(pack, key) {
  const [house] = houses(key);
  if (!house) return undefined;
  // At the end of a query more digits may follow.
  const terms = key.endsWith(house) ? await pack.prefixed("n" + house, NAMES, MOST_HOUSES) : [{ lists: await pack.lists("n" + house) }];
  const found = terms.map(({ lists }) => lists[NAMES] ?? NONE).filter(({ count }) => count);
  return found.length && terms.length < MOST_HOUSES ? found : undefined;
}

/**
 * Names that begin with a character, the best few of a common one; or that have it anywhere.
 * @param {Pack} pack @param {string} character @param {number} column @param {number} most @returns {Promise<Either>}
 */
async function withCharacter(pack, character, column, most) {
  // Nothing but the character; its last one.
  const alone = (await pack.lists("g" + character))[column];
  const begins = (/** @type {Term} */ { term, lists }) => Boolean(lists[column]) && pack.sounds.begins(term.slice(1), character);
  const pairs = await pack.gathered([`g${pack.sounds.signOf(character)}`], most - (alone ? 1 : 0), begins);
  return [...(alone ? [alone] : []), ...pairs.map(({ lists }) => lists[column] ?? NONE)];
}

/** Pairs of a word that are looked up. @param {Pack} pack */
const mostPairs = (pack) => (pack.meta.documents.reduce((sum, count) => sum + count, 0) > LARGE ? MOST_GRAMS - 1 : MOST_GRAMS);

/** The pairs to look up. @param {Pack} pack @param {string[]} pairs @param {number} most */
const choose = (pack, pairs, most) => spread(pairs, most, (pair) => pack.frequent.has(pair));

/**
 * Some of the parts of a word, spread over it: at first rare ones where there are any.
 * @template T
 * @param {T[]} parts @param {number} most @param {(part: T) => boolean} isFrequent
 */
export function spread(parts, most, isFrequent) {
  const rare = parts.filter((part) => !isFrequent(part));
  const from = rare.length && most <= MOST_GRAMS ? rare : parts;
  if (from.length <= most) return from;
  return Array.from({ length: most }, (_, at) => from[Math.round((at * (from.length - 1)) / (most - 1))]);
}
