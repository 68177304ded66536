/** The risk of rows: the probability of the positive class. */
import { columnOf } from '../decision/class-threshold.js';
import { classIndex } from '../decision/decision-options.js';
import { rarestOf } from '../decision/out-of-fold-rows.js';
import { InputError } from '../errors.js';
import type { Label, Matrix } from '../matrix.js';
import { listNames } from '../text/name-list.js';
import type { TableClassifier } from './table-classifier.js';

export interface RiskOptions {
  /**
   * The label of the positive class, as text. Default: the class that the model's decision is about (of floors and
   * alerts), else the one that the training was given, else the one with the fewest training rows.
   */
  readonly positive?: string;
}

export interface PositiveClass {
  /** Its index in `model.classes`. */
  readonly index: number;
  readonly chosenBy: 'label' | 'decision' | 'training' | 'rarest';
}

/** The class whose probability is a row's risk. Throws `InputError` for a label that is no class. */
export function positiveClass(model: TableClassifier, { positive }: RiskOptions = {}): PositiveClass {
  const { classes, decision, provenance } = model;
  if (positive !== undefined) return { index: classIndex(positive, classes, 'positive'), chosenBy: 'label' };
  if (decision.positive !== undefined) return { index: decision.positive, chosenBy: 'decision' };
  const rarest = rarestOf(provenance.classes.map(({ trainingRows }) => trainingRows));
  const trained = provenance.positive === undefined ? -1 : classes.indexOf(provenance.positive);
  if (trained >= 0 && trained !== rarest) return { index: trained, chosenBy: 'training' };
  return { index: rarest, chosenBy: 'rarest' };
}

/**
 * The risk of each row: the probability of the positive class, also if there are more than two classes.
 *
 * @param probabilities rows x classes, from `predictTable` or `predictBlocks` with this model
 * @throws InputError for a label that is no class.
 */
export function riskOf(
  model: TableClassifier,
  probabilities: Matrix,
  options: RiskOptions = {},
): Float32Array {
  return columnOf(probabilities, positiveClass(model, options).index);
}

/**
 * The label of each row by a threshold of the risk: the positive class if the risk is at least `threshold`, compared in
 * 32 bits as the probabilities are, else the other class.
 *
 * @param classes the two labels in the order of the probabilities
 * @param positive the index of the positive class
 * @throws InputError for another number of classes, and a threshold that is not from 0 to 1.
 */
export function thresholdRule(
  classes: readonly Label[],
  positive: number,
  threshold: number,
): (probabilities: Matrix) => Label[] {
  if (classes.length !== 2) {
    throw new InputError(
      `threshold ${threshold}: the model must have two classes, but has ${listNames(classes)}: rank the rows by risk instead`,
      { optionNames: ['threshold'] },
    );
  }
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new InputError(`threshold is ${threshold}: give a probability from 0 to 1`, {
      optionNames: ['threshold'],
    });
  }
  const least = Math.fround(threshold);
  const [yes, no] = [classes[positive], classes[1 - positive]];
  return (probabilities) =>
    Array.from(columnOf(probabilities, positive), (risk) => (risk >= least ? yes : no));
}
