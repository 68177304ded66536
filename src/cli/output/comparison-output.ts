/** The result of a comparison as text. */

import { betaOf } from '../../decision/tuning/tally-metric.js';
import { rolesText } from '../../pipeline/column-roles/column-roles.js';
import {
  type Comparison,
  type ComparisonBaseline,
  type ComparisonMetric,
  type FitScores,
  LEVEL,
  pairOf,
  probabilityText,
  unbeatenBaseline,
} from '../../pipeline/comparison/comparison.js';
import { comparisonSentences } from '../../pipeline/comparison/comparison-sentences.js';
import type { CrossValidation } from '../../pipeline/provenance.js';
import { fBetaOf } from '../../pipeline/score-metrics.js';
import type { ShownScores } from '../../pipeline/shown-scores.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { stackedTables } from '../../text/aligned-table.js';
import { countOf, quote } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';
import { leftOutText, partsText } from './parts-text.js';
import { confusionText } from './report-output.js';
import { inEightyColumns } from './terminal-text.js';

const INTERVAL = `${Math.round(100 * (1 - LEVEL))} % interval`;

/** The leader board, the sentences, and the confusion matrix of the best classifier if it fits. */
export function comparisonText(comparison: Comparison): string {
  const { rows, classes, folds, repeats, ranked } = comparison;
  const roles = rolesText(comparison.roles);
  const confusion = confusionText({
    labels: classes.map(({ label }) => label),
    confusion: ranked[0].confusion,
  });
  return [
    inEightyColumns(
      `${countOf(ranked.length, 'classifier')} on ${rows} rows of ${classes.length} classes, ` +
        `${folds} folds, ${countOf(repeats, 'repeat')}${roles === undefined ? '' : ` (${printableLine(roles)})`}:`,
    ),
    boardText(comparison),
    '',
    ...comparisonSentences(comparison).map((sentence) => inEightyColumns(printableLine(sentence), '  ')),
    ...(confusion === undefined
      ? []
      : ['', `${ranked[0].name}, predictions of all folds and repeats together:`, confusion]),
    '',
  ].join('\n');
}

/** Columns behind the metric, its interval and its tests: title, mean, and name as a metric. */
const BOARD_COLUMNS: readonly (readonly [string, Exclude<keyof FitScores, 'harmonicF1'>, string])[] = [
  ['recall', 'recall', 'recall'],
  ['precision', 'precision', 'precision'],
  ['log loss', 'logLoss', 'log-loss'],
  ['macro F1', 'macroF1', 'macro-f1'],
  ['balanced', 'balancedAccuracy', 'balanced-accuracy'],
  ['MCC', 'matthewsCorrelation', 'mcc'],
  ['AP', 'averagePrecision', 'average-precision'],
  ['ROC AUC', 'rocAuc', 'roc-auc'],
  ['Brier', 'brierScore', 'brier-score'],
];

/** Tables below each other that fit a terminal, each with all classifiers, then the baselines. */
function boardText(comparison: Comparison): string {
  const { ranked, baselines, metric, positive } = comparison;
  const title = metric.title.replace(' of the positive class', '');
  const columns = BOARD_COLUMNS.filter(([, , name]) => name !== metric.name);
  const intervals = ranked.some(({ score }) => score.reason === undefined);
  const marked = ranked.map((each) => unbeatenBaseline(comparison, each) !== undefined);
  const mark = (isMarked: boolean) => (marked.includes(true) ? (isMarked ? ' !' : '  ') : '');
  const lineOf = (name: string, metricCells: string[], means: FitScores, seconds: string) => [
    name,
    ...metricCells,
    ...columns.map(([, of]) => scoreText(means[of])),
    seconds,
  ];
  const tables = stackedTables([
    [
      'classifier',
      `${title}${mark(false)}`,
      ...(intervals ? [INTERVAL] : []),
      'p (Holm)',
      ...columns.map(([name]) => name),
      's/fit',
    ],
    ...ranked.map(({ name, means, score }, place) => {
      const pair = pairOf(comparison, 0, place);
      const interval =
        score.reason === undefined ? `${score.low.toFixed(3)} to ${score.high.toFixed(3)}` : '';
      const cells = [
        `${score.mean.toFixed(3)}${mark(marked[place])}`,
        ...(intervals ? [interval] : []),
        pair?.test ? probabilityText(pair.test.adjustedP) : '',
      ];
      return lineOf(name, cells, means, means.seconds.toFixed(2));
    }),
    ...baselines.map(({ name, means }) =>
      lineOf(
        BASELINE_NAMES[name],
        [`${scoreText(means.metric)}${mark(false)}`, ...(intervals ? [''] : []), ''],
        means,
        '',
      ),
    ),
  ]);
  const withRules = tables.map(([head, ...lines]) =>
    [head, '', ...lines.slice(0, ranked.length), '', ...lines.slice(ranked.length), ''].join('\n'),
  );
  const notes = [
    inEightyColumns(
      `Recall and precision: of class ${printableLine(quote(String(positive)))}.` +
        `${metric.name === 'average-precision' ? '' : ' AP: average precision.'}`,
    ),
    'In parentheses, not ranked: always the most frequent class of the training rows,',
    'and their class frequencies as probabilities. s/fit: seconds per fit.',
    ...(marked.includes(true) ? ['! no better than a baseline'] : []),
    ...(metric.largerIsBetter ? [] : [`Of ${title}, smaller is better.`]),
  ];
  return `${withRules.join('\n')}\n${notes.join('\n')}`;
}

