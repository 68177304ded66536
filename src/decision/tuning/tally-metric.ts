/** Metrics that are made of sums over the classes, so that moving one row updates them at once. */
import { InputError } from '../../errors.js';
import { inWords, quote } from '../../text/name-list.js';

/** Rows of a class: predicted right, of the class, predicted as the class; or sums of their weights. */
export interface ClassTally {
  readonly correct: number;
  readonly support: number;
  readonly predicted: number;
}

export interface TallyMetric {
  /** How many sums there are. */
  readonly sums: number;
  /** Adds `sign` times what class `c` contributes. */
  add(sums: Float64Array, sign: number, c: number, tally: ClassTally): void;
  /** The metric from the sums; larger is better. */
  value(sums: Float64Array, rows: number): number;
}

const macroF1Metric: TallyMetric = {
  sums: 2,
  add(sums, sign, _c, { correct, support, predicted }) {
    if (support + predicted === 0) return;
    sums[0] += (sign * 2 * correct) / (support + predicted);
    sums[1] += sign;
  },
  value: (sums) => sums[0] / sums[1],
};

/** Mean recall of the classes that occur. */
const balancedAccuracyMetric: TallyMetric = {
  sums: 2,
  add(sums, sign, _c, { correct, support }) {
    if (support === 0) return;
    sums[0] += (sign * correct) / support;
    sums[1] += sign;
  },
  value: (sums) => sums[0] / sums[1],
};

const accuracyMetric: TallyMetric = {
  sums: 1,
  add(sums, sign, _c, { correct }) {
    sums[0] += sign * correct;
  },
  value: (sums, rows) => sums[0] / rows,
};

/**
 * Matthews correlation coefficient for any number of classes (Gorodkin, "Comparing two K-category assignments by a
 * K-category correlation coefficient", 2004); 0 if one class alone occurs or is predicted.
 */
const mccMetric: TallyMetric = {
  sums: 4,
  add(sums, sign, _c, { correct, support, predicted }) {
    sums[0] += sign * correct;
    sums[1] += sign * support * predicted;
    sums[2] += sign * predicted * predicted;
    sums[3] += sign * support * support;
  },
  value(sums, rows) {
    const square = rows * rows;
    const product = (square - sums[2]) * (square - sums[3]);
    return product > 0 ? (sums[0] * rows - sums[1]) / Math.sqrt(product) : 0;
  },
};

/** (1 + beta^2) correct / (beta^2 support + predicted) of the class `positive`; 0 where that is 0 / 0. */
function fBetaMetric(positive: number, beta: number): TallyMetric {
  const square = beta * beta;
  return {
    sums: 1,
    add(sums, sign, c, { correct, support, predicted }) {
      if (c !== positive || correct === 0) return;
      sums[0] += (sign * (1 + square) * correct) / (square * support + predicted);
    },
    value: (sums) => sums[0],
  };
}

/** Metrics over all classes that a decision can be tuned for. */
export const TUNED_METRICS = ['macro-f1', 'balanced-accuracy', 'mcc', 'accuracy'] as const;

const F_BETA = /^f(\d+(?:\.\d+)?)$/;

/** The beta of `f1`, `f2`, `f0.5`; undefined for other names. */
export function betaOf(name: string): number | undefined {
  const beta = Number(F_BETA.exec(name)?.[1]);
  return beta > 0 && Number.isFinite(beta) ? beta : undefined;
}

/** Whether `name` is one of `TUNED_METRICS` or an F-beta. */
export function isTunedMetric(name: string): boolean {
  return TUNED_METRICS.some((known) => known === name) || betaOf(name) !== undefined;
}

/**
 * The metric of this name, as `isTunedMetric` has it.
 *
 * @param positive the class of an F-beta
 */
export function metricNamed(name: string, positive: number): TallyMetric {
  const beta = betaOf(name);
  if (beta !== undefined) return fBetaMetric(positive, beta);
  switch (name) {
    case 'macro-f1':
      return macroF1Metric;
    case 'balanced-accuracy':
      return balancedAccuracyMetric;
    case 'mcc':
      return mccMetric;
    case 'accuracy':
      return accuracyMetric;
    default:
      throw new InputError(
        `${quote(name)} is not a valid metric to tune a decision for: choose ${inWords(TUNED_METRICS)}, or f1, f2, ...`,
      );
  }
}
