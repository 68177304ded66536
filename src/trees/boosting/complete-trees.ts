/** Boosted trees as complete binary trees on 16-bit codes, for the kernel that predicts shallow trees fastest. */
import type { Engine } from '../../engine/engine.js';
import type { FeatureMatrix } from '../../matrix.js';
import type { Ensemble, EnsembleArrays } from '../ensemble.js';
import { columnThresholds, countBelow } from './threshold-ranks.js';

/** The code of missing values at nodes that send them right. */
const MISSING = 65_535;
/** Byte offsets of codes have 16 bits. */
const MOST_PLACES = 32_768;
const MOST_DEPTH = 10;
/** Values of X in a block of rows: their codes stay in the first-level cache from tree to tree. */
const BLOCK_VALUES = 8192;
/** A tree of few nodes may be deep: complete it would be large. */
const MOST_WORDS = 2 ** 22;

/** A column with a place for its code in a row; missing values go left at the nodes of the one, right at those of the other. */
interface Place {
  readonly column: number;
  readonly missingLeft: boolean;
}

/**
 * The code of a value is the number of the column's thresholds below it: x <= t_k if and only if the code is at most k. A
 * column has two places if missing values go left at some nodes and right at others; without any in a block, the first
 * serves both.
 */
export class CompleteTrees {
  readonly #places: readonly Place[];
  readonly #thresholds: ReadonlyMap<number, Float64Array>;
  readonly #cuts: ReadonlyMap<number, number>;
  readonly #starts: number;
  readonly #depths: number;
  /** The nodes for rows with missing values and for rows without. */
  readonly #nodes: number;
  readonly #denseNodes: number;
  readonly #values: number;
  readonly #codes: number;
  readonly #margins: number;
  readonly #blockRows: number;

