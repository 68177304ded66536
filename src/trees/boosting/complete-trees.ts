/** Boosted trees as complete binary trees on codes, for the kernels that predict shallow trees fastest. */
import type { Engine } from '../../engine/engine.js';
import type { FeatureMatrix } from '../../matrix.js';
import type { CodePlaces, CompleteTree } from './code-places.js';
import { CutTable } from './cut-table.js';

/** Values of X in a block of rows: their codes stay in the first-level cache from tree to tree. */
const BLOCK_VALUES = 8192;

export interface BoostedShape {
  /** Of the trees. */
  readonly depths: Int32Array;
  /** Of X. */
  readonly columns: number;
  readonly outputs: number;
}

/** The addresses of nodes and leaves, and of the index of each tree's first word among them. */
export interface NodeAddresses {
  readonly nodes: number;
  readonly starts: number;
}

export abstract class CompleteTrees {
  protected readonly blockRows: number;
  readonly #values: number;
  /** Of each place: of the column that it is a code of. */
  readonly #tables: readonly CutTable[];
  readonly #margins: number;
  protected readonly codes: number;
  readonly #forMissing: NodeAddresses;
  readonly #forDense: NodeAddresses;

  /**
   * @param size the rows of a block and the bytes of a code
   * @param layOut the words of a tree as the kernel takes it, for rows with missing values or without
   */
  protected constructor(
    protected readonly engine: Engine,
    protected readonly coded: CodePlaces,
    private readonly shape: BoostedShape,
    { blockRows, codeBytes }: { readonly blockRows: number; readonly codeBytes: number },
    layOut: (tree: number, dense: boolean) => Int32Array,
  ) {
    const { columns, outputs } = shape;
    this.blockRows = blockRows;
    this.#values = engine.allocateDoubles(blockRows * columns);
    this.codes = engine.allocateBytes(codeBytes * blockRows * coded.places.length);
    this.#margins = engine.allocateFloats(blockRows * outputs);
    const tables = new Map(
      Array.from(coded.thresholds, ([column, own]) => [column, new CutTable(engine, own)]),
    );
    this.#tables = coded.places.map(({ column }) => tables.get(column) as CutTable);
    const trees = shape.depths.length;
    const of = (dense: boolean) =>
      allocateNodes(
        engine,
        Array.from({ length: trees }, (_, tree) => layOut(tree, dense)),
      );
    this.#forDense = of(true);
    // Without second places there is one form of the trees.
    this.#forMissing = coded.places.length === coded.columns ? this.#forDense : of(false);
  }

  /** Writes the codes of a column's values to the block's codes of a place; returns how many are missing. */
  protected abstract rank(
    rows: number,
    values: number,
    table: CutTable,
    missingLeft: boolean,
    place: number,
  ): number;

  /** Adds the leaf values of all trees to the margins of the block's rows. */
  protected abstract addTrees(rows: number, trees: NodeAddresses, margins: number): void;

  /** Adds the leaf values of all trees to `margins` (rows x outputs), tree by tree in 32 bits. */
  add(X: FeatureMatrix, margins: Float32Array): void {
    const { outputs } = this.shape;
    for (let from = 0; from < X.rows; from += this.blockRows) {
      const rows = Math.min(this.blockRows, X.rows - from);
      const own = margins.subarray(from * outputs, (from + rows) * outputs);
      const sums = this.engine.floats(this.#margins, own.length);
      sums.set(own);
      const missing = this.#rankBlock(X, from, rows);
      this.addTrees(rows, missing ? this.#forMissing : this.#forDense, this.#margins);
      own.set(sums);
    }
  }

  /** Writes the codes of rows `from` to `from + rows` of X; returns whether any value is missing. */
  #rankBlock({ data }: FeatureMatrix, from: number, rows: number): boolean {
    const { columns } = this.shape;
    const { places } = this.coded;
    this.engine
      .doubles(this.#values, rows * columns)
      .set(data.subarray(from * columns, (from + rows) * columns));
    let missing = 0;
    for (let place = 0; place < places.length; place++) {
      // The second places differ from the first by missing values alone.
      if (place === this.coded.columns && missing === 0) break;
      const { column, missingLeft } = places[place];
      missing += this.rank(rows, this.#values + 8 * column, this.#tables[place], missingLeft, place);
    }
    return missing > 0;
  }
}

function allocateNodes(engine: Engine, trees: readonly Int32Array[]): NodeAddresses {
  const starts = engine.allocateInts(trees.length);
  const nodes = engine.allocateInts(trees.reduce((words, { length }) => words + length, 0));
  let at = 0;
  trees.forEach((tree, t) => {
    engine.ints(starts, trees.length)[t] = at;
    engine.ints(nodes + 4 * at, tree.length).set(tree);
    at += tree.length;
  });
  return { nodes, starts };
}

/** Rows of a block: a multiple of `of`. */
export function blockRowsOf(columns: number, of: number): number {
  return Math.max(1, Math.floor(BLOCK_VALUES / columns / of)) * of;
}

/** Words of nodes and of leaves, one after the other. */
export function withLeaves(nodes: ArrayLike<number>, { leaves }: CompleteTree): Int32Array {
  const all = new Int32Array(nodes.length + leaves.length);
  all.set(nodes);
  all.set(new Int32Array(leaves.buffer), nodes.length);
  return all;
}
