/**
 * How characters sound, and the order of pairs that follows from it: the mirror of `src/search/sounds.rs`.
 */

import { FIRST_LEVEL, GB2312 } from "./analysis.js";
import { Bytes } from "./decode.js";

/** Sounds are written from here on, characters of one sound by letters and then by signs with an accent. */
const FIRST_SOUND = 0xe000;
const FIRST_RANK = 0x41;
const LETTERS = 58;
const FURTHER_RANK = 0xc0;

/** The character that stands for a sound. @param {number} place */
export const sign = (place) => String.fromCharCode(FIRST_SOUND + place);

/** @param {Map<string, string[]>} readings @param {string} text characters with a reading behind each */
function add(readings, text) {
  for (const [, character, reading] of text.matchAll(/([^a-z])([a-z]+)/gu)) readings.set(character, [...(readings.get(character) ?? []), reading]);
  return readings;
}

/** Sounds of characters, as the meta file has them. */
export class Sounds {
  /** @param {Uint8Array} table */
  constructor(table) {
    const bytes = new Bytes(table);
    this.usual = bytes.text().split(" ");
    const more = bytes.text();
    /** How characters are read, the usual reading first. @type {Map<string, string[]>} */
    this.readings = new Map();
    this.step(bytes, GB2312.slice(0, FIRST_LEVEL), this.readings);
    add(this.readings, more);
    /** The same and, once learnt, those that no name has. */
    this.known = this.readings;
    /** Characters of each syllable. @type {Map<string, string[]>} */
    this.characters = new Map();
    // Thousands, before anything is compiled: with iterators this takes a phone four times as long.
    this.readings.forEach((read, character) => {
      for (let at = 0; at < read.length; at++) {
        const known = this.characters.get(read[at]);
        if (known) known.push(character);
        else this.characters.set(read[at], [character]);
      }
    });
    /** Those of the syllables that were asked for, in the order of code points. @type {Map<number, string[]>} */
    this.inOrder = new Map();
    this.syllables = Array.from(this.characters.keys()).sort();
    this.places = new Map(this.syllables.map((syllable, at) => [syllable, at]));
    /** What spellings are cut into. */
    this.common = new Set(this.usual.filter((syllable) => /[aeiouv]/.test(syllable)));
  }

  /** Usual readings, each by the distance of its place from the one before. @param {Bytes} bytes @param {string} characters @param {Map<string, string[]>} readings */
  step(bytes, characters, readings) {
    const alone = this.usual.map((syllable) => (syllable ? [syllable] : undefined));
    for (let at = 0, place = 0; at < characters.length; at++) {
      const step = bytes.number();
      place += step % 2 ? -(step + 1) / 2 : step / 2;
      const read = alone[place];
      if (read) readings.set(characters[at], read);
    }
  }

  /** @param {Bytes} bytes how the characters of level two are read; how names' own are read stays */
  learn(bytes) {
    /** @type {Map<string, string[]>} */
    const rare = new Map();
    const more = bytes.text();
    this.step(bytes, GB2312.slice(FIRST_LEVEL), rare);
    this.known = new Map([...add(rare, more), ...this.readings]);
  }

  /** Characters of the syllable at a place, sorted when they are needed. @param {number} place */
  ranked(place) {
    const known = this.inOrder.get(place);
    if (known) return known;
    const all = (this.characters.get(this.syllables[place]) ?? []).sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
    this.inOrder.set(place, all);
    return all;
  }

  /** Signs of the syllables that begin so, neighbours all; with `whole`, of that syllable alone. @param {string} letters @param {boolean} whole */
  signs(letters, whole) {
    return this.syllables.flatMap((syllable, at) => ((whole ? syllable === letters : syllable.startsWith(letters)) ? [sign(at)] : []));
  }

  /** The sign of a character's usual sound, or itself. @param {string} character */
  signOf(character) {
    const [usual] = this.readings.get(character) ?? [];
    return usual === undefined ? character : sign(this.places.get(usual) ?? 0);
  }

  /** The sorted key of a term: its own text, unless it is a pair with a Han character. @param {string} term */
  key(term) {
    const pair = Array.from(term);
    if (pair.length !== 2) return term;
    const signs = pair.map((character) => this.signOf(character));
    const ranks = pair.map((character, at) => {
      if (signs[at] === character) return "";
      const rank = this.ranked(signs[at].charCodeAt(0) - FIRST_SOUND).indexOf(character);
      return String.fromCharCode(rank < LETTERS ? FIRST_RANK + rank : FURTHER_RANK + rank - LETTERS);
    });
    return signs.join("") + ranks.join("");
  }

  /** Whether a key is that of a pair with this first character, and not one by another reading. @param {string} key @param {string} character */
  begins(key, character) {
    const signs = Array.from(key);
    let next = 2;
    const pair = signs.slice(0, 2).map((sign) => {
      const place = sign.charCodeAt(0) - FIRST_SOUND;
      if (place < 0 || place >= this.syllables.length) return sign;
      const code = signs[next++]?.charCodeAt(0) ?? 0;
      return this.ranked(place)[code < FURTHER_RANK ? code - FIRST_RANK : code - FURTHER_RANK + LETTERS] ?? "";
    });
    return pair.length === 2 && pair[0] === character && next === signs.length && this.key(pair.join("")) === key;
  }
}
