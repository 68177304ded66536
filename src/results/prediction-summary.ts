/** What a run of predictions did, as one JSON object. */
import type { Label } from '../matrix.js';
import type { Novelty } from '../pipeline/novelty/detect-novelty.js';
import type { PredictedBlock } from '../pipeline/predict-table.js';
import type { SetSummary } from './prediction-set-counts.js';

/** Counts the predictions of blocks as they pass. */
export class PredictionCounts {
  readonly #counts: Map<Label, number>;
  #rows = 0;
  #expected = 0;

  /**
   * @param actions the labels that can be predicted
   * @param positive the class (column) of `expected`
   */
  constructor(
    actions: readonly Label[],
    private readonly positive: number,
  ) {
    this.#counts = new Map(actions.map((label) => [label, 0]));
  }

  async *counted<Block extends PredictedBlock>(blocks: AsyncIterable<Block>): AsyncGenerator<Block> {
    for await (const block of blocks) {
      for (const label of block.labels) this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
      this.#rows += block.labels.length;
      const { data, columns } = block.probabilities;
      for (let at = this.positive; at < data.length; at += columns) this.#expected += data[at];
      yield block;
    }
  }

  get rows(): number {
    return this.#rows;
  }

  /** Rows of the positive class to expect: the sum of its calibrated probabilities. */
  get expected(): number {
    return this.#expected;
  }

  /** One entry for each label, in the order of the actions. */
  byLabel(): { readonly prediction: Label; readonly rows: number }[] {
    return Array.from(this.#counts, ([prediction, rows]) => ({ prediction, rows }));
  }
}

/** The context of the counts in the summary. */
export interface PredictionSummaryContext extends SetSummary {
  readonly out: string;
  readonly format: string;
  /** The rule of the predictions in words. */
  readonly decision: string;
  /** The class whose probability is the risk, if risk was used. */
  readonly positive?: Label;
  readonly threshold?: number;
  /** Of the rows of the table, if that was asked for. */
  readonly novelty?: Novelty;
  readonly notices: readonly string[];
}

/**
 * The object that `predict --json` writes: `rows` of the table, `written` to the file, and the predictions of all rows of
 * the table. `expected` is the number of rows of the positive class to expect among either, if risk was used.
 */
export function predictionSummary(
  all: PredictionCounts,
  written: PredictionCounts,
  { out, format, decision, positive, threshold, novelty, sets, review, notices }: PredictionSummaryContext,
) {
  return {
    rows: all.rows,
    written: written.rows,
    out,
    format,
    decision,
    ...(positive !== undefined && { positive, expected: { all: all.expected, written: written.expected } }),
    ...(threshold !== undefined && { threshold }),
    ...(novelty && {
      novelty: { level: novelty.level, novel: novelty.rows.filter(({ isNovel }) => isNovel).length },
    }),
    predictions: all.byLabel(),
    ...(sets && { sets }),
    ...(review && { review }),
    notices,
  };
}
