/** Predictions of blocks, taken in numbers of rows of one's own. */
import { rowsAt } from '../matrix.js';
import type { PredictedRows } from '../pipeline/predicted-rows.js';

/** Rows of blocks, which are taken in numbers of one's own. */
export class RowSource {
  readonly #blocks: AsyncIterator<PredictedRows>;
  #block: PredictedRows | undefined;
  /** The next row of the block. */
  #at = 0;

  constructor(blocks: AsyncIterable<PredictedRows>) {
    this.#blocks = blocks[Symbol.asyncIterator]();
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#block === undefined || this.#at >= this.#block.labels.length) {
      const next = await this.#blocks.next();
      if (next.done) return true;
      this.#block = next.value;
      this.#at = 0;
    }
    return false;
  }

  /** The next rows, at most `most`; `rows` counts them as they are read. */
  take(most: number) {
    const taken = { rows: 0, blocks: () => read() };
    const read = async function* (this: RowSource): AsyncGenerator<PredictedRows> {
      while (taken.rows < most && !(await this.isAtEnd())) {
        const block = this.#block as PredictedRows;
        const end = Math.min(block.labels.length, this.#at + most - taken.rows);
        const part = between(block, this.#at, end);
        taken.rows += end - this.#at;
        this.#at = end;
        yield part;
      }
    }.bind(this);
    return taken;
  }

  async close(): Promise<void> {
    await this.#blocks.return?.();
  }
}

/** Predictions from `start` to `end` of a block. */
function between(block: PredictedRows, start: number, end: number): PredictedRows {
  if (start === 0 && end === block.labels.length) return block;
  const { sets, reviewReasons } = block;
  return {
    ...block,
    rows: block.rows.subarray(start, end),
    labels: block.labels.slice(start, end),
    probabilities: rowsAt(
      block.probabilities,
      Int32Array.from({ length: end - start }, (_, i) => start + i),
    ),
    ...(sets && { sets: sets.slice(start, end) }),
    ...(reviewReasons && { reviewReasons: reviewReasons.slice(start, end) }),
  };
}
