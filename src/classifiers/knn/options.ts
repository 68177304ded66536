/** Options of k nearest neighbours and their defaults. */
import * as z from 'zod';
import { NEIGHBOUR_SEARCHES } from '../../neighbours/row-neighbours.js';
import { classWeightOption } from '../contract/class-weight.js';
import type { ParameterGrid } from '../contract/classifier-entry.js';

export const knnOptions = z.strictObject({
  /** Neighbours that vote (scikit-learn's `n_neighbors`); all training rows if there are fewer. */
  k: z.int().min(1).default(5),
  /** Equal votes (`uniform`), or votes of 1 / `distance`; then, if rows are at distance 0, only they vote. */
  weights: z.enum(['uniform', 'distance']).default('uniform'),
  /**
   * Neighbours by an `exact` search, or by an `approximate` one, which may miss some and is faster with many training rows
   * and rows to predict; `auto` is `approximate` from 20,000 training rows on.
   */
  neighbourSearch: z.enum(NEIGHBOUR_SEARCHES).default('exact'),
  /** Factors for the votes by class: none, `balanced` as in scikit-learn, or pairs of label and weight. */
  classWeight: classWeightOption,
});

export type KNearestNeighboursOptions = z.input<typeof knnOptions>;

/** The default grid of a search. */
export const knnGrid: ParameterGrid = { k: [1, 3, 5, 9, 15], weights: ['uniform', 'distance'] };
