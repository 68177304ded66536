// Batch normalisation of columns, as torch.nn.BatchNorm1d computes it.
import { madd, pinned } from './simd';

/**
 * Training: mean and biased variance of each column over the batch normalise it, then scale gamma
 * and shift beta. Keeps the normalised values and 1/std for the backward pass; the running statistics
 * take `momentum` of the batch's mean and unbiased variance. Buffers hold n rounded up to four.
 */
export function batchNorm(
  rows: i32, n: i32, x: usize, gamma: usize, beta: usize, y: usize, normalised: usize, inverseStd: usize,
  runningMean: usize, runningVariance: usize, momentum: f32, epsilon: f32,
): void {
  const stride = <usize>n << 2;
  const perRow = pinned(1.0 / <f32>rows);
  const unbiased = pinned(<f32>rows / <f32>max(rows - 1, 1));
  const keep = pinned(1.0 - momentum);
  const take = pinned(momentum);
  const eps = pinned(epsilon);
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    const at = <usize>j << 2;
    let sum = f32x4.splat(0);
    for (let i = 0, p = x + at; i < rows; i++, p += stride) sum = f32x4.add(sum, v128.load(p));
    const mean = f32x4.mul(sum, perRow);
    let squares = f32x4.splat(0);
    for (let i = 0, p = x + at; i < rows; i++, p += stride) {
      const d = f32x4.sub(v128.load(p), mean);
      squares = madd(d, d, squares);
    }
    const variance = f32x4.mul(squares, perRow);
    v128.store(inverseStd + at, f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variance, eps))));
    const inverse = v128.load(inverseStd + at);
    const g = v128.load(gamma + at);
    const b = v128.load(beta + at);
    for (let i = 0, p = at; i < rows; i++, p += stride) {
      const h = f32x4.mul(f32x4.sub(v128.load(x + p), mean), inverse);
      v128.store(normalised + p, h);
      v128.store(y + p, madd(h, g, b));
    }
    v128.store(runningMean + at, madd(take, mean, f32x4.mul(keep, v128.load(runningMean + at))));
    v128.store(
      runningVariance + at,
      madd(take, f32x4.mul(variance, unbiased), f32x4.mul(keep, v128.load(runningVariance + at))),
    );
  }
  for (; j < n; j++) {
    const at = <usize>j << 2;
    let sum: f32 = 0;
    for (let i = 0, p = x + at; i < rows; i++, p += stride) sum += load<f32>(p);
    const mean = sum / <f32>rows;
    let squares: f32 = 0;
    for (let i = 0, p = x + at; i < rows; i++, p += stride) {
      const d = load<f32>(p) - mean;
      squares += d * d;
    }
    const variance = squares / <f32>rows;
    const inverse: f32 = <f32>(1.0 / sqrt<f32>(variance + epsilon));
    store<f32>(inverseStd + at, inverse);
    for (let i = 0, p = at; i < rows; i++, p += stride) {
      const h = (load<f32>(x + p) - mean) * inverse;
      store<f32>(normalised + p, h);
      store<f32>(y + p, h * load<f32>(gamma + at) + load<f32>(beta + at));
    }
    store<f32>(runningMean + at, momentum * mean + (1.0 - momentum) * load<f32>(runningMean + at));
    const variance1 = (variance * <f32>rows) / <f32>max(rows - 1, 1);
    store<f32>(runningVariance + at, momentum * variance1 + (1.0 - momentum) * load<f32>(runningVariance + at));
  }
}

/**
 * gradGamma = sum gradY * h; gradBeta = sum gradY;
 * gradX = gamma / std * (gradY - gradBeta / rows - h * gradGamma / rows) [+ gradX].
 */
export function batchNormBackward(
  rows: i32, n: i32, gradY: usize, normalised: usize, inverseStd: usize, gamma: usize,
  gradX: usize, gradGamma: usize, gradBeta: usize, accumulate: bool,
): void {
  const stride = <usize>n << 2;
  const perRow = pinned(1.0 / <f32>rows);
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    const at = <usize>j << 2;
    let sum = f32x4.splat(0);
    let dotted = f32x4.splat(0);
    for (let i = 0, p = at; i < rows; i++, p += stride) {
      const g = v128.load(gradY + p);
      sum = f32x4.add(sum, g);
      dotted = madd(g, v128.load(normalised + p), dotted);
    }
    v128.store(gradBeta + at, sum);
    v128.store(gradGamma + at, dotted);
    const meanG = f32x4.mul(sum, perRow);
    const meanD = f32x4.mul(dotted, perRow);
    const factor = f32x4.mul(v128.load(gamma + at), v128.load(inverseStd + at));
    for (let i = 0, p = at; i < rows; i++, p += stride) {
      const inner = f32x4.sub(f32x4.sub(v128.load(gradY + p), meanG), f32x4.mul(v128.load(normalised + p), meanD));
      const d = f32x4.mul(factor, inner);
      v128.store(gradX + p, accumulate ? f32x4.add(v128.load(gradX + p), d) : d);
    }
  }
  for (; j < n; j++) {
    const at = <usize>j << 2;
    let sum: f32 = 0;
    let dotted: f32 = 0;
    for (let i = 0, p = at; i < rows; i++, p += stride) {
      sum += load<f32>(gradY + p);
      dotted += load<f32>(gradY + p) * load<f32>(normalised + p);
    }
    store<f32>(gradBeta + at, sum);
    store<f32>(gradGamma + at, dotted);
    const factor = load<f32>(gamma + at) * load<f32>(inverseStd + at);
    for (let i = 0, p = at; i < rows; i++, p += stride) {
      const inner = load<f32>(gradY + p) - sum / <f32>rows - (load<f32>(normalised + p) * dotted) / <f32>rows;
      const d = factor * inner;
      store<f32>(gradX + p, accumulate ? load<f32>(gradX + p) + d : d);
    }
  }
}

/** Inference: y = (x - runningMean) / sqrt(runningVariance + epsilon) * gamma + beta. */
export function batchNormInference(
  rows: i32, n: i32, x: usize, gamma: usize, beta: usize, y: usize,
  runningMean: usize, runningVariance: usize, epsilon: f32,
): void {
  for (let j = 0; j < n; j++) {
    const at = <usize>j << 2;
    const factor: f32 = <f32>(load<f32>(gamma + at) / sqrt<f32>(load<f32>(runningVariance + at) + epsilon));
    const shift = load<f32>(beta + at) - load<f32>(runningMean + at) * factor;
    for (let i = 0; i < rows; i++) {
      const p = <usize>(i * n + j) << 2;
      store<f32>(y + p, load<f32>(x + p) * factor + shift);
    }
  }
}
