/**
 * AdamW (Loshchilov & Hutter 2019) over a whole parameter store, as torch.optim.AdamW: decoupled weight decay, bias
 * correction by step count, learning rate and beta1 may change between steps. Parameters that do not decay have a weight
 * decay of 0.
 */
import type { ParameterStore } from '../../engine/parameter-store.js';

export interface AdamWOptions {
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** Default 1e-5 (paper 4.2.1; torch's is 1e-2). */
  readonly weightDecay?: number;
}

export class AdamW {
  #steps = 0;
  readonly #store: ParameterStore;
  readonly #beta2: number;
  readonly #epsilon: number;
  readonly #weightDecay: number;
  #ranges: readonly DecayRange[] | undefined;

  constructor(
    store: ParameterStore,
    { beta2 = 0.999, epsilon = 1e-8, weightDecay = 1e-5 }: AdamWOptions = {},
  ) {
    this.#store = store;
    this.#beta2 = beta2;
    this.#epsilon = epsilon;
    this.#weightDecay = weightDecay;
  }

  /** One update from the gradients in the store. */
  step(learningRate: number, beta1: number): void {
    const { engine, values, gradients, firstMoments, secondMoments } = this.#store;
    this.#steps++;
    this.#ranges ??= decayRanges(this.#store);
    for (const { start, end, decays } of this.#ranges) {
      const offset = start * engine.bytesPerFloat;
      engine.kernels.adamW(
        end - start,
        values + offset,
        gradients + offset,
        firstMoments + offset,
        secondMoments + offset,
        learningRate,
        beta1,
        this.#beta2,
        this.#epsilon,
        decays ? this.#weightDecay : 0,
        1 - beta1 ** this.#steps,
        1 - this.#beta2 ** this.#steps,
      );
    }
  }
}

/** Neighbouring parameters that all decay, or all do not: floats `start` to `end` - 1 of the flat arrays. */
interface DecayRange {
  readonly start: number;
  readonly end: number;
  readonly decays: boolean;
}

function decayRanges(store: ParameterStore): DecayRange[] {
  const all = [...store.parameters()];
  const firsts = all.filter(({ decays }, i) => i === 0 || decays !== all[i - 1].decays);
  return firsts.map(({ offset, decays }, i) => ({
    start: offset,
    end: firsts[i + 1]?.offset ?? store.size,
    decays,
  }));
}
