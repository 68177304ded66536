/** The hyper-parameters of the balanced random forest; defaults as in imbalanced-learn 0.10 to 0.12. */
import * as z from 'zod';
import { SAMPLING_STRATEGIES } from '../../../trees/forests/draw-sample.js';
import { randomForestOptions } from '../random-forest/options.js';

export const balancedRandomForestOptions = z.strictObject({
  ...randomForestOptions.shape,
  /** Fit each tree on a bootstrap sample of its under-sampled rows, rather than on the rows themselves. */
  bootstrap: z.boolean().default(true),
  /** Score each row with the trees that were not fitted on it. */
  oobScore: z.boolean().default(false),
  /**
   * Classes under-sampled to the size of the smallest: with `auto` and `not minority` all but the smallest, with
   * `all` every one.
   */
  samplingStrategy: z.enum(SAMPLING_STRATEGIES).default('auto'),
  /** Draw the rows of these classes with replacement. */
  replacement: z.boolean().default(false),
});

/**
 * The defaults from imbalanced-learn 0.13 on. Mean macro F1 on ecoli, glass, vehicle, wine_quality_red, lymph and balance_scale,
 * five splits: +0.031, standard error 0.013.
 */
export const LATER_DEFAULTS = { samplingStrategy: 'all', replacement: true, bootstrap: false } as const;

export type BalancedRandomForestOptions = z.input<typeof balancedRandomForestOptions>;
