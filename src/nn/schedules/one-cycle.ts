/**
 * The one-cycle policy (Smith & Topin 2018), as torch.optim.lr_scheduler.OneCycleLR: cosine from max / divide up to
 * max over the first `warmUp` of the steps, cosine down to max / divide / finalDivide over the rest, while beta1
 * moves in the opposite direction.
 */
import { InputError } from '../../errors.js';

export interface OneCycleOptions {
  /** Default 1e-2 (paper 4.2.1). */
  readonly maximum?: number;
  /** Default 0.3. */
  readonly warmUp?: number;
  /** Default 25. */
  readonly divide?: number;
  /** Default 1e4. */
  readonly finalDivide?: number;
  /** Default 0.95: beta1 at the lowest rate. */
  readonly maximumBeta1?: number;
  /** Default 0.85: beta1 at the highest rate. */
  readonly minimumBeta1?: number;
}

export interface Schedule {
  /** Learning rate and beta1 of a 0-based step. */
  at(step: number): { learningRate: number; beta1: number };
}

const cosine = (from: number, to: number, share: number) =>
  to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));

/** Throws `InputError` unless totalSteps is a positive integer. */
export function oneCycle(
  totalSteps: number,
  {
    maximum = 1e-2,
    warmUp = 0.3,
    divide = 25,
    finalDivide = 1e4,
    maximumBeta1 = 0.95,
    minimumBeta1 = 0.85,
  }: OneCycleOptions = {},
): Schedule {
  if (!Number.isInteger(totalSteps) || totalSteps < 1) {
    throw new InputError(`totalSteps must be a positive integer, not ${totalSteps}`);
  }
  const initial = maximum / divide;
  const peak = warmUp * totalSteps - 1;
  const end = totalSteps - 1;
  return {
    at(step) {
      if (step <= peak) {
        // A warm-up of one step is its own peak.
        const share = peak === 0 ? 1 : step / peak;
        return {
          learningRate: cosine(initial, maximum, share),
          beta1: cosine(maximumBeta1, minimumBeta1, share),
        };
      }
      const share = (step - peak) / (end - peak);
      return {
        learningRate: cosine(maximum, initial / finalDivide, share),
        beta1: cosine(minimumBeta1, maximumBeta1, share),
      };
    },
  };
}
