/** Metrics that are made of sums over the classes, so that moving one row updates them at once. */

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

export type MetricName = 'macro-f1' | 'balanced-accuracy' | 'mcc' | 'accuracy' | 'f-beta';

export const macroF1Metric: TallyMetric = {
  sums: 2,
  add(sums, sign, _c, { correct, support, predicted }) {
    if (support + predicted === 0) return;
    sums[0] += (sign * 2 * correct) / (support + predicted);
    sums[1] += sign;
  },
  value: (sums) => sums[0] / sums[1],
};

/** Mean recall of the classes that occur. */
export const balancedAccuracyMetric: TallyMetric = {
  sums: 2,
  add(sums, sign, _c, { correct, support }) {
    if (support === 0) return;
    sums[0] += (sign * correct) / support;
    sums[1] += sign;
  },
  value: (sums) => sums[0] / sums[1],
};

export const accuracyMetric: TallyMetric = {
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
export const mccMetric: TallyMetric = {
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
export function fBetaMetric(positive: number, beta: number): TallyMetric {
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
