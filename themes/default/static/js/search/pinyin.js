/**
 * Pinyin: the ways of reading what was typed, and which names have them. The mirror of `src/search/pinyin.rs` and
 * `src/search/engine/spelt.rs`. Fetched only when a query is to be heard.
 */

import { isHan } from "./analysis.js";
import { wholeNames } from "./names.js";
import { NONE } from "./pack.js";
import { ENDS, NAMES, PINYIN, STARTS, spread } from "./plan.js";

/** Initials of a name that are indexed together. */
const INITIALS = 3;
/** Ways of reading what was typed that are asked for. */
const MOST_SPELLINGS = 4;
/** Pairs, or runs of initials, looked at behind what was typed of them. */
const MOST_STARTS = 64;
/** Pairs of sounds, or runs of initials, of one spelling that are looked up: the names of what they leave are looked at. */
const MOST_PARTS = 4;
/** More syllables than this beyond the fewest are no way of cutting letters. */
const MOST_FURTHER_SYLLABLES = 2;
const LONGEST_SYLLABLE = 6;
/** No reading begins with these. */
const NEVER_FIRST = /[iuv]/;

/** @typedef {Map<string, string[]>} Readings of each character, the usual one first */
/** @typedef {import("./pack.js").Pack} Pack @typedef {import("./pack.js").Term} Term @typedef {import("./lists.js").All} All */
/**
 * What one character of a name must be: read so, read so as far as it is typed, read by something that begins with a
 * letter, itself.
 * @typedef {{is: "sound" | "begins" | "initial" | "own", text: string}} Unit
 * @typedef {Unit[][][]} Spellings the likelier before those to try when no name has them
 * @typedef {import("./sounds.js").Sounds} Sounds
 */

/** @param {string[]} syllables @returns {Unit[]} */
const soundsOf = (syllables) => syllables.map((text) => ({ is: "sound", text }));
/** @param {string} letters @returns {Unit[]} */
const initialsOf = (letters) => Array.from(letters, (text) => ({ is: "initial", text }));

/** How letters may be read: by few syllables and by initials, by more syllables, with the last one not finished yet. @param {string} letters @param {Sounds} sounds @returns {Spellings} */
export function spellings(letters, { common }) {
  const [few, more] = fewest(syllables(letters, common));
  const likely = few.map(soundsOf);
  if (letters.length > 1 && !NEVER_FIRST.test(letters)) likely.push(initialsOf(letters));
  return [likely, more.map(soundsOf), unfinished(letters, common)];
}

/** Those of as few syllables as can be, and the others; 西安 is as likely as 先. @param {string[][]} cuts */
function fewest(cuts) {
  const least = Math.max(2, Math.min(...cuts.map(({ length }) => length)));
  return [cuts.filter(({ length }) => length <= least), cuts.filter(({ length }) => length > least)];
}

/** Ways of cutting letters into syllables: those of the fewest first, and of as many the one with the longest first. @param {string} letters @param {Set<string>} common @param {number} [most] */
function syllables(letters, common, most = MOST_SPELLINGS) {
  /** The least number of syllables that what is left from a place on can be cut into. @type {number[]} */
  const least = [];
  least[letters.length] = 0;
  /** @param {number} from the ends of syllables from there on, the longest first */
  const next = (from) => Array.from({ length: LONGEST_SYLLABLE }, (_, at) => from + LONGEST_SYLLABLE - at).filter((to) => to <= letters.length && common.has(letters.slice(from, to)));
  for (let from = letters.length - 1; from >= 0; from--) least[from] = 1 + Math.min(...next(from).map((to) => least[to]));
  /** @type {string[][]} */
  const out = [];
  if (!letters || least[0] === Infinity) return out;
  const cut = (/** @type {string[]} */ before, /** @type {number} */ from, /** @type {number} */ left) => {
    if (from === letters.length && !left) out.push(before);
    else for (const to of next(from)) if (out.length < most && least[to] < left) cut([...before, letters.slice(from, to)], to, left - 1);
  };
  for (let total = least[0]; total <= least[0] + MOST_FURTHER_SYLLABLES; total++) if (out.length < most) cut([], 0, total);
  return out;
}

