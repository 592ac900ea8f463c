/**
 * Puts a question to the index, and to a newer one when that has taken its place meanwhile.
 */

import { Pack, PackError } from "./pack.js";
import { PINYIN } from "./plan.js";
import { search } from "./query.js";

/**
 * @typedef {import("./query.js").Answer} Answer
 * @typedef {import("./highlight.js").Sounding} Sounding
 * @typedef {Parameters<typeof search>[2]} Options
 * @typedef {{answer: Answer, meta: import("./pack.js").Meta, sounding?: Sounding}} Answered
 * @typedef {"offline" | "network" | "damaged" | "gone" | "format"} Failure `gone`: the index is being replaced; `format`: it is for another page than this
 */

/** Why a question was not answered. @param {unknown} error @returns {Failure} */
export function failure(error) {
  if (error instanceof PackError) return error.why === "refused" ? "network" : error.why;
  // What decodes a file throws these; whatever else there is comes of a fetch.
  if (error instanceof RangeError || error instanceof SyntaxError) return "damaged";
  return navigator.onLine ? "network" : "offline";
}

export class Asking {
  /** @param {string} url address of the directory @param {Promise<Uint8Array<ArrayBuffer> | undefined>} [directory] the directory, where it was asked for before */
  constructor(url, directory) {
    this.url = url;
    this.directory = directory;
    /** @type {Promise<Pack> | undefined} */
    this.pack = undefined;
  }

  /** @param {"reload"} [cache] */
  open(cache) {
    const pack = Pack.open(this.url, cache, this.directory);
    // It is used once: who asks again wants a new one.
    this.directory = undefined;
    this.pack = pack;
    pack.catch(() => {
      if (this.pack === pack) this.pack = undefined;
    });
    return pack;
  }

  /** @param {string} text @param {(meta: import("./pack.js").Meta) => Options} options @returns {Promise<Answered>} */
  async answer(text, options) {
    const opened = this.pack ?? this.open();
    try {
      return await answer(await opened, text, options);
    } catch (error) {
      // A newer site has taken the place of the one this index is of, or a cache has kept a broken file: everything is
      // asked for anew, past all caches, once.
      const why = failure(error);
      if (why === "offline" || why === "network") throw error;
      if (this.pack === opened) this.pack = undefined;
      return answer(await (this.pack ?? this.open("reload")), text, options);
    }
  }
}

/** @param {Pack} pack @param {string} text @param {(meta: import("./pack.js").Meta) => Options} options @returns {Promise<Answered>} */
async function answer(pack, text, options) {
  const found = await search(pack, text, options(pack.meta));
  return { answer: found, meta: pack.meta, sounding: await sounding(pack, found) };
}

/** What tells which characters a spelling is of; fetched only when an answer was found by one. @param {Pack} pack @param {Answer} answer @returns {Promise<Sounding | undefined>} */
async function sounding(pack, { hits }) {
  if (!hits.some(({ grade }) => grade === PINYIN)) return undefined;
  const { sounding } = await import("./pinyin.js");
  return (keys, word) => sounding(keys, word, pack.sounds.known);
}
