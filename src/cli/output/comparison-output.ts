/** The result of a comparison as text. */

import { type Comparison, LEVEL, pairOf, probabilityText } from '../../pipeline/comparison/comparison.js';
import { comparisonSentences } from '../../pipeline/comparison/comparison-sentences.js';
import type { CrossValidation } from '../../pipeline/provenance.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { countOf } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';
import { partsText } from './parts-text.js';
import { confusionText, plainTable } from './report-output.js';

const INTERVAL = `${Math.round(100 * (1 - LEVEL))} % interval`;

/** The leader board, the sentences, and the confusion matrix of the best classifier if it fits. */
export function comparisonText(comparison: Comparison): string {
  const { rows, classes, folds, repeats, ranked } = comparison;
  const confusion = confusionText({
    labels: classes.map(({ label }) => label),
    confusion: ranked[0].confusion,
  });
  return [
    `${countOf(ranked.length, 'classifier')} on ${rows} rows of ${classes.length} classes, ` +
      `${folds} folds, ${countOf(repeats, 'repeat')}:`,
    boardText(comparison),
    '',
    ...comparisonSentences(comparison),
    ...(confusion === undefined
      ? []
      : ['', `${ranked[0].name}, predictions of all folds and repeats together:`, confusion]),
    '',
  ].join('\n');
}

function boardText(comparison: Comparison): string {
  const table = plainTable([
    'classifier',
    'macro F1',
    INTERVAL,
    'p (Holm)',
    'accuracy',
    'balanced',
    'precision',
    'recall',
    'log loss',
    's per fit',
  ]);
  comparison.ranked.forEach(({ name, means, macroF1, failures }, place) => {
    const pair = pairOf(comparison, 0, place);
    table.push([
      failures.length > 0 ? `${name} (${countOf(failures.length, 'fit')} failed)` : name,
      means.macroF1.toFixed(3),
      macroF1.reason === undefined ? `${macroF1.low.toFixed(3)} to ${macroF1.high.toFixed(3)}` : '',
      pair?.test ? probabilityText(pair.test.adjustedP) : '',
      means.accuracy.toFixed(3),
      means.balancedAccuracy.toFixed(3),
      means.macroPrecision.toFixed(3),
      means.macroRecall.toFixed(3),
      means.logLoss.toFixed(3),
      means.seconds.toFixed(2),
    ]);
  });
  return table.toString();
}

/** The cross-validated scores of a model that a comparison chose, for `inspect`. */
export function crossValidationText(name: string, found: CrossValidation): string {
  const { folds, repeats, metrics, logLoss, macroF1Interval, compared } = found;
  const place = compared.findIndex(({ classifier }) => classifier === name) + 1;
  const interval =
    macroF1Interval === undefined
      ? ''
      : ` (${INTERVAL} ${macroF1Interval.map((end) => end.toFixed(4)).join(' to ')})`;
  const lines = [
    ['macro F1', `${metrics.macroF1.toFixed(4)}${interval}`],
    ['accuracy', metrics.accuracy.toFixed(4)],
    ['balanced accuracy', metrics.balancedAccuracy.toFixed(4)],
    ['log loss', logLoss.toFixed(4)],
  ];
  const board = compared.map(({ classifier, macroF1 }) => `${classifier} ${macroF1.toFixed(3)}`);
  return [
    `Cross-validation (${countOf(folds, 'fold')}, ${countOf(repeats, 'repeat')}) ` +
      `(place ${place} of ${compared.length}):`,
    ...lines.map(([metric, value]) => `${metric.padEnd(17)}  ${value}`),
    printableLine(`compared by macro F1: ${board.join(', ')}`),
  ].join('\n');
}

/** The scores to expect of a model for which no rows were held out. */
export function expectedOf({ provenance, classifier }: TableClassifier): string {
  const { crossValidation, outOfFold } = provenance;
  if (crossValidation !== undefined || outOfFold === undefined)
    return 'expect the scores of the cross-validation';
  const members =
    classifier.name === 'auto' ? ' (slightly optimistic: the same predictions chose its members)' : '';
  return `expect a macro F1 of about ${outOfFold.macroF1.toFixed(3)}, its out-of-fold score on the training rows${members}`;
}

/** For the end of the output: the model and its expected scores. */
export function finalModelText(model: TableClassifier, path: string): string {
  const { classifier, provenance } = model;
  const parts = partsText(classifier);
  return (
    `\nTrained ${classifier.name} on all ${provenance.rows.train} rows and saved it to ${path}. ` +
    `No rows were held out: ${expectedOf(model)}.\n${parts === undefined ? '' : `\n${parts}\n`}`
  );
}