/** Ways of reading letters the last of which begin a syllable, the longest beginning first. @param {string} letters @param {Set<string>} common */
function unfinished(letters, common) {
  /** @type {Unit[][]} */
  const out = [];
  for (let from = Math.max(0, letters.length - LONGEST_SYLLABLE); from < letters.length && out.length < MOST_SPELLINGS / 2; from++) {
    const text = letters.slice(from);
    const [before] = from ? syllables(letters.slice(0, from), common, 1) : [[]];
    if (before && [...common].some((syllable) => syllable.startsWith(text))) out.push([...soundsOf(before), { is: "begins", text }]);
  }
  return out;
}

/** How a query with Han characters sounds: letters among them are syllables, or initials. @param {string} key @param {Sounds} sounds @returns {Spellings} */
export function heard(key, { known, common }) {
  /** @type {string[]} */
  const runs = [];
  for (const character of key) {
    if (isHan(character) || !runs.length || isHan(runs[runs.length - 1])) runs.push(character);
    else runs[runs.length - 1] += character;
  }
  const readable = runs.every((run) => (isHan(run) ? known.has(run) : /^[a-z]+$/.test(run)));
  if (!readable || Array.from(key).length < 2 || !runs.some(isHan)) return [];
  const read = (/** @type {string} */ run) => (known.get(run) ?? []).map((text) => soundsOf([text]));
  /** @param {boolean} open whether the last letters are the beginning of a syllable */
  const product = (open) => runs.reduce((before, run, at) => {
    const last = open && at + 1 === runs.length;
    const ways = isHan(run) ? (last ? [] : read(run)) : last ? unfinished(run, common) : fewest(syllables(run, common))[0].map(soundsOf);
    return ways.slice(0, Math.max(1, Math.floor(MOST_SPELLINGS / Math.max(1, before.length)))).flatMap((way) => before.map((units) => [...units, ...way]));
  }, /** @type {Unit[][]} */ ([[]]));
  const whole = product(false);
  const letters = runs.filter((run) => !isHan(run));
  if (letters.length && !letters.some((run) => NEVER_FIRST.test(run))) whole.push(runs.flatMap((run) => (isHan(run) ? read(run)[0] : initialsOf(run))));
  return [whole, product(true)];
}

/** @param {Unit} unit @param {string} character @param {Readings} readings */
function is({ is, text }, character, readings) {
  if (is === "own") return character === text;
  const read = readings.get(character);
  if (!read) return is === "initial" && character === text;
  return read.some((reading) => (is === "sound" ? reading === text : reading.startsWith(text)));
}

/** Where a spelling stands in a name: 0 when it is the whole of it, 1 at its beginning, 2 further in. @param {Unit[]} units @param {string} name @param {Readings} readings */
export function placeIn(units, name, readings) {
  const characters = Array.from(name);
  for (let start = 0; start + units.length <= characters.length; start++) {
    if (units.every((unit, at) => is(unit, characters[start + at], readings))) return start ? 2 : characters.length > units.length ? 1 : 0;
  }
  return Infinity;
}

/** Lists of a column. @param {Term[]} terms @param {number} column */
const either = (terms, column) => terms.flatMap(({ lists }) => lists[column] ?? []);

/**
 * What a spelling is met by, by every part of it that is looked up: names that it is, that begin with it, that have it.
 * @param {Pack} pack @param {Unit[]} units @param {number} most parts looked up @returns {Promise<All[] | undefined>} nothing when a part is in no name
 */
async function lists(pack, units, most) {
  const signs = (/** @type {Unit} */ { is, text }) => (is === "sound" || is === "begins" ? pack.sounds.signs(text, is === "sound") : [pack.sounds.signOf(text)]);
  const all = (/** @type {Term} */ { lists }) => Boolean(lists[NAMES]);
  if (units.length === 1) {
    const found = either(await pack.gathered(signs(units[0]).map((sign) => `g${sign}`), MOST_STARTS, ({ lists }) => Boolean(lists[STARTS])), STARTS);
    return found.length ? [[], [found], [found]] : undefined;
  }
  const byInitials = units.some(({ is }) => is === "initial");
  const letters = units.map(({ text }) => text[0]).join("");
  if (byInitials && letters.length < INITIALS) {
    // More may follow.
    const terms = await pack.prefixed(`y${letters}`, NAMES, MOST_STARTS);
    const [starting, whole] = [await pack.prefixed(`y${letters}`, STARTS, MOST_STARTS), terms.filter(({ term }) => term === `y${letters}`)];
    return terms.length ? placed([either(terms, NAMES)], either(starting, STARTS), either(whole, ENDS)) : undefined;
  }
  const size = byInitials ? INITIALS : 2;
  const parts = Array.from({ length: units.length - size + 1 }, (_, at) => units.slice(at, at + size));
  const isFrequent = (/** @type {Unit[]} */ [first, second]) => !byInitials && pack.frequentSounds.has(signs(first)[0] + signs(second)[0]);
  const chosen = spread(parts, most, isFrequent);
  const found = await Promise.all(chosen.map(async ([first, second, third]) => {
    if (byInitials) return [{ term: "", lists: await pack.lists(`y${[first, second, third].map(({ text }) => text[0]).join("")}`) }].filter(all);
    const prefixes = signs(first).flatMap((one) => signs(second).map((two) => `g${one}${two}`));
    return pack.gathered(prefixes, Infinity, all);
  }));
  if (found.some((terms) => !terms.length)) return undefined;
  const starts = chosen[0] === parts[0] ? either(found[0], STARTS) : undefined;
  const ends = chosen[chosen.length - 1] === parts[parts.length - 1] ? either(found[found.length - 1], ENDS) : undefined;
  return placed(found.map((terms) => either(terms, NAMES)), starts, ends);
}

