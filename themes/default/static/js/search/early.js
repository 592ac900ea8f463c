/**
 * What the search page loads first, by itself so that it waits for nothing: asks for the directory of the index when the
 * address has a query, and for the other modules; says so when these cannot be had.
 */

/** A file that has not come after so long has failed. */
const PATIENCE_MS = 20000;

/** The directory as it came, nothing when there was none to be had; `undefined` where there was no query. @type {Promise<Uint8Array<ArrayBuffer> | undefined> | undefined} */
export const directory = new URLSearchParams(location.search).get("q")?.trim() ? bytes(new URL("meta.bin", location.href).href) : undefined;
// Who asks for it is told of a failure; nobody else is.
directory?.catch(() => undefined);

import("./start.js").then(({ page }) => page).catch(unloaded);

/** @param {string} url @returns {Promise<Uint8Array<ArrayBuffer> | undefined>} */
async function bytes(url) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(url, { cache: "no-cache", signal: control.signal });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Without its modules the page can say that, and be loaded again. @param {unknown} error */
function unloaded(error) {
  const section = document.getElementById("results");
  const status = document.getElementById("search-status");
  if (!section || !status) return;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "more";
  again.textContent = section.dataset.reload ?? "";
  again.addEventListener("click", () => location.reload());
  section.replaceChildren(again);
  section.setAttribute("aria-busy", "false");
  status.textContent = section.dataset.unloaded ?? "";
  // For whoever looks into the console.
  throw error;
}
