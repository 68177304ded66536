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
