// Writes docs/results.md, its figures and the section of results in docs/paper.md from the records in results/, and the
// tables of systems in README.md and docs/comparison.md from results/automl/; with --check it only reports which of them
// are not up to date, and exits with 1.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { comparison, comparisonSummary } from '../bench/automl-comparison.mjs';
import { claimsSentence } from '../dist/paper/claims/paper-claims.js';
import { ablationEffects } from '../dist/paper/experiments/ablation-effects.js';
import { rankingsOf } from '../dist/paper/experiments/ranking/classifier-ranking.js';
import { sentences } from '../dist/paper/experiments/ranking/sentences.js';
import { resultRows } from '../dist/paper/experiments/result-rows.js';
import { examinedClaims, resultsPage } from '../dist/paper/experiments/results-page.js';
import { latestRecords } from '../dist/paper/experiments/run-record.js';
import { readRecords } from '../dist/paper/node/experiments/read-records.js';
import { ablationFigures, rankingFigures } from '../dist/paper/report/result-figures.js';

const root = new URL('../', import.meta.url);
const place = (path) => fileURLToPath(new URL(path, root));
const [BEGIN, END] = ['<!-- results: made by npm run results -->', '<!-- end of results -->'];
const CELLS = place('results/automl/cells.jsonl');
const check = process.argv.includes('--check');

const files = readdirSync(place('results'))
  .filter((name) => name.endsWith('.jsonl'))
  .sort();
const all = [];
for (const file of files) all.push(...(await readRecords(place(`results/${file}`))).records);
const records = [...latestRecords(all).values()];
const rows = resultRows(records);
const rankings = rankingsOf(rows);
const figures = [...rankings.flatMap(rankingFigures), ...ablationFigures(ablationEffects(rows), rows)];
const linked = figures.map((figure) => ({ ...figure, path: `figures/${figure.name}.svg` }));

const wanted = new Map(
  /** @type {[string, string][]} */ ([
    ['docs/results.md', resultsPage(records, linked)],
    ['docs/paper.md', withSection('docs/paper.md', section())],
    ['README.md', withSection('README.md', `${comparisonSummary(readCells())}\n`)],
    ['docs/comparison.md', withSection('docs/comparison.md', `${comparison(readCells())}\n`)],
    ...linked.map(({ path, svg }) => [`docs/${path}`, `${svg.trimEnd()}\n`]),
  ]),
);

/** The page with `made` between its two marks. */
function withSection(path, made) {
  const text = readFileSync(place(path), 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${path} needs the lines ${BEGIN} and ${END}`);
  return `${text.slice(0, from)}${BEGIN}\n\n${made}\n${text.slice(to)}`;
}

function readCells() {
  return readFileSync(CELLS, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The honest ranking in words, with its diagram, and the paper's claims that did not repeat. */
function section() {
  const honest = rankings.find(({ protocol }) => protocol === 'honest');
  if (honest === undefined) return '';
  const diagram = linked.find(({ name }) => name === 'critical-difference');
  const image = diagram === undefined ? '' : `![${diagram.alternative}](${diagram.path})\n\n`;
  const claims = claimsSentence(examinedClaims(records));
  const list = [...sentences(honest), `${claims} [All results](results.md).`];
  return `${image}${list.map((sentence) => `- ${sentence}`).join('\n')}\n`;
}

function reportOutdated(path) {
  console.error(`${path} is not up to date: npm run build && npm run results`);
  process.exitCode = 1;
}

for (const [path, text] of wanted) {
  let present;
  try {
    present = readFileSync(place(path), 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  if (present === text) continue;
  if (check) reportOutdated(path);
  else {
    mkdirSync(new URL('.', new URL(path, root)), { recursive: true });
    writeFileSync(place(path), text);
    console.log(`wrote ${path}`);
  }
}
mkdirSync(place('docs/figures'), { recursive: true });
for (const name of readdirSync(place('docs/figures'))) {
  const path = `docs/figures/${name}`;
  // Those are made by research/propositions.mjs.
  if (wanted.has(path) || name.startsWith('proposition-')) continue;
  if (check) reportOutdated(path);
  else rmSync(place(path));
}
