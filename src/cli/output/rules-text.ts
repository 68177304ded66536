/** The calibration and the decision of a model in words, in 80 columns. */
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { printableLine } from '../../text/printable.js';
import { inEightyColumns } from './terminal-text.js';

export function rulesText({ calibrator, decision, classes }: TableClassifier): string {
  const lines = [
    `Calibration: ${printableLine(calibrator.describe(classes))}`,
    `Decision: ${printableLine(decision.describe(classes))}`,
  ];
  return inEightyColumns(lines.join('\n'), '  ');
}
