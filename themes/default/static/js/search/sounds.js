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
    /** Characters of each syllable, in the order of code points. @type {Map<string, string[]>} */
    this.characters = new Map();
    for (const [character, read] of this.readings) {
      for (const syllable of read) {
        const known = this.characters.get(syllable);
        if (known) known.push(character);
        else this.characters.set(syllable, [character]);
      }
    }
    this.syllables = Array.from(this.characters.keys()).sort();
    this.places = new Map(this.syllables.map((syllable, at) => [syllable, at]));
    /** What spellings are cut into. */
    this.common = new Set(this.usual.filter((syllable) => /[aeiouv]/.test(syllable)));
  }

  /** Usual readings, each by the distance of its place from the one before. @param {Bytes} bytes @param {string} characters @param {Map<string, string[]>} readings */
  step(bytes, characters, readings) {
    let place = 0;
    for (const character of characters) {
      const step = bytes.number();
      place += step % 2 ? -(step + 1) / 2 : step / 2;
      if (this.usual[place]) readings.set(character, [this.usual[place]]);
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
    const all = this.characters.get(this.syllables[place]) ?? [];
    return all.sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
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
