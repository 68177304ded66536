/**
 * Weights of the terms of a loss, learned by homoscedastic uncertainty (Kendall, Gal & Cipolla 2018), in the form for
 * classification: the sum over terms k of exp(-s_k) w_k L_k + s_k / 2, where s_k is the logarithm of a variance. s_k
 * starts at 0, so that the first step has the fixed weights w_k.
 *
 * The minimum in s_k is at a weight of 1 / (2 L_k), which has no bound if a term falls to 0, as the hinge of the triplets
 * does. So s_k = S tanh(p_k / S) with S = 3 and the trained p_k: a weight stays between w_k / 20 and 20 w_k.
 */
import type { Program } from '../../engine/program.js';
import { exp } from '../../engine/random/portable-math.js';
import { constant } from '../layers/initializers.js';

/** The name of the trained p_k. */
export const LOG_VARIANCES = 'loss.log_variances';

/** S: the largest size of s_k. */
const LARGEST = 3;

/** tanh(x), with the same bits on every engine. */
function tanh(x: number): number {
  return 1 - 2 / (exp(2 * x) + 1);
}

/** exp(-s_k) of the trained p_k: the factor on the fixed weight of term k. */
export function uncertaintyFactor(p: number): number {
  return exp(-LARGEST * tanh(p / LARGEST));
}

export interface LearnedWeights {
  /** exp(-s_k) of the current step. */
  factor(term: number): number;
  /** The sum of s_k / 2 over the terms. */
  penalty(): number;
}

/**
 * Declares `loss.log_variances`, which weight decay does not apply to, and records their gradient. To be called before the
 * terms are recorded, so that their values are there when its backward step runs.
 *
 * @param weights the fixed weights w_k; a term of weight 0 keeps s_k = 0
 * @param values L_k of the current step
 */
export function learnedWeights(
  program: Program,
  weights: readonly number[],
  values: () => readonly number[],
): LearnedWeights {
  const { engine } = program;
  const count = weights.length;
  const logVariances = program.parameter(LOG_VARIANCES, [count], constant(0), { decays: false });
  const trained = () => engine.floats(logVariances.value, count);
  const factor = (term: number) => uncertaintyFactor(trained()[term]);
  program.record({
    backward: () => {
      if (logVariances.claimGradient()) throw new Error('the weights of the terms are used twice');
      return () => {
        const gradient = engine.floats(logVariances.gradient, count);
        const p = trained();
        values().forEach((value, k) => {
          const slope = 1 - tanh(p[k] / LARGEST) ** 2;
          gradient[k] = weights[k] === 0 ? 0 : slope * (0.5 - factor(k) * weights[k] * value);
        });
      };
    },
  });
  return {
    factor,
    penalty: () =>
      Array.from(trained(), (p, k) => (weights[k] === 0 ? 0 : (LARGEST * tanh(p / LARGEST)) / 2)).reduce(
        (sum, half) => sum + half,
        0,
      ),
  };
}
