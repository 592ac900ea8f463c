// Reads sitemaps: those of addresses by the XSD of sitemaps.org, which the package `sitemap` brings, with libxml2; the
// index with that package's own strict reader. Prints a line for each fault.
import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const [modules, ...paths] = process.argv.slice(2);
const require = createRequire(join(modules, 'x.js'));
const { validateXML } = require('xmllint-wasm');
const { XMLToSitemapIndexStream, ErrorLevel } = require('sitemap');
const schema = readFileSync(join(dirname(require.resolve('sitemap')), '..', '..', 'schema', 'sitemap.xsd'), 'utf8');

for (const path of paths) {
  const contents = readFileSync(path, 'utf8');
  if (contents.includes('<sitemapindex')) {
    const reader = new XMLToSitemapIndexStream({ level: ErrorLevel.THROW, logger: false });
    await pipeline(createReadStream(path), reader.resume()).catch(error => console.log(`${path}: ${error.message}`));
    continue;
  }
  const result = await validateXML({ xml: [{ fileName: 'sitemap.xml', contents }], schema: [schema], maxMemoryPages: 16384 });
  result.errors.forEach(error => console.log(`${path}: ${error.message}`));
}
