/**
 * How much a file may unpack to. Runs and repetitions in Parquet, and absent keys in JSON lines, let a few honest bytes
 * stand for many cells, and a few hostile ones for more than any machine holds.
 */
import { InputError } from '../../errors.js';

/** Unpacked bytes for each byte of the file: 128 cells of 4 bytes. */
const MOST_RATIO = 512;
/** This much is never too much for a file, however small: 16 million cells. */
export const ALWAYS_BYTES = 2 ** 26;
const BYTES_A_CELL = 4;

export class Expansion {
  /** Size of the file, or what of it has been read. */
  inputBytes = 0;
  readonly #source: string;
  readonly #format: string;
  readonly #given: number | undefined;
  #bytes = 0;

  /** `most`: bytes to unpack to; default: 64 MiB, or 512 times `inputBytes` where that is more. */
  constructor(source: string, format: string, most: number | undefined) {
    this.#source = source;
    this.#format = format;
    this.#given = most;
  }

  /** Throws `InputError` for more cells than the file may hold. */
  checkCells(rows: number, columns: number): void {
    const bytes = rows * columns * BYTES_A_CELL;
    if (bytes > this.#most) throw this.#tooMuch(`${rows} rows of ${columns} columns (${bytes} bytes)`);
  }

  /** Counts bytes about to be unpacked. Throws `InputError` where all so far are too many. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#most) throw this.#tooMuch(`more than ${this.#most} bytes`);
  }

  get #most(): number {
    return this.#given ?? Math.max(ALWAYS_BYTES, this.inputBytes * MOST_RATIO);
  }

  #tooMuch(what: string): InputError {
    return new InputError(
      `${this.#source}: ${this.inputBytes} bytes of ${this.#format} would make ${what}, out of proportion to their size; if the file is to be trusted, raise maxExpandedBytes (now ${this.#most})`,
    );
  }
}
