/**
 * What a text is found by: the mirror of `src/search/text.rs`, range by range. A test holds the two together.
 */

/** Code points looked at before normalisation; all others separate. */
const KNOWN = [
  0x20, 0x24f, 0x300, 0x36f, 0x370, 0x3ff, 0x400, 0x52f, 0x1e00, 0x1fff, 0x2000, 0x2bff, 0x2e80, 0x2fdf, 0x3000, 0x312f,
  0x3131, 0x318e, 0x3190, 0x31e3, 0x3200, 0x33ff, 0x3400, 0x9fff, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6b,
  0xff00, 0xffee, 0x1d400, 0x1d7ff, 0x1f100, 0x1f251, 0x20000, 0x2fa1f, 0x30000, 0x323af,
];

/** Han characters after normalisation. */
const HAN = [0x3005, 0x3005, 0x3007, 0x3007, 0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xf900, 0xfaff, 0x20000, 0x323af];

/** Letters and digits of other scripts, after normalisation and lower case. */
const WORD = [
  0x30, 0x39, 0x61, 0x7a, 0xdf, 0xf6, 0xf8, 0x24f, 0x386, 0x386, 0x388, 0x3ff, 0x400, 0x481, 0x48a, 0x52f, 0x1e00, 0x1fff,
  0x3041, 0x3096, 0x30a1, 0x30fc, 0xac00, 0xd7a3,
];

/** Characters of GB 2312 that are searched as others all the same, each before the one it counts as. */
const ALWAYS = "乾干吒咤夥伙後后徵征捱挨摺折於于榘矩甯宁菸烟薹苔醣糖麴曲麽么";

/** Traditional characters and what they count as; more are learnt from the pack when a text needs them. @type {Map<string, string>} */
const simplified = new Map();

/** @param {string} pairs each character before the one it counts as */
export function learn(pairs) {
  const characters = Array.from(pairs);
  for (let at = 0; at < characters.length; at += 2) simplified.set(characters[at], characters[at + 1]);
}
learn(ALWAYS);

/** How many are known: what was folded before more were learnt may fold otherwise since. */
export const learnt = () => simplified.size;

/** The characters of GB 2312 in its order: those of level one by their pinyin. */
export const GB2312 = (() => {
  const bytes = [];
  for (let row = 0xb0; row < 0xf8; row++) for (let cell = 0xa1; cell < (row === 0xd7 ? 0xfa : 0xff); cell++) bytes.push(row, cell);
  return new TextDecoder("gbk").decode(Uint8Array.from(bytes));
})();

/** How many of them are of level one. */
export const FIRST_LEVEL = 3755;

/** Whether a text has a Han character that the whole table of characters may simplify. @param {string} text */
export const isForeign = (text) =>
  Array.from(text.normalize("NFKC")).some((character) => character >= "\u3400" && character <= "\u9fff" && !GB2312.includes(character) && !simplified.has(character));

/** A query longer than this many characters, or of more words, is cut. */
const LONGEST_QUERY = 64;
const MOST_WORDS = 8;
/** What stands before a code or number where it is copied from. */
const LABEL = /^(?:(?:(?:(?:统一)?社会)?信用)?代码|(?:(?:(?:行政)?处罚)?决定书)?文号|备案编?号|登记号|文书号|[案编]号) ?/;

/** @param {number[]} ranges @param {string} character */
function within(ranges, character) {
  const code = /** @type {number} */ (character.codePointAt(0));
  for (let at = 0; at < ranges.length; at += 2) if (code >= ranges[at] && code <= ranges[at + 1]) return true;
  return false;
}

/** @param {string} character */
export const isHan = (character) => within(HAN, character);

/** What folds to itself, but for traditional characters: nearly all names. */
const PLAIN = /^[0-9a-z\u4e00-\u9fff]*$/;

/** @param {string} text */
const simpler = (text) => text.replace(/[\u3400-\u9fff]/g, (character) => simplified.get(character) ?? character);

