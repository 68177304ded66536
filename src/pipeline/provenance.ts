/**
 * Where a model comes from: what it was trained on, how, and how well it did on rows it had not seen, or how well
 * its like did in cross-validation where it was trained on all rows.
 * Saved with the model. No time and no path is in it, so that the same training gives the same file.
 */
import * as z from 'zod';
import type { FitProgress } from '../classifiers/contract/classifier.js';
import type { Label } from '../matrix.js';
import { count, label, metricFields, score } from './saved-scores.js';

/** How the checkpoint is chosen: on rows held back from training, or (as in the paper) on the test rows. */
export const PROTOCOLS = ['honest', 'paper'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

const CrossValidationSchema = z.strictObject({
  folds: count,
  repeats: count,
  /** Seed of the first repeat; the others follow. */
  seed: count,
  /** Splits on which the classifier could be fitted: folds x repeats, or fewer. */
  splits: count,
  /** Means over the splits, of classifiers trained on the other folds. */
  metrics: z.strictObject(metricFields),
  logLoss: z.number().min(0),
  /** 95 % interval of the mean macro F1; none where a class has too few rows for one. */
  macroF1Interval: z.tuple([score, score]).readonly().optional(),
  /** Every classifier with a place, the best first. */
  compared: z.array(z.strictObject({ classifier: z.string(), macroF1: score })).readonly(),
});

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
  /** Scores on the test rows; absent where no rows were held back. */
  test: z
    .strictObject({
      metrics: z.strictObject(metricFields),
      perClass: z.array(
        z.strictObject({ label, precision: score, recall: score, f1: score, support: count }),
      ),
    })
    .optional(),
  /** Scores of an ensemble on its training rows, each judged by members that had not learned it. */
  outOfFold: z.strictObject(metricFields).optional(),
  /** The comparison that the classifier was chosen in; there where no rows were held back. */
  crossValidation: CrossValidationSchema.optional(),
  /** Version of this package that trained the model. */
  version: z.string(),
});

export type Provenance = z.infer<typeof ProvenanceSchema>;
export type CrossValidation = z.infer<typeof CrossValidationSchema>;

/** What the last progress of a fit says of its epochs. */
export function epochsOf(last: FitProgress | undefined): Provenance['epochs'] {
  return {
    unit: last?.unit ?? 'epoch',
    best: last?.bestEpoch ?? 0,
    trained: last?.epoch ?? 0,
    planned: last?.epochs ?? 0,
    chosen: last?.validationMacroF1 !== undefined,
  };
}

/** The rows of each class in the training part and in the test part. */
export function classCounts(
  classes: readonly Label[],
  trainingLabels: readonly Label[],
  testLabels: readonly Label[],
): Provenance['classes'] {
  const trainingRows = countLabels(trainingLabels);
  const testRows = countLabels(testLabels);
  return classes.map((label) => ({
    label,
    trainingRows: trainingRows.get(label) ?? 0,
    testRows: testRows.get(label) ?? 0,
  }));
}

export function countLabels(labels: readonly Label[]): Map<Label, number> {
  const counts = new Map<Label, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
