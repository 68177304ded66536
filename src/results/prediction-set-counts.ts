/** Counts of prediction sets and of rows for review, as `predict --json` writes them. */
import type { PredictedBlock } from '../pipeline/predict-table.js';

/** Of all rows of the table. */
export interface SetSummary {
  /** With a coverage. `sizes` has the rows whose set has 0, 1, 2, ... classes. */
  readonly sets?: {
    readonly coverage: number;
    readonly meanSize: number;
    readonly sizes: readonly { readonly size: number; readonly rows: number }[];
  };
  /** With a review: the number of rows. */
  readonly review?: { readonly rows: number };
}

/** Counts the sets of blocks as they pass. */
export class SetCounts {
  readonly #sizes: number[];
  #reviewed: number | undefined;

  /** @param coverage undefined without sets */
  constructor(
    private readonly coverage: number | undefined,
    classes: number,
  ) {
    this.#sizes = new Array<number>(classes + 1).fill(0);
  }

  async *counted<Block extends PredictedBlock>(blocks: AsyncIterable<Block>): AsyncGenerator<Block> {
    for await (const block of blocks) {
      for (const { length } of block.sets ?? []) this.#sizes[length]++;
      if (block.reviewReasons !== undefined) {
        this.#reviewed = (this.#reviewed ?? 0) + block.reviewReasons.filter((reason) => reason !== '').length;
      }
      yield block;
    }
  }

  summary(): SetSummary {
    const { coverage } = this;
    const rows = this.#sizes.reduce((sum, count) => sum + count, 0);
    const inSets = this.#sizes.reduce((sum, count, size) => sum + size * count, 0);
    const sizes = this.#sizes.map((count, size) => ({ size, rows: count }));
    return {
      ...(coverage !== undefined && { sets: { coverage, meanSize: inSets / rows, sizes } }),
      ...(this.#reviewed !== undefined && { review: { rows: this.#reviewed } }),
    };
  }
}
