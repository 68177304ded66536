/** The tables of a comparison: leader board, tests, splits, rows. */

import {
  type Comparison,
  type FitScores,
  isSignificant,
  LEVEL,
  pairOf,
  probabilityText,
  type RankedClassifier,
} from '../../pipeline/comparison/comparison.js';
import { countOf, settingsText } from '../../text/name-list.js';
import { numberCell, type ReportCell, type ReportNumber, type ReportTable } from '../parts.js';

/** The columns after macro F1, and whether larger is better. */
const OTHER_SCORES: readonly {
  readonly of: keyof FitScores;
  readonly title: string;
  readonly up: boolean;
}[] = [
  { of: 'accuracy', title: 'accuracy', up: true },
  { of: 'balancedAccuracy', title: 'balanced', up: true },
  { of: 'macroPrecision', title: 'precision', up: true },
  { of: 'macroRecall', title: 'recall', up: true },
  { of: 'logLoss', title: 'log loss', up: false },
  { of: 'seconds', title: 'seconds', up: false },
];

export function leaderBoard(comparison: Comparison): ReportTable {
  const { ranked, splits } = comparison;
  const best = OTHER_SCORES.map(({ of, up }) => {
    const values = ranked.map(({ means }) => means[of]);
    return up ? Math.max(...values) : Math.min(...values);
  });
  return {
    kind: 'table',
    caption: `Means over ${countOf(splits.length, 'split')}`,
    columns: [
      { title: 'classifier' },
      { title: 'macro F1', numeric: true },
      { title: `${Math.round(100 * (1 - LEVEL))} % interval`, numeric: true },
      { title: 'p', numeric: true },
      ...OTHER_SCORES.map(({ title }) => ({ title, numeric: true })),
    ],
    rows: ranked.map((each, place) => [
      each.name,
      { ...numberCell(each.means.macroF1), best: place === 0 },
      intervalCell(each),
      probabilityCell(pairOf(comparison, 0, place)?.test?.adjustedP),
      ...OTHER_SCORES.map(({ of }, i) => ({
        ...numberCell(each.means[of]),
        best: each.means[of] === best[i],
      })),
    ]),
    sorted: { column: 1, direction: 'descending' },
    notes: [
      'The best of each column is bold. Larger is better, except for log loss and the seconds per fit. ' +
        'Balanced is balanced accuracy; precision and recall are macro means. The interval is that of macro F1 for ' +
        'the fitted classifiers on new rows; there is none if a class has fewer than five rows. p is that of the ' +
        "difference from the first, after Holm's correction.",
    ],
  };
}

/** Sorts by its lower end. */
function intervalCell({ macroF1 }: RankedClassifier): ReportNumber {
  if (macroF1.reason !== undefined) return numberCell(Number.NaN);
  const { low, high } = macroF1;
  return { text: `${low.toFixed(3)} to ${high.toFixed(3)}`, value: low };
}

function probabilityCell(p: number | undefined): ReportNumber {
  return p === undefined ? numberCell(Number.NaN) : { text: probabilityText(p), value: p };
}

export function pairTable({ ranked, pairs, splits }: Comparison): ReportTable {
  const remarks = pairs.map(
    (pair) => pair.remark ?? (pair.splits < splits.length ? `on ${countOf(pair.splits, 'split')}` : ''),
  );
  const remarked = remarks.some((remark) => remark !== '');
  return {
    kind: 'table',
    caption: 'Differences of macro F1',
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
      const turned = test !== undefined && test.meanDifference < 0;
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

/** Macro F1 of every fit. */
export function splitTable({ ranked, splits }: Comparison): ReportTable {
  return {
    kind: 'table',
    caption: 'Macro F1 of each fit',
    columns: [
      { title: 'classifier' },
      ...splits.map(({ repeat, fold }) => ({ title: `${repeat + 1}.${fold + 1}`, numeric: true })),
    ],
    rows: ranked.map(({ name, scores }) => [
      name,
      ...scores.map((score) => numberCell(score?.macroF1 ?? Number.NaN)),
    ]),
    notes: ['Columns are repeat.fold; - is a fit that failed.'],
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
