/** What a comparison found: text for a person, and the JSON object of `--json`. */

import {
  type Comparison,
  LEVEL,
  pairOf,
  probabilityText,
  toldApart,
} from '../../pipeline/comparison/comparison.js';
import { comparisonSentences } from '../../pipeline/comparison/comparison-sentences.js';
import type { CrossValidation } from '../../pipeline/provenance.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { countOf } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';
import { partsText } from './parts-text.js';
import { confusionText, plainTable } from './report-output.js';

const INTERVAL = `${Math.round(100 * (1 - LEVEL))} % interval`;

/** The leader board, the sentences, and the confusion matrix of the first where it fits. */
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
    's a fit',
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

/** Everything but the predictions. A t that is infinite is null. */
export function comparisonJson(comparison: Comparison) {
  const { ranked, pairs, ...rest } = comparison;
  return {
    ...rest,
    ranked: ranked.map(({ predictions, ...each }) => each),
    pairs: pairs.map((pair) => ({
      ...pair,
      first: ranked[pair.first].name,
      second: ranked[pair.second].name,
      toldApart: toldApart(pair),
    })),
    sentences: comparisonSentences(comparison),
  };
}

/** What `inspect` says of a model that a comparison chose. */
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
    `In cross-validation of ${countOf(folds, 'fold')} and ${countOf(repeats, 'repeat')}, trained on the other folds ` +
      `(place ${place} of ${compared.length}):`,
    ...lines.map(([metric, value]) => `${metric.padEnd(17)}  ${value}`),
    printableLine(`compared by macro F1: ${board.join(', ')}`),
  ].join('\n');
}

/** What to expect of a model that no rows were held back for. */
export function expectedOf({ provenance, classifier }: TableClassifier): string {
  const { crossValidation, outOfFold } = provenance;
  if (crossValidation !== undefined || outOfFold === undefined)
    return 'expect of it what cross-validation gave';
  const members = classifier.name === 'auto' ? ' (a little high, because they chose its members too)' : '';
  return (
    `expect a macro F1 of about ${outOfFold.macroF1.toFixed(3)}, which is what it reached on rows by members that ` +
    `had not learned them${members}`
  );
}

/** For the end of the output: what the model is and what to expect of it. */
export function finalModelText(model: TableClassifier, path: string): string {
  const { classifier, provenance } = model;
  const parts = partsText(classifier);
  return (
    `\nTrained ${classifier.name} on all ${provenance.rows.train} rows and saved it to ${path}. ` +
    `No rows were held back: ${expectedOf(model)}.\n${parts === undefined ? '' : `\n${parts}\n`}`
  );
}
