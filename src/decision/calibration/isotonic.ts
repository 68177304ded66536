import * as z from 'zod';
import type { Matrix } from '../../matrix.js';
import type { Calibration } from './calibration.js';
import { centredKnots, interpolate, type Knots, poolAdjacentViolators } from './isotonic-regression.js';
import type { LogPair } from './log-probabilities.js';
import { fitLogistic, logisticPair } from './logistic-curve.js';
import { applyCurves, type BinaryCurve, fitCurves, logWeightsAtHalf } from './one-vs-rest.js';
import { smoothedTargets } from './smoothed-targets.js';

/**
 * The part of the sigmoid in the result: it makes it rise where the steps are level, and keeps it off 0 and 1, by
 * about as much as n rows can tell.
 */
const sigmoidPart = (rows: number) => 1 / (1 + Math.sqrt(rows));

const LEAST_SLOPE = 0.01;
/** Keeps the sigmoid of scores that hardly differ finite. */
const RIDGE = 1;
const isRising = (values: readonly number[]) => values.every((v, i) => i === 0 || values[i - 1] <= v);

const savedCurve = z
  .strictObject({
    scores: z.array(z.number().min(-1e3).max(1e3)).min(1).refine(isRising, 'must rise'),
    shares: z.array(z.number().min(0).max(1)).min(1).refine(isRising, 'must rise'),
    slope: z.number().min(LEAST_SLOPE).max(1e6),
    intercept: z.number().min(-1e8).max(1e8),
    part: z.number().gt(0).max(1),
  })
  .refine(({ scores, shares }) => scores.length === shares.length, 'scores and shares differ in length');

export const savedIsotonic = z.strictObject({
  kind: z.literal('isotonic'),
  curves: z.array(savedCurve).min(1),
});

/**
 * Isotonic regression (Zadrozny and Elkan, "Transforming classifier scores into accurate multiclass probability
 * estimates", 2002) on the log odds, rows of equal score pooled first; straight lines between the centres of its
 * steps (Oron and Flournoy, "Centered isotonic regression", 2017); and a small part, 1 / (1 + sqrt(rows)), of Platt's
 * sigmoid, so that the result rises strictly. Several classes each against the rest, then divided by their sum. For
 * two classes the order of the rows stays; for several that of each class before the division.
 */
export class IsotonicCalibration implements Calibration {
  readonly kind = 'isotonic';

  private constructor(private readonly curves: readonly IsotonicCurve[]) {}

  /** Parameters as of `TemperatureCalibration.fit`. */
  static fit(probabilities: Matrix, y: Int32Array, weights?: Float64Array): IsotonicCalibration {
    return new IsotonicCalibration(
      fitCurves(probabilities, y, (logs, positives) => IsotonicCurve.fit(logs, positives, weights)),
    );
  }

  static revive({ curves }: z.output<typeof savedIsotonic>): IsotonicCalibration {
    return new IsotonicCalibration(
      curves.map(
        ({ scores, shares, slope, intercept, part }) =>
          new IsotonicCurve(
            { x: Float64Array.from(scores), y: Float64Array.from(shares) },
            slope,
            intercept,
            part,
          ),
      ),
    );
  }

  transform(probabilities: Matrix): Matrix {
    return applyCurves(probabilities, this.curves);
  }

  argmaxLogWeights(classes: number): Float64Array | undefined {
    return classes === 2 ? logWeightsAtHalf(this) : undefined;
  }

  toJSON(): z.output<typeof savedIsotonic> {
    return { kind: this.kind, curves: this.curves.map((curve) => curve.toJSON()) };
  }
}

class IsotonicCurve implements BinaryCurve {
  constructor(
    private readonly knots: Knots,
    private readonly slope: number,
    private readonly intercept: number,
    private readonly part: number,
  ) {}

  static fit({ ofClass, ofRest }: LogPair, positives: Uint8Array, weights?: Float64Array): IsotonicCurve {
    const scores = ofClass.map((value, row) => value - ofRest[row]);
    const { own } = smoothedTargets(Int32Array.from(positives), 2, weights);
    const targets = Float64Array.from(positives, (positive) => (positive ? own[1] : 1 - own[0]));
    const { coefficients, intercept } = fitLogistic([scores], targets, LEAST_SLOPE, RIDGE, weights);
    const knots = centredKnots(poolAdjacentViolators(scores, Float64Array.from(positives), weights));
    return new IsotonicCurve(knots, coefficients[0], intercept, sigmoidPart(scores.length));
  }

  apply({ ofClass, ofRest }: LogPair) {
    const [is, isNot] = [new Float64Array(ofClass.length), new Float64Array(ofClass.length)];
    for (let row = 0; row < ofClass.length; row++) {
      const score = ofClass[row] - ofRest[row];
      const share = interpolate(this.knots, score);
      const [p, rest] = logisticPair(this.slope * score + this.intercept);
      is[row] = (1 - this.part) * share + this.part * p;
      isNot[row] = (1 - this.part) * (1 - share) + this.part * rest;
    }
    return { ofClass: is, ofRest: isNot };
  }

  toJSON(): z.output<typeof savedCurve> {
    const { slope, intercept, part } = this;
    return { scores: Array.from(this.knots.x), shares: Array.from(this.knots.y), slope, intercept, part };
  }
}
