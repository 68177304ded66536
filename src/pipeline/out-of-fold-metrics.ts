/** The scores of an ensemble on its own training rows, each judged by members that had not learned it. */
import type { Classifier } from '../classifiers/classifier.js';
import { largestOfRows } from '../classifiers/largest-of-rows.js';
import { classificationReport, type ReportMetrics } from '../metrics/classification-report.js';

/** Undefined for what keeps no such predictions. */
export function outOfFoldMetrics({ outOfFold }: Classifier): ReportMetrics | undefined {
  if (outOfFold === undefined) return undefined;
  const { probabilities, y } = outOfFold;
  return classificationReport(Array.from(y), Array.from(largestOfRows(probabilities))).metrics;
}
