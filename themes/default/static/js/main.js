/**
 * Entry: loads the other modules only where the page has something for them.
 */

/** @type {Array<[selector: string, load: () => Promise<unknown>]>} */
const modules = [
  ["[data-freshness]", () => import("./freshness.js")],
  ["[data-copy]", () => import("./copy.js")],
  ["table.listing", () => import("./tables.js")],
  [".home-grid, table.listing", () => import("./below.js")],
  ["[data-print]", () => import("./print.js")],
  ["[data-offline]", () => import("./offline/register.js")],
];

const box = document.querySelector("form[role=search]:not(.here)");
box?.addEventListener("focusin", () => import("./search/ahead.js").catch(() => {}), { once: true });

for (const [selector, load] of modules) {
  // A module that cannot be fetched takes its convenience with it; the page reads without any of them.
  if (document.querySelector(selector)) load().catch(() => {});
}
