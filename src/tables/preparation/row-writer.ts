/** Prepares rows one by one, without a table. */
import {
  CELL,
  type CellContext,
  type CellState,
  cellWriter,
  columnOfCell,
  type WriteCell,
} from './cell-writers.js';
import { outputNames } from './column-steps.js';
import { dateReader } from './dates/date-column.js';
import { type FittedDateDifference, writeDateDifference } from './dates/date-differences.js';
import type { KeptColumn } from './fitted-columns.js';
import type { Cell } from './table-from-columns.js';

const ONLY_ROW = Int32Array.of(0);

export class RowWriter {
  /** Whether notices about several rows may differ from those about each of them: they are about shares of the rows. */
  readonly hasSharedNotices: boolean;
  readonly #columns: readonly { readonly write: WriteCell; readonly offset: number }[];
  readonly #differences: readonly {
    readonly fitted: FittedDateDifference;
    readonly ends: readonly [from: number, to: number];
    readonly offset: number;
  }[];

  constructor(
    private readonly columns: readonly KeptColumn[],
    differences: readonly FittedDateDifference[],
    private readonly context: CellContext,
  ) {
    this.hasSharedNotices = columns.some(({ kind }) => kind === 'list' || kind === 'text');
    let offset = 0;
    this.#columns = columns.map((fitted) => {
      const own = offset;
      offset += outputNames(fitted).length;
      return { write: cellWriter(fitted, context), offset: own };
    });
    const indexOf = (name: string) => columns.findIndex((column) => column.name === name);
    this.#differences = differences.map((fitted) => ({
      fitted,
      ends: [indexOf(fitted.from.name), indexOf(fitted.to.name)],
      offset: offset++,
    }));
  }

  /**
   * Writes a row to a row of the matrix, whose zeros begin at `data[at]`: the values that a table of this row alone has.
   *
   * @param cells one for each column, in their order; numbers are finite or NaN
   */
  write(cells: readonly Cell[], data: Float32Array | Float64Array, at: number): CellState {
    let state: CellState = CELL.written;
    for (let i = 0; i < this.#columns.length; i++) {
      const { write, offset } = this.#columns[i];
      const found = write(cells[i], data, at + offset);
      if (found > state) state = found;
      if (state === CELL.refused) return state;
    }
    if (this.#differences.length > 0) this.#writeDifferences(cells, data, at);
    return state;
  }

  #writeDifferences(cells: readonly Cell[], data: Float32Array | Float64Array, at: number): void {
    const read = dateReader(this.context.isMissing);
    for (const { fitted, ends, offset } of this.#differences) {
      const [from, to] = [fitted.from, fitted.to].map(({ format }, end) => {
        const index = ends[end];
        return read(columnOfCell(this.columns[index].name, cells[index], this.context), format);
      });
      writeDateDifference(fitted, from, to, ONLY_ROW, {
        ...this.context,
        data,
        columns: 0,
        offset: at + offset,
      });
    }
  }
}
