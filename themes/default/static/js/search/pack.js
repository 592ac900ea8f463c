/**
 * The pack as the browser reads it (docs/search-format.md): files fetched once, checked, inflated, decoded.
 */

import { learn } from "./analysis.js";
import { Bytes, HASH_BYTES, decodePart, decodeRows, decodeTerms, hashAt, named, placeOf, spelt } from "./decode.js";
import { Sounds } from "./sounds.js";

const FORMAT = 8;

/** The pairs of a text that parts them by a sign. @param {string} joined */
const pairsOf = (joined) => new Set(joined.split("|"));
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
 * @typedef {{date: string, documents: number[], starts: number[], rows: number[], kinds: string[][], districts: string[][], industries: string[][], regions: string[],
 *   frequent: string, common: string, latin: string, openings: string, simplified: string, years: number[]}} Meta
 */

/** A list that no document is on. @type {List} */
export const NONE = { count: 0, parts: [] };

/**
 * A file could not be had or is not what it should be.
 * @typedef {"gone" | "refused" | "damaged" | "format"} Fault `gone`: a newer pack has taken its place; `format`: these modules cannot read it
 */
export class PackError extends Error {
  /** @param {string} path @param {Fault} why */
  constructor(path, why) {
    super(`search: ${path} (${why})`);
    this.why = why;
  }
}