const BASELINE_NAMES: Readonly<Record<ComparisonBaseline['name'], string>> = {
  mostFrequentClass: '(most frequent class)',
  classFrequencies: '(class frequencies)',
};

function scoreText(score: number | null): string {
  return score === null ? '-' : score.toFixed(3);
}

/** The cross-validated scores of a model that a comparison chose, for `inspect`. */
export function crossValidationText(name: string, found: CrossValidation): string {
  const { folds, repeats, metrics, logLoss, macroF1Interval, metric, compared } = found;
  const place = compared.findIndex(({ classifier }) => classifier === name) + 1;
  const interval =
    macroF1Interval === undefined
      ? ''
      : ` (${INTERVAL} ${macroF1Interval.map((end) => end.toFixed(4)).join(' to ')})`;
  const lines = [
    ['macro F1', `${metrics.macroF1.toFixed(4)}${interval}`],
    ['accuracy', metrics.accuracy.toFixed(4)],
    ['balanced accuracy', metrics.balancedAccuracy.toFixed(4)],
    ['log loss', logLoss.toFixed(4)],
  ];
  const board = compared.map(
    ({ classifier, macroF1, score = macroF1 }) => `${classifier} ${score.toFixed(3)}`,
  );
  return [
    `Cross-validation (${countOf(folds, 'fold')}, ${countOf(repeats, 'repeat')}) ` +
      `(place ${place} of ${compared.length}):`,
    ...lines.map(([metric, value]) => `${metric.padEnd(17)}  ${value}`),
    inEightyColumns(printableLine(`compared by ${metric?.title ?? 'macro F1'}: ${board.join(', ')}`), '  '),
  ].join('\n');
}

/** The scores to expect of a model for which no rows were held out. */
export function expectedOf({ provenance }: TableClassifier, { name, title }: ComparisonMetric): string {
  const { crossValidation, outOfFold } = provenance;
  const score = crossValidation === undefined && outOfFold?.shown && outOfFoldScore(outOfFold.shown, name);
  if (typeof score !== 'number') return `expect the ${title} of the cross-validation`;
  return `expect about ${score.toFixed(3)}, its out-of-fold ${title} on the training rows`;
}

function outOfFoldScore({ scores }: ShownScores, name: string): number | null | undefined {
  const scoreOf = (metric: string) => scores.find((each) => each.metric === metric)?.score;
  const beta = betaOf(name);
  const [precision, recall] = [scoreOf('precision'), scoreOf('recall')];
  if (beta !== undefined && typeof precision === 'number' && typeof recall === 'number') {
    return fBetaOf(beta, precision, recall);
  }
  // Of two classes the metrics of the positive class are those without `class-`.
  return scoreOf(name) ?? scoreOf(name.replace(/^class-/, ''));
}

/** For the end of the output: the model and its expected scores. */
export function finalModelText(model: TableClassifier, path: string, metric: ComparisonMetric): string {
  const { classifier, provenance } = model;
  const parts = partsText(classifier);
  const leftOut = leftOutText(provenance);
  return `\n${inEightyColumns(
    `Trained ${classifier.name} on all ${provenance.rows.train} rows and saved it to ${path}. ` +
      `No rows were held out: ${expectedOf(model, metric)}.`,
  )}\n${parts === undefined ? '' : `\n${parts}\n`}${leftOut === undefined ? '' : `\n${leftOut}\n`}`;
}
