/**
 * What of a merchant's name is its own: the mirror of `src/search/names.rs`, and the names of a row.
 */

import { key } from "./analysis.js";

/** Regions above the districts, and the mark of invented data. */
const REGIONS = ["辽宁省", "辽宁", "鞍山市", "鞍山", "中国", "示例"];

/** Legal forms, the longer before those they end with. */
const FORMS = ["股份有限公司", "有限责任公司", "有限公司", "分公司", "总公司", "公司", "集团", "普通合伙", "有限合伙", "合伙企业", "个人独资企业", "个体工商户", "分店", "示例"];

/** The key of a name without leading regions and trailing legal form. @param {string} name @param {string[]} districts */
export function core(name, districts) {
  const regions = [...REGIONS, ...districts];
  const enough = (/** @type {string} */ rest) => Array.from(rest).length > 1;
  for (let from; (from = regions.find((region) => region && name.startsWith(region))) && enough(name.slice(from.length)); ) name = name.slice(from.length);
  for (let form; (form = FORMS.find((form) => name.endsWith(form))) && enough(name.slice(0, -form.length)); ) name = name.slice(0, -form.length);
  return name;
}

/** The key of a registered name without leading regions. @param {import("./pack.js").Row} row */
export const withoutRegions = (row) => Array.from(key(row.title)).slice(row.skip).join("");

/** Keys of every name that counts as a whole one. @param {import("./pack.js").Row} row */
export function wholeNames(row) {
  const title = key(row.title);
  const characters = Array.from(title);
  return [title, characters.slice(row.skip, characters.length - row.drop).join(""), ...row.names.map(key)];
}
