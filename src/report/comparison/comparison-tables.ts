/** The tables of a comparison: leader board, tests, splits, rows. */

import {
  BASELINE_TITLES,
  type Comparison,
  type FitScores,
  isSignificant,
  LEVEL,
  pairOf,
  probabilityText,
  type RankedClassifier,
  unbeatenBaseline,
} from '../../pipeline/comparison/comparison.js';
import { countOf, quote, settingsText } from '../../text/name-list.js';
import { numberCell, type ReportCell, type ReportNumber, type ReportTable } from '../parts.js';

/** The columns after the metric, and whether larger is better. */
const OTHER_SCORES: readonly {
  readonly of: Exclude<keyof FitScores, 'metric' | 'harmonicF1'>;
  readonly title: string;
  readonly up: boolean;
}[] = [
  { of: 'recall', title: 'recall', up: true },
  { of: 'precision', title: 'precision', up: true },
  { of: 'macroF1', title: 'macro F1', up: true },
  { of: 'balancedAccuracy', title: 'balanced accuracy', up: true },
  { of: 'matthewsCorrelation', title: 'MCC', up: true },
  { of: 'averagePrecision', title: 'average precision', up: true },
  { of: 'rocAuc', title: 'ROC AUC', up: true },
  { of: 'accuracy', title: 'accuracy', up: true },
  { of: 'logLoss', title: 'log loss', up: false },
  { of: 'brierScore', title: 'Brier score', up: false },
  { of: 'seconds', title: 'seconds', up: false },
];

export function leaderBoard(comparison: Comparison): ReportTable {
  const { ranked, baselines, splits, metric, positive } = comparison;
  const others = OTHER_SCORES.filter(({ title }) => title !== metric.title);
  const best = others.map(({ of, up }) => {
    const values = ranked.flatMap(({ means }) => means[of] ?? []);
    return up ? Math.max(...values) : Math.min(...values);
  });
  const cell = (value: number | null) => numberCell(value ?? Number.NaN);
  const rows = [
    ...ranked.map((each, place) => ({
      value: each.score.mean,
      cells: [
        each.name,
        { ...numberCell(each.score.mean), best: place === 0 },
        intervalCell(each),
        probabilityCell(pairOf(comparison, 0, place)?.test?.adjustedP),
        ...others.map(({ of }, i) => ({ ...cell(each.means[of]), best: each.means[of] === best[i] })),
        unbeatenBaseline(comparison, each) === undefined ? '' : 'no better than a baseline',
      ],
    })),
    ...baselines.map(({ name, means }) => ({
      value: means.metric ?? Number.NaN,
      cells: [
        `baseline: ${BASELINE_TITLES[name]}`,
        cell(means.metric),
        cell(null),
        cell(null),
        ...others.map(({ of }) => cell(of === 'seconds' ? null : means[of])),
        'not ranked',
      ],
    })),
  ].sort((one, other) => (metric.largerIsBetter ? other.value - one.value : one.value - other.value));
  return {
    kind: 'table',
    caption: `Means over ${countOf(splits.length, 'split')}`,
    columns: [
      { title: 'classifier' },
      { title: metric.title, numeric: true },
      { title: `${Math.round(100 * (1 - LEVEL))} % interval`, numeric: true },
      { title: 'p', numeric: true },
      ...others.map(({ title }) => ({ title, numeric: true })),
      { title: 'warning' },
    ],
    rows: rows.map(({ cells }) => cells),
    sorted: { column: 1, direction: metric.largerIsBetter ? 'descending' : 'ascending' },
    notes: [
      'The best classifier of each column is bold. Larger is better, except for log loss, Brier score, calibration ' +
        `error and the seconds per fit. Recall and precision are those of class ${quote(String(positive))}. The ` +
        `interval is that of ${metric.title} for the fitted classifiers on new rows. Only macro F1, recall, precision and ` +
        'average precision have one, if there are at least five rows for it. ' +
        "p is that of the difference from the first, after Holm's correction. The " +
        'baselines predict the most frequent class of the training rows, or their class frequencies as probabilities.',
    ],
  };
}

