/** The options of `auto`. */
import * as z from 'zod';
import { portfolio } from './portfolio.js';
import { DEFAULT_QUALITY, QUALITIES } from './qualities.js';

const NAMES = portfolio.map(({ name }) => name) as [string, ...string[]];

export const autoOptions = z.strictObject({
  /** Seed of the folds and of the candidates. */
  seed: z.int().min(0).default(42),
  /**
   * `fast`: boosting and linear models, in a fraction of the time. `standard`: the candidates that gain most for their
   * time. `best`: all candidates, and each net twice, in about twice the time.
   */
  quality: z.enum(QUALITIES).default(DEFAULT_QUALITY),
  /** Cross-validation folds; each candidate is fitted once per fold, on all others. */
  folds: z.int().min(2).max(50).default(5),
  /** The candidates; default: those of `quality`. */
  candidates: z
    .array(z.enum(NAMES))
    .min(1)
    .refine((names) => new Set(names).size === names.length, { error: 'a candidate is listed twice' })
    .optional(),
  /**
   * Seconds for the whole training, with its decision and tests, without reading. The fastest candidates are then fitted
   * first: boosting on fewer folds or with fewer rounds if these take too long, the others if they can be finished in
   * time. Results depend on the machine. Default: none.
   */
  timeLimit: z.number().positive().optional(),
});

export type AutoOptions = z.input<typeof autoOptions>;
export type ResolvedAutoOptions = z.output<typeof autoOptions>;
