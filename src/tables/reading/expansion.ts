/**
 * Limits what a file may unpack to. With runs and repetitions in Parquet and absent keys in JSON lines, a few bytes can
 * stand for many cells, and in a hostile file for more than any machine can hold.
 */
import { InputError } from '../../errors.js';

/** Unpacked bytes for each byte of the file: 128 cells of 4 bytes. */
const MOST_RATIO = 512;
/** Always allowed, however small the file: 16 million cells. */
export const ALWAYS_BYTES = 2 ** 26;
const BYTES_PER_CELL = 4;

export class Expansion {
  /** Size of the file, or of the part read so far. */
  inputBytes = 0;
  readonly #source: string;
  readonly #format: string;
  readonly #given: number | undefined;
  #bytes = 0;

  /** `most`: maximum number of unpacked bytes; default 64 MiB, or 512 times `inputBytes` if that is more. */
  constructor(source: string, format: string, most: number | undefined) {
    this.#source = source;
    this.#format = format;
    this.#given = most;
  }

  /** Throws `InputError` for more cells than the file may hold. */
  checkCells(rows: number, columns: number): void {
    const bytes = rows * columns * BYTES_PER_CELL;
    if (bytes > this.#most) throw this.#tooMuch(`${rows} rows of ${columns} columns (${bytes} bytes)`);
  }

  /** Counts bytes about to be unpacked. Throws `InputError` if the total is too large. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#most) throw this.#tooMuch(`more than ${this.#most} bytes`);
  }

  get #most(): number {
    return this.#given ?? Math.max(ALWAYS_BYTES, this.inputBytes * MOST_RATIO);
  }

  #tooMuch(what: string): InputError {
    return new InputError(
      `${this.#source}: ${this.inputBytes} bytes of ${this.#format} would make ${what}, out of proportion to their size; if you trust the file, raise maxExpandedBytes (--max-expanded, now ${this.#most})`,
    );
  }
}
