/**
 * Provenance of a model: its training data, how it was trained, and its scores on test rows, or in cross-validation if
 * it was trained on all rows.
 * Saved with the model. It holds no time and no path, so that the same training gives the same file.
 */
import * as z from 'zod';
import type { Classifier, FitProgress } from '../classifiers/contract/classifier.js';
import type { Label } from '../matrix.js';
import type { TableReading } from '../tables/table.js';
import { countOf, listNames, quote } from '../text/name-list.js';
import { ColumnRolesSchema } from './column-roles/column-roles.js';
import { TimeSpansSchema } from './column-roles/time-spans.js';
import { PROTOCOLS, SEARCH_METHODS } from './defaults.js';
import {
  count,
  decisionCapacitySchema,
  label,
  metricFields,
  perClassFields,
  score,
  shownScoresSchema,
} from './saved-scores.js';
import { fingerprintSchema } from './training-fingerprint.js';

/** One of `PROTOCOLS`. */
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
  /** 95 % interval of the mean macro F1; absent if a class has too few rows for one. */
  macroF1Interval: z.tuple([score, score]).readonly().optional(),
  /** The metric of the ranking; absent: macro F1. */
  metric: z.strictObject({ name: z.string(), title: z.string() }).optional(),
  /** Every ranked classifier, the best first, with its mean of the metric if that is not macro F1. */
  compared: z
    .array(z.strictObject({ classifier: z.string(), macroF1: score, score: z.number().optional() }))
    .readonly(),
});

const ReadingSchema = z.strictObject({
  header: z.literal(false).optional(),
  missing: z.array(z.string()).readonly().optional(),
  keepWords: z.array(z.string()).readonly().optional(),
});

export const ProvenanceSchema = z.strictObject({
  /** Name of the target column. */
  target: z.string(),
  /** The classes in the order of the probabilities, with their rows. */
  classes: z
    .array(
      z.strictObject({
        label,
        trainingRows: count,
        testRows: count,
        /** Total weight of the training rows, if there is a weight column. */
        trainingWeight: z.number().min(0).optional(),
      }),
    )
    .min(1),
  /** The class that recall, precision and scores at k are about; absent in files of version 0.1.0. */
  positive: label.optional(),
  rows: z.strictObject({ train: count, test: count }),
  /** Columns that are no features, and how the rows were split; absent for the defaults. */
  roles: ColumnRolesSchema.optional(),
  /** The first and the last time of the rows, if there is a time column. */
  times: TimeSpansSchema.optional(),
  /** Test rows that equal a training row in every feature. */
  sharedRows: count,
  protocol: z.enum(PROTOCOLS),
  seed: count,
  /**
   * The epoch (1-based; or boosting round, or tree) whose state was kept, and how many were trained of those
   * planned; zeros for a classifier that is fitted in one step. `chosen`: by the score on validation rows. `earlier`: how
   * many of all of them were of a first training, on fewer rows; absent if there was one training.
   */
  epochs: z.strictObject({
    unit: z.string(),
    best: count,
    trained: count,
    planned: count,
    chosen: z.boolean(),
    earlier: count.optional(),
  }),
  /** Candidates of `auto` that are not in its ensemble, and why; absent if there are none. */
  leftOut: z
    .array(z.strictObject({ candidate: z.string(), reason: z.string() }))
    .readonly()
    .optional(),
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
            share: z.number().gt(0).max(1).optional(),
          }),
        )
        .readonly(),
      /** Absent for a grid. */
      search: z
        .strictObject({
          method: z.enum(SEARCH_METHODS),
          /** The trials asked for; absent if only the budget ended the search. */
          trials: count.optional(),
          /** Absent if only the number of trials ended the search, which is then the same on every machine. */
          budgetSeconds: z.number().gt(0).optional(),
          /** What trials have a share of at first: the option that counts steps, or `rows`. */
          resource: z.string(),
        })
        .optional(),
    })
    .optional(),
  /** Scores on the test rows; absent if no rows were held out for testing. */
  test: z
    .strictObject({
      metrics: z.strictObject(metricFields),
      perClass: perClassFields,
      /** Absent in files of version 0.1.0. */
      shown: shownScoresSchema.optional(),
    })
    .optional(),
  /**
   * Out-of-fold scores: each training row is predicted by classifiers, calibrated and decided by what was fitted without
   * it. In files of version 0.1.0 only of ensembles, and without `perClass` and `shown`.
   */
  outOfFold: z
    .strictObject({
      ...metricFields,
      perClass: perClassFields.optional(),
      shown: shownScoresSchema.optional(),
      capacity: decisionCapacitySchema.optional(),
    })
    .optional(),
  /** How the training table was read where that was not by default: options of `readTable` for further tables. */
  reading: ReadingSchema.optional(),
  /** The comparison in which the classifier was ranked, if no rows were held out for testing. */
  crossValidation: CrossValidationSchema.optional(),
  /** Of the training rows; absent in files of version 0.1.0. */
  fingerprint: fingerprintSchema.optional(),
  /** Version of this package that trained the model. */
  version: z.string(),
});

