/** Every option of k nearest neighbours with its default. */
import * as z from 'zod';
import { classWeightOption } from '../contract/class-weight.js';
import type { ParameterGrid } from '../contract/classifier-entry.js';

export const knnOptions = z.strictObject({
  /** Neighbours that vote (scikit-learn's `n_neighbors`); all training rows do where there are fewer. */
  k: z.int().min(1).default(5),
  /** Votes count alike (`uniform`) or by 1 / `distance`; rows at distance 0 then count alone. */
  weights: z.enum(['uniform', 'distance']).default('uniform'),
  /** Factors of the votes by class: none, `balanced` as in scikit-learn, or pairs of label and weight. */
  classWeight: classWeightOption,
});

export type KNearestNeighboursOptions = z.input<typeof knnOptions>;

/** What a search tries by default. */
export const knnGrid: ParameterGrid = { k: [1, 3, 5, 9, 15], weights: ['uniform', 'distance'] };
