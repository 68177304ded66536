/** Trees that predict the mean class shares of their leaves. */
import { timeSlices } from '../../event-loop.js';
import type { FeatureMatrix, Matrix } from '../../matrix.js';
import { type Ensemble, EnsembleBuilder } from '../ensemble.js';
import type { Tree } from '../tree.js';
import { ForestNodes } from './forest-nodes.js';
import { type DistributionArrays, DistributionBuilder } from './leaf-distributions.js';

/** Rows evaluated on one tree before the next: they and their sums stay in the cache. */
const BLOCK = 1024;

export class Forest {
  readonly #leaves = new Int32Array(BLOCK);
  /** Made for the first prediction: a forest that is only saved needs none. */
  #nodes: ForestNodes | undefined;

  constructor(
    readonly ensemble: Ensemble,
    readonly distributions: DistributionArrays,
    readonly classes: number,
  ) {}

  /** rows x classes: the mean of the trees' class shares. */
  async probabilities(X: FeatureMatrix): Promise<Matrix> {
    const { classes } = this;
    const { trees } = this.ensemble;
    this.#nodes ??= new ForestNodes(this.ensemble);
    const nodes = this.#nodes;
    const data = new Float32Array(X.rows * classes);
    const sums = new Float64Array(Math.min(BLOCK, X.rows) * classes);
    const slices = timeSlices();
    for (let from = 0; from < X.rows; from += BLOCK) {
      const to = Math.min(from + BLOCK, X.rows);
      sums.fill(0);
      const rows = nodes.codedRows(X, from, to);
      for (let tree = 0; tree < trees; tree++) {
        nodes.findLeaves(tree, rows, X.columns, this.#leaves);
        this.#addShares(to - from, sums);
      }
      for (let i = 0; i < (to - from) * classes; i++) data[from * classes + i] = sums[i] / trees;
      if (slices.due()) await slices.pause();
    }
    return { data, rows: X.rows, columns: classes };
  }

  /** Adds the shares of the leaves that a tree's rows reach to `sums` (rows x classes). */
  #addShares(rows: number, sums: Float64Array): void {
    const { classes } = this;
    const { begin, label, share } = this.distributions;
    const leaves = this.#leaves;
    for (let i = 0; i < rows; i++) {
      const end = begin[leaves[i] + 1];
      for (let entry = begin[leaves[i]]; entry < end; entry++) {
        sums[i * classes + label[entry]] += share[entry];
      }
    }
  }
}

export class ForestBuilder {
  readonly #ensemble = new EnsembleBuilder();
  readonly #distributions = new DistributionBuilder();

  constructor(readonly classes: number) {}

  get trees(): number {
    return this.#ensemble.trees;
  }

  add(tree: Tree): void {
    this.#ensemble.add(tree);
    this.#distributions.add(tree);
  }

  finish(): Forest {
    return new Forest(this.#ensemble.finish(), this.#distributions.finish(), this.classes);
  }
}
