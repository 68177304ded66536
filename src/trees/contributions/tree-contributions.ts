/**
 * Contributions of columns to the output of trees: Shapley values of the game in which a column that is not known is
 * followed along both branches by the shares of the training rows (path-dependent TreeSHAP: Lundberg et al., "From local
 * explanations to global understanding with explainable AI for trees", 2020).
 *
 * For a leaf of value v under edges on m columns, let z_j be the share of the training rows that follow the edges of
 * column j, and o_j 1 if the row follows them all, otherwise 0. The weight of a set S of known columns in Shapley's formula,
 * |S|! (m - 1 - |S|)! / m!, is the integral of t^|S| (1 - t)^(m - 1 - |S|) over [0, 1], so that
 *
 *     contribution of column i = v (o_i - z_i) ∫ prod over j ≠ i of (t o_j + (1 - t) z_j) dt.
 *
 * The integrand is a polynomial in t of degree m - 1, for which a Gauss-Legendre rule of ceil(m / 2) points is exact. The
 * products are carried down the tree and summed on the way back, so a row costs O(nodes x points) per tree.
 */
import { timeSlices } from '../../event-loop.js';
import type { FeatureMatrix } from '../../matrix.js';
import type { Ensemble } from '../ensemble.js';
import { type ExplainedTree, explainedTree } from './explained-tree.js';

/** A value for each leaf of the ensemble: what its trees add up. */
export type LeafValues = ArrayLike<number>;

export class TreeContributions {
  readonly #trees: readonly ExplainedTree[];
  readonly #follows: Uint8Array;
  /** Of each node and point: the factor of its column, the product of all factors, sums over leaves below. */
  readonly #factors: Float64Array;
  readonly #products: Float64Array;
  readonly #sums: Float64Array;
  readonly #below: Float64Array;

  /** @param covers weight of the training rows of each leaf */
  constructor(
    private readonly ensemble: Ensemble,
    covers: Float32Array,
  ) {
    this.#trees = Array.from({ length: ensemble.trees }, (_, tree) => explainedTree(ensemble, covers, tree));
    const nodes = this.#trees.reduce((most, tree) => Math.max(most, tree.nodes), 0);
    const cells = this.#trees.reduce(
      (most, tree) => Math.max(most, tree.nodes * tree.quadrature.points.length),
      0,
    );
    this.#follows = new Uint8Array(nodes);
    this.#factors = new Float64Array(cells);
    this.#products = new Float64Array(cells);
    this.#sums = new Float64Array(cells);
    this.#below = new Float64Array(cells);
  }

  /**
   * The contributions, rows x columns, of every `step`th tree from `first`, and the sum of their expected values.
   */
  async ofRows(
    X: FeatureMatrix,
    values: LeafValues,
    first = 0,
    step = 1,
  ): Promise<{ readonly values: Float64Array; readonly expected: number }> {
    const { trees } = this.ensemble;
    const all = new Float64Array(X.rows * X.columns);
    const slices = timeSlices();
    let expected = 0;
    for (let tree = first; tree < trees; tree += step) expected += this.expected(tree, values);
    for (let row = 0; row < X.rows; row++) {
      if (slices.due()) await slices.pause();
      const own = all.subarray(row * X.columns, (row + 1) * X.columns);
      for (let tree = first; tree < trees; tree += step) this.add(tree, X, row, values, own);
    }
    return { values: all, expected };
  }

  /** The mean value of a tree's leaves over its training rows. */
  expected(tree: number, values: LeafValues): number {
    const { root, nodes, reach } = this.#trees[tree];
    const { split, next } = this.ensemble.arrays;
    let sum = 0;
    for (let node = 0; node < nodes; node++) {
      if (split[root + node] < 0) sum += reach[node] * values[next[root + node]];
    }
    return sum;
  }

  /**
   * Adds the contributions of one tree for a row of X to `contributions`, one for each column; they sum to the value of the
   * row's leaf minus `expected`.
   */
  add(tree: number, X: FeatureMatrix, row: number, values: LeafValues, contributions: Float64Array): void {
    const shape = this.#trees[tree];
    if (shape.nodes === 1) return;
    this.#follow(shape, X, row);
    this.#down(shape, values);
    this.#up(shape, contributions);
  }

  /** Writes for each edge whether the row follows it and all edges above on the same column. */
  #follow({ root, nodes, above }: ExplainedTree, X: FeatureMatrix, row: number): void {
    const { split, next } = this.ensemble.arrays;
    const follows = this.#follows;
    for (let node = 0; node < nodes; node++) {
      if (above[node] >= 0) follows[node] &= follows[above[node]];
      if (split[root + node] < 0) continue;
      const left = this.ensemble.goesLeft(root + node, X, row) ? 1 : 0;
      follows[node + 1] = left;
      follows[next[root + node] - root] = 1 - left;
    }
  }

  #down({ root, nodes, parent, above, share, quadrature }: ExplainedTree, values: LeafValues): void {
    const { split, next } = this.ensemble.arrays;
    const { points, weights } = quadrature;
    const count = points.length;
    const [follows, factors, products, sums, below] = [
      this.#follows,
      this.#factors,
      this.#products,
      this.#sums,
      this.#below,
    ];
    products.fill(1, 0, count);
    sums.fill(0, 0, nodes * count);
    below.fill(0, 0, nodes * count);
    for (let node = 1; node < nodes; node++) {
      const leaf = split[root + node] < 0;
      const value = leaf ? values[next[root + node]] : 0;
      const own = node * count;
      const before = parent[node] * count;
      const replaced = above[node] * count;
      for (let k = 0; k < count; k++) {
        const factor = (follows[node] === 1 ? points[k] : 0) + (1 - points[k]) * share[node];
        factors[own + k] = factor;
        let product = products[before + k];
        // A factor of 0 comes from a branch that no training row follows, and neither does this one: all below is 0.
        if (replaced < 0) product *= factor;
        else if (product !== 0) product *= factor / factors[replaced + k];
        products[own + k] = product;
        if (leaf) sums[own + k] = value * weights[k] * product;
      }
    }
  }

  #up({ root, nodes, parent, above, share, quadrature }: ExplainedTree, contributions: Float64Array): void {
    const { split } = this.ensemble.arrays;
    const count = quadrature.points.length;
    const [follows, factors, sums, below] = [this.#follows, this.#factors, this.#sums, this.#below];
    for (let node = nodes - 1; node > 0; node--) {
      const own = node * count;
      const to = parent[node] * count;
      const replaced = above[node] * count;
      let sum = 0;
      for (let k = 0; k < count; k++) {
        const all = sums[own + k];
        // Of the leaves whose last edge on this column is another one that edge counts.
        const last = all - below[own + k];
        if (last !== 0) sum += last / factors[own + k];
        sums[to + k] += all;
        if (replaced >= 0) below[replaced + k] += all;
      }
      const column = split[root + parent[node]] >> 1;
      contributions[column] += (follows[node] - share[node]) * sum;
    }
  }
}
