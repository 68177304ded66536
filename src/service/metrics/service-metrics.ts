/** What the service counts and measures, in the form of Prometheus. */
import type { Counter, Gauge, Metric, Registry } from 'prom-client';
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import type { RowPrediction } from '../../pipeline/predict-rows.js';
import { VERSION } from '../../version.js';
import type { ComparedRows } from '../drift/drift-monitor.js';
import type { ServedModel } from '../models/served-model.js';
import { SHORTAGES, type Shortage } from '../pressure/pressure.js';
import { DurationHistogram } from './duration-histogram.js';

type PrometheusPackage = typeof import('prom-client');

/** A finished request. */
export interface RequestMeasure {
  readonly method: string;
  /** The pattern of the route; undefined for an address that has none. */
  readonly route: string | undefined;
  /** `aborted` if the client left before the end of the answer. */
  readonly status: number | 'aborted';
  readonly seconds: number;
}

/** Of a model, since the counters were asked for. */
interface PredictionCounts {
  rows: number;
  reviews: number;
  readonly byClass: Map<Label, number>;
}

/** Labels never come from a client: addresses without a route are `other`, and HTTP knows a few dozen methods only. */
export class ServiceMetrics {
  readonly #prometheus: PrometheusPackage;
  readonly #registry;
  readonly #durations = new DurationHistogram(
    'qcl_mixnet_http_request_duration_seconds',
    'Time from the headers of a request to the end of its answer',
  );
  readonly #predictions = new Map<string, PredictionCounts>();
  readonly #rejected;
  readonly #reloads;
  readonly #comparisons;
  readonly #checked;
  readonly #novel;

  private constructor(prometheus: PrometheusPackage) {
    this.#prometheus = prometheus;
    const { Registry, Counter, collectDefaultMetrics } = prometheus;
    const registry = new Registry();
    const registers = [registry];
    const counter = <Name extends string>(name: string, help: string, labelNames: readonly Name[]) =>
      new Counter({ name: `qcl_mixnet_${name}`, help, labelNames, registers });
    this.#registry = registry;
    collectDefaultMetrics({ register: registry });
    registry.registerMetric(this.#durations as unknown as Metric);
    this.#countPredictions(registers);
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
    this.#durations.observe(`${method} ${status} ${route}`, seconds, () => ({
      method,
      route: route ?? 'other',
      status: String(status),
    }));
  }

  predicted(model: string, predictions: readonly RowPrediction[]): void {
    const counts = this.#countsOf(model);
    counts.rows += predictions.length;
    for (const { prediction, reviewReason } of predictions) {
      counts.byClass.set(prediction, (counts.byClass.get(prediction) ?? 0) + 1);
      if (reviewReason) counts.reviews++;
    }
  }

  #countsOf(model: string): PredictionCounts {
    let counts = this.#predictions.get(model);
    if (counts === undefined) {
      counts = { rows: 0, reviews: 0, byClass: new Map() };
      this.#predictions.set(model, counts);
    }
    return counts;
  }

  /** The counters of what most requests count get what is new when they are asked for: hashing labels takes long. */
  #countPredictions(registers: readonly Registry[]): void {
    const predictions = this.#predictions;
    const add = (
      name: string,
      help: string,
      labelNames: readonly string[],
      collect: (counter: Counter, model: string, counts: PredictionCounts) => void,
    ) =>
      new this.#prometheus.Counter({
        name: `qcl_mixnet_${name}`,
        help,
        labelNames,
        registers: [...registers],
        collect() {
          for (const [model, counts] of predictions) collect(this, model, counts);
        },
      });
    add('rows_total', 'Predicted rows', ['model'], (counter, model, counts) => {
      counter.inc({ model }, counts.rows);
      counts.rows = 0;
    });
    add('reviews_total', 'Predicted rows that are to be reviewed', ['model'], (counter, model, counts) => {
      counter.inc({ model }, counts.reviews);
      counts.reviews = 0;
    });
    add(
      'decisions_total',
      'Predicted rows by predicted class',
      ['model', 'class'],
      (counter, model, { byClass }) => {
        for (const [label, count] of byClass) counter.inc({ model, class: String(label) }, count);
        byClass.clear();
      },
    );
  }

  rejected(reason: Shortage): void {
    this.#rejected.inc({ reason });
  }

  reloaded(model: string, result: 'ok' | 'failed'): void {
    this.#reloads.inc({ model, result });
  }

  /** The counters of a model begin with 0, so that rates see the first. */
  begins({ name, model }: ServedModel): void {
    const { byClass } = this.#countsOf(name);
    for (const label of model.classes) byClass.set(label, byClass.get(label) ?? 0);
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
