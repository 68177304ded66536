import { columnOf } from '../../decision/class-threshold.js';
import { rowsAt } from '../../matrix.js';
import { crossValidatedAveragePrecisionInterval } from '../../statistics/average-precision-interval.js';
import { noInterval, type ScoreInterval } from '../../statistics/score-interval.js';
import { crossValidatedShareInterval } from '../../statistics/share-interval.js';
import type { PooledPredictions } from '../cross-validation/pooled-predictions.js';
import { LEVEL } from './comparison.js';
import type { ComparisonPlan } from './comparison-plan.js';

/** Predictions of a repeat with the decided class of each row. */
export type DecidedRows = PooledPredictions & { readonly decided: ArrayLike<number> };

/** Why a score has no interval where rows have weights. */
export const WEIGHTED = 'the rows have weights';
const NO_INTERVAL = 'in a comparison only macro F1, recall, precision and average precision have one';

/**
 * Interval of the mean of the metric over the folds, on new rows, from the predictions in each fold, each row counted
 * once however many repeats. For other metrics than macro F1, which is taken from the confusion matrix.
 */
export function metricInterval(
  { classes, metric: { name }, positive, work }: ComparisonPlan,
  repeats: readonly DecidedRows[],
): ScoreInterval {
  const isShare = name === 'recall' || name === 'precision';
  const isRanking =
    name === 'class-average-precision' || (name === 'average-precision' && classes.length === 2);
  if (!isShare && !isRanking) return noInterval(NO_INTERVAL);
  if (work.weights) return noInterval(WEIGHTED);
  const c = classes.indexOf(positive);
  const coverage = 1 - LEVEL;
  if (isShare) {
    const shares = repeats.map((repeat) =>
      rowsOfFolds(repeat).flatMap((rows) => shareOf(name, repeat, rows, { c, classes: classes.length })),
    );
    return crossValidatedShareInterval(shares, coverage);
  }
  const scored = repeats.map((repeat) =>
    rowsOfFolds(repeat).map((rows) => ({
      positive: Array.from(rows, (row) => repeat.y[row] === c),
      scores: columnOf(rowsAt(repeat.probabilities, rows), c),
    })),
  );
  return crossValidatedAveragePrecisionInterval(scored, coverage);
}

function rowsOfFolds({ foldOfRow }: DecidedRows): Int32Array[] {
  const folds = Math.max(...foldOfRow) + 1;
  const rows = Array.from({ length: folds }, (): number[] => []);
  foldOfRow.forEach((fold, row) => {
    rows[fold].push(row);
  });
  return rows.map((each) => Int32Array.from(each));
}

/** Of the rows of a fold that were decided for a class; none where the score is undefined, without a row of class c. */
function shareOf(
  name: 'recall' | 'precision',
  { y, decided }: DecidedRows,
  rows: Int32Array,
  { c, classes }: { readonly c: number; readonly classes: number },
) {
  const own = rows.filter((row) => decided[row] < classes);
  const [ofClass, predicted] = [own.filter((row) => y[row] === c), own.filter((row) => decided[row] === c)];
  if (ofClass.length === 0) return [];
  const hits = predicted.filter((row) => y[row] === c).length;
  return [{ hits, rows: name === 'recall' ? ofClass.length : predicted.length }];
}