  private constructor(
    readonly engine: Engine,
    readonly ensemble: Ensemble,
    leaves: Float32Array,
    depths: Int32Array,
    thresholds: ReadonlyMap<number, Float64Array>,
    readonly columns: number,
    readonly outputs: number,
  ) {
    const blockRows = Math.max(4, Math.floor(BLOCK_VALUES / columns));
    this.#blockRows = blockRows;
    const { arrays } = ensemble;
    const { trees } = ensemble;
    this.#thresholds = thresholds;
    this.#places = placesOf(arrays);
    const starts = new Int32Array(trees + 1);
    depths.forEach((depth, tree) => {
      starts[tree + 1] = starts[tree] + 2 ** (depth + 1) - 1;
    });
    const words = starts[trees];
    this.#starts = engine.allocateInts(trees + 1);
    this.#depths = engine.allocateInts(trees);
    this.#nodes = engine.allocateInts(words);
    this.#denseNodes = engine.allocateInts(words);
    this.#values = engine.allocateDoubles(blockRows * columns);
    this.#codes = engine.allocateBytes(2 * blockRows * this.#places.length);
    this.#margins = engine.allocateFloats(blockRows * outputs);
    this.#cuts = new Map(Array.from(thresholds, ([column, own]) => [column, allocateCuts(engine, own)]));
    engine.ints(this.#starts, trees + 1).set(starts);
    engine.ints(this.#depths, trees).set(depths);
    for (const [address, dense] of [
      [this.#nodes, false],
      [this.#denseNodes, true],
    ] as const) {
      const nodes = engine.ints(address, words);
      for (let tree = 0; tree < trees; tree++) {
        this.#write(arrays.roots[tree], 0, depths[tree], leaves, nodes.subarray(starts[tree]), dense);
      }
    }
  }

  /**
   * Undefined for trees that are too deep, have too many thresholds, or split categories.
   *
   * @param leaves the value of each leaf, in the ensemble's order
   * @param depths of the trees
   */
  static create(
    engine: Engine,
    ensemble: Ensemble,
    leaves: Float32Array,
    depths: Int32Array,
    columns: number,
    outputs: number,
  ): CompleteTrees | undefined {
    if (ensemble.categories !== undefined || 2 * columns > MOST_PLACES) return undefined;
    const words = depths.reduce((sum, depth) => sum + 2 ** (depth + 1), 0);
    if (words > MOST_WORDS || depths.some((depth) => depth > MOST_DEPTH)) return undefined;
    const thresholds = columnThresholds(ensemble.arrays);
    for (const { length } of thresholds.values()) if (length >= MISSING) return undefined;
    return new CompleteTrees(engine, ensemble, leaves, depths, thresholds, columns, outputs);
  }

  /** Adds the leaf values of all trees to `margins` (rows x outputs), tree by tree in 32 bits. */
  add(X: FeatureMatrix, margins: Float32Array): void {
    const { engine, outputs } = this;
    for (let from = 0; from < X.rows; from += this.#blockRows) {
      const rows = Math.min(this.#blockRows, X.rows - from);
      const own = margins.subarray(from * outputs, (from + rows) * outputs);
      const sums = engine.floats(this.#margins, own.length);
      sums.set(own);
      this.#addBlock(X, from, rows);
      own.set(sums);
    }
  }

  /** Adds the leaves of rows `from` to `from + rows` of X to the margins of the block. */
  #addBlock(X: FeatureMatrix, from: number, rows: number): void {
    const { engine, columns, outputs } = this;
    const { kernels } = engine;
    const width = this.#places.length;
    engine
      .doubles(this.#values, rows * columns)
      .set(X.data.subarray(from * columns, (from + rows) * columns));
    const rank = (place: number) => {
      const { column, missingLeft } = this.#places[place];
      return kernels.rankColumn(
        rows,
        this.#values + 8 * column,
        columns,
        this.#cuts.get(column) as number,
        this.#thresholds.get(column)?.length ?? 0,
        missingLeft ? 0 : MISSING,
        this.#codes + 2 * place,
        width,
      );
    };
    let missing = 0;
    const firsts = this.#thresholds.size;
    for (let place = 0; place < firsts; place++) missing += rank(place);
    if (missing > 0) for (let place = firsts; place < width; place++) rank(place);
    kernels.addCompleteTrees(
      rows,
      width,
      this.#codes,
      this.ensemble.trees,
      this.#starts,
      this.#depths,
      missing > 0 ? this.#nodes : this.#denseNodes,
      outputs,
      this.#margins,
    );
  }

  /** Writes the subtree of `node` as that of the complete tree's node `at`, `levels` above the leaves. */
  #write(
    node: number,
    at: number,
    levels: number,
    leaves: Float32Array,
    nodes: Int32Array,
    dense: boolean,
  ): void {
    const { split, threshold, next } = this.ensemble.arrays;
    if (split[node] >= 0) {
      const column = split[node] >> 1;
      const missingLeft = (split[node] & 1) === 1;
      const isPlace = (each: Place) => each.column === column && (dense || each.missingLeft === missingLeft);
      const rank = countBelow(this.#thresholds.get(column) as Float64Array, threshold[node]);
      nodes[at] = (this.#places.findIndex(isPlace) << 17) | rank;
      this.#write(node + 1, 2 * at + 1, levels - 1, leaves, nodes, dense);
      this.#write(next[node], 2 * at + 2, levels - 1, leaves, nodes, dense);
      return;
    }
    let leaf = at;
    for (let level = 0; level < levels; level++) {
      // No code is larger: all rows go left.
      nodes[leaf] = MISSING;
      leaf = 2 * leaf + 1;
    }
    new Float32Array(nodes.buffer, nodes.byteOffset, nodes.length)[leaf] = leaves[next[node]];
  }
}

/** The first places of all columns, then the second ones. */
function placesOf({ split }: EnsembleArrays): Place[] {
  const first: Place[] = [];
  const second: Place[] = [];
  const found = new Map<number, boolean[]>();
  for (const s of split) {
    if (s < 0) continue;
    const place = { column: s >> 1, missingLeft: (s & 1) === 1 };
    const known = found.get(place.column);
    if (known?.includes(place.missingLeft)) continue;
    (known === undefined ? first : second).push(place);
    found.set(place.column, [...(known ?? []), place.missingLeft]);
  }
  return [...first, ...second];
}

/** The address of the values, followed by infinite ones as `rankColumn` needs. */
function allocateCuts(engine: Engine, values: Float64Array): number {
  const padded = 2 ** Math.ceil(Math.log2(values.length + 1));
  const address = engine.allocateDoubles(padded);
  engine.doubles(address, padded).fill(Number.POSITIVE_INFINITY).set(values);
  return address;
}
