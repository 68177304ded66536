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
  let j = 0;
  // Sums wait for the addition before; with several columns' sums at once the waits overlap.
  for (; j + 16 <= n; j += 16) {
    const at = <usize>j << 2;
    let m0 = f32x4.splat(0), m1 = m0, m2 = m0, m3 = m0;
    for (let i = 0, p = x + at; i < rows; i++, p += stride) {
      m0 = f32x4.add(m0, v128.load(p));
      m1 = f32x4.add(m1, v128.load(p, 16));
      m2 = f32x4.add(m2, v128.load(p, 32));
      m3 = f32x4.add(m3, v128.load(p, 48));
    }
    m0 = f32x4.mul(m0, perRow);
    m1 = f32x4.mul(m1, perRow);
    m2 = f32x4.mul(m2, perRow);
    m3 = f32x4.mul(m3, perRow);
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let i = 0, p = x + at; i < rows; i++, p += stride) {
      const d0 = f32x4.sub(v128.load(p), m0);
      const d1 = f32x4.sub(v128.load(p, 16), m1);
      const d2 = f32x4.sub(v128.load(p, 32), m2);
      const d3 = f32x4.sub(v128.load(p, 48), m3);
      s0 = madd(d0, d0, s0);
      s1 = madd(d1, d1, s1);
      s2 = madd(d2, d2, s2);
      s3 = madd(d3, d3, s3);
    }
    normaliseFour(rows, stride, at, m0, s0, x, gamma, beta, y, normalised, inverseStd, runningMean, runningVariance, momentum, epsilon);
    normaliseFour(rows, stride, at + 16, m1, s1, x, gamma, beta, y, normalised, inverseStd, runningMean, runningVariance, momentum, epsilon);
    normaliseFour(rows, stride, at + 32, m2, s2, x, gamma, beta, y, normalised, inverseStd, runningMean, runningVariance, momentum, epsilon);
    normaliseFour(rows, stride, at + 48, m3, s3, x, gamma, beta, y, normalised, inverseStd, runningMean, runningVariance, momentum, epsilon);
  }
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
    normaliseFour(rows, stride, at, mean, squares, x, gamma, beta, y, normalised, inverseStd, runningMean, runningVariance, momentum, epsilon);
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

/** `batchNorm` of the four columns at the offset `at`, whose means and sums of squared differences are known. */
function normaliseFour(
  rows: i32, stride: usize, at: usize, mean: v128, squares: v128, x: usize, gamma: usize, beta: usize, y: usize,
  normalised: usize, inverseStd: usize, runningMean: usize, runningVariance: usize, momentum: f32, epsilon: f32,
): void {
  const unbiased = pinned(<f32>rows / <f32>max(rows - 1, 1));
  const keep = pinned(1.0 - momentum);
  const take = pinned(momentum);
  const variance = f32x4.mul(squares, pinned(1.0 / <f32>rows));
  v128.store(inverseStd + at, f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variance, pinned(epsilon)))));
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
