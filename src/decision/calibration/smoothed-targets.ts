import { countRows } from '../out-of-fold-rows.js';

/**
 * The targets of Platt ("Probabilistic outputs for support vector machines", 1999): a row of a class with n rows
 * counts as (n + 1) / (n + 2) of the class, and the rest is shared by the others. A class that is never confused
 * then still has a finite fit.
 */
export interface SmoothedTargets {
  /** What a row of class c is worth for c. */
  readonly own: Float64Array;
  /** What it is worth for each other class. */
  readonly other: Float64Array;
}

export function smoothedTargets(y: Int32Array, classes: number, weights?: Float64Array): SmoothedTargets {
  const counts = countRows(y, classes, weights);
  return {
    own: counts.map((n) => (n + 1) / (n + 2)),
    other: counts.map((n) => 1 / (n + 2) / Math.max(1, classes - 1)),
  };
}

/** The class indices as they are. */
export function exactTargets(classes: number): SmoothedTargets {
  return { own: new Float64Array(classes).fill(1), other: new Float64Array(classes) };
}
