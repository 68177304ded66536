/** Compares the rows that a model predicts with those of its training, again and again. */
import type { DriftBin, DriftReport } from '../../pipeline/drift/drift.js';
import type { DriftFound } from '../../pipeline/drift/drift-job.js';
import { tableOfRows } from '../../pipeline/rows-table.js';
import { isKept } from '../../tables/preparation/fitted-columns.js';
import type { Table } from '../../tables/table.js';
import type { LoadedModel } from '../models/served-model.js';
import type { ServedRow } from '../scoring/scorer.js';
import { RowSample } from './row-sample.js';

export interface DriftOptions {
  /** A comparison is due after this many rows; default 100,000. */
  readonly rows?: number;
  /** Or after this many minutes; default 60. */
  readonly minutes?: number;
  /** Rows of the sample that is compared; default 2000. */
  readonly sample?: number;
}

/** Fewer rows are not compared, however long they took. */
export const FEWEST_SAMPLED_ROWS = 200;
/** Comparing takes at most one part in this many of the time of a thread. */
const REST = 20;

export interface ComparedRows {
  /** The first and the last moment at which the rows were predicted. */
  readonly from: Date;
  readonly to: Date;
  /** All rows of that time, and those of them that were compared. */
  readonly rows: number;
  readonly sampled: number;
  readonly generation: number;
  readonly report: DriftReport;
  readonly novelty?: DriftFound['novelty'];
}

export interface DriftState {
  /** Of the sample that is being drawn. */
  readonly since: Date;
  readonly rows: number;
  readonly sampled: number;
  /** The last comparison; absent before the first. */
  readonly last?: ComparedRows;
  /** Why the model cannot be watched. */
  readonly unavailable?: string;
}

export interface DriftListeners {
  readonly compare: (served: LoadedModel, table: Table) => Promise<DriftFound>;
  readonly onCompared: (served: LoadedModel, compared: ComparedRows) => void;
  readonly onFailed: (served: LoadedModel, error: unknown) => void;
}

/** Of one model by name, whatever its versions. */
export class DriftMonitor {
  readonly #options: Required<DriftOptions>;
  #served: LoadedModel;
  #sample: RowSample;
  #since = Date.now();
  #last: ComparedRows | undefined;
  #running: Promise<void> | undefined;
  /** Earliest moment of the next comparison. */
  #rested = 0;

  constructor(
    served: LoadedModel,
    options: DriftOptions,
    private readonly listeners: DriftListeners,
  ) {
    this.#options = { rows: 100_000, minutes: 60, sample: 2000, ...options };
    this.#served = served;
    this.#sample = this.#newSample();
  }

  /**
   * Takes note of rows that a version of the model has predicted. Rows of older versions than the newest are ignored.
   *
   * @param rowAt called for the rows that are sampled
   */
  add(served: LoadedModel, rows: number, rowAt: (row: number) => ServedRow): void {
    if (served.generation < this.#served.generation || served.model.record === undefined) return;
    if (served.generation > this.#served.generation) {
      this.#served = served;
      this.#restart();
    }
    for (let row = 0; row < rows; row++) this.#sample.add(() => rowAt(row));
    if (this.#isDue()) this.#running = this.#compare();
  }

  get state(): DriftState {
    return {
      since: new Date(this.#since),
      rows: this.#sample.seen,
      sampled: this.#sample.rows.length,
      ...(this.#last && { last: this.#last }),
      ...(this.#served.model.record === undefined && {
        unavailable: 'the model keeps nothing of its training table to compare with: train it again',
      }),
    };
  }

  /** Waits for a comparison that is running. */
  async close(): Promise<void> {
    await this.#running;
  }

  #newSample(): RowSample {
    const columns = this.#served.model.preparation.inputColumns.filter(isKept).map(({ name }) => name);
    return new RowSample(columns, this.#options.sample);
  }

  #restart(): void {
    this.#sample = this.#newSample();
    this.#since = Date.now();
  }

  #isDue(): boolean {
    const { rows, minutes } = this.#options;
    if (this.#running !== undefined || this.#sample.rows.length < this.#fewest) return false;
    const now = Date.now();
    return now >= this.#rested && (this.#sample.seen >= rows || now - this.#since >= 60_000 * minutes);
  }

  get #fewest(): number {
    return Math.min(FEWEST_SAMPLED_ROWS, this.#options.sample, this.#options.rows);
  }

  async #compare(): Promise<void> {
    const served = this.#served;
    const sample = this.#sample;
    const [from, to] = [new Date(this.#since), new Date()];
    this.#restart();
    const start = performance.now();
    try {
      const { drift, novelty } = await this.listeners.compare(
        served,
        tableOfRows(served.model.preparation, sample.rows),
      );
      this.#last = {
        from,
        to,
        rows: sample.seen,
        sampled: sample.rows.length,
        generation: served.generation,
        report: withoutCells(drift),
        ...(novelty && { novelty }),
      };
      this.listeners.onCompared(served, this.#last);
    } catch (error) {
      this.listeners.onFailed(served, error);
    } finally {
      this.#rested = Date.now() + REST * (performance.now() - start);
      this.#running = undefined;
    }
  }
}

/** New categories, new values and notices quote cells of the rows, which other clients sent than those that see the report. */
function withoutCells(report: DriftReport): DriftReport {
  const isNew = ({ before }: DriftBin) => before === 0;
  return {
    ...report,
    columns: report.columns.map(({ unseen, bins, ...column }) => ({
      ...column,
      bins: bins.map((bin) => (isNew(bin) ? { ...bin, label: '(new)' } : bin)),
      ...(unseen && { unseen: { cells: unseen.cells, categories: [] } }),
    })),
    notices: [],
  };
}
