/** The decision that scores best by a metric. */
import * as z from 'zod';
import { exp } from '../engine/random/portable-math.js';
import { InputError } from '../errors.js';
import { runAtOnce, type Steps } from '../event-loop.js';
import type { Label, Matrix } from '../matrix.js';
import { quote } from '../text/name-list.js';
import { thresholdText } from './class-threshold.js';
import type { Decision, DecisionKind } from './decision.js';
import { checkOutOfFold, type OutOfFoldRows, rarestClass } from './out-of-fold-rows.js';
import { isTunedMetric } from './tuning/tally-metric.js';
import { tuneLogWeights } from './tuning/tune-weights.js';

const KIND = 'weighted-argmax';

/** Weights in a description. */
const MOST_LISTED = 10;
/** Larger ratios of weights would overflow. */
const weight = z.number().gt(1e-30).lt(1e30);

const schema = z.strictObject({
  kind: z.literal(KIND),
  metric: z.string().max(40).refine(isTunedMetric, 'is not a metric that a decision is tuned for'),
  weights: z.array(weight).min(1),
});

export interface WeightedArgmaxOptions {
  /**
   * `macro-f1` (default), `balanced-accuracy`, `mcc`, `accuracy`, or the F-beta of one class: `f1`, `f2`, `f0.5`.
   */
  readonly metric?: string;
  /** The class (column) of an F-beta; default the rarest. */
  readonly positive?: number;
  /** Seeds the bootstrap samples; default 42. */
  readonly seed?: number;
}

/** The class with the largest w_c p_c, the first of equals. */
export class WeightedArgmax implements Decision {
  readonly kind = KIND;

  /**
   * @param metric what the weights were tuned for
   * @param weights one a class
   */
  constructor(
    readonly metric: string,
    readonly weights: readonly number[],
  ) {}

  /**
   * The weights with the best metric (`tuneLogWeights` has the rule). Best on calibrated probabilities.
   *
   * @throws InputError for an unknown metric and rows that `checkOutOfFold` refuses.
   */
  static fit(rows: OutOfFoldRows, options: WeightedArgmaxOptions = {}): WeightedArgmax {
    return runAtOnce(WeightedArgmax.fitSteps(rows, options));
  }

  /** `fit` with a step a bootstrap sample. */
  static *fitSteps(rows: OutOfFoldRows, options: WeightedArgmaxOptions = {}): Steps<WeightedArgmax> {
    checkOutOfFold(rows);
    const { metric = 'macro-f1', seed = 42 } = options;
    const { positive = rarestClass(rows.y, rows.probabilities.columns) } = options;
    const logWeights = yield* tuneLogWeights(rows, { metric, positive, seed });
    return new WeightedArgmax(metric, Array.from(logWeights, exp));
  }

  /** Of two classes: the second is decided for above this probability of it. Undefined for other numbers. */
  get threshold(): number | undefined {
    const [first, second] = this.weights;
    return this.weights.length === 2 ? first / (first + second) : undefined;
  }

  thresholdOf(c: number): number | undefined {
    const { threshold } = this;
    return threshold === undefined || c === 1 ? threshold : 1 - threshold;
  }

  decide({ data, rows, columns }: Matrix): Int32Array {
    const { weights } = this;
    const decided = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const start = row * columns;
      let best = 0;
      for (let c = 1; c < columns; c++) {
        if (weights[c] * data[start + c] > weights[best] * data[start + best]) best = c;
      }
      decided[row] = best;
    }
    return decided;
  }

  describe(classes: readonly Label[]): string {
    const { metric, weights } = this;
    // Of two classes the one with the larger weight, usually the rarer one, is named.
    const named = weights.length === 2 && weights[0] > weights[1] ? 0 : 1;
    const threshold = this.thresholdOf(named);
    if (threshold !== undefined) {
      const name = quote(String(classes[named]));
      return `${metric}: ${name} if its probability is ${named === 1 ? 'above' : 'at least'} ${thresholdText(threshold)}`;
    }
    const largest = Math.max(...weights);
    const listed = weights
      .slice(0, MOST_LISTED)
      .map((w, c) => `${classes[c]} ${(w / largest).toPrecision(3)}`);
    const more = weights.length > MOST_LISTED ? ` and ${weights.length - MOST_LISTED} more` : '';
    return `${metric}: the class with the largest weight x probability; weights ${listed.join(', ')}${more}`;
  }

  toJSON(): z.output<typeof schema> {
    return { kind: KIND, metric: this.metric, weights: [...this.weights] };
  }
}

export const weightedArgmax: DecisionKind<typeof schema> = {
  kind: KIND,
  schema,
  revive({ metric, weights }, classes: readonly Label[]): WeightedArgmax {
    if (weights.length !== classes.length) {
      throw new InputError(`its decision has ${weights.length} weights for ${classes.length} classes`);
    }
    return new WeightedArgmax(metric, weights);
  },
};