/** @param {All} named @param {import("./lists.js").Either} [starts] @param {import("./lists.js").Either} [ends] @returns {All[]} */
function placed(named, starts, ends) {
  const begins = starts ? [starts.length ? starts : [NONE], ...named.slice(1)] : named;
  const whole = ends ? [...begins.slice(0, begins.length > 1 ? -1 : undefined), ends.length ? ends : [NONE]] : begins;
  return [whole, begins, named];
}

/** The first of the groups that is met, and by what. @param {Pack} pack @param {Spellings} spellings @param {number} most */
async function met(pack, spellings, most) {
  for (const used of spellings) {
    const found = (await Promise.all(used.map((units) => lists(pack, units, most)))).flatMap((each) => (each ? [each] : []));
    if (found.length) return { used, found };
  }
  return { used: /** @type {Unit[][]} */ ([]), found: /** @type {All[][]} */ ([]) };
}

/** Names spelt like this: as a whole, from their beginning, further in. @param {Pack} pack @param {Spellings} spellings @returns {Promise<import("./plan.js").Phase[]>} */
export async function phases(pack, spellings) {
  const { used, found } = await met(pack, spellings, MOST_PARTS);
  const ways = (/** @type {All[][]} */ found, /** @type {number} */ place) => found.map((each) => each[place]).filter(({ length }) => length);
  return [0, 1, 2].map((place) => ({
    grade: PINYIN,
    sure: [],
    sets: ways(found, place),
    fits: (row) => used.some((units) => wholeNames(row).some((name) => placeIn(units, name, pack.sounds.readings) <= place)),
    narrower: async () => ways((await met(pack, spellings, Infinity)).found, place),
  }));
}

/** Ways of meeting a word among others by how it is spelt. @param {Pack} pack @param {Spellings} spellings @returns {Promise<All[]>} */
export async function anywhere(pack, spellings) {
  return (await met(pack, spellings, Infinity)).found.map(([, , named]) => named);
}

/**
 * The run of characters that a word of a query is the spelling of, as the places it begins and ends.
 * @param {string[]} keys of each character of a text @param {string} word @param {Readings} readings @returns {[number, number] | undefined}
 */
export function sounding(keys, word, readings) {
  const typed = Array.from(word.replace(/ü/g, "v"));
  const read = (/** @type {string} */ character) => readings.get(character) ?? [];
  /** Where the run ends, whose rest of the spelling begins at `from`. @type {(at: number, from: number, initials: boolean) => number | undefined} */
  const end = (at, from, initials) => {
    if (from >= typed.length) return at;
    if (at === keys.length) return undefined;
    const own = keys[at];
    if (!own || own === typed[from]) return end(at + 1, own ? from + 1 : from, initials);
    if (isHan(typed[from])) return read(typed[from]).some((sound) => read(own).includes(sound)) ? end(at + 1, from + 1, initials) : undefined;
    const rest = typed.slice(from).join("");
    for (const sound of read(own)) {
      const piece = initials ? sound[0] : sound;
      const found = rest.startsWith(piece) ? end(at + 1, from + piece.length, initials) : !initials && piece.startsWith(rest) ? at + 1 : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const initials of [false, true]) {
    for (let start = 0; start < keys.length; start++) {
      const found = keys[start] ? end(start, 0, initials) : undefined;
      if (found !== undefined) return [start, found];
    }
  }
  return undefined;
}
