import * as z from 'zod';
import type { Matrix } from '../../matrix.js';
import type { Calibration } from './calibration.js';
import {
  applySoftmaxScale,
  fitSoftmaxScale,
  LARGEST_SLOPE,
  SMALLEST_SLOPE,
  type SoftmaxScaleOptions,
} from './scaled-softmax.js';
import { exactTargets } from './smoothed-targets.js';

export const savedTemperature = z.strictObject({
  kind: z.literal('temperature'),
  classes: z.int().min(2),
  slope: z.number().min(SMALLEST_SLOPE).max(LARGEST_SLOPE),
});

/**
 * Temperature scaling (Guo et al., "On calibration of modern neural networks", 2017): softmax(a ln p), with the
 * slope a = 1 / temperature of least log loss, from 0.01 to 100. The order of the classes within each row stays, and
 * for two classes that of the rows.
 */
export class TemperatureCalibration implements Calibration {
  readonly kind = 'temperature';

  private constructor(
    private readonly classes: number,
    readonly slope: number,
  ) {}

  /**
   * @param probabilities rows x classes, by models that did not learn the row
   * @param y class index of each row
   * @param ridge see `SoftmaxScaleOptions`
   * @param weights what each row counts; default 1
   */
  static fit(
    probabilities: Matrix,
    y: Int32Array,
    ridge: SoftmaxScaleOptions['ridge'] = 0,
    weights?: Float64Array,
  ): TemperatureCalibration {
    const targets = exactTargets(probabilities.columns);
    const { slope } = fitSoftmaxScale(probabilities, y, { biased: false, targets, ridge, weights });
    return new TemperatureCalibration(probabilities.columns, slope);
  }

  static revive({ classes, slope }: z.output<typeof savedTemperature>): TemperatureCalibration {
    return new TemperatureCalibration(classes, slope);
  }

  transform(probabilities: Matrix): Matrix {
    const biases = new Array<number>(this.classes).fill(0);
    return applySoftmaxScale(probabilities, { slope: this.slope, biases });
  }

  argmaxLogWeights(classes: number): Float64Array {
    return new Float64Array(classes);
  }

  toJSON(): z.output<typeof savedTemperature> {
    return { kind: this.kind, classes: this.classes, slope: this.slope };
  }
}
