/** What a preparation remembers of the blocks of a table. */
import type { InputError } from '../../errors.js';
import { BlockColumns } from './block-columns.js';
import { type UnusualCells, unusualCellNotices } from './new-cells.js';
import { Notations } from './numbers/notations.js';
import { Remarks } from './remarks.js';

export class BlockState {
  readonly notations = new Notations();
  readonly remarks = new Remarks();
  /** Undefined for a whole table, whose columns are typed already. */
  readonly columns: BlockColumns | undefined;
  /** The name in the table of each fitted column that was found. */
  readonly namesFound = new Map<string, string>();
  /** The notice of columns that the training table does not have. */
  ignored: readonly string[] = [];
  /** Throws `InputError` if columns are missing; in JSON later rows may still have them. */
  requireColumns: () => void = () => {};
  readonly #unusual = new Map<string, UnusualCells>();

  /** @param isWhole whether the table comes as a single block */
  constructor(isWhole: boolean) {
    this.columns = isWhole ? undefined : new BlockColumns();
  }

  addUnusual({ name, cells, newlyMissing, outside }: UnusualCells): void {
    const before = this.#unusual.get(name) ?? { cells: 0, newlyMissing: 0, outside: 0 };
    this.#unusual.set(name, {
      name,
      cells: before.cells + cells,
      newlyMissing: before.newlyMissing + newlyMissing,
      outside: before.outside + outside,
    });
  }

  /** What all cells so far show together. */
  errors(): InputError[] {
    return this.remarks.errors();
  }

  /** @param rowsName see `unusualCellNotices` */
  notices(rowsName?: string): string[] {
    return [
      ...this.ignored,
      ...this.remarks.notices(),
      ...unusualCellNotices([...this.#unusual.values()], rowsName),
    ];
  }
}
