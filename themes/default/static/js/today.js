/**
 * The day it is for the portal, by which dated facts end.
 */

/** Where the days of most portals end; a portal of another zone says so in its pages. */
const USUAL_ZONE = "Asia/Shanghai";

/** @returns {string} today as YYYY-MM-DD, or the fixed day of a sample portal */
export function today() {
  const { today: fixed, zone = USUAL_ZONE } = document.documentElement.dataset;
  if (fixed) return fixed;
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(new Date());
  const part = (/** @type {string} */ type) => parts.find((p) => p.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}
