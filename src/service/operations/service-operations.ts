/**
 * What a service needs to run for months: metrics, logs, drift, back-pressure and an orderly end. It is created before the models
 * are loaded, whose scorers it wraps, and added to the application before its routes.
 */
import type { ServerResponse } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { TABLE_ADVICE } from '../../modelfile/safetensors-header.js';
import type { RowValue } from '../../pipeline/rows-table.js';
import { matchColumns } from '../../tables/preparation/columns-by-name.js';
import type { Column, Table } from '../../tables/table.js';
import { type ComparedRows, DriftMonitor, type DriftOptions } from '../drift/drift-monitor.js';
import { ThreadComparer } from '../drift/thread-comparer.js';
import { addGauges } from '../metrics/add-gauges.js';
import { ServiceMetrics } from '../metrics/service-metrics.js';
import type { RegistryEvent } from '../models/model-registry.js';
import type { LoadedModel, ServedModel } from '../models/served-model.js';
import { Pressure, type PressureLimits } from '../pressure/pressure.js';
import type { Scorer, ServedRow } from '../scoring/scorer.js';
import { UnderWay } from '../under-way.js';

export interface OperationsOptions {
  /** Whether /metrics is served; default true. */
  readonly metrics?: boolean;
  /** Compares the predicted rows with those of training; default: not. */
  readonly drift?: DriftOptions;
  readonly pressure?: PressureLimits;
}

export class ServiceOperations {
  readonly pressure: Pressure;
  readonly #monitors = new Map<string, DriftMonitor>();
  readonly #comparer = new ThreadComparer();
  /** Until the application has one, nothing happens that is worth a line. */
  #log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'> | undefined;
  readonly #answers = new UnderWay<ServerResponse>();
  #isStopping = false;

  private constructor(
    readonly metrics: ServiceMetrics | undefined,
    private readonly options: OperationsOptions,
  ) {
    this.pressure = new Pressure(options.pressure);
  }

  /** @throws InputError if metrics are wanted and their optional package is not installed */
  static async create(options: OperationsOptions = {}): Promise<ServiceOperations> {
    return new ServiceOperations(
      options.metrics === false ? undefined : await ServiceMetrics.load(),
      options,
    );
  }

  /** Whether the service was told to stop. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** From now on the service is not ready, and each connection ends with the answer that is next on it. */
  beginStop(): void {
    this.#isStopping = true;
    for (const answer of this.#answers.items()) answer.shouldKeepAlive = false;
  }

  /** Requests without a whole answer. */
  get underWay(): number {
    return this.#answers.size;
  }

  /** To be called for each answer; returns what to call when it has ended. */
  answering(answer: ServerResponse): () => void {
    const place = this.#answers.add(answer);
    if (this.#isStopping) answer.shouldKeepAlive = false;
    return () => {
      this.#answers.remove(place);
      // The headers of a long answer may have promised before the stop that the connection stays open.
      if (this.#isStopping) answer.socket?.end();
    };
  }

  get watchesDrift(): boolean {
    return this.options.drift !== undefined;
  }

  /** The monitor of a model by name; undefined if there is none. */
  monitorOf(name: string): DriftMonitor | undefined {
    return this.#monitors.get(name);
  }

  /** From now on everything is logged, and the gauges show these models. */
  begin(log: FastifyBaseLogger, models: () => readonly ServedModel[]): void {
    this.#log = log;
    for (const { name, generation, checksum } of models()) {
      log.info({ model: name, generation, checksum }, 'model loaded');
    }
    const { metrics, pressure } = this;
    if (metrics) addGauges(metrics, { models, pressure, compared: () => this.#compared() });
  }

  /** A scorer that counts what another one predicts. */
  watched(served: LoadedModel, scorer: Scorer): Scorer {
    const { name } = served;
    const during = <Result>(rows: number, work: () => Promise<Result>) => this.pressure.during(rows, work);
    return {
      predict: async (rows, options) => {
        const predictions = await during(rows.length, () => scorer.predict(rows, options));
        this.metrics?.predicted(name, predictions);
        this.#monitors.get(name)?.add(served, rows.length, (row) => rows[row]);
        return predictions;
      },
      predictTable: async (table, options) => {
        const found = await during(table.rows, () => scorer.predictTable(table, options));
        this.metrics?.predicted(name, found.predictions);
        this.#monitors.get(name)?.add(served, table.rows, rowsOfTable(served, table));
        return found;
      },
      close: () => scorer.close(),
    };
  }

  /** To be given to the registry. */
  readonly onModelEvent = (event: RegistryEvent): void => {
    if (event.kind === 'release-failed') {
      this.#log?.error({ err: event.error }, 'a replaced model could not be released');
      return;
    }
    if (event.kind === 'reload-failed') {
      const { name, error } = event;
      this.metrics?.reloaded(name, 'failed');
      this.#log?.error({ model: name, reason: reloadReason(error) }, 'model not reloaded: the old one stays');
      return;
    }
    const { name, generation, checksum } = event.served;
    this.metrics?.begins(event.served);
    if (event.kind === 'loaded') {
      const { drift } = this.options;
      if (drift) this.#monitors.set(name, this.#monitor(event.served, drift));
      return;
    }
    this.metrics?.reloaded(name, 'ok');
    this.#log?.info({ model: name, generation, checksum }, 'model reloaded');
  };

  async close(): Promise<void> {
    this.pressure.close();
    await Promise.all([...this.#monitors.values()].map((monitor) => monitor.close()));
  }

  #monitor(served: LoadedModel, drift: DriftOptions): DriftMonitor {
    return new DriftMonitor(served, drift, {
      compare: (...given) => this.#comparer.compare(...given),
      onCompared: ({ name }, { report: { verdict }, novelty, sampled }) => {
        this.metrics?.compared(name, novelty);
        const level = verdict === 'some' || verdict === 'strong' ? 'warn' : 'info';
        this.#log?.[level]({ model: name, verdict, rows: sampled }, 'drift compared');
      },
      onFailed: ({ name }, error) => {
        this.metrics?.comparisonFailed(name);
        this.#log?.error({ model: name, reason: messageOf(error) }, 'drift not compared');
      },
    });
  }

  #compared(): ReadonlyMap<string, ComparedRows> {
    const found = new Map<string, ComparedRows>();
    for (const [name, monitor] of this.#monitors) {
      const { last } = monitor.state;
      if (last) found.set(name, last);
    }
    return found;
  }
}

/** The rows of a table as objects. */
function rowsOfTable({ model }: LoadedModel, table: Table): (row: number) => ServedRow {
  const columns = matchColumns(
    table,
    model.preparation.inputColumns.map(({ name }) => name),
  );
  return (row) => Object.fromEntries(Array.from(columns, ([name, column]) => [name, cellAt(column, row)]));
}

function cellAt(column: Column, row: number): RowValue {
  if (column.kind === 'numeric') return column.values[row];
  const code = column.codes[row];
  return code < 0 ? null : column.dictionary[code];
}

/** Nobody has given arguments when a file is loaded again. */
function reloadReason(error: unknown): string {
  const message = messageOf(error);
  return message.endsWith(TABLE_ADVICE) ? message.slice(0, -TABLE_ADVICE.length) : message;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
