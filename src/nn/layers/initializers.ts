/** Initial values, by PyTorch's rules. */
import type { Initializer } from '../../engine/parameter-store.js';

/** Uniform in [-bound, bound). */
export function uniform(bound: number): Initializer {
  return (values, random) => {
    for (let i = 0; i < values.length; i++) values[i] = bound * (2 * random.uniform() - 1);
  };
}

/**
 * torch.nn.Linear's rule for weight and bias: uniform within 1 / sqrt(inputs) (kaiming_uniform with
 * a = sqrt(5)).
 */
export function linearUniform(inputs: number): Initializer {
  return uniform(1 / Math.sqrt(inputs));
}

/** Xavier (Glorot) uniform: within sqrt(6 / (inputs + outputs)). */
export function xavierUniform(inputs: number, outputs: number): Initializer {
  return uniform(Math.sqrt(6 / (inputs + outputs)));
}

/** Standard normal. */
export const standardNormal: Initializer = (values, random) => {
  for (let i = 0; i < values.length; i++) values[i] = random.normal();
};

/** Every element `value`. */
export function constant(value: number): Initializer {
  return (values) => {
    values.fill(value);
  };
}
