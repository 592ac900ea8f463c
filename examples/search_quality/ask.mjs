// Asks the browser's search, as it stands in a theme, for each line of queries on standard input; a cold cache each.
// Arguments: folder of the search modules, folder of a built site. Out: a line of JSON for each query.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [, , modules, site] = process.argv;
let bytes = 0;
let requests = 0;
globalThis.fetch = async (url) => {
  const path = decodeURIComponent(new URL(url).pathname);
  requests += 1;
  if (!fs.existsSync(path)) return { ok: false, status: 404 };
  const file = fs.readFileSync(path);
  bytes += file.length;
  return { ok: true, status: 200, arrayBuffer: async () => file.buffer.slice(file.byteOffset, file.byteOffset + file.length) };
};
const { Pack } = await import(pathToFileURL(`${modules}/pack.js`).href);
const { search } = await import(pathToFileURL(`${modules}/query.js`).href);
const meta = pathToFileURL(`${site}/search/meta.bin`).href;
for (const query of fs.readFileSync(0, "utf8").split("\n").slice(0, -1)) {
  [bytes, requests] = [0, 0];
  const pack = await Pack.open(meta);
  const start = performance.now();
  const { tab, hits } = await search(pack, query, { limit: 10 });
  const ms = performance.now() - start;
  console.log(JSON.stringify({ tab, hrefs: hits.map(({ row }) => row.href), bytes, requests, ms }));
}
