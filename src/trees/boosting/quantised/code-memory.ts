/** The codes of all rows in the memory of the kernels. */
import type { Engine } from '../../../engine/engine.js';
import type { FeatureMatrix } from '../../../matrix.js';
import { type CodeGroups, groupColumns } from './code-groups.js';
import type { ColumnCuts } from './column-cuts.js';
import { allocate } from './node-histograms.js';
import type { FitThreads } from './threads/fit-threads.js';

/** Values of X that are encoded at once, and in a part of them. */
const BLOCK_VALUES = 65_536;
const PART_VALUES = 8_192;

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
    private readonly threads: FitThreads,
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
    this.address = this.engine.allocateBytes(rows * this.groups.count);
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

  get engine(): Engine {
    return this.threads.engine;
  }

  /** While the threads encode a block, the next one is copied. */
  #encode(X: FeatureMatrix, first: number): void {
    const { engine, groups, threads } = this;
    const { columns } = X;
    const blockRows = Math.max(1, Math.floor(BLOCK_VALUES / columns));
    const step = Math.max(1, Math.floor(PART_VALUES / columns));
    const blocks = [0, 1].map(() => engine.allocateDoubles(blockRows * columns));
    const { listed, count, cuts } = this.#listNumbers();
    const rowsFrom = (from: number) => Math.min(blockRows, X.rows - from);
    const copy = (from: number) => {
      const values = X.data.subarray(from * columns, (from + rowsFrom(from)) * columns);
      engine.doubles(blocks[(from / blockRows) % 2], values.length).set(values);
    };
    copy(0);
    for (let from = 0; from < X.rows; from += blockRows) {
      const n = rowsFrom(from);
      const to = this.address + (first + from) * groups.count;
      const x = blocks[(from / blockRows) % 2];
      const args = [n, step, x, columns, count, listed, cuts, to, groups.count];
      threads.start('encode', args, Math.ceil(n / step));
      if (from + blockRows < X.rows) copy(from + blockRows);
      threads.finish();
      for (const column of this.cuts.categories === undefined ? [] : groups.members) {
        if (this.cuts.categories?.has(column)) {
          this.#encodeLevels(X, column, from, n, to + groups.groupOf[column]);
        }
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

  /** The addresses of the list of the grouped columns of numbers and of their cuts, as `encodeColumns` takes them. */
  #listNumbers(): { readonly listed: number; readonly count: number; readonly cuts: number } {
    const { engine, groups } = this;
    const columns = groups.members.filter((column) => !this.cuts.categories?.has(column));
    const listed: number[] = [];
    let all = 0;
    for (const column of columns) {
      const { length } = this.cuts.cuts[column];
      listed.push(column, all, length, groups.factors[column], groups.groupOf[column]);
      all += 2 ** Math.ceil(Math.log2(length + 1));
    }
    const cuts = engine.allocateDoubles(all);
    const doubles = engine.doubles(cuts, all).fill(Number.POSITIVE_INFINITY);
    columns.forEach((column, i) => {
      doubles.set(this.cuts.cuts[column], listed[5 * i + 1]);
    });
    return { listed: allocate(engine, Int32Array.from(listed)), count: columns.length, cuts };
  }
}

function findMissing({ data, columns, categories }: FeatureMatrix, hasMissing: Uint8Array): void {
  for (let i = 0; i < data.length; i++) {
    if (!Number.isNaN(data[i])) continue;
    const column = i % columns;
    if ((categories?.[column] ?? null) === null) hasMissing[column] = 1;
  }
}
