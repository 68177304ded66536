/** Schemas of saved scores, counts and labels, in a model's provenance and in the record of a run. */
import * as z from 'zod';

export const label = z.union([z.string(), z.number(), z.boolean()]);
export const count = z.int().min(0);
export const score = z.number().min(0).max(1);

/** The fields of `ReportMetrics`. */
export const metricFields = {
  accuracy: score,
  macroPrecision: score,
  macroRecall: score,
  macroF1: score,
  harmonicF1: score,
  balancedAccuracy: score,
};

/** The fields of `ClassReport`. */
export const perClassFields = z.array(
  z.strictObject({ label, precision: score, recall: score, f1: score, support: count }),
);

/** `ShownScores`. */
export const shownScoresSchema = z.strictObject({
  positive: label,
  scores: z
    .array(
      z.strictObject({
        metric: z.string(),
        score: z.number().nullable(),
        mostFrequentClass: z.number().nullable(),
        classFrequencies: z.number().nullable(),
        interval: z.tuple([z.number(), z.number()]).readonly().optional(),
        noInterval: z.string().optional(),
        unbeaten: z.enum(['mostFrequentClass', 'classFrequencies']).optional(),
      }),
    )
    .readonly(),
  classesWithoutRows: z.array(label).readonly(),
});

const cost = z.number().min(0);

/** What a decision by alerts or by costs takes on the rows that were scored. */
export const decisionCapacitySchema = z.strictObject({
  rows: count,
  /** Of a decision by alerts. */
  alerts: count.optional(),
  /** Of a decision by costs that has the action review: rows handed to it. */
  reviewed: count.optional(),
  /** Of a decision by costs: the mean cost per row, and that of predicting the cheapest class for every row. */
  costPerRow: cost.optional(),
  cheapest: z.strictObject({ label, costPerRow: cost }).optional(),
});

export type DecisionCapacity = z.infer<typeof decisionCapacitySchema>;
