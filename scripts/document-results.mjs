// Writes docs/results.md, its figures and the sections of docs/paper.md, docs/research.md and README.md from the records in
// results/ and research/decisions.jsonl, the tables of systems in README.md and docs/comparison.md from results/automl/, and
// typical-times.ts, by which experiments are planned (build again then); with --check it only reports which are not up to
// date, and exits with 1.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { comparison, comparisonSummary } from '../bench/automl-comparison.mjs';
import { images } from '../dist/paper/experiments/page-figures.js';
import { rankingsOf } from '../dist/paper/experiments/ranking/classifier-ranking.js';
import { headlineRankings } from '../dist/paper/experiments/ranking/headline-ranking.js';
import { resultRows } from '../dist/paper/experiments/result-rows.js';
import { resultsPage } from '../dist/paper/experiments/results-page.js';
import { latestRecords } from '../dist/paper/experiments/run-record.js';
import { readRecords } from '../dist/paper/node/experiments/read-records.js';
import { paperFigures } from '../dist/paper/report/paper-figures.js';
import { rankingFigures } from '../dist/paper/report/result-figures.js';
import { decisionTable } from './decision-gains.mjs';
import { ensembleGains } from './ensemble-gains.mjs';
import { claimList, comparisonList, headlines, honestRanking, rankingList } from './headlines.mjs';
import { programArguments } from './program-arguments.mjs';
import { typicalTimes } from './typical-times.mjs';

const root = new URL('../', import.meta.url);
const place = (path) => fileURLToPath(new URL(path, root));
const CELLS = place('results/automl/cells.jsonl');
const { values } = programArguments(import.meta.url, { options: { check: { type: 'boolean' } } });
const check = values.check === true;

const files = readdirSync(place('results'))
  .filter((name) => name.endsWith('.jsonl'))
  .sort();
const all = [];
for (const file of files) all.push(...(await readRecords(place(`results/${file}`))).records);
const records = [...latestRecords(all).values()];
const rows = resultRows(records);
const rankings = { all: rankingsOf(rows), untouched: headlineRankings(rows) };
const figures = [...[...rankings.untouched, ...rankings.all].flatMap(rankingFigures), ...paperFigures(rows)];
const linked = figures.map((figure) => ({
  ...figure,
  path: `figures/${figure.name}.svg`,
  narrowPath: figure.narrow === undefined ? undefined : `figures/${figure.name}-narrow.svg`,
}));
/** Maps of test rows, made by `qcl-mixnet datasets map` and not from records. */
const MAPS = ['tsne-maps.svg', 'tsne-maps-narrow.svg'];
const maps = readdirSync(place('docs/figures')).includes(MAPS[0])
  ? [
      {
        about: /** @type {const} */ ('paper'),
        alternative: 'Maps of the test rows of the data sets by t-SNE, coloured by class (Fig. 4)',
        path: `figures/${MAPS[0]}`,
        narrowPath: `figures/${MAPS[1]}`,
      },
    ]
  : [];
const versions = [...new Set(records.map(({ version }) => version))].join(', ');

const wanted = new Map(
  /** @type {[string, string][]} */ ([
    ['docs/results.md', resultsPage(records, [...linked, ...maps])],
    [
      'docs/paper.md',
      withSections('docs/paper.md', { results: section(), comparison: comparisonList(rows) }),
    ],
    [
      'README.md',
      withSections('README.md', {
        headlines: headlines(rows, rankings, versions),
        results: `${comparisonSummary(readCells())}\n`,
        claims: claimList(rows),
      }),
    ],
    [
      'docs/research.md',
      withSections('docs/research.md', {
        ensembles: ensembleGains(rows, rankings),
        decisions: decisionTable(),
      }),
    ],
    ['src/paper/experiments/typical-times.ts', typicalTimes(records)],
    ['docs/comparison.md', withSections('docs/comparison.md', { results: `${comparison(readCells())}\n` })],
    ...linked.flatMap(({ path, svg, narrowPath, narrow }) => [
      [`docs/${path}`, `${svg.trimEnd()}\n`],
      ...(narrowPath === undefined ? [] : [[`docs/${narrowPath}`, `${narrow?.trimEnd()}\n`]]),
    ]),
  ]),
);

/**
 * The page with each text between the two marks of its name.
 * @param {string} path
 * @param {Record<string, string>} made
 */
function withSections(path, made) {
  return Object.entries(made).reduce(
    (text, [name, section]) => {
      const [begin, end] = [`<!-- ${name}: made by npm run results -->`, `<!-- end of ${name} -->`];
      const [from, to] = [text.indexOf(begin), text.indexOf(end)];
      if (from < 0 || to < from) throw new Error(`${path} needs the lines ${begin} and ${end}`);
      return `${text.slice(0, from)}${begin}\n\n${section}\n${text.slice(to)}`;
    },
    readFileSync(place(path), 'utf8'),
  );
}

function readCells() {
  return readFileSync(CELLS, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The headline ranking in words, with its diagram, and how many of the paper's claims repeated. */
function section() {
  const ranking = honestRanking(rankings.untouched);
  const diagram = linked.find(
    ({ about, untouched, tuned, protocol }) =>
      about === 'ranking' && untouched && protocol === 'honest' && tuned === ranking?.tuned,
  );
  const image = diagram === undefined ? '' : `${images([diagram])}\n`;
  return `${image}${rankingList(rankings)}\nThe paper's claims ([each of them](results.md#claims-of-the-paper)):\n\n${claimList(rows)}`;
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
  // Propositions are drawn by research/propositions.mjs.
  if (wanted.has(path) || MAPS.includes(name) || name.startsWith('proposition-')) continue;
  if (check) reportOutdated(path);
  else rmSync(place(path));
}
