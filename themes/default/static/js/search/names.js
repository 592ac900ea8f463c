/**
 * What of a merchant's name is its own: the mirror of `src/merchants/names.rs`, and the names of a row.
 */

import { key, learnt } from "./analysis.js";

/** Legal forms, the longer before those they end with. */
const FORMS = ["股份有限公司", "有限责任公司", "有限公司", "分公司", "总公司", "公司", "集团", "普通合伙", "有限合伙", "合伙企业", "个人独资企业", "个体工商户", "分店", "示例"];

const enough = (/** @type {string} */ rest) => Array.from(rest).length > 1;

/** Districts by their names, those left out that are known by their code alone. @param {import("./pack.js").Meta} meta @returns {string[][]} label, and other names */
const named = ({ districts }) => districts.flatMap(([code, label, also]) => (code === label ? [] : [[key(label), ...also.split(" ")]]));

/** Where a key may go on behind the regions it begins with, the beginning among them. @param {string} key @param {string[]} regions */
function behind(key, regions) {
  const ends = new Set([0]);
  // A set is gone through to its end, what is added on the way too.
  for (const end of ends) for (const region of regions) if (region && key.startsWith(region, end)) ends.add(end + region.length);
  return [...ends];
}

/** The key of a name without leading regions and trailing legal form. @param {string} key @param {import("./pack.js").Meta} meta */
export function core(key, meta) {
  const ends = behind(key, [...meta.regions, ...named(meta).map(([label]) => label)]);
  let name = key.slice(Math.max(0, ...ends.filter((end) => enough(key.slice(end)))));
  for (let form; (form = FORMS.find((form) => name.endsWith(form))) && enough(name.slice(0, -form.length)); ) name = name.slice(0, -form.length);
  return name;
}

/**
 * The district that a key begins with, by any of its names or without its last character and behind what stands above it, and
 * what follows: 铁东区 and 健身房 of 铁东健身房, 铁东区 and 餐饮 of 鞍山市铁东区餐饮.
 * @param {string} key @param {import("./pack.js").Meta} meta @returns {[string, string] | undefined}
 */
export function districtIn(key, meta) {
  const names = named(meta).flatMap(([label, ...also]) => [label, label.slice(0, -1), ...also].filter(enough).map((name) => ({ label, name })));
  // 青岛市南健身: the region is 青岛 here, not 青岛市.
  const found = behind(key, meta.regions).flatMap((start) =>
    names.flatMap(({ label, name }) => (key.startsWith(name, start) ? [{ label, start, rest: key.slice(start + name.length) }] : [])));
  const [best] = found.filter(({ rest }) => enough(rest)).sort((a, b) => a.rest.length - b.rest.length || b.start - a.start);
  return best && [best.label, best.rest];
}

/** The key of a registered name without leading regions. @param {import("./pack.js").Row} row */
export const withoutRegions = (row) => Array.from(wholeNames(row)[0]).slice(row.skip).join("");

/** Those of a row, which is looked at for each class and after each keystroke. @type {WeakMap<import("./pack.js").Row, {names: string[], since: number}>} */
const whole = new WeakMap();

/** Keys of every name that counts as a whole one. @param {import("./pack.js").Row} row */
export function wholeNames(row) {
  const known = whole.get(row);
  if (known?.since === learnt()) return known.names;
  const title = key(row.title);
  const characters = Array.from(title);
  const names = [title, characters.slice(row.skip, characters.length - row.drop).join(""), ...row.names.map(key)];
  whole.set(row, { names, since: learnt() });
  return names;
}
