/**
 * The pack as the browser reads it (docs/search-format.md): files fetched once, checked, inflated, decoded.
 */

import { GB2312, learn } from "./analysis.js";

const FORMAT = 2;
const HASH_BYTES = 3;
/** Places of the tables among the files of `x/`. */
const CHARACTERS = 0;
const READINGS = 1;
/** Where the table of characters begins. */
const FIRST_HAN = 0x3400;
/** How many units a term shares with the one before, as a letter. */
const SHARED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** Decoded files kept, the last used ones. */
const KEPT = 400;
/** A file that has not come after so long has failed. */
const PATIENCE_MS = 20000;

/**
 * @typedef {{first: number, last: number, count: number, docs?: ArrayLike<number>, page?: string, offset?: number}} Part
 * @typedef {{count: number, parts: Part[]}} List a list of documents, ascending; parts of long ones are fetched when needed
 * @typedef {{term: string, lists: Array<List | undefined>}} Term
 * @typedef {{id: number, title: string, code: string, href: string, names: string[], note: string, skip: number, drop: number,
 *   district: number, industry: number, kind: number, date: number, until: number, chips: Array<[number, number]>}} Row
 * @typedef {{date: string, documents: number[], rows: number, kinds: string[][], districts: string[][], industries: string[][],
 *   frequent: string, simplified: string, years: number[]}} Meta
 */

/** A list that no document is on. @type {List} */
export const NONE = { count: 0, parts: [] };

/** A file could not be had or is not what it should be. */
export class PackError extends Error {
  /** @param {string} path @param {boolean} [gone] the server has no such file: a newer pack has taken its place */
  constructor(path, gone = false) {
    super(`search: ${path}`);
    this.gone = gone;
  }
}

/** @param {string} url @param {RequestInit} [options] @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function get(url, options) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(url, { ...options, signal: control.signal });
    if (!answer.ok) throw new PackError(url, answer.status === 404 || answer.status === 410);
    return new Uint8Array(await answer.arrayBuffer());
  } finally {
    clearTimeout(timer);
  }
}

/** Reads numbers of seven bits a byte. */
class Bytes {
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

/** @param {Uint8Array} file @returns {Promise<Uint8Array>} */
async function inflate(file) {
  if (typeof DecompressionStream === "undefined") return (await import("./inflate.js")).inflate(file);
  const stream = new Blob([/** @type {BlobPart} */ (file)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Two letters from a to p a byte. @param {Uint8Array} bytes */
const spelt = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(97 + (byte >> 4), 97 + (byte & 15))).join("");

/** A file's name from its place and the hash of its content. @param {number} place @param {Uint8Array} hash */
const named = (place, hash) => `${spelt(Uint8Array.of(place >> 16, place >> 8, place))}${spelt(hash)}.bin`;

/** @param {Uint8Array} hashes one after the other */
const names = (hashes) => Array.from({ length: Math.floor(hashes.length / HASH_BYTES) }, (_, at) => named(at, hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)));

/** Order of code points, which the terms are in; that of UTF-16 units differs above U+FFFF. @param {string} a @param {string} b */
function before(a, b) {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    const high = (/** @type {number} */ unit) => unit >= 0xd800 && unit <= 0xdfff;
    return high(left) !== high(right) ? high(right) : left < right;
  }
  return a.length < b.length;
}

/** An opened pack. */
export class Pack {
  /** @param {string} base address of the pack's folder @param {Meta} meta @param {{terms: string, term: Uint8Array, row: Uint8Array, table: Uint8Array}} directory */
  constructor(base, meta, { terms, term, row, table }) {
    this.base = base;
    this.meta = meta;
    /** @type {string[]} what the terms of each term chunk begin with at the earliest */
    this.first = [];
    for (const line of terms.split("\n").slice(0, -1)) {
      this.first.push((this.first[this.first.length - 1] ?? "").slice(0, SHARED.indexOf(line[0])) + line.slice(1));
    }
    this.termNames = names(term);
    this.rowNames = names(row);
    this.tableNames = names(table);
    this.frequent = new Set(meta.frequent.match(/../gs));
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
  }

  /** @param {string} url address of meta.bin @param {RequestCache} [cache] */
  static async open(url, cache = "no-cache") {
    const bytes = new Bytes(await inflate(await get(url, { cache })));
    const meta = JSON.parse(bytes.text());
    if (meta.format !== FORMAT) throw new PackError(url);
    learn(meta.simplified);
    const terms = bytes.text();
    const [term, row, table] = Array.from({ length: 3 }, () => bytes.skip(bytes.number()));
    return new Pack(new URL(".", url).href, meta, { terms, term, row, table });
  }

  /**
   * A decoded file; equal requests are joined, failures are not kept.
   * @template T
   * @param {string} path @param {(bytes: Uint8Array) => T} decode @returns {Promise<T>}
   */
  load(path, decode) {
    let found = this.kept.get(path);
    this.kept.delete(path);
    if (!found) {
      found = this.content(path).then(decode);
      found.catch(() => this.kept.delete(path));
    }
    this.kept.set(path, found);
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value ?? "");
    return found;
  }

