/** Figures of one configuration: the first run on each data set. */

import { confusionMatrixPlot } from '../../figures/confusion-matrix-plot.js';
import { learningCurves } from '../../figures/learning-curves.js';
import { inBothWidths, type ReportPart } from '../../report/parts.js';
import { cellTitle } from '../experiments/cell.js';
import type { ResultRow } from '../experiments/result-rows.js';
import type { DoneRecord } from '../experiments/run-record.js';

/** The page has a matrix for each data set, so larger ones are omitted. */
const MOST_CLASSES_DRAWN = 30;

export function runParts(rows: readonly ResultRow[]): ReportPart[] {
  return rows.flatMap(({ done }) => (done.length === 0 ? [] : figuresOf(done[0])));
}

function figuresOf(record: DoneRecord): ReportPart[] {
  const { classes, confusion, curve, bestEpoch, protocol } = record;
  const leak = protocol === 'paper' ? ' (leaking: the test rows chose the checkpoint)' : '';
  const parts: ReportPart[] = [{ kind: 'heading', text: `${cellTitle(record)}${leak}` }];
  if (classes.length > MOST_CLASSES_DRAWN) {
    parts.push({
      kind: 'paragraph',
      text: `The confusion matrix of ${classes.length} classes is too large to draw here.`,
    });
  } else {
    const matrix = classes.map(() => new Array<number>(classes.length).fill(0));
    for (const [t, p, rows] of confusion) matrix[t][p] = rows;
    const names = classes.map(String);
    parts.push(inBothWidths((width) => confusionMatrixPlot({ classes: names, matrix, width })));
  }
  const values = curve === undefined ? [] : [...curve.loss, ...curve.validationMacroF1];
  if (curve !== undefined && bestEpoch > 0 && values.some((value) => value !== null)) {
    parts.push(inBothWidths((width) => learningCurves({ curve, bestEpoch, width })));
  }
  return parts;
}
