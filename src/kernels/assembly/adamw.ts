// AdamW (Loshchilov & Hutter 2019), as torch.optim.AdamW computes it, on flat arrays.
import { madd, pinned } from './simd';

/**
 * p -= lr * decay * p; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
 * p -= lr / correction1 * m / (sqrt(v) / sqrt(correction2) + epsilon), with correction = 1 - beta^t.
 * n is a multiple of four (the parameter store pads).
 */
export function adamW(
  n: i32, parameters: usize, gradients: usize, first: usize, second: usize,
  learningRate: f32, beta1: f32, beta2: f32, epsilon: f32, weightDecay: f32, correction1: f32, correction2: f32,
): void {
  const decay = pinned(1 - learningRate * weightDecay);
  const b1 = pinned(beta1);
  const c1 = pinned(1 - beta1);
  const b2 = pinned(beta2);
  const c2 = pinned(1 - beta2);
  const step = pinned(-learningRate / correction1);
  const root = pinned(1 / sqrt<f32>(correction2));
  const eps = pinned(epsilon);
  const end = parameters + (<usize>n << 2);
  while (parameters < end) {
    const g = v128.load(gradients);
    const m = madd(c1, g, f32x4.mul(b1, v128.load(first)));
    const v = madd(c2, f32x4.mul(g, g), f32x4.mul(b2, v128.load(second)));
    v128.store(first, m);
    v128.store(second, v);
    const denominator = madd(f32x4.sqrt(v), root, eps);
    const p = f32x4.mul(decay, v128.load(parameters));
    v128.store(parameters, madd(step, f32x4.div(m, denominator), p));
    parameters += 16;
    gradients += 16;
    first += 16;
    second += 16;
  }
}
