/** The scores of a model as outputs show and models save them: one entry for each metric, beside the baselines. */
import type { Label } from '../matrix.js';
import type { BaselineReports, UnbeatenBaseline } from '../metrics/baseline-reports.js';
import type { ReportMetrics } from '../metrics/classification-report.js';
import type { ProbabilityReport } from '../metrics/probability-report.js';
import type { ScoreInterval } from '../statistics/score-interval.js';
import type { ModelScores } from './model-scores.js';
import type { Protocol } from './provenance.js';
import { SCORE_METRICS, type ScoreMetric } from './score-metrics.js';

export interface ShownScore {
  /** A name of `SCORE_METRICS`. */
  readonly metric: string;
  /** Null if there are no rows to compute it from; likewise the next two. */
  readonly score: number | null;
  readonly mostFrequentClass: number | null;
  readonly classFrequencies: number | null;
  /** The 95 % interval of the metrics that have one, or why there is none. */
  readonly interval?: readonly [number, number];
  readonly noInterval?: string;
  /** The baseline that the model does not beat in this metric. */
  readonly unbeaten?: keyof BaselineReports;
}

export interface ShownScores {
  readonly positive: Label;
  readonly scores: readonly ShownScore[];
  /** Classes of the model without a row. */
  readonly classesWithoutRows: readonly Label[];
}

/**
 * Plain data. Scores of decisions are exact, as they are in `ReportMetrics`; the others are rounded to six digits, so that
 * logarithms of another platform give the same model file.
 */
export function shownScores(scores: ModelScores): ShownScores {
  const { positive, report, probabilities, baselines, classesWithoutRows } = scores;
  const c = report.labels.indexOf(positive);
  const metrics = SCORE_METRICS.filter(({ name }) => report.labels.length > 2 || !OF_SEVERAL.has(name));
  return {
    positive,
    classesWithoutRows,
    scores: metrics.map((metric) => {
      const read = (from: ProbabilityReport) => {
        const value = metric.read(from, c);
        return OF_DECISIONS.has(metric.name) ? (value ?? null) : rounded(value);
      };
      return {
        metric: metric.name,
        score: read(probabilities),
        mostFrequentClass: read(baselines.mostFrequentClass),
        classFrequencies: read(baselines.classFrequencies),
        ...savedInterval(intervalOf(metric, scores)),
        ...unbeatenOf(metric, scores.unbeaten),
      };
    }),
  };
}

/** Of the decided classes alone. */
const OF_DECISIONS = new Set([
  'macro-f1',
  'balanced-accuracy',
  'mcc',
  'accuracy',
  'recall',
  'precision',
  'f1',
]);

/** With two classes these equal `average-precision` and `roc-auc`. */
const OF_SEVERAL = new Set(['class-average-precision', 'class-roc-auc']);

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toPrecision(6));
}

function intervalOf({ name }: ScoreMetric, { intervals, report }: ModelScores): ScoreInterval | undefined {
  switch (name) {
    case 'macro-f1':
      return intervals.macroF1;
    case 'recall':
      return intervals.recall;
    case 'precision':
      return intervals.precision;
    case 'average-precision':
      return report.labels.length === 2 ? intervals.averagePrecision : undefined;
    case 'class-average-precision':
      return intervals.averagePrecision;
    default:
      return undefined;
  }
}

function savedInterval(interval: ScoreInterval | undefined): Pick<ShownScore, 'interval' | 'noInterval'> {
  if (interval === undefined) return {};
  if (interval.reason !== undefined) return { noInterval: interval.reason };
  return { interval: [Number(interval.low.toPrecision(6)), Number(interval.high.toPrecision(6))] };
}

const UNBEATEN_NAMES: Readonly<Record<UnbeatenBaseline['metric'], string>> = {
  macroF1: 'macro-f1',
  balancedAccuracy: 'balanced-accuracy',
  matthewsCorrelation: 'mcc',
  logLoss: 'log-loss',
  brierScore: 'brier-score',
  averagePrecision: 'average-precision',
  rocAuc: 'roc-auc',
};

function unbeatenOf(
  { name }: ScoreMetric,
  unbeaten: readonly UnbeatenBaseline[],
): Pick<ShownScore, 'unbeaten'> {
  const found = unbeaten.find(({ metric }) => UNBEATEN_NAMES[metric] === name);
  return found === undefined ? {} : { unbeaten: found.baseline };
}

/** The metrics of a report without the paper's harmonic F1, which belongs to the protocol `paper`. */
export function shownMetrics<Metrics extends Partial<ReportMetrics>>(
  metrics: Metrics,
  protocol: Protocol,
): Omit<Metrics, 'harmonicF1'> & Pick<Partial<ReportMetrics>, 'harmonicF1'> {
  const { harmonicF1, ...others } = metrics;
  return protocol === 'paper' ? metrics : others;
}
