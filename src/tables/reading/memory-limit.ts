/** Refuses a table that does not fit in memory, before the process runs out of it. */
import { InputError } from '../../errors.js';

/** 2 GiB of column storage. */
export const DEFAULT_MEMORY_LIMIT_BYTES = 2 * 1024 ** 3;
export const MOST_COLUMNS = 1_000_000;

export class MemoryLimit {
  readonly #source: string;
  readonly #bytes: number;

  /** `bytes` must be a positive number (`Infinity` for no limit), else `InputError`. */
  constructor(source: string, bytes: number) {
    if (!(bytes > 0)) {
      throw new InputError(
        `memoryLimitBytes is ${bytes}: give a positive number of bytes (default 2147483648)`,
      );
    }
    this.#source = source;
    this.#bytes = bytes;
  }

  /** Throws `InputError` if there are more than `MOST_COLUMNS`. */
  checkColumns(columns: number): void {
    if (columns <= MOST_COLUMNS) return;
    throw new InputError(
      `${this.#source}: the table has more columns than memory allows (over ${MOST_COLUMNS}); check that it is not transposed and that its delimiter and line ends are right`,
    );
  }

  /** Throws `InputError` if the columns take or will take more than the limit. */
  checkBytes(bytes: number, rows: number, columns: number): void {
    if (bytes <= this.#bytes) return;
    throw new InputError(
      `${this.#source}: ${rows} rows of ${columns} columns need ${mebibytes(bytes)} MiB of memory, more than the limit of ${mebibytes(this.#bytes)} MiB; drop rows or columns, or raise memoryLimitBytes (--memory-limit)`,
    );
  }

  /** Throws `InputError` if the metadata alone take more than the limit. */
  checkMetadata(bytes: number): void {
    if (bytes <= this.#bytes) return;
    throw new InputError(
      `${this.#source}: the metadata needs ${mebibytes(bytes)} MiB of memory, more than the limit of ${mebibytes(this.#bytes)} MiB; raise memoryLimitBytes (--memory-limit) if you trust the file`,
    );
  }
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 1024 ** 2);
}
