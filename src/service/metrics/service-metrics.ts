/** What the service counts and measures, in the form of Prometheus. */
import type { Gauge } from 'prom-client';
import { InputError } from '../../errors.js';
import type { RowPrediction } from '../../pipeline/predict-rows.js';
import { VERSION } from '../../version.js';
import type { ComparedRows } from '../drift/drift-monitor.js';
import type { ServedModel } from '../models/served-model.js';
import { SHORTAGES, type Shortage } from '../pressure/pressure.js';

type PrometheusPackage = typeof import('prom-client');

/** Seconds: from the fastest answers for one row to large batches. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** A finished request. */
export interface RequestMeasure {
  readonly method: string;
  /** The pattern of the route; undefined for an address that has none. */
  readonly route: string | undefined;
  /** `aborted` if the client left before the end of the answer. */
  readonly status: number | 'aborted';
  readonly seconds: number;
}

/** The methods that routes have; others share a label, because clients choose them. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** Labels never come from a client: addresses without a route and methods without one are `other`. */
export class ServiceMetrics {
  readonly #prometheus: PrometheusPackage;
  readonly #registry;
  readonly #durations;
  readonly #rows;
  readonly #decisions;
  readonly #reviews;
  readonly #rejected;
  readonly #reloads;
  readonly #comparisons;
  readonly #checked;
  readonly #novel;

  private constructor(prometheus: PrometheusPackage) {
    this.#prometheus = prometheus;
    const { Registry, Counter, Histogram, collectDefaultMetrics } = prometheus;
    const registry = new Registry();
    const registers = [registry];
    const counter = <Name extends string>(name: string, help: string, labelNames: readonly Name[]) =>
      new Counter({ name: `qcl_mixnet_${name}`, help, labelNames, registers });
    this.#registry = registry;
    collectDefaultMetrics({ register: registry });
    this.#durations = new Histogram({
      name: 'qcl_mixnet_http_request_duration_seconds',
      help: 'Time from the headers of a request to the end of its answer',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: DURATION_BUCKETS,
      registers,
    });
    this.#rows = counter('rows_total', 'Predicted rows', ['model']);
    this.#decisions = counter('decisions_total', 'Predicted rows by predicted class', ['model', 'class']);
    this.#reviews = counter('reviews_total', 'Predicted rows that are to be reviewed', ['model']);
    this.#rejected = counter('rejected_requests_total', 'Requests turned away because something is short', [
      'reason',
    ]);
    this.#reloads = counter('model_reloads_total', 'Changed model files by what became of them', [
      'model',
      'result',
    ]);
    this.#comparisons = counter('drift_comparisons_total', 'Comparisons of rows with the training', [
      'model',
      'result',
    ]);
    this.#checked = counter('novelty_checked_rows_total', 'Sampled rows that were checked for novelty', [
      'model',
    ]);
    this.#novel = counter('novel_rows_total', 'Of the checked rows those unlike the training rows', [
      'model',
    ]);
    // A rate needs the zero from before the first one.
    for (const reason of SHORTAGES) this.#rejected.inc({ reason }, 0);
    this.addGauge('build_info', 'Always 1, with the version of the package', ['version'], (gauge) =>
      gauge.set({ version: VERSION }, 1),
    );
  }

  /**
   * @throws InputError if the optional package is not installed
   */
  static async load(): Promise<ServiceMetrics> {
    try {
      return new ServiceMetrics(await import('prom-client'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
      throw new InputError(
        'metrics need the optional package prom-client: install it (npm install prom-client), or serve without metrics ' +
          '(--no-metrics)',
        { cause: error },
      );
    }
  }

  /** Adds a gauge whose values `collect` sets whenever they are asked for. */
  addGauge(name: string, help: string, labelNames: readonly string[], collect: (gauge: Gauge) => void): void {
    new this.#prometheus.Gauge({
      name: `qcl_mixnet_${name}`,
      help,
      labelNames,
      registers: [this.#registry],
      collect() {
        // Models and classes may be others than the last time.
        this.reset();
        collect(this);
      },
    });
  }

  request({ method, route, status, seconds }: RequestMeasure): void {
    this.#durations.observe(
      { method: METHODS.has(method) ? method : 'other', route: route ?? 'other', status: String(status) },
      seconds,
    );
  }

  predicted(model: string, predictions: readonly RowPrediction[]): void {
    const byClass = new Map<RowPrediction['prediction'], number>();
    let reviews = 0;
    for (const { prediction, reviewReason } of predictions) {
      byClass.set(prediction, (byClass.get(prediction) ?? 0) + 1);
      if (reviewReason) reviews++;
    }
    this.#rows.inc({ model }, predictions.length);
    for (const [label, count] of byClass) this.#decisions.inc({ model, class: String(label) }, count);
    this.#reviews.inc({ model }, reviews);
  }

  rejected(reason: Shortage): void {
    this.#rejected.inc({ reason });
  }

  reloaded(model: string, result: 'ok' | 'failed'): void {
    this.#reloads.inc({ model, result });
  }

  /** The counters of a model begin with 0, so that rates see the first. */
  begins({ name, model }: ServedModel): void {
    this.#rows.inc({ model: name }, 0);
    for (const label of model.classes) this.#decisions.inc({ model: name, class: String(label) }, 0);
    for (const result of ['ok', 'failed']) this.#reloads.inc({ model: name, result }, 0);
  }

  compared(model: string, novelty: ComparedRows['novelty']): void {
    this.#comparisons.inc({ model, result: 'ok' });
    if (novelty === undefined) return;
    this.#checked.inc({ model }, novelty.rows);
    this.#novel.inc({ model }, novelty.novel);
  }

  comparisonFailed(model: string): void {
    this.#comparisons.inc({ model, result: 'failed' });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
