/**
 * How much a Parquet file may unpack to. Runs and repetitions let a few honest bytes stand for many cells, and a few
 * hostile ones for more than any machine holds.
 */
import { InputError } from '../../../errors.js';

/** Unpacked bytes for each byte of the file: 128 cells of 4 bytes. */
const MOST_RATIO = 512;
/** This much is never too much for a file, however small: 16 million cells. */
const ALWAYS_BYTES = 2 ** 26;
const BYTES_A_CELL = 4;

export class Expansion {
  readonly #source: string;
  readonly #most: number;
  #bytes = 0;

  /** `most`: bytes to unpack to; default: 64 MiB, or 512 times the file where that is more. */
  constructor(source: string, fileBytes: number, most: number | undefined) {
    this.#source = source;
    this.#most = most ?? Math.max(ALWAYS_BYTES, fileBytes * MOST_RATIO);
  }

  /** Throws `InputError` for more cells than the file may hold. */
  checkCells(rows: number, columns: number): void {
    if (rows * columns * BYTES_A_CELL <= this.#most) return;
    throw this.#tooMuch(`${rows} rows of ${columns} columns (${rows * columns * BYTES_A_CELL} bytes)`);
  }

  /** Counts bytes about to be unpacked. Throws `InputError` where all so far are too many. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#most) throw this.#tooMuch(`more than ${this.#most} bytes`);
  }

  #tooMuch(what: string): InputError {
    return new InputError(
      `${this.#source}: the Parquet file would unpack to ${what}, out of proportion to its size; if it is to be trusted, raise maxExpandedBytes above the limit of ${this.#most}`,
    );
  }
}
