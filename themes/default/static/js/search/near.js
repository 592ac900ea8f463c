/**
 * What is meant when nothing is met: names that sound alike, names that differ by one character. The rules are those of
 * `src/search/engine/near.rs`. Fetched only then.
 */

import { grams, isHan } from "./analysis.js";
import { countWithin, documents, intersect } from "./lists.js";
import { core, wholeNames } from "./names.js";
import { NONE } from "./pack.js";
import { heard, phases as sounding } from "./pinyin.js";
import { GAPPED, NAMES, NEAR, STARTS } from "./plan.js";

/** @typedef {import("./pack.js").Pack} Pack @typedef {import("./pack.js").List} List */

const SHORTEST = 3;
const LONGEST = 24;
const SHORTEST_INSIDE = 4;
const MOST_OF_A_LIST = 4096;
const MOST_WEIGHED = 8;
const RARE_SHARE = 100;
const RARE = 64;
const MOST_LOOKED_AT = 24;
const WEIGHT_SHARE = 2;

/** The last phases of a search without digits. @param {Pack} pack @param {import("./analysis.js").Query} query @returns {Promise<import("./plan.js").Phase[]>} */
export async function near(pack, query) {
  const name = core(query.key, pack.meta);
  const characters = Array.from(name);
  if (characters.some((character) => isHan(character) && !pack.sounds.known.has(character))) await pack.readings();
  const isName = characters.length >= SHORTEST && characters.length <= LONGEST;
  // Looked for while what sounds alike is, unless letters say that it will do.
  const alike = isName && !/[a-z]/.test(name) ? candidates(pack, characters) : undefined;
  alike?.catch(() => undefined);
  /** @type {number[][]} */
  const found = [[], [], []];
  const mixed = /[a-z]/.test(name);
  // What sounds alike does so as a whole: 甲 is not the beginning of 健.
  const phases = (await sounding(pack, heard(name, pack.sounds))).slice(0, mixed ? 3 : 1);
  // Letters among characters are pinyin, not a slip.
  if (mixed) for (const all of phases[2].sets) if ((await intersect(pack, all, [0, Infinity], 1)).docs.length) return phases;
  if (isName) {
    const rows = await Promise.all((await (alike ?? candidates(pack, characters))).map((id) => pack.row(id)));
    for (const row of rows) {
      const places = wholeNames(row).map((each) => place(Array.from(each), characters));
      const best = Math.min(...places);
      if (best < found.length) found[best].push(row.id);
    }
  }
  return [...phases, ...found.map((sure) => ({ grade: NEAR, sure, sets: [] }))];
}

/** Merchants that may have such a name. @param {Pack} pack @param {string[]} key @returns {Promise<number[]>} */
async function candidates(pack, key) {
  /** @type {[number, number]} */
  const merchants = [0, pack.meta.starts[1]];
  const all = grams(key.join(""));
  const terms = [...all, key[0] + key[2], key[1] + key[0]];
  // Of the first pair more is wanted than who has it.
  const told = all.map((pair) => !pack.common.has(pair));
  const found = await Promise.all(terms.map((term, at) => (at && told[at] === false ? [] : pack.lists("g" + term))));
  const named = all.map((_, at) => (told[at] && found[at][NAMES]) || NONE);
  const [first, gap, turned] = [found[0], found[all.length], found[all.length + 1]];
  const anchors = [first[STARTS], gap[GAPPED], first[GAPPED], gap[STARTS], turned[STARTS]].map((list) => list ?? NONE);
  const counts = named.map((list) => countWithin(list, merchants));
  const sources = [...anchors, named[1], ...(apart(counts.map((count, at) => (told[at] ? count : Infinity))) ?? []).map((at) => named[at])];
  const few = (/** @type {List} */ list) => documents(pack, list, merchants, MOST_OF_A_LIST);
  /** @type {Map<number, number>} */
  const weights = new Map((await Promise.all(sources.map(few))).flat().map((id) => [id, 0]));
  const total = pack.meta.documents.reduce((sum, count) => sum + count, 0);
  const rare = Math.max(RARE, Math.floor(total / RARE_SHARE));
  const rarePairs = named.filter((_, at) => counts[at] > 0 && counts[at] <= rare).slice(0, MOST_WEIGHED);
  for (const list of [...anchors.filter((list) => countWithin(list, merchants)), ...rarePairs]) {
    const weight = 31 - Math.clz32(Math.max(1, Math.floor(total / countWithin(list, merchants))));
    for (const id of await few(list)) {
      const sum = weights.get(id);
      if (sum !== undefined) weights.set(id, sum + weight);
    }
  }
  const best = Array.from(weights).sort(([a, left], [b, right]) => right - left || a - b);
  const least = (best[0]?.[1] ?? 0) / WEIGHT_SHARE;
  return best.slice(0, MOST_LOOKED_AT).filter(([, weight]) => weight >= least).map(([id]) => id);
}

/** The two rarest pairs that no single edit touches both of. @param {number[]} counts @returns {[number, number] | undefined} */
function apart(counts) {
  /** @type {[number, number] | undefined} */
  let best;
  let least = Infinity;
  for (let left = 0; left < counts.length; left++) {
    for (let right = left + 3; right < counts.length; right++) {
      if (counts[left] + counts[right] < least) [best, least] = [[left, right], counts[left] + counts[right]];
    }
  }
  return best;
}

/** Where a name has a run that differs by one edit: 0 as a whole, 1 at its beginning, 2 further in. @param {string[]} name @param {string[]} query */
export function place(name, query) {
  if (differsOnce(name, query)) return 0;
  // A short name with another word behind it; fewer or more characters would be anything.
  if (query.length < SHORTEST_INSIDE) return name.length >= query.length && differsOnce(name.slice(0, query.length), query) ? 1 : Infinity;
  for (let start = 0; start < name.length; start++) {
    for (let length = query.length - 1; length <= query.length + 1 && start + length <= name.length; length++) {
      if (differsOnce(name.slice(start, start + length), query)) return start ? 2 : 1;
    }
  }
  return Infinity;
}

/** Whether two runs are the same but for one wrong, missing, extra or swapped character. @param {string[]} left @param {string[]} right */
function differsOnce(left, right) {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  let same = 0;
  while (same < short.length && short[same] === long[same]) same++;
  const rest = (/** @type {string[]} */ run, /** @type {number} */ from) => run.slice(same + from).join(" ");
  if (long.length > short.length) return long.length === short.length + 1 && rest(short, 0) === rest(long, 1);
  if (rest(short, 1) === rest(long, 1)) return true;
  return short[same] === long[same + 1] && short[same + 1] === long[same] && rest(short, 2) === rest(long, 2);
}
