/** From what a user asked for to a fitted decision. */
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import { didYouMean } from '../text/did-you-mean.js';
import { listNames, quote } from '../text/name-list.js';
import { Alerts } from './alerts.js';
import { CostDecision } from './cost.js';
import type { CostMatrix } from './cost-matrix.js';
import type { Decision } from './decision.js';
import { FloorDecision } from './floor.js';
import { checkOutOfFold, type OutOfFoldRows, rarestClass } from './out-of-fold-rows.js';
import type { DecisionSpecification } from './parse-decision.js';
import { WeightedArgmax } from './weighted-argmax.js';

export interface FitDecisionOptions {
  /** The labels in the order of the probabilities. */
  readonly classes: readonly Label[];
  /** The class that counts, as text; default the rarest of the out-of-fold rows. */
  readonly positive?: string;
  /** Of floors: see `FloorDecision`. */
  readonly confidence?: number;
  /** For the decision by cost. */
  readonly costs?: CostMatrix;
  /** Default 42. */
  readonly seed?: number;
}

/** All but argmax, which has nothing to fit. */
export type FittedSpecification = Exclude<DecisionSpecification, { kind: 'argmax' }>;

export type DecisionFit =
  | { readonly kind: 'fitted'; readonly decision: Decision }
  /** There is no decision that does what was asked, and why, as a sentence without its full stop. */
  | { readonly kind: 'impossible'; readonly reason: string };

/**
 * Fits the decision on out-of-fold rows, whose probabilities are calibrated as those of new rows will be.
 *
 * @throws InputError for labels that are no class, a confidence without floors, costs that are missing, and what the
 *   decision itself refuses.
 */
export function fitDecision(
  specification: FittedSpecification,
  rows: OutOfFoldRows,
  options: FitDecisionOptions,
): DecisionFit {
  checkOutOfFold(rows);
  const { classes, confidence, seed } = options;
  if (confidence !== undefined && specification.kind !== 'floors') {
    throw new InputError('confidence needs a floor, for example recall>=0.9');
  }
  const positive =
    options.positive === undefined
      ? rarestClass(rows.y, classes.length)
      : classIndex(options.positive, classes);
  const fitted = (decision: Decision): DecisionFit => ({ kind: 'fitted', decision });
  switch (specification.kind) {
    case 'metric':
      return fitted(WeightedArgmax.fit(rows, { metric: specification.metric, positive, seed }));
    case 'alerts':
      return fitted(Alerts.fit(rows, positive, specification.capacity));
    case 'cost':
      if (options.costs !== undefined) return fitted(new CostDecision(options.costs));
      throw new InputError(
        'the decision by cost needs costs: give a file, or for example fraud:ok=100,ok:fraud=5',
      );
    case 'floors': {
      const floors = specification.floors.map(({ label, metric, least }) => ({
        class: label === undefined ? positive : classIndex(label, classes),
        metric,
        least,
      }));
      return FloorDecision.fit(rows, { floors, confidence, classes });
    }
  }
}

/**
 * The index of the class with this label as text.
 *
 * @throws InputError for a label that is no class, with those that are.
 */
export function classIndex(label: string, classes: readonly Label[]): number {
  const names = classes.map(String);
  const index = names.indexOf(label);
  if (index >= 0) return index;
  throw new InputError(
    `${quote(label)} is not a class.${didYouMean(label, names)} Classes: ${listNames(names)}`,
  );
}
