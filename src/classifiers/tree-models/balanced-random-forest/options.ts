/** Every hyper-parameter of the balanced random forest with its default, imbalanced-learn 0.10's. */
import * as z from 'zod';
import { SAMPLING_STRATEGIES } from '../../../trees/forests/draw-sample.js';
import { randomForestOptions } from '../random-forest/options.js';

export const balancedRandomForestOptions = z.strictObject({
  ...randomForestOptions.shape,
  /** Each tree learns from a bootstrap sample of its under-sampled rows; otherwise from these themselves. */
  bootstrap: z.boolean().default(true),
  /** Score each row by the trees that did not learn from it. */
  oobScore: z.boolean().default(false),
  /** Classes made as small as the smallest: `auto` and `not minority` all but the smallest, `all` every one. */
  samplingStrategy: z.enum(SAMPLING_STRATEGIES).default('auto'),
  /** Draw the rows of these classes with replacement. */
  replacement: z.boolean().default(false),
});

export type BalancedRandomForestOptions = z.input<typeof balancedRandomForestOptions>;
