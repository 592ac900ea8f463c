/**
 * Marks in a text what a query found in it. The text is compared as the index compares it, and shown as it is.
 */

import { key } from "./analysis.js";

/**
 * @typedef {import("./analysis.js").Query} Query
 * @typedef {(keys: string[], word: string) => [number, number] | undefined} Sounding
 */

/** Words, or their pairs where a word does not stand in one piece. @param {Query} query @param {string} within */
function pieces(query, within) {
  return query.words.flatMap((word) => (within.includes(word.key) ? [word.key] : word.grams));
}

/** Which characters of a text a query found. @param {string[]} characters @param {Query} query @returns {boolean[]} */
function found(characters, query) {
  /** @type {number[]} the character behind each unit of the key */
  const behind = [];
  let whole = "";
  characters.forEach((character, at) => {
    const folded = key(character);
    for (let unit = 0; unit < folded.length; unit++) behind.push(at);
    whole += folded;
  });
  const marked = new Array(characters.length).fill(false);
  for (const piece of pieces(query, whole)) {
    for (let at = whole.indexOf(piece); at >= 0; at = whole.indexOf(piece, at + 1)) {
      for (let unit = at; unit < at + piece.length; unit++) marked[behind[unit]] = true;
    }
  }
  return marked;
}

/** Marks what words are the spelling of. @param {boolean[]} marked @param {string[]} characters @param {Query} query @param {Sounding} sounding */
function hear(marked, characters, query, sounding) {
  const keys = characters.map(key);
  for (const word of new Set([query.key, ...query.words.map((each) => each.key)])) {
    const [from, to] = sounding(keys, word) ?? [0, 0];
    marked.fill(true, from, to);
  }
}

/** The text as nodes, what was found in `<mark>`. @param {string} text @param {Query} query @param {Sounding} [sounding] finds what is spelt like a word @returns {Node[]} */
export function highlighted(text, query, sounding) {
  const characters = Array.from(text);
  const marked = found(characters, query);
  if (sounding) hear(marked, characters, query, sounding);
  /** @type {Node[]} */
  const nodes = [];
  for (let from = 0, to = 0; from < characters.length; from = to) {
    while (to < characters.length && marked[to] === marked[from]) to++;
    const run = document.createTextNode(characters.slice(from, to).join(""));
    if (!marked[from]) {
      nodes.push(run);
      continue;
    }
    const mark = document.createElement("mark");
    mark.append(run);
    nodes.push(mark);
  }
  return nodes;
}

/** Whether a text holds a word of the query whole. @param {string} text @param {Query} query */
export function holds(text, query) {
  const whole = key(text);
  return query.words.some((word) => whole.includes(word.key));
}
