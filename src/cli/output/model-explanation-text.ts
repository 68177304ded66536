/** The explanation of a whole model for a terminal. */
import type { ModelExplanation } from '../../pipeline/effects/explain-model.js';
import type { ColumnDependence } from '../../pipeline/effects/partial-dependence.js';
import type { Importance } from '../../pipeline/importance/permutation-importance.js';
import { alignedLines } from '../../text/aligned-table.js';
import { countOf, inWords, quote } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';

/** Columns in the table. */
const MOST_COLUMNS = 20;
/** Values of a column in its line. */
const MOST_POINTS = 6;
const MOST_PAIRS = 3;
const BAR = 16;
const LONGEST_NAME = 28;

export function modelExplanationText({ importance, dependence, pairs }: ModelExplanation): string {
  const { columns, groups, title, largerIsBetter, score, rows } = importance;
  const widest = Math.max(0, ...[...columns, ...groups].map((each) => each.importance));
  const lineOf = (name: string, each: Importance) => [
    name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name,
    fourDigits(each.importance),
    each.interval === undefined ? '' : each.interval.map(fourDigits).join(' to '),
    barOf(each.importance, widest),
  ];
  const shown = columns.slice(0, MOST_COLUMNS);
  const left = columns.length - shown.length;
  const parts = [
    [
      printableLine(
        `${title} ${score.toFixed(4)} on ${countOf(rows, 'row')}; ${largerIsBetter ? 'lost' : 'added'} by permuting a column:`,
      ),
      ...alignedLines([
        ['column', 'importance', '95 % interval', ''.padEnd(BAR)],
        ...shown.map((each) => lineOf(each.column, each)),
        ...groups.map((each) => lineOf(`together: ${each.columns.join(' + ')}`, each)),
      ]),
      ...(left > 0 ? [`${countOf(left, 'column')} of less importance not shown; --json has all`] : []),
      ...groups.map(({ columns: names, least }) =>
        printableLine(`correlated (from ${least.toFixed(2)}): ${inWords(names.map(quote))}`),
      ),
    ],
  ];
  if (dependence.columns.length > 0) {
    parts.push([
      printableLine(
        `Mean probability of ${quote(String(dependence.label))}, ${dependence.mean.toFixed(3)}, if all rows had the value:`,
      ),
      ...dependence.columns.map((each) => printableLine(`  ${each.column}: ${dependenceText(each)}`)),
    ]);
  }
  const strongest = pairs.slice(0, MOST_PAIRS);
  if (strongest.length > 0) {
    parts.push([
      'Columns that act together: their change of the log-odds beyond the sum of both',
      ...alignedLines([
        ['columns', 'log-odds', 'H'],
        ...strongest.map(({ columns: names, strength, h }) => [
          names.join(' x '),
          strength.toFixed(3),
          h.toFixed(2),
        ]),
      ]),
    ]);
  }
  return parts.map((lines) => lines.join('\n')).join('\n\n');
}

/** Without -0.0000. */
function fourDigits(value: number): string {
  return value.toFixed(4).replace(/^-(0\.0000)$/, '$1');
}

/** The bar in a field of its width, so that it begins at the left. */
function barOf(importance: number, widest: number): string {
  const filled = widest > 0 ? Math.round((BAR * Math.max(0, importance)) / widest) : 0;
  return '#'.repeat(filled).padEnd(BAR);
}

/** `5 0.012, 40 0.031, 1240 0.180; missing 0.050` */
function dependenceText({ points, missing }: ColumnDependence): string {
  const step = (points.length - 1) / (MOST_POINTS - 1);
  const shown =
    points.length <= MOST_POINTS
      ? points
      : Array.from({ length: MOST_POINTS }, (_, i) => points[Math.round(i * step)]);
  const values = shown.map(({ text, mean }) => `${text} ${mean.toFixed(3)}`);
  return `${values.join(', ')}${missing === undefined ? '' : `; missing ${missing.toFixed(3)}`}`;
}
