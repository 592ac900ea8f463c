/**
 * Chinese characters as they sound: the mirror of what `src/search/pinyin.rs` does with a query. Fetched only when a
 * query is to be heard.
 */

import { isHan } from "./analysis.js";

/** Ways of reading that are gone through, and that are asked for. */
const MOST_READINGS = 8;
const MOST_HEARD = 4;

/** @typedef {Map<string, string[]>} Readings of each character, the usual one first */

/** @typedef {{han: boolean, read: string[]}} Unit what is spelt as one: a character in its readings, or a word of letters */

/** @param {string} key @param {Readings} readings @returns {Unit[]} */
function units(key, readings) {
  /** @type {Unit[]} */
  const out = [];
  for (const character of key) {
    const read = isHan(character) ? readings.get(character) : undefined;
    const last = out[out.length - 1];
    if (read) out.push({ han: true, read });
    else if (last && !last.han) last.read = [last.read[0] + character];
    else out.push({ han: false, read: [character] });
  }
  return out;
}

/** Every way of writing the units one after the other. @param {string[][]} units */
function written(units) {
  let out = [""];
  for (const unit of units) {
    const pieces = [...new Set(unit)].slice(0, Math.max(1, Math.floor(MOST_READINGS / out.length)));
    out = pieces.flatMap((piece) => out.map((before) => before + piece));
  }
  return out;
}

/** A query with Han characters as it may be spelt. @param {string} key @param {Readings} readings */
export function heard(key, readings) {
  const all = units(key, readings);
  const han = all.filter((unit) => unit.han).length;
  if (!han || all.length < 2 || !all.every((unit) => unit.han || /^[a-z]+$/.test(unit.read[0]))) return [];
  const out = written(all.map(({ read }) => read));
  if (han < all.length) out.push(...written(all.map((unit) => (unit.han ? unit.read.map((reading) => reading[0]) : unit.read))));
  return out.slice(0, MOST_HEARD);
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
