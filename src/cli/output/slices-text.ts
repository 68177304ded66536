/** Scores by slices as text. */
import type { FairnessDifferences } from '../../pipeline/slices/fairness-differences.js';
import type { SliceScore, SliceScores } from '../../pipeline/slices/slice-scores.js';
import type { SlicedColumn, Slices } from '../../pipeline/slices/slices.js';
import type { WorstSlices } from '../../pipeline/slices/worst-slices.js';
import { alignedLines, stackedTables } from '../../text/aligned-table.js';
import { countOf, listNames, quote } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';
import { inEightyColumns, shortened } from './terminal-text.js';

const MOST_WORST_SHOWN = 20;

export function slicesText(slices: Slices): string {
  const { positive, columns, worst } = slices;
  const about = printableLine(quote(String(positive)));
  return [
    ...columns.flatMap((column) => [
      `By ${printableLine(quote(column.column))}, events are rows of ${about}:`,
      '',
      ...columnLines(column, slices),
      '',
    ]),
    ...(columns.length > 0 ? [NOTE, ''] : []),
    ...(worst === undefined ? [] : [...worstLines(worst), '']),
  ].join('\n');
}

const NOTE = inEightyColumns(
  'In brackets: 95 % intervals. False alerts: share of the rows of other classes that are predicted as the class; ' +
    'selected: of all rows; risk: mean probability of the class, to compare with the share of events. -: fewer than ' +
    '5 rows for the score. Intervals of differences count for all pairs of slices together.',
);

function columnLines({ slices, fairness }: SlicedColumn, { overall, metric, weighted }: Slices): string[] {
  const head = [
    '',
    'rows',
    'events',
    metric.title,
    'recall',
    'precision',
    'false alerts',
    'selected',
    'risk',
    'share of events',
  ];
  const tables = stackedTables([head, ...[...slices, overall].map((each) => cellsOf(each))]);
  return [
    ...tables.flatMap((lines) => [...lines, '']),
    ...fairnessLines(fairness),
    ...(weighted ? ['Scores count rows by their weights; rows, events and alerts are counts.'] : []),
  ];
}

function cellsOf({ name, rows, events, ...scores }: SliceScores): string[] {
  return [
    shortened(name),
    String(rows),
    String(events),
    scoreText(scores.aim),
    scoreText(scores.recall),
    scoreText(scores.precision),
    scoreText(scores.falsePositiveRate),
    scoreText(scores.selectionRate),
    scores.meanRisk === null ? '-' : scores.meanRisk.toFixed(3),
    scoreText(scores.eventRate),
  ];
}

function scoreText({ score, interval }: SliceScore): string {
  if (score === null) return '-';
  return interval === undefined
    ? score.toFixed(3)
    : `${score.toFixed(3)} [${interval.map((end) => end.toFixed(2)).join(' ')}]`;
}

function fairnessLines(fairness: FairnessDifferences): string[] {
  const { leftOut } = fairness;
  const small = [
    ...new Set([...leftOut.selectionRate, ...leftOut.truePositiveRate, ...leftOut.falsePositiveRate]),
  ];
  const line = (name: string, score: SliceScore) => [
    name,
    score.score === null ? (score.reason ?? '-') : scoreText(score),
  ];
  return [
    ...alignedLines([
      line('demographic parity difference', fairness.demographicParityDifference),
      line('demographic parity ratio', fairness.demographicParityRatio),
      line('equal opportunity difference', fairness.equalOpportunityDifference),
      line('equalised odds difference', fairness.equalisedOddsDifference),
    ]),
    ...(small.length > 0
      ? [
          inEightyColumns(
            printableLine(`Without slices of too few rows for a rate: ${listNames(small)}.`),
            '  ',
          ),
        ]
      : []),
  ];
}

function worstLines({ found, columns, slices, tests }: WorstSlices): string[] {
  const tried = `${countOf(tests, 'test')} of ${countOf(slices, 'slice')} of ${countOf(columns, 'column')}`;
  if (found.length === 0) {
    return [inEightyColumns(`No slice is worse than the other rows beyond chance (${tried}).`)];
  }
  const shown = found.slice(0, MOST_WORST_SHOWN);
  return [
    inEightyColumns(
      `Slices in which the model is worse beyond chance (${tried}, p after Holm's correction):`,
    ),
    '',
    ...alignedLines([
      ['slice', 'fault', 'rows', 'here', 'expected', 'p'],
      ...shown.map(({ column, slice, fault, rows, value, expected, p }) => [
        `${shortened(column)}: ${shortened(slice)}`,
        fault,
        String(rows),
        value.toFixed(3),
        expected.toFixed(3),
        p < 0.0001 ? '<0.0001' : p.toFixed(4),
      ]),
    ]),
    ...(found.length > shown.length ? [`and ${found.length - shown.length} more in --json`] : []),
    '',
    'Expected: the same score of the other rows; of a wrong risk the mean probability,',
    'corrected for what is wrong in all rows, beside the share of events here.',
  ];
}
