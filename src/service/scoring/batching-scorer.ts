/** The scorer of the service: few rows at once with those of other requests, many rows in slices and in threads. */
import { inTable, rowInTable } from '../../classifiers/contract/probabilities.js';
import { runInSlices, type TimeSlices, timeSlices } from '../../event-loop.js';
import type { Executor } from '../../jobs/executor.js';
import { type FeatureMatrix, type Matrix, rowsBetween } from '../../matrix.js';
import { ThreadPool } from '../../node/thread-pool.js';
import type { PredictRowsOptions } from '../../pipeline/predict-rows.js';
import { dataRow, type PredictTableOptions } from '../../pipeline/predict-table.js';
import { type SetRule, setRule } from '../../pipeline/prediction-sets/set-rule.js';
import { type RowPrediction, RowScorer } from '../../pipeline/row-scorer.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import type { Table } from '../../tables/table.js';
import { MicroBatch } from './micro-batch.js';
import type { Scorer, ServedRow, SinglePredictions } from './scorer.js';
import { SlicedPredictor } from './sliced-predictor.js';

/** Rows of a request that is answered in one turn of the event loop. */
const FEW_ROWS = 128;
/** Between two turns of the event loop. */
const SLICE_MILLISECONDS = 8;
/** Results that are put together between two pauses. */
const RESULT_ROWS = 512;

export class BatchingScorer implements Scorer {
  readonly #rows: RowScorer;
  readonly #batch: MicroBatch;
  readonly #many: SlicedPredictor;
  #calls = 0;
  #isClosed = false;
  /** Called when the last call has ended. */
  readonly #onIdle: (() => void)[] = [];

  /** @param executor for requests of many rows; default threads, one per core */
  constructor(
    private readonly model: TableClassifier,
    executor: Executor = new ThreadPool(),
  ) {
    this.#rows = RowScorer.of(model);
    this.#batch = new MicroBatch((X) => model.classifier.predictProba(X));
    this.#many = new SlicedPredictor(model.classifier, executor);
  }

  /** As `predictRows`. */
  predict(rows: readonly ServedRow[], options: PredictRowsOptions = {}): Promise<RowPrediction[]> {
    return this.#during(() =>
      rows.length <= FEW_ROWS ? this.#predictFew(rows, options) : this.#predictMany(rows, options),
    );
  }

  /** As `predictTable`, but each row is decided on its own. */
  predictTable(table: Table, options: PredictTableOptions): Promise<SinglePredictions> {
    return this.#during(() => this.#predictRowsOf(table, options));
  }

  async #during<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw new Error('this scorer is closed');
    this.#calls++;
    try {
      return await work();
    } finally {
      if (--this.#calls === 0) for (const each of this.#onIdle.splice(0)) each();
    }
  }

  /** Ends once the pending requests have been answered. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#calls > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
    await this.#many.close();
  }

  async #predictFew(rows: readonly ServedRow[], options: PredictRowsOptions): Promise<RowPrediction[]> {
    if (rows.length === 0) return [];
    const { onNotice } = options;
    const rule = setRule(this.model, options);
    // Before the rows meet those of other requests, so that an error reaches its own request only.
    const { matrix, notices } = this.#rows.prepare(rows, onNotice !== undefined);
    let uncalibrated: Matrix;
    try {
      uncalibrated = await this.#batch.add(matrix);
    } catch (error) {
      throw rowInTable(error, 0, dataRow);
    }
    if (onNotice !== undefined) for (const notice of [...notices, ...rule.notices]) onNotice(notice);
    return this.#rows.predictions(uncalibrated, rule);
  }

  async #predictMany(rows: readonly ServedRow[], options: PredictRowsOptions): Promise<RowPrediction[]> {
    const { onNotice } = options;
    const rule = setRule(this.model, options);
    const slices = timeSlices(SLICE_MILLISECONDS);
    const steps = this.#rows.prepareSteps(rows, onNotice !== undefined);
    const { matrix, notices } = await runInSlices(steps, undefined, slices);
    const predictions = await this.#predictMatrix(matrix, rule, slices);
    if (onNotice !== undefined) [...notices, ...rule.notices].forEach(onNotice);
    return predictions;
  }

  async #predictRowsOf(table: Table, options: PredictTableOptions): Promise<SinglePredictions> {
    const rule = setRule(this.model, options);
    const slices = timeSlices(SLICE_MILLISECONDS);
    const { matrix, notices } = this.model.prepare(table);
    return {
      predictions: await this.#predictMatrix(matrix, rule, slices),
      notices: [...(table.notices ?? []), ...notices, ...rule.notices],
    };
  }

  async #predictMatrix(X: FeatureMatrix, rule: SetRule, slices: TimeSlices): Promise<RowPrediction[]> {
    const uncalibrated = await inTable(this.#many.predictProba(X, slices), 0, dataRow);
    const predictions: RowPrediction[] = [];
    for (let start = 0; start < X.rows; start += RESULT_ROWS) {
      if (slices.due()) await slices.pause();
      const block = rowsBetween(uncalibrated, start, Math.min(X.rows, start + RESULT_ROWS));
      for (const prediction of this.#rows.predictions(block, rule)) predictions.push(prediction);
    }
    return predictions;
  }
}
