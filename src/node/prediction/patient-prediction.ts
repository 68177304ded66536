/** Prediction that starts threads only where there is more to do than they take to start. */
import { availableParallelism } from 'node:os';
import type { Classifier, RowPredictor } from '../../classifiers/contract/classifier.js';
import { inTable } from '../../classifiers/contract/probabilities.js';
import { labelsOfRows } from '../../decision/argmax.js';
import { type FeatureMatrix, type Label, type Matrix, rowsBetween } from '../../matrix.js';
import { PredictionThreads, type PredictionThreadsOptions } from './prediction-threads.js';

/** Rows whose time tells how long the others will take. */
const PROBE_ROWS = 256;

export interface PatientPredictionOptions extends PredictionThreadsOptions {
  /** Seconds of work in one thread from which on several are worth their start, which takes about 0.2; default 1. */
  readonly worthSeconds?: number;
}

/**
 * Predicts some rows in this thread, and the others in all `threads` (default: one a core) where one would be at it for
 * longer than is worth their start. The predictions are the same either way.
 */
export class PatientPrediction implements RowPredictor {
  #threads: PredictionThreads | undefined;
  #left: number;

  /** @param rows how many are going to be predicted, in one call or in several */
  constructor(
    private readonly classifier: Classifier,
    rows: number,
    private readonly options: PatientPredictionOptions = {},
  ) {
    this.#left = rows;
  }

  get classes(): readonly Label[] {
    return this.classifier.classes;
  }

  async predictProba(X: FeatureMatrix): Promise<Matrix> {
    const { threads = availableParallelism(), worthSeconds = 1 } = this.options;
    this.#left -= X.rows;
    if (this.#threads) return this.#threads.predictProba(X);
    if (threads === 1 || X.rows <= PROBE_ROWS) return this.classifier.predictProba(X);
    const probe = await this.#probe(X);
    const rest = rowsBetween(X, PROBE_ROWS, X.rows);
    const seconds = probe.secondsARow * (rest.rows + Math.max(0, this.#left));
    if (seconds > worthSeconds) this.#threads = new PredictionThreads(this.classifier, this.options);
    const others = await inTable((this.#threads ?? this.classifier).predictProba(rest), PROBE_ROWS);
    const data = new Float32Array(X.rows * others.columns);
    data.set(probe.probabilities.data);
    data.set(others.data, probe.probabilities.data.length);
    return { data, rows: X.rows, columns: others.columns };
  }

  async predict(X: FeatureMatrix): Promise<Label[]> {
    return labelsOfRows(await this.predictProba(X), this.classes);
  }

  async close(): Promise<void> {
    await this.#threads?.close();
  }

  async #probe(X: FeatureMatrix) {
    const rows = rowsBetween(X, 0, PROBE_ROWS);
    // The first call may still have to make ready what all share.
    await this.classifier.predictProba(rowsBetween(X, 0, 1));
    const started = performance.now();
    const probabilities = await this.classifier.predictProba(rows);
    return { probabilities, secondsARow: (performance.now() - started) / 1000 / rows.rows };
  }
}
