/** How far rows are from training rows, and how soon they are isolated among them. */
import type { RandomStream } from '../../engine/random/random-stream.js';
import type { Matrix } from '../../matrix.js';
import { IsolationForest } from '../../trees/isolation/isolation-forest.js';
import { WithinClassScale } from './within-class-scale.js';

/** What novelty scores are made of, one entry per row each. */
export interface NoveltyParts {
  /** Mahalanobis distance to the nearest reference row. */
  readonly nearest: Float64Array;
  /** Score of the isolation forest. */
  readonly isolation: Float64Array;
  /** Distance to the nearest class centroid in the embedding of a network; undefined if the classifier has none. */
  readonly centroid?: Float64Array;
}

export class ReferenceRows {
  readonly #scale: WithinClassScale;
  readonly #mapped: Matrix<Float64Array>;
  readonly #forest: IsolationForest;

  /**
   * @param X rows of a `FeatureSpace`, at least one
   * @param y the class of each
   */
  constructor(
    private readonly X: Matrix<Float64Array>,
    y: Int32Array,
    random: RandomStream,
  ) {
    this.#scale = WithinClassScale.fit(X, y);
    this.#mapped = this.#scale.apply(X);
    this.#forest = IsolationForest.fit(X, random);
  }

  partsOf(X: Matrix<Float64Array>): NoveltyParts {
    const mapped = this.#scale.apply(X);
    const nearest = new Float64Array(X.rows);
    for (let row = 0; row < X.rows; row++) nearest[row] = Math.sqrt(this.#nearest(mapped, row).squared);
    return { nearest, isolation: this.#forest.scores(X) };
  }

  /** What each column of the space adds to the squared distance from row `row` to its nearest reference row. */
  sharesOf(X: Matrix<Float64Array>, row: number): Float64Array {
    const { columns } = X;
    const mapped = this.#scale.apply({
      data: X.data.subarray(row * columns, (row + 1) * columns),
      rows: 1,
      columns,
    });
    const at = this.#nearest(mapped, 0).index * columns;
    const difference = Float64Array.from(
      { length: columns },
      (_, j) => X.data[row * columns + j] - this.X.data[at + j],
    );
    return this.#scale.shares(difference);
  }

  #nearest({ data, columns }: Matrix<Float64Array>, row: number) {
    const { data: others, rows } = this.#mapped;
    const own = row * columns;
    let squared = Number.POSITIVE_INFINITY;
    let index = 0;
    for (let other = 0; other < rows; other++) {
      const start = other * columns;
      let sum = 0;
      for (let from = 0; from < columns && sum < squared; from += CHUNK) {
        const to = Math.min(columns, from + CHUNK);
        for (let j = from; j < to; j++) {
          const difference = data[own + j] - others[start + j];
          sum += difference * difference;
        }
      }
      if (sum < squared) {
        squared = sum;
        index = other;
      }
    }
    return { squared, index };
  }
}

/** Columns after which a distance is given up if it is already too large. */
const CHUNK = 8;
