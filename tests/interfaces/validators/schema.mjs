// Holds JSON against JSON Schemas of draft 2020-12 with Ajv, formats checked and unknown keywords refused: arguments are
// a schema, then its files (a document each, or a line each of `.ndjson`), `--` between one schema and the next. Prints a
// line for each fault.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [modules, ...rest] = process.argv.slice(2);
const require = createRequire(join(modules, 'x.js'));
const Ajv = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

for (const group of rest.join('\0').split('\0--\0')) {
  const [schema, ...paths] = group.split('\0');
  const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true });
  addFormats(ajv);
  const fits = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
  for (const path of paths) {
    const text = readFileSync(path, 'utf8');
    const values = path.endsWith('.ndjson') ? text.split('\n').filter(Boolean) : [text];
    values.forEach((value, at) => {
      if (!fits(JSON.parse(value))) console.log(`${path}:${at + 1}: ${ajv.errorsText(fits.errors)}`);
    });
  }
}
