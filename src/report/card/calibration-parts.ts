/** How far the probabilities of a model can be taken at their word, on its out-of-fold rows. */
import { reliabilityDiagram } from '../../figures/reliability-diagram.js';
import { calibration } from '../../metrics/calibration.js';
import { positiveClass } from '../../pipeline/risk.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { inBothWidths, numberCell, type ReportPart } from '../parts.js';
import { columnOf } from '../training/test-predictions.js';

export function calibrationParts(model: TableClassifier): ReportPart[] {
  const { outOfFold, classes } = model;
  if (outOfFold === undefined) {
    return [
      {
        kind: 'paragraph',
        text: 'The file keeps no out-of-fold rows, so that nothing can be said about the calibration of its probabilities.',
      },
    ];
  }
  const { index } = positiveClass(model);
  const { y, weights } = outOfFold;
  const positive = Array.from(y, (c) => c === index);
  const probabilities = columnOf(index, model.calibrated(outOfFold.probabilities));
  const event = `class ${classes[index]}`;
  const { bins, expectedCalibrationError } = calibration(positive, probabilities, 10, weights);
  return [
    inBothWidths(
      (width) => reliabilityDiagram({ positive, probabilities, weights, event, width }),
      'Of the out-of-fold rows, on which the calibration itself was fitted.',
    ),
    {
      kind: 'table',
      caption: `Probabilities of ${event} beside its share`,
      columns: [
        { title: 'probability' },
        { title: 'mean probability', numeric: true },
        { title: 'share of rows', numeric: true },
        { title: weights ? 'weight' : 'rows', numeric: true },
      ],
      rows: bins.map(({ from, to, meanProbability, share, rows }) => [
        `${from.toFixed(1)} to ${to.toFixed(1)}`,
        numberCell(meanProbability),
        numberCell(share),
        numberCell(rows, weights ? 1 : 0),
      ]),
      notes: [`Expected calibration error: ${expectedCalibrationError.toFixed(3)}.`],
    },
  ];
}
