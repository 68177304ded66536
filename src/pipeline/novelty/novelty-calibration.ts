/** From the parts of novelty scores to p-values, by the scores of rows that the model has not seen. */
import { log } from '../../engine/random/portable-math.js';
import { quantile } from '../../statistics/quantile.js';
import type { NoveltyParts } from './reference-rows.js';

/** The weight of the distance in the embedding, of several tried on a few tables (docs/research.md). */
const CENTROID_WEIGHT = 0.5;

export class NoveltyCalibration {
  /** Ascending. */
  readonly #scores: Float64Array;
  readonly #nearest: (value: number) => number;
  readonly #isolation: (value: number) => number;
  readonly #centroid: ((value: number) => number) | undefined;

  /** @param parts of rows like those of training that neither the reference rows nor the classifier were fitted on */
  constructor(parts: NoveltyParts) {
    this.#nearest = standardised(parts.nearest, true);
    this.#isolation = standardised(parts.isolation, false);
    this.#centroid = parts.centroid && standardised(parts.centroid, true);
    this.#scores = this.scoresOf(parts).sort();
  }

  /** Rows that the p-values are counted among. */
  get rows(): number {
    return this.#scores.length;
  }

  /** Conformal p-values: (1 + calibration rows with a score at least as high) / (calibration rows + 1). */
  pValues(scores: Float64Array): Float64Array {
    const sorted = this.#scores;
    return scores.map((score) => (1 + sorted.length - firstFrom(sorted, score)) / (sorted.length + 1));
  }

  /**
   * The larger one of two standardised parts, because a row can be unlike the others in either way; with an embedding plus half of
   * its part.
   */
  scoresOf({ nearest, isolation, centroid }: NoveltyParts): Float64Array {
    return nearest.map((distance, row) => {
      const ofColumns = Math.max(this.#nearest(distance), this.#isolation(isolation[row]));
      if (this.#centroid === undefined || centroid === undefined) return ofColumns;
      return ofColumns + CENTROID_WEIGHT * this.#centroid(centroid[row]);
    });
  }
}

/** Maps the median of the values to 0 and their 90% quantile to 1; distances by their logarithm. */
function standardised(values: Float64Array, isDistance: boolean): (value: number) => number {
  const sorted = values.slice().sort();
  const least = isDistance ? quantile(sorted, 0.5) / 100 + 1e-6 : 0;
  const of = (value: number) => (isDistance ? log(value + least) : value);
  const centre = of(quantile(sorted, 0.5));
  const spread = of(quantile(sorted, 0.9)) - centre || 1;
  return (value) => (of(value) - centre) / spread;
}

/** The number of values below `x`. */
function firstFrom(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