/** Sorts by its lower end. */
function intervalCell({ score }: RankedClassifier): ReportNumber {
  if (score.reason !== undefined) return numberCell(Number.NaN);
  const { low, high } = score;
  return { text: `${low.toFixed(3)} to ${high.toFixed(3)}`, value: low };
}

function probabilityCell(p: number | undefined): ReportNumber {
  return p === undefined ? numberCell(Number.NaN) : { text: probabilityText(p), value: p };
}

export function pairTable({ ranked, pairs, splits, metric }: Comparison): ReportTable {
  const remarks = pairs.map(
    (pair) => pair.remark ?? (pair.splits < splits.length ? `on ${countOf(pair.splits, 'split')}` : ''),
  );
  const remarked = remarks.some((remark) => remark !== '');
  return {
    kind: 'table',
    caption: `Differences of ${metric.title}`,
    folded: true,
    columns: [
      { title: 'better' },
      { title: 'worse' },
      { title: 'difference', numeric: true },
      { title: 't', numeric: true },
      { title: 'p', numeric: true },
      { title: 'p after Holm', numeric: true },
      { title: 'significant' },
      ...(remarked ? [{ title: 'remark' }] : []),
    ],
    rows: pairs.map((pair, i): ReportCell[] => {
      const { test } = pair;
      const turned = test !== undefined && test.meanDifference * (metric.largerIsBetter ? 1 : -1) < 0;
      const [better, worse] = turned ? [pair.second, pair.first] : [pair.first, pair.second];
      return [
        ranked[better].name,
        ranked[worse].name,
        numberCell(Math.abs(test?.meanDifference ?? Number.NaN)),
        tCell(Math.abs(test?.t ?? Number.NaN)),
        probabilityCell(test?.p),
        probabilityCell(test?.adjustedP),
        isSignificant(pair) ? 'yes' : 'no',
        ...(remarked ? [remarks[i]] : []),
      ];
    }),
    notes: [
      `Corrected resampled t-test (Nadeau and Bengio, 2003); significant: p after Holm's correction for all ` +
        `${pairs.length} pairs is at most ${LEVEL}. Not significant does not mean equal: a difference may be too ` +
        'small for these rows.',
    ],
  };
}

/** Infinite if all differences are equal. */
function tCell(t: number): ReportNumber {
  return t === Number.POSITIVE_INFINITY ? { text: '∞', value: Number.MAX_VALUE } : numberCell(t, 2);
}

/** The metric of every fit. */
export function splitTable({ ranked, splits, metric }: Comparison): ReportTable {
  return {
    kind: 'table',
    caption: `${metric.title[0].toUpperCase()}${metric.title.slice(1)} of each fit`,
    columns: [
      { title: 'classifier' },
      ...splits.map(({ repeat, fold }) => ({ title: `${repeat + 1}.${fold + 1}`, numeric: true })),
    ],
    rows: ranked.map(({ name, scores }) => [
      name,
      ...scores.map((score) => numberCell(score?.metric ?? Number.NaN)),
    ]),
    notes: ['Columns are repeat.fold; - is a fit that failed, or whose test rows do not give this score.'],
  };
}

export function classTable({ classes }: Comparison): ReportTable {
  return {
    kind: 'table',
    caption: 'Classes',
    columns: [{ title: 'class' }, { title: 'rows', numeric: true }],
    rows: classes.map(({ label, rows }) => [String(label), numberCell(rows, 0)]),
  };
}

/** Undefined if all classifiers have their defaults. */
export function optionTable({ ranked }: Comparison): ReportTable | undefined {
  const set = ranked.filter(({ options }) => Object.keys(options).length > 0);
  if (set.length === 0) return undefined;
  return {
    kind: 'table',
    caption: 'Options other than the defaults',
    columns: [{ title: 'classifier' }, { title: 'options' }],
    rows: set.map(({ name, options }) => [name, settingsText(options)]),
  };
}