export type Provenance = z.infer<typeof ProvenanceSchema>;
export type CrossValidation = z.infer<typeof CrossValidationSchema>;

/**
 * What of a provenance that fits the schema does not fit the model that it is saved with; undefined if all does.
 *
 * @param model its labels in the order of the probabilities, and the target of its preparation
 */
export function provenanceDefect(
  { target, classes, positive, tuning, test, outOfFold }: Provenance,
  model: { readonly classes: readonly Label[]; readonly target: string | undefined },
): string | undefined {
  if (model.target !== undefined && target !== model.target) {
    return `its target is ${quote(target)}, but that of the preparation is ${quote(model.target)}`;
  }
  const known = listNames(model.classes);
  if (classes.length !== model.classes.length || classes.some((each, c) => each.label !== model.classes[c])) {
    return `its classes are ${listNames(classes.map((each) => each.label))}, but those of the classifier are ${known}`;
  }
  const positives = [
    ['positive', positive],
    ['test.shown.positive', test?.shown?.positive],
    ['outOfFold.shown.positive', outOfFold?.shown?.positive],
  ] as const;
  for (const [field, given] of positives) {
    if (given === undefined || model.classes.includes(given)) continue;
    return `${field} is ${listNames([given])}, which is not one of the classes: ${known}`;
  }
  if (tuning !== undefined && !(tuning.best in tuning.candidates)) {
    return `tuning.best is ${tuning.best}, but there are ${countOf(tuning.candidates.length, 'candidate')}`;
  }
  return undefined;
}

/** The candidates that the classifier left out; undefined if there are none. */
export function leftOutOf(classifier: Classifier): Provenance['leftOut'] {
  const candidates = classifier.leftOut?.() ?? [];
  return candidates.length === 0 ? undefined : candidates;
}

/** The epochs of a fit, from its last progress report. */
export function epochsOf(last: FitProgress | undefined): Provenance['epochs'] {
  return {
    unit: last?.unit ?? 'epoch',
    best: last?.bestEpoch ?? 0,
    trained: last?.epoch ?? 0,
    planned: last?.epochs ?? 0,
    chosen: last?.validationMacroF1 !== undefined,
    ...(last?.earlier !== undefined && { earlier: last.earlier }),
  };
}

/** What further tables should be read with, from how the training table was read; undefined if all was by default. */
export function readingToRepeat(reading: TableReading = { format: '' }): Provenance['reading'] {
  const { header, missing, keepWords } = reading;
  if (header === undefined && missing === undefined && keepWords === undefined) return undefined;
  return { header, missing, keepWords };
}

/** The number of training rows and of test rows of each class. */
export function classCounts(
  classes: readonly Label[],
  trainingLabels: readonly Label[],
  testLabels: readonly Label[],
  trainingWeights?: Float64Array,
): Provenance['classes'] {
  const trainingRows = countLabels(trainingLabels);
  const testRows = countLabels(testLabels);
  return classes.map((label) => ({
    label,
    trainingRows: trainingRows.get(label) ?? 0,
    testRows: testRows.get(label) ?? 0,
    ...(trainingWeights && { trainingWeight: weightOf(label, trainingLabels, trainingWeights) }),
  }));
}

function weightOf(label: Label, labels: readonly Label[], weights: Float64Array): number {
  return labels.reduce((sum: number, each, i) => (each === label ? sum + weights[i] : sum), 0);
}

export function countLabels(labels: readonly Label[]): Map<Label, number> {
  const counts = new Map<Label, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
