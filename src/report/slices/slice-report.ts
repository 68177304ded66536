/** The page about the scores of a model by slices. */
import { sliceDots } from '../../figures/slice-dots.js';
import type { FairnessDifferences } from '../../pipeline/slices/fairness-differences.js';
import type { SliceScore, SliceScores } from '../../pipeline/slices/slice-scores.js';
import type { SlicedColumn, Slices } from '../../pipeline/slices/slices.js';
import type { WorstSlices } from '../../pipeline/slices/worst-slices.js';
import { countOf, listNames, quote } from '../../text/name-list.js';
import {
  inBothWidths,
  numberCell,
  type ReportNumber,
  type ReportPage,
  type ReportPart,
  type ReportTable,
} from '../parts.js';

export interface SliceReportOptions {
  readonly title: string;
  /** Commands that repeat the evaluation; default none. */
  readonly commands?: readonly string[];
}

/** A page with the scores of each slice, drawn with their intervals, the fairness differences, and the worst slices. */
export function sliceReport(slices: Slices, { title, commands = [] }: SliceReportOptions): ReportPage {
  const { worst, columns, notices } = slices;
  return {
    title,
    sections: [
      { title: 'Slices', parts: summary(slices, notices) },
      { title: 'Worst slices', parts: worst === undefined ? [] : worstParts(worst) },
      ...columns.map((column) => ({ title: `By ${column.column}`, parts: columnParts(column, slices) })),
      {
        title: 'How to repeat it',
        parts: commands.length > 0 ? [{ kind: 'commands', lines: commands } as const] : [],
      },
    ],
  };
}

function summary({ positive, overall, weighted }: Slices, notices: readonly string[]): ReportPart[] {
  return [
    {
      kind: 'paragraph',
      text:
        `Scores of ${countOf(overall.rows, 'row')}, of which ${overall.events} are of the positive class ` +
        `${quote(String(positive))} (events) and ${overall.alerts} are predicted as it (alerts).` +
        `${weighted ? ' Scores count rows by their weights and have no intervals.' : ''}`,
    },
    ...(notices.length > 0 ? [{ kind: 'list', items: notices } as const] : []),
  ];
}

function columnParts({ column, slices, fairness }: SlicedColumn, { overall, metric }: Slices): ReportPart[] {
  const dots = (
    read: (scores: SliceScores) => SliceScore,
    reference?: (scores: SliceScores) => number | null,
  ) => slices.map((scores) => ({ slice: scores.name, ...read(scores), reference: reference?.(scores) }));
  return [
    inBothWidths(
      (width) =>
        sliceDots({
          dots: dots(({ recall }) => recall),
          score: 'recall',
          overall: overall.recall.score,
          width,
        }),
      'Lines are 95 % intervals; the dashed one is the recall of all rows.',
    ),
    inBothWidths(
      (width) =>
        sliceDots({
          dots: dots(
            ({ eventRate }) => eventRate,
            ({ meanRisk }) => meanRisk,
          ),
          score: 'share of events',
          reference: 'mean risk',
          overall: overall.eventRate.score,
          width,
        }),
      'A diamond outside of the interval: the probabilities of the slice are too high or too low.',
    ),
    ...scoreTables(column, [...slices, overall], metric.title),
    fairnessTable(column, fairness),
  ];
}

