// For README.md and docs/research.md, in Markdown: what calibration and the tuned decision of `train` change, from the runs of
// `npm run research -- decisions`.
import { readFileSync } from 'node:fs';
import { isUntouched } from '../dist/paper/datasets/chosen-on.js';
import { seedCounts } from '../dist/paper/experiments/ranking/seed-counts.js';
import { inWords } from '../dist/text/name-list.js';
import { markdownTable } from '../dist/text/text-table.js';
import { mean, standardError } from '../research/mean.mjs';

/** @typedef {{ macroF1: number, logLoss: number, calibrationError: number }} Scores */
/** @typedef {{ table: string, classifier: string, seed: number, raw: Scores, decided: Scores }} Run */

const RUNS = new URL('../research/decisions.jsonl', import.meta.url);

/** @type {() => Run[]} */
const readRuns = () =>
  readFileSync(RUNS, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** @param {readonly Run[]} runs */
const classifiersOf = (runs) => [...new Set(runs.map(({ classifier }) => classifier))];

/** The runs on tables and with seeds that every classifier has. @param {readonly Run[]} runs */
function comparable(runs) {
  const classifiers = classifiersOf(runs).length;
  return runs.filter(
    ({ table, seed }) =>
      runs.filter((other) => other.table === table && other.seed === seed).length === classifiers,
  );
}

/**
 * Means over the tables of means over the seeds.
 * @param {readonly Run[]} runs
 * @param {string} classifier
 */
function effectOf(runs, classifier) {
  const own = runs.filter((run) => run.classifier === classifier);
  const over = (/** @type {(run: Run) => number} */ score) =>
    tablesOf(own).map((table) => mean(own.filter((run) => run.table === table).map(score)));
  const gains = over(({ raw, decided }) => decided.macroF1 - raw.macroF1);
  return {
    classifier,
    argmax: mean(over(({ raw }) => raw.macroF1)),
    decided: mean(over(({ decided }) => decided.macroF1)),
    gain: gainText(mean(gains), standardError(gains)),
    logLoss: [mean(over(({ raw }) => raw.logLoss)), mean(over(({ decided }) => decided.logLoss))],
  };
}

/** @param {readonly Run[]} runs */
const tablesOf = (runs) => [...new Set(runs.map(({ table }) => table))];

/** `5 seeds, but 1 on isolet`. @param {readonly Run[]} runs */
function seedsText(runs) {
  const datasets = tablesOf(runs);
  const seeds = datasets.map((name) => [
    ...new Set(runs.filter(({ table }) => table === name).map(({ seed }) => seed)),
  ]);
  return seedCounts({ datasets, seeds });
}

/** Three digits, or four for a gain that they would show as 0. @param {number} gain @param {number} error */
function gainText(gain, error) {
  const digits = Math.abs(gain) < 0.0005 ? 4 : 3;
  return `${gain > 0 ? '+' : ''}${gain.toFixed(digits)} ± ${error.toFixed(digits)}`;
}

/** For docs/research.md. */
export function decisionTable() {
  const runs = comparable(readRuns());
  const parts = [
    { name: 'tables that chose nothing', runs: runs.filter(({ table }) => isUntouched(table)) },
    { name: 'tables for choices', runs: runs.filter(({ table }) => !isUntouched(table)) },
  ];
  const rows = parts.flatMap((part) =>
    classifiersOf(runs).map((classifier) => {
      const { argmax, decided, gain, logLoss } = effectOf(part.runs, classifier);
      const shown = [argmax, decided].map((value) => value.toFixed(3));
      const losses = logLoss.map((value) => value.toFixed(3)).join(', ');
      return [`\`${classifier}\``, `${tablesOf(part.runs).length} ${part.name}`, ...shown, gain, losses];
    }),
  );
  return markdownTable({
    head: ['classifier', 'on', 'macro F1, argmax', 'decided', 'gain', 'log loss before, after'],
    rows,
    notes: [`Means over the tables of means over ${seedsText(runs)}; ±: the standard error over the tables.`],
  });
}

/** For the headlines, a list item. */
export function decisionSentence() {
  const runs = comparable(readRuns()).filter(({ table }) => isUntouched(table));
  const effects = classifiersOf(runs).map((classifier) => effectOf(runs, classifier));
  const changes = effects.map(
    ({ classifier, argmax, decided, gain }) =>
      `of \`${classifier}\` from ${argmax.toFixed(3)} to ${decided.toFixed(3)} (${gain})`,
  );
  return (
    '- The ranking takes the most probable class. `train` calibrates and tunes the decision for macro F1, which changes the ' +
    `mean macro F1 on ${tablesOf(runs).length} data sets that chose nothing (${seedsText(runs)}, default options) ${inWords(changes)}; ` +
    '±: the standard error over the data sets. These are not the runs of the table above: nothing is tuned, and the seeds are others ([details](docs/research.md#decisions)).'
  );
}
