/** A classification report as plain text, in the layout of scikit-learn's `classification_report`. */
import { printableLine } from '../text/printable.js';
import type { ClassificationReport } from './classification-report.js';

/**
 * One line a class (precision, recall, F1, support), their macro average, and the summary scores, four digits
 * each. The rarest class is marked, since its line is the one that the overall scores hide; where all classes
 * are equally frequent nothing is marked.
 */
export function formatReport(report: ClassificationReport): string {
  const { metrics, perClass } = report;
  const occurring = perClass.map((row) => row.support).filter((support) => support > 0);
  // Not spread into arguments, which end the stack where classes are many.
  const smallest = occurring.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const rarest = occurring.some((support) => support > smallest) ? smallest : 0;
  const rows = perClass.map((row) => [
    printableLine(String(row.label)),
    ...[row.precision, row.recall, row.f1].map(fourDigits),
    String(row.support),
    row.support === 0 ? '  (not in the data)' : row.support === rarest ? '  <- rarest' : '',
  ]);
  const average = [
    'macro average',
    ...[metrics.macroPrecision, metrics.macroRecall, metrics.macroF1].map(fourDigits),
    String(perClass.reduce((total, row) => total + row.support, 0)),
    '',
  ];
  const summary = [
    ['accuracy', metrics.accuracy],
    ['balanced accuracy', metrics.balancedAccuracy],
    ['macro F1', metrics.macroF1],
    ['F1 of macro precision and recall', metrics.harmonicF1],
  ] as const;
  const nameWidth = Math.max(...summary.map(([name]) => name.length));
  return [
    ...alignedTable(['', 'precision', 'recall', 'F1', 'support', ''], rows, average),
    '',
    ...summary.map(([name, value]) => `${name.padEnd(nameWidth)}  ${fourDigits(value)}`),
    '',
  ].join('\n');
}

/** First column to the left, numbers to the right, the last column (a remark) as it is. */
function alignedTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  footer: readonly string[],
): string[] {
  const lines = [header, ...rows, footer];
  const widths = header.slice(0, -1).map((_, c) => lines.reduce((w, line) => Math.max(w, width(line[c])), 0));
  const format = (line: readonly string[]) =>
    widths
      .map((w, c) => {
        const padding = ' '.repeat(w - width(line[c]));
        return c === 0 ? line[c] + padding : padding + line[c];
      })
      .join('  ') + line[line.length - 1];
  return [format(header), '', ...rows.map(format), '', format(footer)];
}

/** Characters, not UTF-16 units. */
function width(text: string): number {
  return [...text].length;
}

function fourDigits(value: number): string {
  return value.toFixed(4);
}
