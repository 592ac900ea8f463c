/**
 * The day it is for the portal, by which dated facts end.
 */

/** Milliseconds that the clocks of China are ahead of UTC, all year. */
const CHINA_MS = 8 * 3600 * 1000;

/** @returns {string} today as YYYY-MM-DD, or the fixed day of a sample portal */
export function today() {
  const { today: fixed, zone } = document.documentElement.dataset;
  if (fixed) return fixed;
  // A portal of another zone says so in its pages; the tables of zones take a slow phone too long to open for all others.
  if (!zone) return new Date(Date.now() + CHINA_MS).toISOString().slice(0, 10);
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(new Date());
  const part = (/** @type {string} */ type) => parts.find((p) => p.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}
