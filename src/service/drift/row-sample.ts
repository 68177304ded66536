/** A uniform sample of the rows that a model has predicted, in bounded memory. */
import { RandomStream } from '../../engine/random/random-stream.js';
import type { RowValue } from '../../pipeline/rows-table.js';
import type { ServedRow } from '../scoring/scorer.js';

/** Rows with more characters of text in the columns of the model are left out, so that the rows of a sample cannot fill the memory. */
const MOST_CHARACTERS = 8192;
/** Of all rows of a sample. */
const MOST_CELLS = 1_000_000;

export class RowSample {
  readonly #capacity: number;
  readonly #random = new RandomStream(42, 'drift');
  readonly #rows: ServedRow[] = [];
  #seen = 0;
  #leftOut = 0;

  /**
   * @param columns the columns that are kept of each row
   * @param mostRows fewer are kept of tables with very many columns
   */
  constructor(
    private readonly columns: readonly string[],
    mostRows: number,
  ) {
    this.#capacity = Math.max(1, Math.min(mostRows, Math.floor(MOST_CELLS / columns.length)));
  }

  get rows(): readonly ServedRow[] {
    return this.#rows;
  }

  /** Rows that were added. */
  get seen(): number {
    return this.#seen;
  }

  /** Rows that were too long to be sampled. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** @param row called if the row is sampled */
  add(row: () => ServedRow): void {
    const drawn = this.#random.integer(++this.#seen);
    const place = this.#rows.length < this.#capacity ? this.#rows.length : drawn;
    if (place >= this.#capacity) return;
    const kept = this.#copyOf(row());
    if (kept === undefined) this.#leftOut++;
    else this.#rows[place] = kept;
  }

  #copyOf(row: ServedRow): ServedRow | undefined {
    let characters = 0;
    for (const column of this.columns) characters += lengthOf(row[column]);
    if (characters > MOST_CHARACTERS) return undefined;
    return Object.fromEntries(this.columns.map((column) => [column, copied(row[column])]));
  }
}

function lengthOf(value: RowValue): number {
  if (typeof value === 'string') return value.length;
  return Array.isArray(value) ? value.reduce((sum, each) => sum + String(each).length + 1, 0) : 0;
}

/** Text that was cut from a longer one keeps all of that in memory. */
function copied(value: RowValue): RowValue {
  return typeof value === 'string' ? Buffer.from(value, 'utf16le').toString('utf16le') : value;
}
