// Asks the browser's search, as it stands in a theme, for each line of queries on standard input; a cold cache each.
// Arguments: folder of the search modules, folder of a built site. Out: a line of JSON for each query.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [, , modules, site] = process.argv;
let folders = {};
let requests = 0;
// Answers come together, a wave after the other: as many waves as round trips.
let waiting = [];
let rounds = 0;
const wave = () => {
  rounds += 1;
  const due = waiting;
  waiting = [];
  for (const answer of due) answer();
};
globalThis.fetch = (url) =>
  new Promise((resolve) => {
    const path = decodeURIComponent(new URL(url).pathname);
    requests += 1;
    // A wave goes out once nothing more is asked for: decoding takes a few turns of the loop.
    if (!waiting.length) setTimeout(wave, 4);
    waiting.push(() => {
      if (!fs.existsSync(path)) return resolve({ ok: false, status: 404 });
      const file = fs.readFileSync(path);
      const folder = path.split("/").at(-2);
      folders[folder] = (folders[folder] ?? 0) + file.length;
      resolve({ ok: true, status: 200, arrayBuffer: async () => file.buffer.slice(file.byteOffset, file.byteOffset + file.length) });
    });
  });
const { Pack } = await import(pathToFileURL(`${modules}/pack.js`).href);
const { search } = await import(pathToFileURL(`${modules}/query.js`).href);
const meta = pathToFileURL(`${site}/search/meta.bin`).href;
for (const query of fs.readFileSync(0, "utf8").split("\n").slice(0, -1)) {
  [folders, requests, rounds] = [{}, 0, 0];
  const pack = await Pack.open(meta);
  const { tab, hits, near } = await search(pack, query, { limit: 10 });
  const start = performance.now();
  await search(pack, query, { limit: 10 });
  const ms = performance.now() - start;
  const bytes = Object.values(folders).reduce((sum, each) => sum + each, 0);
  console.log(JSON.stringify({ tab, near, hrefs: hits.map(({ row }) => row.href), bytes, folders, requests, rounds, ms }));
}
