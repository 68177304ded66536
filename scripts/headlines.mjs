// What README.md and docs/paper.md say of the records, in Markdown: headlines from the data sets that chose nothing, the
// paper's claims, and the scores beside the paper's.
import { claimSentences, examineClaims } from '../dist/paper/claims/examined-claims.js';
import { ownComparisons } from '../dist/paper/claims/paper-comparison-tables.js';
import { untouchedSentence } from '../dist/paper/experiments/ranking/headline-ranking.js';
import { seedCounts } from '../dist/paper/experiments/ranking/seed-counts.js';
import { sentences } from '../dist/paper/experiments/ranking/sentences.js';
import { datasetsOf } from '../dist/paper/experiments/result-rows.js';
import { markdownTable } from '../dist/text/text-table.js';
import { decisionSentence } from './decision-gains.mjs';

/** @typedef {import('../dist/paper/experiments/result-rows.js').ResultRow} ResultRow */
/** @typedef {import('../dist/paper/experiments/ranking/classifier-ranking.js').ClassifierRanking} ClassifierRanking */

/** Shown in a short ranking: the first ones, and these wherever they are. */
const SHOWN_FIRST = 5;
const ALWAYS_SHOWN = ['auto', 'qcl-ensemble', 'xgboost', 'xgboost tuned', 'qcl-mixnet', 'qcl-mixnet tuned'];

/**
 * The honest ranking: that with tuned classifiers, if there is one.
 * @param {readonly ClassifierRanking[]} rankings
 */
export function honestRanking(rankings) {
  const honest = rankings.filter(({ protocol }) => protocol === 'honest');
  return honest.find(({ tuned }) => tuned) ?? honest[0];
}

/**
 * @typedef {object} Rankings
 * @property {readonly ClassifierRanking[]} all over all data sets
 * @property {readonly ClassifierRanking[]} untouched over those that chose nothing
 */

/**
 * For the README: a short ranking over the data sets that chose nothing, and where `auto` is over all of them.
 * @param {readonly ResultRow[]} rows
 * @param {Rankings} rankings
 * @param {string} version
 */
export function headlines(rows, { all, untouched }, version) {
  const ranking = honestRanking(untouched);
  const whole = honestRanking(all);
  if (ranking === undefined || whole === undefined) return '';
  return [
    `${scope(ranking, whole, rows)} Version ${version}.\n`,
    shortTable(ranking, whole),
    `- ${untouchedSentence(rows)}`,
    ...sentences(ranking)
      .filter((sentence) => / is first by mean rank|share first place|, the control, is /.test(sentence))
      .map((sentence) => `- ${sentence}`),
    decisionSentence(),
    '',
  ].join('\n');
}

/** @param {ClassifierRanking} ranking @param {ClassifierRanking} whole @param {readonly ResultRow[]} rows */
function scope(ranking, whole, rows) {
  const { classifiers, datasets, tuned } = ranking;
  const options = tuned ? 'tuned by grid search where there is a grid' : 'with default options';
  return (
    `${classifiers.length} classifiers ${options}, on those ${datasets.length} of ${datasetsOf(rows).length} public data sets ` +
    `on which no default was chosen, with the same splits for all: ${seedCounts(ranking)} (over all ${whole.datasets.length}: ${seedCounts(whole)}). ` +
    `Test rows are used only for the final scores. Shown: the first ${SHOWN_FIRST} by mean rank, and the ensembles, XGBoost and QCL-MixNet.`
  );
}

/** @param {ClassifierRanking} ranking @param {ClassifierRanking} whole */
function shortTable(ranking, whole) {
  const { order, classifiers } = ranking.metrics.macroF1;
  const shown = order.filter((c, place) => place < SHOWN_FIRST || ALWAYS_SHOWN.includes(classifiers[c].name));
  const inWhole = (/** @type {string} */ name) =>
    whole.metrics.macroF1.classifiers.find((each) => each.name === name);
  return markdownTable({
    head: [
      ...['classifier', 'mean macro F1', '95 % interval', `mean rank of ${classifiers.length}`],
      ...[`macro F1 on all ${whole.datasets.length}`, 'mean rank there'],
    ],
    rows: shown.map((c) => {
      const { name, mean, meanRank, interval } = classifiers[c];
      const everywhere = inWhole(name);
      return [
        ...[`\`${name}\``, mean.toFixed(3)],
        interval.possible ? `${interval.result.low.toFixed(3)} to ${interval.result.high.toFixed(3)}` : '-',
        meanRank.toFixed(2),
        ...(everywhere === undefined
          ? ['-', '-']
          : [everywhere.mean.toFixed(3), everywhere.meanRank.toFixed(2)]),
      ];
    }),
    notes: [],
  });
}

/**
 * How many claims repeated, as a list.
 * @param {readonly ResultRow[]} rows
 */
export function claimList(rows) {
  return `${claimSentences(examineClaims(rows))
    .map((sentence) => `- ${sentence}`)
    .join('\n')}\n`;
}

/**
 * The scores of QCL-MixNet beside the paper's, as a list.
 * @param {readonly ResultRow[]} rows
 */
export function comparisonList(rows) {
  return ownComparisons(rows)
    .map(
      ({ table, sentences }) =>
        `${table.title}:\n\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}\n`,
    )
    .join('\n');
}

/**
 * For docs/paper.md: the headline ranking in words.
 * @param {Rankings} rankings
 */
export function rankingList({ all, untouched }) {
  const ranking = honestRanking(untouched) ?? honestRanking(all);
  return ranking === undefined
    ? ''
    : sentences(ranking)
        .map((sentence) => `- ${sentence}\n`)
        .join('');
}
