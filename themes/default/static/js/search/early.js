/**
 * Asks for the directory of the index while the other scripts are still on their way, when the address has a query. It
 * stands by itself so that it waits for none of them.
 */

const results = document.getElementById("results");
const given = new URLSearchParams(location.search).get("q");

/** The directory as it came; `undefined` where there was no query or no place for answers yet. @type {Promise<Uint8Array<ArrayBuffer>> | undefined} */
export const directory = results?.dataset.meta && given?.trim() ? bytes(results.dataset.meta) : undefined;
// Who asks for it is told of a failure; nobody else is.
directory?.catch(() => undefined);

/** @param {string} url */
async function bytes(url) {
  const answer = await fetch(url, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`search: ${url}`);
  return new Uint8Array(await answer.arrayBuffer());
}
