/**
 * What the files of the pack hold, byte by byte (docs/search-format.md).
 */

import { GB2312 } from "./analysis.js";

/** Bytes of a file's hash that its name carries. */
export const HASH_BYTES = 3;

/**
 * @typedef {import("./pack.js").List} List
 * @typedef {import("./pack.js").Term} Term
 * @typedef {import("./pack.js").Row} Row
 */

/** Reads numbers of seven bits a byte. */
export class Bytes {
  /** @param {Uint8Array} bytes @param {number} [at] */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  number() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new RangeError("a file of the search pack ends too early");
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  /** @param {number} count @returns {number[]} */
  numbers(count) {
    return Array.from({ length: count }, () => this.number());
  }

  /** @param {number} count ascending numbers, as gaps */
  gaps(count) {
    const out = new Uint32Array(count);
    for (let at = 0, last = 0; at < count; at++) out[at] = last += this.number();
    return out;
  }

  /** @param {number} count */
  skip(count) {
    return this.bytes.subarray(this.at, (this.at += count));
  }

  text() {
    return new TextDecoder().decode(this.skip(this.number()));
  }
}

/** Two letters from a to p a byte. @param {Uint8Array} bytes */
export const spelt = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(97 + (byte >> 4), 97 + (byte & 15))).join("");

/** A file's name from its place and the hash of its content. @param {number} place @param {Uint8Array} hash */
export const named = (place, hash) => `${spelt(Uint8Array.of(place >> 16, place >> 8, place))}${spelt(hash)}.bin`;

/** The place of what begins with a term: FNV-1a, folded to three bytes. @param {string} term */
export function placeOf(term) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(term)) hash = Math.imul(hash ^ byte, 0x1000193);
  return (hash >>> 24) ^ (hash & 0xffffff);
}

/** @param {Uint8Array} hashes one after the other @param {number} at */
export const hashAt = (hashes, at) => hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);

/** @param {Uint8Array} content */
export function decodeReadings(content) {
  const bytes = new Bytes(content);
  const syllables = bytes.text().split(" ");
  const more = bytes.text();
  let place = 0;
  const usual = Array.from(GB2312, (character) => {
    const step = bytes.number();
    place += step % 2 ? -(step + 1) / 2 : step / 2;
    return /** @type {[string, string[]]} */ ([character, syllables[place] ? [syllables[place]] : []]);
  });
  const readings = new Map(usual.filter(([, read]) => read.length));
  for (const [, character, reading] of more.matchAll(/([^a-z])([a-z]+)/gu)) readings.set(character, [...(readings.get(character) ?? []), reading]);
  return readings;
}

/** @param {Uint8Array} content @returns {Term[]} */
export function decodeTerms(content) {
  const bytes = new Bytes(content);
  const count = bytes.number();
  const pages = Array.from({ length: bytes.number() }, () => `${spelt(bytes.skip(2 * HASH_BYTES))}.bin`);
  const suffixes = bytes.text().split("\n");
  const shared = bytes.numbers(count);
  const masks = bytes.skip(count);
  let term = "";
  return Array.from({ length: count }, (_, at) => {
    term = term.slice(0, shared[at]) + suffixes[at];
    const lists = [0, 1, 2, 3, 4].map((column) => ((masks[at] >> column) & 1 ? decodeList(bytes, pages) : undefined));
    return { term, lists };
  });
}

/** @param {Bytes} bytes @param {string[]} pages @returns {List} */
function decodeList(bytes, pages) {
  const head = bytes.number();
  const count = Math.floor(head / 2);
  if (head % 2 === 0) {
    const docs = bytes.gaps(count);
    return { count, parts: [{ first: docs[0], last: docs[count - 1], count, docs }] };
  }
  let last = 0;
  const parts = Array.from({ length: bytes.number() }, () => {
    const [page, offset, size, gap, span] = bytes.numbers(5);
    const first = last + gap;
    last = first + span;
    return { first, last, count: size, page: pages[page], offset };
  });
  return { count, parts };
}

/** @param {Uint8Array} content @param {number} first the chunk's first number @param {number} merchants where their numbers end @returns {Row[]} */
export function decodeRows(content, first, merchants) {
  const bytes = new Bytes(content);
  const count = bytes.number();
  const lines = bytes.text().split("\n");
  const line = (/** @type {number} */ column, /** @type {number} */ at) => lines[column * count + at];
  const seats = bytes.gaps(count);
  const columns = Array.from({ length: 7 }, () => bytes.numbers(count));
  return Array.from({ length: count }, (_, at) => {
    const [skip, drop, district, industry, kind, date, until] = columns.map((column) => column[at]);
    const id = first + seats[at];
    const code = line(1, at);
    const stem = line(2, at) || code;
    const href = stem.includes("/") ? stem : `${id < merchants ? "m" : "r"}/${stem.slice(-2)}/${stem}.html`;
    const chips = Array.from({ length: bytes.number() }, () => /** @type {[number, number]} */ (bytes.numbers(2)));
    const names = line(3, at).split("\t").filter(Boolean);
    return { id, title: line(0, at), code, href, names, note: line(4, at), skip, drop, district, industry, kind, date, until, chips };
  });
}