/** Two tables, because intervals are wide. */
function scoreTables(column: string, slices: readonly SliceScores[], aim: string): ReportTable[] {
  const numeric = (title: string) => ({ title, numeric: true });
  const table = (
    caption: string,
    titles: readonly string[],
    cellsOf: (scores: SliceScores) => readonly ReportNumber[],
    notes: readonly string[] = [],
  ): ReportTable => ({
    kind: 'table',
    caption,
    columns: [{ title: 'slice' }, ...titles.map(numeric)],
    rows: slices.map((scores) => [scores.name, ...cellsOf(scores)]),
    notes,
  });
  return [
    table(
      `Scores by ${column}`,
      ['rows', 'events', aim, 'recall', 'precision'],
      ({ rows, events, ...scores }) => [
        numberCell(rows, 0),
        numberCell(events, 0),
        scoreCell(scores.aim),
        scoreCell(scores.recall),
        scoreCell(scores.precision),
      ],
    ),
    table(
      `Alerts and risks by ${column}`,
      ['false-positive rate', 'selection rate', 'mean risk', 'share of events'],
      ({ falsePositiveRate, selectionRate, meanRisk, eventRate }) => [
        scoreCell(falsePositiveRate),
        scoreCell(selectionRate),
        numberCell(meanRisk ?? Number.NaN),
        scoreCell(eventRate),
      ],
      ['In parentheses: 95 % intervals. Scores of fewer than 5 rows are left out.'],
    ),
  ];
}

function scoreCell({ score, interval }: SliceScore): ReportNumber {
  if (score === null) return numberCell(Number.NaN);
  if (interval === undefined) return numberCell(score);
  return {
    text: `${score.toFixed(3)} (${interval.map((end) => end.toFixed(2)).join(' to ')})`,
    value: score,
  };
}

function fairnessTable(column: string, fairness: FairnessDifferences): ReportTable {
  const { leftOut } = fairness;
  const small = [
    ...new Set([...leftOut.selectionRate, ...leftOut.truePositiveRate, ...leftOut.falsePositiveRate]),
  ];
  const found: [string, SliceScore][] = [
    ['demographic parity difference', fairness.demographicParityDifference],
    ['demographic parity ratio', fairness.demographicParityRatio],
    ['equal opportunity difference', fairness.equalOpportunityDifference],
    ['equalised odds difference', fairness.equalisedOddsDifference],
  ];
  const isAnyMissing = found.some(([, { score }]) => score === null);
  return {
    kind: 'table',
    caption: `Fairness differences between the slices of ${column}`,
    columns: [
      { title: 'difference' },
      { title: 'value', numeric: true },
      ...(isAnyMissing ? [{ title: 'remark' }] : []),
    ],
    rows: found.map(([name, score]) => [
      name,
      scoreCell(score),
      ...(isAnyMissing ? [score.score === null ? (score.reason ?? '') : ''] : []),
    ]),
    notes: [
      'Demographic parity: the largest selection rate minus the smallest, and their ratio. Equal opportunity: the largest ' +
        'recall minus the smallest. Equalised odds: the larger one of the differences of recall and of false-positive rate. ' +
        'Intervals count for all pairs of slices together.',
      ...(small.length > 0 ? [`Without slices of too few rows for a rate: ${listNames(small)}.`] : []),
    ],
  };
}

function worstParts({ found, columns, slices, tests }: WorstSlices): ReportPart[] {
  const tried = `${countOf(tests, 'test')} of ${countOf(slices, 'slice')} of ${countOf(columns, 'column')}`;
  if (found.length === 0) {
    return [{ kind: 'paragraph', text: `No slice is worse than the other rows beyond chance (${tried}).` }];
  }
  return [
    {
      kind: 'table',
      caption: 'Slices in which the model is worse beyond chance',
      columns: [
        { title: 'column' },
        { title: 'slice' },
        { title: 'fault' },
        { title: 'rows', numeric: true },
        { title: 'here', numeric: true },
        { title: 'expected', numeric: true },
        { title: 'p', numeric: true },
      ],
      rows: found.map(({ column, slice, fault, rows, value, expected, p }) => [
        column,
        slice,
        fault,
        numberCell(rows, 0),
        numberCell(value),
        numberCell(expected),
        { text: p < 0.0001 ? '<0.0001' : p.toFixed(4), value: p },
      ]),
      sorted: { column: 6, direction: 'ascending' },
      notes: [
        `${tried}; p after Holm's correction for all of them, at most 0.05.`,
        'Expected: the same score of the other rows; of a wrong risk the mean probability, corrected for what is wrong in ' +
          'all rows, beside the share of events here.',
      ],
    },
  ];
}
