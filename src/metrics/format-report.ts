/** A classification report as plain text, in the layout of scikit-learn's `classification_report`. */
import { alignedLines } from '../text/aligned-table.js';
import type { ClassificationReport } from './classification-report.js';

export interface FormatReportOptions {
  /** Adds the F1 of macro precision and macro recall (equation 23 of the QCL-MixNet paper). Default false. */
  readonly harmonicF1?: boolean;
}

/**
 * One line for each class (precision, recall, F1, support), their macro average, and the summary scores, four digits
 * each. `classTable` is the first part alone.
 */
export function formatReport(report: ClassificationReport, { harmonicF1 }: FormatReportOptions = {}): string {
  const { metrics } = report;
  const summary = [
    ['accuracy', metrics.accuracy],
    ['balanced accuracy', metrics.balancedAccuracy],
    ['macro F1', metrics.macroF1],
    ...(harmonicF1 ? [['F1 of macro precision and recall', metrics.harmonicF1] as const] : []),
  ] as const;
  const nameWidth = Math.max(...summary.map(([name]) => name.length));
  return [
    classTable(report),
    ...summary.map(([name, value]) => `${name.padEnd(nameWidth)}  ${fourDigits(value)}`),
    '',
  ].join('\n');
}

/**
 * The lines of the classes and of their macro average. The rarest class is marked, because the overall scores hide its
 * line; nothing is marked if all classes are equally frequent.
 */
export function classTable({
  metrics,
  perClass,
}: Pick<ClassificationReport, 'metrics' | 'perClass'>): string {
  const occurring = perClass.map((row) => row.support).filter((support) => support > 0);
  // Not spread into arguments, which end the stack where classes are many.
  const smallest = occurring.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const rarest = occurring.some((support) => support > smallest) ? smallest : 0;
  const remarks = perClass.map(({ support }) =>
    support === 0 ? '  (not in the data)' : support === rarest ? '  <- rarest' : '',
  );
  const total = perClass.reduce((sum, row) => sum + row.support, 0);
  const [header, average, ...rows] = alignedLines([
    ['', 'precision', 'recall', 'F1', 'support'],
    [
      'macro average',
      ...[metrics.macroPrecision, metrics.macroRecall, metrics.macroF1].map(fourDigits),
      String(total),
    ],
    ...perClass.map((row) => [
      String(row.label),
      ...[row.precision, row.recall, row.f1].map(fourDigits),
      String(row.support),
    ]),
  ]);
  return [header, '', ...rows.map((row, c) => row + remarks[c]), '', average, ''].join('\n');
}

function fourDigits(value: number): string {
  return value.toFixed(4);
}
