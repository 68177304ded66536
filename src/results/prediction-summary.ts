/** What a run of predictions did, as one JSON object. */
import type { Label } from '../matrix.js';
import type { PredictedBlock } from '../pipeline/predict-table.js';

/** Counts the predictions of blocks as they pass. */
export class PredictionCounts {
  readonly #counts: Map<Label, number>;
  #rows = 0;

  /** @param actions the labels that can be predicted */
  constructor(actions: readonly Label[]) {
    this.#counts = new Map(actions.map((label) => [label, 0]));
  }

  async *counted<Block extends PredictedBlock>(blocks: AsyncIterable<Block>): AsyncGenerator<Block> {
    for await (const block of blocks) {
      for (const label of block.labels) this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
      this.#rows += block.labels.length;
      yield block;
    }
  }

  get rows(): number {
    return this.#rows;
  }

  /** One entry for each label, in the order of the actions. */
  byLabel(): { readonly prediction: Label; readonly rows: number }[] {
    return Array.from(this.#counts, ([prediction, rows]) => ({ prediction, rows }));
  }
}

/** The context of the counts in the summary. */
export interface PredictionSummaryContext {
  readonly out: string;
  readonly format: string;
  /** The rule of the predictions in words. */
  readonly decision: string;
  /** The class whose probability is the risk, if risk was used. */
  readonly positive?: Label;
  readonly threshold?: number;
  readonly notices: readonly string[];
}

/**
 * The object that `predict --json` writes: `rows` of the table, `written` to the file, and the predictions of all rows of
 * the table.
 */
export function predictionSummary(
  all: PredictionCounts,
  written: PredictionCounts,
  { out, format, decision, positive, threshold, notices }: PredictionSummaryContext,
) {
  return {
    rows: all.rows,
    written: written.rows,
    out,
    format,
    decision,
    ...(positive !== undefined && { positive }),
    ...(threshold !== undefined && { threshold }),
    predictions: all.byLabel(),
    notices,
  };
}