  /** @param {string} path */
  async content(path) {
    const file = await get(this.base + path);
    // Only a secure page may hash; elsewhere the checksum inside the file must do.
    if (globalThis.crypto?.subtle) {
      const digest = await crypto.subtle.digest("SHA-256", file);
      if (!path.endsWith(`${spelt(new Uint8Array(digest, 0, HASH_BYTES))}.bin`)) throw new PackError(path);
    }
    return inflate(file);
  }

  /** @param {number} at @returns {Promise<Term[]>} */
  chunk(at) {
    return this.load(`t/${this.termNames[at]}`, decodeTerms);
  }

  /** Place of the chunk that has a term, if any has. @param {string} term */
  place(term) {
    let low = 0;
    for (let high = this.first.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (before(term, this.first[middle])) high = middle;
      else low = middle + 1;
    }
    return Math.max(low - 1, 0);
  }

  /** @param {string} term with its section @returns {Promise<Array<List | undefined>>} */
  async lists(term) {
    if (!this.first.length) return [];
    return (await this.chunk(this.place(term))).find((entry) => entry.term === term)?.lists ?? [];
  }

  /**
   * The first terms with a prefix that have a list in the column.
   * @param {string} prefix with its section @param {number} column @param {number} most @returns {Promise<Term[]>}
   */
  async prefixed(prefix, column, most) {
    /** @type {Term[]} */
    const found = [];
    for (let at = this.place(prefix); at < this.first.length; at++) {
      for (const entry of await this.chunk(at)) {
        if (before(entry.term, prefix)) continue;
        if (!entry.term.startsWith(prefix) || found.length === most) return found;
        if (entry.lists[column]) found.push(entry);
      }
    }
    return found;
  }

  /** The documents of a part. @param {Part} part @returns {Promise<ArrayLike<number>>} */
  async documents(part) {
    const { page, offset, count } = part;
    if (part.docs || page === undefined) return part.docs ?? [];
    const content = await this.load(`p/${page}`, (bytes) => bytes);
    part.docs = new Bytes(content, offset).gaps(count);
    return part.docs;
  }

  /** Learns every traditional character there is; a query that has one needs it. */
  characters() {
    return this.load(`x/${this.tableNames[CHARACTERS]}`, (file) => {
      const bytes = new Bytes(file);
      const from = bytes.gaps(bytes.number());
      const [high, low] = [bytes.skip(from.length), bytes.skip(from.length)];
      const pair = (/** @type {number} */ code, /** @type {number} */ at) => String.fromCharCode(FIRST_HAN + code, FIRST_HAN + high[at] * 256 + low[at]);
      learn(Array.from(from, pair).join(""));
    });
  }

  /** How characters are read, the usual reading first. @returns {Promise<Map<string, string[]>>} */
  readings() {
    return this.load(`x/${this.tableNames[READINGS]}`, decodeReadings);
  }

  /** The place of the row chunk that a document stands in. @param {number} id */
  rowChunk(id) {
    return Math.floor(id / this.meta.rows);
  }

  /** @param {number} id @returns {Promise<Row>} */
  async row(id) {
    const size = this.meta.rows;
    const at = this.rowChunk(id);
    const rows = await this.load(`d/${this.rowNames[at]}`, (bytes) => decodeRows(bytes, at * size, this.meta.documents[0]));
    return rows[id % size];
  }
}

/** @param {Uint8Array} content */
function decodeReadings(content) {
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
function decodeTerms(content) {
  const bytes = new Bytes(content);
  const count = bytes.number();
  let place = 0;
  const pages = Array.from({ length: bytes.number() }, () => named((place += bytes.number()), bytes.skip(HASH_BYTES)));
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

/** @param {Uint8Array} content @param {number} first @param {number} merchants @returns {Row[]} */
function decodeRows(content, first, merchants) {
  const bytes = new Bytes(content);
  const count = bytes.number();
  const lines = bytes.text().split("\n");
  const line = (/** @type {number} */ column, /** @type {number} */ at) => lines[column * count + at];
  const columns = Array.from({ length: 7 }, () => bytes.numbers(count));
  return Array.from({ length: count }, (_, at) => {
    const [skip, drop, district, industry, kind, date, until] = columns.map((column) => column[at]);
    const id = first + at;
    const code = line(1, at);
    const stem = line(2, at) || code;
    const href = stem.includes("/") ? stem : `${id < merchants ? "m" : "r"}/${stem.slice(-2)}/${stem}.html`;
    const chips = Array.from({ length: bytes.number() }, () => /** @type {[number, number]} */ (bytes.numbers(2)));
    const names = line(3, at).split("\t").filter(Boolean);
    return { id, title: line(0, at), code, href, names, note: line(4, at), skip, drop, district, industry, kind, date, until, chips };
  });
}
