/** Histograms of integer derivatives: summed by groups of columns, kept with cells for each column. */
import type { Engine } from '../../../engine/engine.js';
import type { CodeMemory } from './code-memory.js';
import type { DerivativeIntegers } from './derivative-integers.js';
import type { IntegerSums, Range } from './node.js';
import { type FitThreads, partsOf } from './threads/fit-threads.js';

const GROUP_CELLS = 256;
const CELL_BYTES = 8;
/** Additions of derivatives in a part, and so many that a second thread is worth its call: about 15 µs. */
const PART_ADDITIONS = 16_384;
/** From this many groups on, threads take groups instead of rows, so that they share a workspace. */
const MANY_GROUPS = 64;
/** Groups in a pass over the rows of the kernel. */
const BLOCK_GROUPS = 32;

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
    private readonly threads: FitThreads,
  ) {
    const { engine, groups, firstCells } = codes;
    this.#engine = engine;
    this.offsets = allocate(engine, firstCells);
    this.#starts = allocate(engine, groups.starts);
    this.#members = allocate(engine, groups.members);
    const workspaces = groups.count < MANY_GROUPS ? threads.count : 1;
    this.#workspace = engine.allocateBytes(workspaces * this.#workspaceBytes);
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
    const histogram = this.#free.pop() ?? engine.allocateBytes(CELL_BYTES * this.#cells);
    this.#sumGroups(end - start, this.rows + 4 * start);
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

  /** Sums n rows in the first workspace. */
  #sumGroups(n: number, rows: number): void {
    const { groups, address, engine } = this.codes;
    const { count, threads } = this;
    const what = [rows, groups.count, address, this.derivatives.address(this.#output), count];
    const args = [...what, this.#groups, this.#workspace];
    if (groups.count >= MANY_GROUPS) {
      threads.run('sumGroups', [n, BLOCK_GROUPS, ...args], Math.ceil(count / BLOCK_GROUPS));
      return;
    }
    const [step, parts] = partsOf(n, Math.ceil(PART_ADDITIONS / Math.max(1, count)), threads.count);
    const summedBy = threads.run('sumRows', [n, step, ...args], parts);
    for (let thread = 1; parts > 1 && thread < threads.count; thread++) {
      if (!summedBy.subarray(0, parts).includes(thread)) continue;
      const from = this.#workspace + thread * this.#workspaceBytes;
      engine.kernels.moveGroups(count, this.#groups, from, this.#workspace);
    }
  }

  get #workspaceBytes(): number {
    return CELL_BYTES * GROUP_CELLS * this.codes.groups.count;
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
