// The paper's four propositions, tried: measures them, and makes docs/propositions.md and its pictures of what was measured.
//   npm run research -- propositions            measures all into research/propositions.jsonl (about ten minutes), makes the page
//   npm run research -- propositions --only 2,4 measures these again and keeps the others' lines of the record
//   npm run research -- propositions --page     makes the page of the record as it is
//   npm run research -- propositions --check    only says whether the page is what the record gives; exits with 1 if it is not
//   npm run research -- propositions --quick --out FOLDER   a small form of everything, record and page in FOLDER, for tests
// Tables come from the folder QCL_MIXNET_DATA; those that are missing are named and left out.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureDecoupling } from './propositions/decoupling.mjs';
import { measureExpressiveness } from './propositions/expressiveness.mjs';
import { measureLandscape } from './propositions/landscape.mjs';
import { measureMixup } from './propositions/mixup.mjs';
import { propositionsPage } from './propositions/page.mjs';
import { readRecord, writeRecord } from './propositions/record.mjs';

const MEASURES = new Map([
  [1, measureExpressiveness],
  [2, measureMixup],
  [3, measureLandscape],
  [4, measureDecoupling],
]);
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: [...MEASURES.keys()].join() },
    quick: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
if (values.quick && values.out === undefined)
  stop('--quick needs --out FOLDER: its numbers are not for docs');
const chosen = values.only.split(',').map(Number);
for (const each of chosen)
  if (!MEASURES.has(each)) stop(`--only ${values.only}: give some of ${[...MEASURES.keys()]}`);

const record =
  values.out === undefined ? join(ROOT, 'research/propositions.jsonl') : join(values.out, 'record.jsonl');
const docs = values.out ?? join(ROOT, 'docs');

function stop(message) {
  console.error(message);
  process.exit(2);
}

async function measure() {
  const kept = existsSync(record) ? readRecord(record) : [];
  const all = [];
  for (const [proposition, run] of MEASURES) {
    if (!chosen.includes(proposition)) {
      all.push(...kept.filter((each) => each.proposition === proposition));
      continue;
    }
    const started = performance.now();
    all.push(...(await run(values.quick)));
    console.log(`proposition ${proposition}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  mkdirSync(dirname(record), { recursive: true });
  await writeRecord(record, all);
}

/** Writes the page and its pictures, or says which of them are not what the record gives. */
function document() {
  for (const [name, text] of propositionsPage(readRecord(record))) {
    const path = join(docs, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    if (values.check) {
      console.error(`${path} is not up to date: npm run research -- propositions --page`);
      process.exitCode = 1;
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`wrote ${path}`);
  }
}

if (!values.check && !values.page) await measure();
document();
