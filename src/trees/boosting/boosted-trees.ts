/** Trees whose leaf values add up to margins: the form in which boosting predicts and is saved. */
import { Engine } from '../../engine/engine.js';
import type { FeatureMatrix, Matrix } from '../../matrix.js';
import type { Ensemble } from '../ensemble.js';
import type { Tree } from '../tree.js';
import { ByteTrees } from './byte-trees.js';
import { CodePlaces } from './code-places.js';
import type { CompleteTrees } from './complete-trees.js';
import { depthsOf, MarginKernel } from './margin-kernel.js';
import { ShortTrees } from './short-trees.js';

/** Rows evaluated on all trees before the next ones: their leaves stay in the cache. */
const BLOCK = 512;

/** Tree t adds to output t % outputs. */
export class BoostedTrees {
  #kernel: Promise<MarginKernel | CompleteTrees> | undefined;

  constructor(
    readonly ensemble: Ensemble,
    /** The value of each leaf, in the ensemble's order of leaves. */
    readonly values: Float32Array,
    /** Initial margins, one per output: one for two classes (log-odds of class 1), else one per class. */
    readonly initial: Float32Array,
    /** Total gain of the splits on each column, normalised to sum 1; all 0 if nothing was split. */
    readonly importances: Float32Array,
  ) {}

  /** rows x outputs: sums in 32 bits in the order of the trees, as in training. */
  async margins(X: FeatureMatrix): Promise<Matrix> {
    const outputs = this.initial.length;
    this.#kernel ??= kernelOf(this.ensemble, this.values, X.columns, outputs);
    const kernel = await this.#kernel;
    const data = new Float32Array(X.rows * outputs);
    if (outputs === 1) data.fill(this.initial[0]);
    else for (let i = 0; i < data.length; i += outputs) data.set(this.initial, i);
    kernel.add(X, data);
    return { data, rows: X.rows, columns: outputs };
  }

  /**
   * An upper bound of the absolute margin of any row: the largest leaf values of all trees of an output plus its
   * initial margin.
   */
  largestMargin(): number {
    const { ensemble, values, initial } = this;
    const { split, roots } = ensemble.arrays;
    const sums = Float64Array.from(initial, Math.abs);
    let leaf = 0;
    for (let tree = 0; tree < ensemble.trees; tree++) {
      let largest = 0;
      for (let node = roots[tree]; node < roots[tree + 1]; node++) {
        if (split[node] < 0) largest = Math.max(largest, Math.abs(values[leaf++]));
      }
      sums[tree % sums.length] += largest;
    }
    return sums.reduce((a, b) => Math.max(a, b), 0);
  }

  async probabilities(X: FeatureMatrix): Promise<Matrix> {
    return probabilitiesOf(await this.margins(X));
  }
}

/** Shallow trees without categories as complete ones. */
async function kernelOf(
  ensemble: Ensemble,
  values: Float32Array,
  columns: number,
  outputs: number,
): Promise<MarginKernel | CompleteTrees> {
  const engine = await Engine.create();
  if (ensemble.categories === undefined) {
    const coded = new CodePlaces(ensemble);
    const shape = { depths: depthsOf(ensemble.arrays), columns, outputs };
    const found =
      ByteTrees.create(engine, coded, values, shape) ?? ShortTrees.create(engine, coded, values, shape);
    if (found !== undefined) return found;
  }
  return new MarginKernel(engine, ensemble, values, columns, outputs);
}

/** Adds the leaf values of all trees to `margins` (rows x outputs), the first tree's to output `first`. */
export function addTrees(
  ensemble: Ensemble,
  values: Float32Array,
  X: FeatureMatrix,
  margins: Float32Array,
  outputs: number,
  first: number,
): void {
  const leaves = new Int32Array(BLOCK);
  for (let from = 0; from < X.rows; from += BLOCK) {
    const to = Math.min(X.rows, from + BLOCK);
    for (let tree = 0; tree < ensemble.trees; tree++) {
      ensemble.findLeaves(tree, X, from, to, leaves);
      const output = (first + tree) % outputs;
      for (let row = from; row < to; row++) margins[row * outputs + output] += values[leaves[row - from]];
    }
  }
}

/** Values of a tree's leaves, in the order of its nodes. */
export function leafValues({ feature, value }: Tree): Float32Array {
  return value.filter((_, node) => feature[node] < 0);
}

/** The logistic function of one margin per row, softmax of more. */
export function probabilitiesOf({ data: margins, rows, columns: outputs }: Matrix): Matrix {
  const classes = Math.max(2, outputs);
  const data = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const start = row * classes;
    if (outputs === 1) {
      const p = 1 / (1 + Math.exp(-margins[row]));
      data[start] = 1 - p;
      data[start + 1] = p;
      continue;
    }
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) largest = Math.max(largest, margins[start + k]);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(margins[start + k] - largest);
    for (let k = 0; k < classes; k++) data[start + k] = Math.exp(margins[start + k] - largest) / sum;
  }
  return { data, rows, columns: classes };
}

/** The weighted mean of -log p_y over rows: XGBoost's `logloss` and `mlogloss`. */
export function logLoss(
  { data: margins, rows, columns: outputs }: Matrix,
  y: Int32Array,
  weights?: Float64Array,
): number {
  let loss = 0;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights ? weights[row] : 1;
    total += weight;
    if (outputs === 1) {
      const wrong = y[row] === 1 ? -margins[row] : margins[row];
      loss += weight * (Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong))));
      continue;
    }
    const own = margins.subarray(row * outputs, (row + 1) * outputs);
    const largest = own.reduce((most, m) => Math.max(most, m), Number.NEGATIVE_INFINITY);
    const sum = own.reduce((total, m) => total + Math.exp(m - largest), 0);
    loss += weight * (largest + Math.log(sum) - own[y[row]]);
  }
  return loss / total;
}
