/**
 * The day it is for the portal, by which dated facts end.
 */

const ZONE = "Asia/Shanghai";

/** @returns {string} today as YYYY-MM-DD, or the fixed day of a sample portal */
export function today() {
  const fixed = document.documentElement.dataset.today;
  if (fixed) return fixed;
  const parts = new Intl.DateTimeFormat("en", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(new Date());
  const part = (/** @type {string} */ type) => parts.find((p) => p.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}
