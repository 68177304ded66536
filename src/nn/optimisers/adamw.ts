/**
 * AdamW (Loshchilov & Hutter 2019) over a whole parameter store, as torch.optim.AdamW: decoupled weight decay, bias
 * correction by step count, learning rate and beta1 may change between steps.
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
    const { engine, size, values, gradients, firstMoments, secondMoments } = this.#store;
    this.#steps++;
    engine.kernels.adamW(
      size,
      values,
      gradients,
      firstMoments,
      secondMoments,
      learningRate,
      beta1,
      this.#beta2,
      this.#epsilon,
      this.#weightDecay,
      1 - beta1 ** this.#steps,
      1 - this.#beta2 ** this.#steps,
    );
  }
}
