/** Predictions for vectors of rows, without returning to the event loop, as functions of a database need them. */
import type { DuckDBStructVector } from '@duckdb/node-api';
import { Alerts } from '../../decision/alerts.js';
import { type FeatureMatrix, type Matrix, rowsBetween } from '../../matrix.js';
import type { SavedClassifierState } from '../../pipeline/prediction/prediction-job.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { BlockingThread } from '../../platform/node/threads/blocking-thread.js';
import { matchColumns } from '../../tables/preparation/columns-by-name.js';
import { isKept } from '../../tables/preparation/fitted-columns.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import type { Column } from '../../tables/table.js';
import type { DuckDB } from './load-duckdb.js';
import { columnCells, presentRows } from './struct-columns.js';

/** Fewest rows of a vector for each thread. */
const LEAST_ROWS = 256;

/** Predictions for the rows of a vector that are not NULL. */
export interface VectorPrediction {
  /** Their indices in the vector. */
  readonly rows: Int32Array;
  /** The index of the action for each (`Decision`). */
  readonly actions: Int32Array;
  /** Calibrated, rows x classes. */
  readonly probabilities: Matrix;
}

export interface VectorScorerOptions {
  readonly threads: number;
  /** What the rows are called in messages. */
  readonly source: string;
  readonly onNotice: (notice: string) => void;
}

export class VectorScorer {
  readonly #threads: readonly BlockingThread<FeatureMatrix, Float32Array>[];

  constructor(
    private readonly duckdb: DuckDB,
    private readonly model: TableClassifier,
    private readonly options: VectorScorerOptions,
  ) {
    const { classifier } = model;
    const shared: SavedClassifierState = {
      name: classifier.name,
      state: classifier.toJSON(),
      tensors: classifier.tensors(),
    };
    const kinds = new URL('../../job-kinds.js', import.meta.url);
    this.#threads = Array.from(
      { length: options.threads },
      () => new BlockingThread(kinds, { kind: 'predictions', shared }),
    );
  }

  /**
   * Predicts each row by itself: for alerts by their threshold, as `predictRows` does.
   *
   * @throws InputError as `Preparation.prepare` and `columnCells`.
   */
  score(vector: DuckDBStructVector, count: number): VectorPrediction {
    const { model } = this;
    const rows = presentRows(vector, count);
    const classes = model.classes.length;
    if (rows.length === 0) {
      return {
        rows,
        actions: new Int32Array(0),
        probabilities: { data: new Float32Array(0), rows: 0, columns: classes },
      };
    }
    const prepared = model.prepare(this.#table(vector, rows));
    prepared.notices.forEach(this.options.onNotice);
    const data = this.#predict(prepared.matrix);
    const probabilities = model.calibrated({ data, rows: rows.length, columns: classes });
    const { decision } = model;
    const actions =
      decision instanceof Alerts ? decision.decideSingly(probabilities) : decision.decide(probabilities);
    return { rows, actions, probabilities };
  }

  /** Of the columns that the model uses; a column without a name that it knows stays out, so that a lacking one is an error. */
  #table(vector: DuckDBStructVector, rows: Int32Array) {
    const { source } = this.options;
    const { preparation, provenance } = this.model;
    const names = (vector.type as InstanceType<DuckDB['DuckDBStructType']>).entryNames;
    const kept = preparation.inputColumns.filter(isKept);
    const given = {
      rows: 0,
      source,
      columns: names.map((name): Column => ({ kind: 'numeric', name, values: new Float32Array(0) })),
    };
    const found = matchColumns(
      given,
      kept.map(({ name }) => name),
    );
    const keepWords = provenance.reading?.keepWords ?? [];
    const columns = kept.flatMap((column) => {
      const match = found.get(column.name);
      if (match === undefined) return [];
      const entry = vector.entryVectorAt(names.indexOf(match.name));
      return [[column.name, columnCells(this.duckdb, entry, rows, column, keepWords)] as const];
    });
    // The error for a lacking column names those that are there.
    if (columns.length < kept.length) this.model.prepare({ ...given });
    return tableFromColumns(columns, source);
  }

  #predict(X: FeatureMatrix): Float32Array {
    const threads = this.#threads.slice(0, Math.max(1, Math.floor(X.rows / LEAST_ROWS)));
    const size = Math.ceil(X.rows / threads.length);
    threads.forEach((thread, i) => {
      const part = rowsBetween(X, i * size, Math.min(X.rows, (i + 1) * size));
      thread.start(threads.length === 1 ? X : { ...part, data: part.data.slice() });
    });
    const data = new Float32Array(X.rows * this.model.classes.length);
    let at = 0;
    let failure: { readonly error: unknown } | undefined;
    for (const thread of threads) {
      try {
        const found = thread.wait();
        data.set(found, at);
        at += found.length;
      } catch (error) {
        // The answers of the other threads are still to be taken.
        failure ??= { error };
      }
    }
    if (failure !== undefined) throw failure.error;
    return data;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}
