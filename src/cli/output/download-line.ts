/** The progress of a download: one live line on a terminal, nothing elsewhere. */
import type { DownloadProgress } from '../../paper/node/datasets/download.js';
import { CLEAR_LINE, type ProgressStream } from './output.js';

const MILLISECONDS_BETWEEN_DRAWINGS = 100;
const MEGABYTE = 1e6;

export class DownloadLine {
  readonly #stream: ProgressStream;
  readonly #name: string;
  readonly #live: boolean;
  #drawn = Number.NEGATIVE_INFINITY;

  constructor(stream: ProgressStream, name: string, quiet: boolean) {
    this.#stream = stream;
    this.#name = name;
    this.#live = !quiet && stream.isTTY === true && process.env.TERM !== 'dumb';
  }

  update({ received, total }: DownloadProgress): void {
    const now = performance.now();
    if (!this.#live || now - this.#drawn < MILLISECONDS_BETWEEN_DRAWINGS) return;
    this.#drawn = now;
    const of = total === undefined ? '' : ` of ${megabytes(total)}`;
    this.#stream.write(`${CLEAR_LINE}${this.#name}: ${megabytes(received)}${of} MB`);
  }

  /** Clears the line, so that the next output replaces it. */
  finish(): void {
    if (this.#drawn > Number.NEGATIVE_INFINITY) this.#stream.write(CLEAR_LINE);
  }
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}
