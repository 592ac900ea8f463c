/**
 * What the files of the pack hold, byte by byte (docs/search-format.md).
 */

/** Bytes of a file's hash that its name carries. */
export const HASH_BYTES = 3;

/**
 * @typedef {import("./pack.js").List} List
 * @typedef {import("./pack.js").Term} Term
 * @typedef {import("./pack.js").Row} Row
 */

const utf8 = new TextDecoder();
const SHORT = "a file of the search pack ends too early";

/** Reads numbers of seven bits a byte. */
export class Bytes {
  /** @param {Uint8Array} bytes @param {number} [at] */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  number() {
    // Nearly all of them have one byte.
    if (this.bytes[this.at] < 128) return this.bytes[this.at++];
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new RangeError(SHORT);
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
    return utf8.decode(this.skip(this.number()));
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

/** Reads lists of documents as bits: binary interpolative coding. */
class Bits {
  /** @param {Uint8Array} bytes @param {number} at where they begin */
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at * 8;
  }

  /** @param {number} width */
  take(width) {
    let value = 0;
    while (width > 0) {
      const left = 8 - (this.at & 7);
      const taken = Math.min(width, left);
      value = (value << taken) | ((this.bytes[this.at >> 3] >> (left - taken)) & ((1 << taken) - 1));
      this.at += taken;
      width -= taken;
    }
    return value;
  }

  /** A number below a count: the first few take a bit less than the others. @param {number} count */
  below(count) {
    if (count < 2) return 0;
    const width = 32 - Math.clz32(count - 1);
    const short = 2 ** width - count;
    const value = this.take(width - 1);
    return value < short ? value : value * 2 + this.take(1) - short;
  }

  /** So many ascending numbers from `low` to `high`: the middle one first, then those on both sides of it. @param {number} count @param {number} low @param {number} high */
  list(count, low, high) {
    const out = new Uint32Array(count);
    /** @type {(from: number, to: number, low: number, high: number) => void} */
    const fill = (from, to, low, high) => {
      if (from >= to) return;
      const middle = (from + to) >> 1;
      const least = low + middle - from;
      const number = least + this.below(high - (to - middle - 1) - least + 1);
      out[middle] = number;
      fill(from, middle, low, number - 1);
      fill(middle + 1, to, number + 1, high);
    };
    fill(0, count, low, high);
    if (this.at > this.bytes.length * 8) throw new RangeError(SHORT);
    return out;
  }
}

/** The documents of a part of a list, between its first and its last. @param {Uint8Array} content of a page @param {{first: number, last: number, count: number, offset?: number}} part */
export function decodePart(content, { first, last, count, offset }) {
  if (count < 2) return Uint32Array.of(first);
  const between = new Bits(content, offset ?? 0).list(count - 2, first + 1, last - 1);
  const out = new Uint32Array(count);
  out.set(between, 1);
  out[0] = first;
  out[count - 1] = last;
  return out;
}

/** @param {Uint8Array} content @param {number} end where the numbers of documents end @returns {Term[]} */
export function decodeTerms(content, end) {
  const bytes = new Bytes(content);
  const count = bytes.number();
  const pages = Array.from({ length: bytes.number() }, () => `${spelt(bytes.skip(2 * HASH_BYTES))}.bin`);
  const suffixes = bytes.text().split("\n");
  const shared = bytes.numbers(count);
  const columns = Array.from(bytes.skip(count), (mask) => [0, 1, 2, 3, 4].filter((column) => (mask >> column) & 1));
  const heads = bytes.numbers(columns.flat().length);
  const paged = heads.map((head) => (head % 2 ? decodeParts(bytes, pages) : undefined));
  const bits = new Bits(content, bytes.at);
  let term = "";
  let next = 0;
  return columns.map((used, at) => {
    term = term.slice(0, shared[at]) + suffixes[at];
    /** @type {Array<List | undefined>} */
    const lists = [];
    for (const column of used) {
      const count = Math.floor(heads[next] / 2);
      const docs = paged[next] ? undefined : bits.list(count, 0, end - 1);
      lists[column] = { count, parts: paged[next] ?? (docs ? [{ first: docs[0], last: docs[count - 1], count, docs }] : []) };
      next++;
    }
    return { term, lists };
  });
}

/** @param {Bytes} bytes @param {string[]} pages @returns {import("./pack.js").Part[]} */
function decodeParts(bytes, pages) {
  let last = 0;
  return Array.from({ length: bytes.number() }, () => {
    const [page, offset, count, gap, span] = bytes.numbers(5);
    const first = last + gap;
    last = first + span;
    return { first, last, count, page: pages[page], offset };
  });
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
