/** The options of `auto`. */
import * as z from 'zod';
import { portfolio } from './portfolio.js';
import { SELECTION_METRICS } from './selection-score.js';

const NAMES = portfolio.map(({ name }) => name) as [string, ...string[]];

export const autoOptions = z.strictObject({
  /** Seed of the folds, of the candidates and of the selection. */
  seed: z.int().min(0).default(42),
  /** The score that the selection maximises, on out-of-fold predictions. */
  metric: z.enum(SELECTION_METRICS).default('macro-f1'),
  /** Cross-validation folds; each candidate is fitted once per fold, on all others. */
  folds: z.int().min(2).max(50).default(5),
  /** The candidates. */
  candidates: z
    .array(z.enum(NAMES))
    .min(1)
    .refine((names) => new Set(names).size === names.length, { error: 'a candidate is listed twice' })
    .default([...NAMES]),
  /** Bootstrap samples of the rows on which the selection is repeated; its weights are averaged. */
  bags: z.int().min(2).max(1000).default(30),
  /** Candidates that the selection adds per bag, with replacement. */
  picks: z.int().min(1).max(1000).default(12),
  /**
   * Seconds for the whole training. XGBoost is then fitted first, with fewer rounds if they take too long, and
   * candidates not finished in time are skipped. Results depend on the machine. Default: none.
   */
  timeLimit: z.number().positive().optional(),
});

export type AutoOptions = z.input<typeof autoOptions>;
export type ResolvedAutoOptions = z.output<typeof autoOptions>;
