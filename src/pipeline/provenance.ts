/**
 * Where a model comes from: what it was trained on, how, and how well it did on rows it had not seen.
 * Saved with the model. No time and no path is in it, so that the same training gives the same file.
 */
import * as z from 'zod';
import { count, label, metricFields, score } from './saved-scores.js';

/** How the checkpoint is chosen: on rows held back from training, or (as in the paper) on the test rows. */
export const PROTOCOLS = ['honest', 'paper'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export const ProvenanceSchema = z.strictObject({
  /** Name of the target column. */
  target: z.string(),
  /** The classes in the order of the probabilities, with their rows. */
  classes: z.array(z.strictObject({ label, trainingRows: count, testRows: count })).min(1),
  rows: z.strictObject({ train: count, test: count }),
  /** Test rows that are equal in every feature to some training row. */
  sharedRows: count,
  protocol: z.enum(PROTOCOLS),
  seed: count,
  /**
   * The epoch (1-based; or boosting round, or tree) whose state was kept, and how many were trained of those
   * planned; zeros for a classifier that learns in one step. `chosen`: by the score on rows held back.
   */
  epochs: z.strictObject({
    unit: z.string(),
    best: count,
    trained: count,
    planned: count,
    chosen: z.boolean(),
  }),
  /** The search that chose the classifier's options, by macro F1 in cross-validation on the training rows. */
  tuning: z
    .strictObject({
      folds: count,
      best: count,
      candidates: z
        .array(
          z.strictObject({
            options: z.record(z.string(), z.unknown()),
            macroF1: z.array(score.nullable()).readonly(),
            mean: score.nullable(),
            standardDeviation: score.nullable(),
            failure: z.string().optional(),
          }),
        )
        .readonly(),
    })
    .optional(),
  /** Scores on the test rows. */
  test: z.strictObject({
    metrics: z.strictObject(metricFields),
    perClass: z.array(z.strictObject({ label, precision: score, recall: score, f1: score, support: count })),
  }),
  /** Version of this package that trained the model. */
  version: z.string(),
});

export type Provenance = z.infer<typeof ProvenanceSchema>;
