/**
 * What of a merchant's name is its own: the mirror of `src/merchants/names.rs`, and the names of a row.
 */

import { key } from "./analysis.js";

/** Legal forms, the longer before those they end with. */
const FORMS = ["股份有限公司", "有限责任公司", "有限公司", "分公司", "总公司", "公司", "集团", "普通合伙", "有限合伙", "合伙企业", "个人独资企业", "个体工商户", "分店", "示例"];

const enough = (/** @type {string} */ rest) => Array.from(rest).length > 1;

/** Districts by their names, those left out that are known by their code alone. @param {import("./pack.js").Meta} meta @returns {string[][]} label, and other names */
const named = ({ districts }) => districts.flatMap(([code, label, also]) => (code === label ? [] : [[label, ...also.split(" ")]]));

/** The key of a name without leading regions and trailing legal form. @param {string} name @param {import("./pack.js").Meta} meta */
export function core(name, meta) {
  const regions = [...meta.regions, ...named(meta).map(([label]) => label)];
  for (let from; (from = regions.find((region) => name.startsWith(region))) && enough(name.slice(from.length)); ) name = name.slice(from.length);
  for (let form; (form = FORMS.find((form) => name.endsWith(form))) && enough(name.slice(0, -form.length)); ) name = name.slice(0, -form.length);
  return name;
}

/**
 * Where the name of a district ends that a key begins with, by any of its names or without its last character, and more
 * follows: 铁东健身房, 鞍山市铁东区餐饮. @param {string} key @param {import("./pack.js").Meta} meta
 */
export function afterDistrict(key, meta) {
  let at = 0;
  for (let front; (front = meta.regions.find((region) => key.startsWith(region, at))); ) at += front.length;
  const names = named(meta).flatMap(([label, ...also]) => [label, label.slice(0, -1), ...also]);
  const ends = names.flatMap((name) => (enough(name) && key.startsWith(name, at) && enough(key.slice(at + name.length)) ? [at + name.length] : []));
  return ends.length ? Math.max(...ends) : undefined;
}

/** The key of a registered name without leading regions. @param {import("./pack.js").Row} row */
export const withoutRegions = (row) => Array.from(key(row.title)).slice(row.skip).join("");

/** Keys of every name that counts as a whole one. @param {import("./pack.js").Row} row */
export function wholeNames(row) {
  const title = key(row.title);
  const characters = Array.from(title);
  return [title, characters.slice(row.skip, characters.length - row.drop).join(""), ...row.names.map(key)];
}
