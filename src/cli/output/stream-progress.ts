/** The progress of predictions for a table in blocks: a live line on a terminal, nothing elsewhere. */
import type { PredictedRows } from '../../pipeline/predicted-rows.js';
import { CLEAR_LINE, type ProgressStream } from './output.js';
import { duration } from './progress-display.js';

const MILLISECONDS_BETWEEN_DRAWINGS = 200;
const BAR = 20;

export class StreamProgress {
  readonly #stream: ProgressStream | undefined;
  readonly #size: number | undefined;
  readonly #started = performance.now();
  #bytes = 0;
  #rows = 0;
  #drawn = 0;
  #isOpen = false;

  /**
   * @param stream undefined to show nothing
   * @param size bytes of the input; undefined if unknown
   */
  constructor(stream: ProgressStream | undefined, size: number | undefined) {
    this.#stream = stream?.isTTY === true && process.env.TERM !== 'dumb' ? stream : undefined;
    this.#size = size;
  }

  /** Bytes of the input read so far. */
  read(bytes: number): void {
    this.#bytes = bytes;
  }

  /** The rows to expect if the others are as long as the first ones, which have been read. */
  expectedRows(rows: number): { readonly expectedRows?: number } {
    if (this.#size === undefined || this.#bytes === 0) return {};
    return { expectedRows: Math.ceil((rows * this.#size) / this.#bytes) };
  }

  /** Counts the rows of blocks as they pass. */
  async *shown<Block extends PredictedRows>(blocks: AsyncIterable<Block>): AsyncGenerator<Block> {
    for await (const block of blocks) {
      this.#rows += block.labels.length;
      this.#draw();
      yield block;
    }
  }

  /** Clears the line. */
  finish(): void {
    if (this.#isOpen) this.#stream?.write(CLEAR_LINE);
    this.#isOpen = false;
  }

  #draw(): void {
    const now = performance.now();
    if (this.#stream === undefined || now - this.#drawn < MILLISECONDS_BETWEEN_DRAWINGS) return;
    this.#drawn = now;
    this.#isOpen = true;
    const text = progressText(this.#rows, this.#bytes, this.#size, (now - this.#started) / 1000);
    this.#stream.write(CLEAR_LINE + text.slice(0, (this.#stream.columns ?? 80) - 1));
  }
}

/** `predicting [#####...............] 25 % of 812 MB, 1200000 rows, 310000 rows/s, 22 s left` */
export function progressText(rows: number, bytes: number, size: number | undefined, seconds: number): string {
  const figures = `${rows} rows, ${Math.round(rows / seconds)} rows/s`;
  if (size === undefined || size === 0) return `predicting ${figures}`;
  const share = Math.min(1, bytes / size);
  const filled = Math.round(BAR * share);
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}]`;
  const left = share > 0 ? `, ${duration((seconds * (1 - share)) / share)} left` : '';
  return `predicting ${bar} ${Math.floor(100 * share)} % of ${Math.ceil(size / 1e6)} MB, ${figures}${left}`;
}
