/** Histograms of integer derivatives: summed by groups of columns, kept with cells for each column. */
import type { Engine } from '../../../engine/engine.js';
import type { CodeMemory } from './code-memory.js';
import type { DerivativeIntegers } from './derivative-integers.js';
import type { IntegerSums, Range } from './node.js';

const GROUP_CELLS = 256;
const CELL_BYTES = 8;

export class NodeHistograms {
  /** Number of groups that are summed. */
  count = 0;
  /** Address of the first cell of each column. */
  readonly offsets: number;
  readonly #engine: Engine;
  readonly #starts: number;
  readonly #members: number;
  readonly #workspace: number;
  readonly #groups: number;
  /** Unused histograms. */
  readonly #free: number[] = [];
  #output = 0;

  /** @param rows address of the array of rows */
  constructor(
    readonly codes: CodeMemory,
    readonly derivatives: DerivativeIntegers,
    readonly rows: number,
  ) {
    const { engine, groups, firstCells } = codes;
    this.#engine = engine;
    this.offsets = allocate(engine, firstCells);
    this.#starts = allocate(engine, groups.starts);
    this.#members = allocate(engine, groups.members);
    this.#workspace = engine.allocateBytes(CELL_BYTES * GROUP_CELLS * groups.count);
    this.#groups = engine.allocateInts(groups.count);
  }

  /** Prepares for a tree of an output on these columns, each of them in a group. */
  open(output: number, columns: Int32Array): void {
    this.#output = output;
    const { groupOf } = this.codes.groups;
    const groups = [...new Set(columns.map((column) => groupOf[column]))].sort((a, b) => a - b);
    this.count = groups.length;
    this.#engine.ints(this.#groups, groups.length).set(groups);
  }

  /** The histogram of a range of rows. */
  sum({ start, end }: Range): number {
    const engine = this.#engine;
    const { groups, address } = this.codes;
    const histogram = this.#free.pop() ?? engine.allocateBytes(CELL_BYTES * this.#cells);
    engine.kernels.quantisedHistogram(
      end - start,
      this.rows + 4 * start,
      groups.count,
      address,
      this.derivatives.address(this.#output),
      this.count,
      this.#groups,
      this.#workspace,
    );
    engine.kernels.foldHistogram(
      this.count,
      this.#groups,
      this.#starts,
      this.#members,
      this.offsets,
      this.#workspace,
      histogram,
    );
    return histogram;
  }

  /** Takes a part away from a whole, which is then the rest. */
  subtract(whole: number, part: number): void {
    this.#engine.kernels.quantisedDifference(this.#cells, whole, part, whole);
  }

  /** Lets the memory of a histogram be used by another. */
  release(histogram: number): void {
    this.#free.push(histogram);
  }

  /** The cells of a column, (second, first derivative) by code; valid until the next allocation. */
  cells(histogram: number, column: number): Int32Array {
    const [first, end] = this.codes.firstCells.subarray(column);
    return this.#engine.ints(histogram + CELL_BYTES * first, 2 * (end - first));
  }

  /** Sums over all rows of a histogram: the cells of any column have the same. */
  total(histogram: number, column: number): IntegerSums {
    const cells = this.cells(histogram, column);
    let [G, H] = [0, 0];
    for (let i = 0; i < cells.length; i += 2) {
      H += cells[i];
      G += cells[i + 1];
    }
    return { G, H };
  }

  get #cells(): number {
    return this.codes.firstCells[this.codes.firstCells.length - 1];
  }
}

/** The address of a copy of the integers. */
export function allocate(engine: Engine, values: Int32Array): number {
  const address = engine.allocateInts(values.length);
  engine.ints(address, values.length).set(values);
  return address;
}
