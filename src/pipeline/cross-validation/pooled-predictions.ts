/** The predictions of the folds of a cross-validation as those of one table. */
import type { OutOfFoldRows } from '../../decision/out-of-fold-rows.js';
import type { Label } from '../../matrix.js';
import type { FoldPredictions } from './fold-fit.js';

export interface PooledPredictions extends OutOfFoldRows {
  /** Index of each row into the labels. */
  readonly places: Int32Array;
  /** The fold of each row: consecutive from 0. */
  readonly foldOfRow: Int32Array;
}

/**
 * The rows in the order of `labels`, without those of folds that have no predictions. A class that a fold did not learn
 * has probability 0 there.
 *
 * @param folds by fold; undefined if it has no predictions
 * @param foldOfLabel the fold of each label
 * @param classes the labels in the order of the columns
 */
export function poolPredictions(
  folds: readonly (FoldPredictions | undefined)[],
  foldOfLabel: Int32Array,
  labels: readonly Label[],
  classes: readonly Label[],
): PooledPredictions {
  const indexOf = new Map(classes.map((label, c) => [label, c]));
  const columns = classes.length;
  const places = Int32Array.from(foldOfLabel.keys()).filter(
    (place) => folds[foldOfLabel[place]] !== undefined,
  );
  const done = [...folds.keys()].filter((fold) => folds[fold] !== undefined);
  const data = new Float32Array(places.length * columns);
  const columnsOf = folds.map((fold) => fold?.classes.map((label) => indexOf.get(label) as number));
  const next = new Int32Array(folds.length);
  places.forEach((place, row) => {
    const fold = foldOfLabel[place];
    const own = columnsOf[fold] as number[];
    const { probabilities } = folds[fold] as FoldPredictions;
    const start = own.length * next[fold]++;
    own.forEach((c, i) => {
      data[row * columns + c] = probabilities[start + i];
    });
  });
  return {
    probabilities: { data, rows: places.length, columns },
    y: Int32Array.from(places, (place) => indexOf.get(labels[place]) as number),
    places,
    foldOfRow: Int32Array.from(places, (place) => done.indexOf(foldOfLabel[place])),
  };
}
