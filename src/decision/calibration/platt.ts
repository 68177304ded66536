import * as z from 'zod';
import type { Matrix } from '../../matrix.js';
import type { Calibration } from './calibration.js';
import {
  applySoftmaxScale,
  fitSoftmaxScale,
  LARGEST_SLOPE,
  SMALLEST_SLOPE,
  type SoftmaxScale,
  type SoftmaxScaleOptions,
} from './scaled-softmax.js';
import { smoothedTargets } from './smoothed-targets.js';

/** e to this is still finite, whatever the slope and probability beside it. */
const LARGEST_BIAS = 10_000;

export const savedPlatt = z.strictObject({
  kind: z.literal('platt'),
  slope: z.number().min(SMALLEST_SLOPE).max(LARGEST_SLOPE),
  biases: z.array(z.number().min(-LARGEST_BIAS).max(LARGEST_BIAS)).min(2),
});

/**
 * Platt scaling ("Probabilistic outputs for support vector machines", 1999) for any number of classes:
 * softmax(a ln p + b), with one slope a (0.01 to 100) and a bias b for each class, of least log loss against Platt's
 * smoothed targets. For two classes this is Platt's sigmoid of the log odds. The rows' order by the odds of any class
 * to any other stays; for two classes that is their order.
 */
export class PlattCalibration implements Calibration {
  readonly kind = 'platt';

  private constructor(readonly scale: SoftmaxScale) {}

  /** Parameters as of `TemperatureCalibration.fit`. */
  static fit(
    probabilities: Matrix,
    y: Int32Array,
    ridge: SoftmaxScaleOptions['ridge'] = 0,
    weights?: Float64Array,
  ): PlattCalibration {
    const targets = smoothedTargets(y, probabilities.columns, weights);
    return new PlattCalibration(fitSoftmaxScale(probabilities, y, { biased: true, targets, ridge, weights }));
  }

  static revive({ slope, biases }: z.output<typeof savedPlatt>): PlattCalibration {
    return new PlattCalibration({ slope, biases });
  }

  transform(probabilities: Matrix): Matrix {
    return applySoftmaxScale(probabilities, this.scale);
  }

  argmaxLogWeights(): Float64Array {
    return Float64Array.from(this.scale.biases, (bias) => -bias);
  }

  toJSON(): z.output<typeof savedPlatt> {
    return { kind: this.kind, slope: this.scale.slope, biases: [...this.scale.biases] };
  }
}
