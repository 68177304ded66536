/** The scores of an ensemble on its own training rows, each judged by members that had not learned it. */
import type { Classifier } from '../classifiers/contract/classifier.js';
import { largestOfRows } from '../decision/argmax.js';
import {
  type ClassificationReport,
  classificationReport,
  type ReportMetrics,
} from '../metrics/classification-report.js';

/** All scores, with those of each class; undefined for what keeps no such predictions. */
export function outOfFoldReport({ outOfFold, classes }: Classifier): ClassificationReport | undefined {
  if (outOfFold === undefined) return undefined;
  const labelsOf = (indices: ArrayLike<number>) => Array.from(indices, (index) => classes[index]);
  const { probabilities, y } = outOfFold;
  return classificationReport(labelsOf(y), labelsOf(largestOfRows(probabilities)), { labels: classes });
}

/** The scores over all classes alone. */
export function outOfFoldMetrics(classifier: Classifier): ReportMetrics | undefined {
  return outOfFoldReport(classifier)?.metrics;
}
