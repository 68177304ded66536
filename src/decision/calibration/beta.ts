import * as z from 'zod';
import type { Matrix } from '../../matrix.js';
import type { Calibration } from './calibration.js';
import type { LogPair } from './log-probabilities.js';
import { fitLogistic, logisticPair } from './logistic-curve.js';
import { applyCurves, type BinaryCurve, fitCurves, logWeightsAtHalf } from './one-vs-rest.js';

/** With a = b = 0 all rows would be equal. */
const LEAST_COEFFICIENT = 0.005;
const coefficient = z.number().min(LEAST_COEFFICIENT).max(1e6);

const savedCurve = z.strictObject({ a: coefficient, b: coefficient, c: z.number().min(-1e8).max(1e8) });

export const savedBeta = z.strictObject({ kind: z.literal('beta'), curves: z.array(savedCurve).min(1) });

/**
 * Beta calibration (Kull, Silva Filho and Flach, "Beta calibration", 2017): 1 / (1 + exp(-(a ln p - b ln(1 - p) + c)))
 * with a, b >= 0.005 and c of least log loss; several classes each against the rest, then divided by their sum. For two
 * classes the order of the rows stays; for several that of each class before the division.
 */
export class BetaCalibration implements Calibration {
  readonly kind = 'beta';

  private constructor(private readonly curves: readonly BetaCurve[]) {}

  /** Parameters as of `TemperatureCalibration.fit`; `ridge` pulls to a = b = 1, c = 0. */
  static fit(probabilities: Matrix, y: Int32Array, ridge = 0, weights?: Float64Array): BetaCalibration {
    return new BetaCalibration(
      fitCurves(probabilities, y, (logs, positives) => BetaCurve.fit(logs, positives, ridge, weights)),
    );
  }

  static revive({ curves }: z.output<typeof savedBeta>): BetaCalibration {
    return new BetaCalibration(curves.map(({ a, b, c }) => new BetaCurve(a, b, c)));
  }

  transform(probabilities: Matrix): Matrix {
    return applyCurves(probabilities, this.curves);
  }

  argmaxLogWeights(classes: number): Float64Array | undefined {
    return classes === 2 ? logWeightsAtHalf(this) : undefined;
  }

  toJSON(): z.output<typeof savedBeta> {
    return { kind: this.kind, curves: this.curves.map(({ a, b, c }) => ({ a, b, c })) };
  }
}

class BetaCurve implements BinaryCurve {
  constructor(
    readonly a: number,
    readonly b: number,
    readonly c: number,
  ) {}

  static fit(logs: LogPair, positives: Uint8Array, ridge: number, weights?: Float64Array): BetaCurve {
    const { coefficients, intercept } = fitLogistic(
      [logs.ofClass, logs.ofRest.map((value) => -value)],
      Float64Array.from(positives),
      LEAST_COEFFICIENT,
      ridge,
      weights,
    );
    return new BetaCurve(coefficients[0], coefficients[1], intercept);
  }

  apply({ ofClass, ofRest }: LogPair) {
    const [is, isNot] = [new Float64Array(ofClass.length), new Float64Array(ofClass.length)];
    for (let row = 0; row < ofClass.length; row++) {
      [is[row], isNot[row]] = logisticPair(this.a * ofClass[row] - this.b * ofRest[row] + this.c);
    }
    return { ofClass: is, ofRest: isNot };
  }
}
