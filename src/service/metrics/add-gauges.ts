/** What the service shows as it is at the moment: its models, their drift, and what is under way. */
import type { DriftVerdict } from '../../pipeline/drift/drift.js';
import type { ComparedRows } from '../drift/drift-monitor.js';
import type { ServedModel } from '../models/served-model.js';
import type { Pressure } from '../pressure/pressure.js';
import type { ServiceMetrics } from './service-metrics.js';

/** Read whenever the gauges are asked for. */
export interface Gauged {
  readonly models: () => readonly ServedModel[];
  /** The last comparisons, by model. */
  readonly compared: () => ReadonlyMap<string, ComparedRows>;
  readonly pressure: Pressure;
}

const LEVELS: Readonly<Record<DriftVerdict, number>> = { unknown: Number.NaN, none: 0, some: 1, strong: 2 };

export function addGauges(metrics: ServiceMetrics, { models, compared, pressure }: Gauged): void {
  addModelGauges(metrics, models);
  addDriftGauges(metrics, compared);
  const add = (name: string, help: string, measure: () => number) =>
    metrics.addGauge(name, help, [], (gauge) => gauge.set(measure()));
  add('requests_under_way', 'Requests with a body that are not answered yet', () => pressure.requests);
  add('body_bytes_under_way', 'Bytes of their bodies', () => pressure.bodyBytes);
  add('queued_rows', 'Rows that wait for their predictions', () => pressure.rows);
}

function addModelGauges(metrics: ServiceMetrics, models: Gauged['models']): void {
  metrics.addGauge(
    'model_info',
    'Always 1, with what each model is',
    ['model', 'classifier', 'checksum'],
    (gauge) => {
      for (const { name, model, checksum } of models()) {
        gauge.set({ model: name, classifier: model.classifier.name, checksum }, 1);
      }
    },
  );
  const add = (name: string, help: string, measure: (served: ServedModel) => number) =>
    metrics.addGauge(name, help, ['model'], (gauge) => {
      for (const served of models()) gauge.set({ model: served.name }, measure(served));
    });
  add('model_generation', 'Versions of the model so far, the first included', ({ generation }) => generation);
  add(
    'model_loaded_timestamp_seconds',
    'When the model was loaded',
    ({ loadedAt }) => loadedAt.getTime() / 1000,
  );
}

function addDriftGauges(metrics: ServiceMetrics, compared: Gauged['compared']): void {
  const add = (name: string, help: string, measure: (last: ComparedRows) => number | undefined) =>
    metrics.addGauge(name, help, ['model'], (gauge) => {
      for (const [model, last] of compared()) {
        const value = measure(last);
        if (value !== undefined) gauge.set({ model }, value);
      }
    });
  add('drift_level', 'Drift: 0 none, 1 some, 2 strong, NaN unknown', ({ report }) => LEVELS[report.verdict]);
  add('drift_rows', 'Rows that were compared', ({ sampled }) => sampled);
  add(
    'drift_compared_timestamp_seconds',
    'When the last of these rows came',
    ({ to }) => to.getTime() / 1000,
  );
  add(
    'drift_column_psi_max',
    'Largest population stability index of a column that counts',
    ({ report: { columns } }) => Math.max(0, ...columns.map(({ counts, psi }) => (counts ? psi : 0))),
  );
  add(
    'drift_classifier_area',
    'Area under the curve of a classifier that tells the rows from those of the training',
    ({ report }) => report.classifierTest?.area,
  );
  add('drift_alert_share', 'Share of alerts', ({ report }) => report.alerts?.now);
  add('drift_alert_share_before', 'Share of alerts in training', ({ report }) => report.alerts?.before);
  metrics.addGauge('drift_columns', 'Columns by the level of their drift', ['model', 'level'], (gauge) => {
    for (const [model, { report }] of compared()) {
      for (const level of ['none', 'some', 'strong'] as const) {
        gauge.set({ model, level }, report.columns.filter((column) => column.level === level).length);
      }
    }
  });
  metrics.addGauge(
    'drift_score_psi',
    'Population stability index of the probability of a class',
    ['model', 'class'],
    (gauge) => {
      for (const [model, { report }] of compared()) {
        for (const { label, psi } of report.scores) gauge.set({ model, class: String(label) }, psi);
      }
    },
  );
}