/** @param {string} text NFKC, lower case and simplified, a code point at a time */
function normalised(text) {
  if (PLAIN.test(text)) return simpler(text);
  const known = Array.from(text, (character) => (within(KNOWN, character) ? character : " ")).join("");
  return simpler(Array.from(known.normalize("NFKC"), (character) => character.toLowerCase()).join(""));
}

/** @param {string} text searchable characters only, one space between runs */
export function fold(text) {
  if (PLAIN.test(text)) return simpler(text);
  let out = "";
  let gap = false;
  for (const character of normalised(text)) {
    if (character >= "\u0300" && character <= "\u036f") continue;
    if (!isHan(character) && !within(WORD, character)) {
      gap = out !== "";
      continue;
    }
    out += gap ? " " + character : character;
    gap = false;
  }
  return out;
}

/** @param {string} text the fold without spaces */
export const key = (text) => fold(text).replace(/ /g, "");

/** @param {string} key overlapping pairs; a key of one character is its own */
export function grams(key) {
  const characters = Array.from(key);
  return characters.length === 1 ? characters : characters.slice(1).map((character, at) => characters[at] + character);
}

/** Numbers with the three Han characters before them: 桐大街285. @param {string} key @returns {string[]} */
export const houses = (key) =>
  Array.from(key.matchAll(/[0-9]+/g)).flatMap(({ 0: digits, index }) => {
    const before = Array.from(key.slice(0, index)).slice(-3);
    return digits.length <= 6 && before.length === 3 && before.every(isHan) ? [before.join("") + digits] : [];
  });

/** @param {string} fold pairs of each Han run, other runs whole */
export function tokens(fold) {
  /** @type {string[]} */
  const out = [];
  let run = "";
  const close = () => {
    if (run) out.push(...(isHan(run) ? grams(run) : [run]));
    run = "";
  };
  for (const character of fold) {
    if (character === " " || (run && isHan(run) !== isHan(character))) close();
    if (character !== " ") run += character;
  }
  close();
  return out;
}

/**
 * @typedef {{key: string, grams: string[], tokens: string[]}} Word
 * @typedef {{key: string, words: Word[]}} Query
 */

/** The parts of a query that are words each; what stands in quotation marks is one. @param {string} normalised */
function pieces(normalised) {
  const out = [""];
  let quoted = false;
  for (const character of normalised) {
    const mark = /["“”「」『』]/.test(character);
    if (mark) quoted = character === '"' ? !quoted : /[“「『]/.test(character);
    if (mark || (!quoted && /[\u0000-\u0020,;、]/.test(character))) out.push("");
    else out[out.length - 1] += character;
  }
  return out;
}

/** @param {string} text what a person typed @returns {Query} */
export function analyse(text) {
  let left = LONGEST_QUERY;
  /** @type {Word[]} */
  const words = [];
  for (const piece of pieces(normalised(text))) {
    const folded = Array.from(fold(piece)).slice(0, left);
    left -= folded.length;
    const rest = unlabelled(folded.join(""));
    const whole = rest.replace(/ /g, "");
    if (!whole || words.length >= MOST_WORDS) continue;
    words.push({ key: whole, grams: [...new Set(grams(whole))], tokens: [...new Set(tokens(rest))] });
  }
  return queryOf(words.some(({ key }) => /[0-9]/.test(key)) ? words.filter(({ key }) => key.replace(LABEL, "")) : words);
}

/** @param {Word[]} words @returns {Query} */
const queryOf = (words) => ({ key: words.map(({ key }) => key).join(""), words });

/** The query without its words of one character, where there are longer ones beside them. @param {Query} query @returns {Query | undefined} */
export function longer({ words }) {
  const kept = words.filter(({ key }) => !isSingle(key));
  return kept.length && kept.length < words.length ? queryOf(kept) : undefined;
}

/** @param {string} fold without the label of the code or number that it holds */
function unlabelled(fold) {
  const rest = fold.replace(LABEL, "");
  return /[0-9]/.test(rest) ? rest : fold;
}

/** @param {string} key */
export const isSingle = (key) => Array.from(key).length === 1;
