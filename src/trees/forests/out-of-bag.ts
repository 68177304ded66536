/** Out-of-bag score of a forest. */
import { type FeatureMatrix, rowsAt } from '../../matrix.js';
import { macroF1 } from '../../metrics/macro-f1.js';
import type { Tree } from '../tree.js';
import { ForestBuilder } from './forest.js';

export interface OutOfBagScore {
  /** On the rows that are out of bag for at least one tree. */
  readonly accuracy: number;
  readonly macroF1: number;
  readonly rows: number;
}

/** Sums each row's votes by the trees for which it is out of bag. */
export class OutOfBag {
  readonly #votes: Float64Array;

  constructor(
    readonly X: FeatureMatrix,
    readonly y: Int32Array,
    readonly classes: number,
  ) {
    this.#votes = new Float64Array(X.rows * classes);
  }

  /** Adds a tree's votes for its out-of-bag rows. */
  async add(tree: Tree, rows: Int32Array): Promise<void> {
    if (rows.length === 0) return;
    const { X, classes } = this;
    const single = new ForestBuilder(classes);
    single.add(tree);
    const shares = await single.finish().probabilities(rowsAt(X, rows));
    rows.forEach((row, i) => {
      for (let c = 0; c < classes; c++) this.#votes[row * classes + c] += shares.data[i * classes + c];
    });
  }

  /** Undefined if no row is out of bag. */
  score(): OutOfBagScore | undefined {
    const yTrue: number[] = [];
    const yPred: number[] = [];
    for (let row = 0; row < this.y.length; row++) {
      const votes = this.#votes.subarray(row * this.classes, (row + 1) * this.classes);
      const most = votes.reduce((best, vote, c) => (vote > votes[best] ? c : best), 0);
      if (votes[most] === 0) continue;
      yTrue.push(this.y[row]);
      yPred.push(most);
    }
    const rows = yTrue.length;
    if (rows === 0) return undefined;
    const correct = yTrue.filter((c, i) => c === yPred[i]).length;
    const score = macroF1(Int32Array.from(yTrue), Int32Array.from(yPred), this.classes);
    return { accuracy: correct / rows, macroF1: score, rows };
  }
}