/** @param {string} url @param {RequestInit} [options] @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function get(url, options) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(url, { ...options, signal: control.signal });
    if (!answer.ok) throw new PackError(url, answer.status === 404 || answer.status === 410 ? "gone" : "refused");
    return new Uint8Array(await answer.arrayBuffer());
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Uint8Array} file @returns {Promise<Uint8Array>} */
async function streamed(file) {
  const stream = new Blob([/** @type {BlobPart} */ (file)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Uint8Array} file @param {string} path @returns {Promise<Uint8Array>} */
async function inflate(file, path) {
  const inflated = typeof DecompressionStream === "undefined" ? (await import("./inflate.js")).inflate : streamed;
  try {
    return await inflated(file);
  } catch {
    throw new PackError(path, "damaged");
  }
}

/** Lets the page paint and hear its reader before more is done. */
export const pause = () => new Promise((resolve) => setTimeout(resolve));

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
  /**
   * @param {string} base address of the pack's folder @param {Meta} meta @param {{terms: string, places: Uint8Array, term: Uint8Array, row: Uint8Array, table: Uint8Array, sounds: Uint8Array}} directory
   * @param {RequestCache} [cache] how its files are asked for
   */
  constructor(base, meta, { terms, places, term, row, table, sounds }, cache) {
    this.base = base;
    this.cache = cache;
    this.meta = meta;
    /** @type {string[]} what the terms of each term chunk begin with at the earliest */
    this.first = [];
    for (const line of terms.split("\n").slice(0, -1)) {
      this.first.push((this.first[this.first.length - 1] ?? "").slice(0, SHARED.indexOf(line[0])) + line.slice(1));
    }
    this.termHashes = term;
    /** Names of the row chunks by their places. @type {Map<number, string>} */
    this.rowNames = new Map();
    const gaps = new Bytes(places);
    for (let at = 0, place = 0; gaps.at < places.length; at++) this.rowNames.set((place += gaps.number()), named(place, hashAt(row, at)));
    this.tableHashes = table;
    this.sounds = new Sounds(sounds);
    this.frequent = pairsOf(meta.frequent);
    this.frequentSounds = new Set(Array.from(this.frequent, (pair) => Array.from(pair, (character) => this.sounds.signOf(character)).join("")));
    this.common = pairsOf(meta.common);
    this.latin = pairsOf(meta.latin);
    this.openings = pairsOf(meta.openings);
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
  }

  /**
   * @param {string} url address of meta.bin @param {"reload"} [cache] past all caches, this file and those it names
   * @param {Promise<Uint8Array<ArrayBuffer> | undefined>} [ahead] the file, where it was asked for before; nothing when the server had none to give
   */
  static async open(url, cache, ahead) {
    const file = (await ahead) ?? (await get(url, { cache: cache ?? "no-cache" }));
    const bytes = new Bytes(await inflate(file, url));
    const meta = JSON.parse(bytes.text());
    if (meta.format !== FORMAT) throw new PackError(url, "format");
    learn(meta.simplified);
    const terms = bytes.text();
    await pause();
    const [places, term, row, table, sounds] = Array.from({ length: 5 }, () => bytes.skip(bytes.number()));
    return new Pack(new URL(".", url).href, meta, { terms, places, term, row, table, sounds }, cache);
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
    const file = await get(this.base + path, { cache: this.cache });
    // Only a secure page may hash; elsewhere the checksum inside the file must do.
    if (globalThis.crypto?.subtle) {
      const digest = await crypto.subtle.digest("SHA-256", file);
      if (!path.endsWith(`${spelt(new Uint8Array(digest, 0, HASH_BYTES))}.bin`)) throw new PackError(path, "damaged");
    }
    return inflate(file, path);
  }

  /** @param {number} at @returns {Promise<Term[]>} */
  chunk(at) {
    return this.load(`t/${named(placeOf(this.first[at]), hashAt(this.termHashes, at))}`, (bytes) => decodeTerms(bytes, this.meta.starts[3]));
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
    const key = term[0] === "g" ? term[0] + this.sounds.key(term.slice(1)) : term;
    return (await this.chunk(this.place(key))).find((entry) => entry.term === key)?.lists ?? [];
  }

  /**
   * The first terms with a prefix that have a list in the column.
   * @param {string} prefix with its section @param {number} column @param {number} most @returns {Promise<Term[]>}
   */
  prefixed(prefix, column, most) {
    return this.gathered([prefix], most, ({ lists }) => Boolean(lists[column]));
  }

  /**
   * The first terms that begin with one of some neighbouring prefixes and are wanted.
   * @param {string[]} prefixes with their section @param {number} most @param {(term: Term) => boolean} wanted @returns {Promise<Term[]>}
   */
  async gathered(prefixes, most, wanted) {
    /** @type {Term[]} */
    const found = [];
    if (!prefixes.length) return found;
    // A whole run of terms is asked for at once, though it may lie in several chunks.
    const last = most === Infinity ? this.place(`${prefixes[prefixes.length - 1]}\u{10ffff}`) : 0;
    for (let at = this.place(prefixes[0]); at <= last; at++) this.chunk(at).catch(() => undefined);
    for (let at = this.place(prefixes[0]); at < this.first.length; at++) {
      for (const entry of await this.chunk(at)) {
        if (before(entry.term, prefixes[0])) continue;
        if (found.length === most || !prefixes.some((prefix) => entry.term.startsWith(prefix))) return found;
        if (wanted(entry)) found.push(entry);
      }
    }
    return found;
  }

  /** The documents of a part. @param {Part} part @returns {Promise<ArrayLike<number>>} */
  async documents(part) {
    if (part.docs || part.page === undefined) return part.docs ?? [];
    const content = await this.load(`p/${part.page}`, (bytes) => bytes);
    part.docs = decodePart(content, part);
    return part.docs;
  }

  /** @param {number} at */
  table(at) {
    return `x/${named(at, hashAt(this.tableHashes, at))}`;
  }

  /** Learns every traditional character there is; a query that has one needs it. */
  characters() {
    return this.load(this.table(CHARACTERS), (file) => {
      const bytes = new Bytes(file);
      const from = bytes.gaps(bytes.number());
      const [high, low] = [bytes.skip(from.length), bytes.skip(from.length)];
      const pair = (/** @type {number} */ code, /** @type {number} */ at) => String.fromCharCode(FIRST_HAN + code, FIRST_HAN + high[at] * 256 + low[at]);
      learn(Array.from(from, pair).join(""));
    });
  }

  /** Learns how characters are read that no name has; a query that has one and is to be heard needs it. */
  readings() {
    return this.load(this.table(READINGS), (file) => this.sounds.learn(new Bytes(file)));
  }

  /** The place of the row chunk that a document stands in. @param {number} id */
  rowChunk(id) {
    const { starts: [, merchants], rows: [size, other] } = this.meta;
    return id < merchants ? Math.floor(id / size) : Math.ceil(merchants / size) + Math.floor((id - merchants) / other);
  }

  /** @param {number} id @returns {Promise<Row>} */
  async row(id) {
    const { starts: [, merchants], rows: [size, other] } = this.meta;
    const at = this.rowChunk(id);
    const first = id < merchants ? at * size : merchants + (at - Math.ceil(merchants / size)) * other;
    const rows = await this.load(`d/${this.rowNames.get(at)}`, (bytes) => new Map(decodeRows(bytes, first, merchants).map((row) => [row.id, row])));
    const row = rows.get(id);
    if (!row) throw new PackError(`d/${this.rowNames.get(at)}`, "damaged");
    return row;
  }
}
