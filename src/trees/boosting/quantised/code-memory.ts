/** The codes of all rows in the memory of the kernels. */
import type { Engine } from '../../../engine/engine.js';
import type { FeatureMatrix } from '../../../matrix.js';
import { type CodeGroups, groupColumns } from './code-groups.js';
import type { ColumnCuts } from './column-cuts.js';

/** Values of X that are encoded at once. */
const BLOCK_VALUES = 32_768;

/** Row-major, a byte for each group of columns. */
export class CodeMemory {
  readonly groups: CodeGroups;
  /** Whether a column has a missing value. */
  readonly hasMissing: Uint8Array;
  /** The first cell of each column in a histogram, and after the last one the number of all cells. */
  readonly firstCells: Int32Array;
  readonly address: number;

  /** The rows of the matrices are numbered one after the other. */
  constructor(
    readonly engine: Engine,
    readonly cuts: ColumnCuts,
    matrices: readonly FeatureMatrix[],
  ) {
    const { bins } = cuts;
    const rows = matrices.reduce((sum, X) => sum + X.rows, 0);
    this.hasMissing = new Uint8Array(bins.length);
    for (const X of matrices) findMissing(X, this.hasMissing);
    const codes = bins.map((count, column) => count + this.hasMissing[column]);
    this.groups = groupColumns(codes, rows);
    this.firstCells = new Int32Array(bins.length + 1);
    codes.forEach((count, column) => {
      this.firstCells[column + 1] = this.firstCells[column] + count;
    });
    this.address = engine.allocateBytes(rows * this.groups.count);
    let first = 0;
    for (const X of matrices) {
      this.#encode(X, first);
      first += X.rows;
    }
  }

  /** Address of the first row's code of a column's group. */
  ofColumn(column: number): number {
    return this.address + this.groups.groupOf[column];
  }

  #encode(X: FeatureMatrix, first: number): void {
    const { engine, groups } = this;
    const { columns } = X;
    const blockRows = Math.max(1, Math.floor(BLOCK_VALUES / columns));
    const x = engine.allocateDoubles(blockRows * columns);
    const cuts = this.#allocateCuts();
    for (let from = 0; from < X.rows; from += blockRows) {
      const n = Math.min(blockRows, X.rows - from);
      engine.doubles(x, n * columns).set(X.data.subarray(from * columns, (from + n) * columns));
      const to = this.address + (first + from) * groups.count;
      for (const column of groups.members) {
        const at = to + groups.groupOf[column];
        const factor = groups.factors[column];
        if (this.cuts.categories?.has(column)) {
          this.#encodeLevels(X, column, from, n, at);
          continue;
        }
        const count = this.cuts.cuts[column].length;
        engine.kernels.encodeColumn(
          n,
          x + 8 * column,
          columns,
          cuts[column],
          count,
          factor,
          at,
          groups.count,
        );
      }
    }
  }

  #encodeLevels(X: FeatureMatrix, column: number, from: number, n: number, at: number): void {
    const { groups } = this;
    const codes = this.engine.bytes(at, (n - 1) * groups.count + 1);
    for (let row = 0; row < n; row++) {
      const level = X.data[(from + row) * X.columns + column];
      const code = this.cuts.categories?.code(column, level) ?? 0;
      codes[row * groups.count] += groups.factors[column] * code;
    }
  }

  /** Addresses of the cuts of each column, as `encodeColumn` takes them. */
  #allocateCuts(): number[] {
    return this.cuts.cuts.map((cuts) => {
      const padded = 2 ** Math.ceil(Math.log2(cuts.length + 1));
      const address = this.engine.allocateDoubles(padded);
      const doubles = this.engine.doubles(address, padded).fill(Number.POSITIVE_INFINITY);
      doubles.set(cuts);
      return address;
    });
  }
}

function findMissing({ data, rows, columns, categories }: FeatureMatrix, hasMissing: Uint8Array): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (Number.isNaN(data[row * columns + column]) && (categories?.[column] ?? null) === null) {
        hasMissing[column] = 1;
      }
    }
  }
}
