// Softmax and the focal loss on logits (rows x classes).
import { exp1, exp4 } from './simd';

/** In place: e^z for n values. */
// @ts-ignore: decorator
@inline
function exponentials(n: i32, z: usize): void {
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    const at = <usize>j << 2;
    v128.store(z + at, exp4(v128.load(z + at)));
  }
  for (; j < n; j++) {
    const at = <usize>j << 2;
    store<f32>(z + at, exp1(load<f32>(z + at)));
  }
}

/** q^gamma; small whole powers, the usual ones, by multiplication. */
// @ts-ignore: decorator
@inline
function powerOf(q: f32, gamma: f32): f32 {
  if (gamma > 8 || gamma != floor(gamma)) return Mathf.pow(q, gamma);
  let power: f32 = 1;
  for (let g = <i32>gamma; g > 0; g--) power *= q;
  return power;
}

/** e_ij = exp(z_ij - the largest of row i); in one go whatever n is, so that short rows leave no half-empty vectors. */
function exponentialsOfRows(rows: i32, n: i32, z: usize, e: usize): void {
  let to = e;
  for (let i = 0; i < rows; i++) {
    const largest = largestOf(n, z);
    for (let j = 0; j < n; j++) {
      const at = <usize>j << 2;
      store<f32>(to + at, load<f32>(z + at) - largest);
    }
    z += <usize>n << 2;
    to += <usize>n << 2;
  }
  exponentials(rows * n, e);
}

// @ts-ignore: decorator
@inline
function largestOf(n: i32, z: usize): f32 {
  let largest = load<f32>(z);
  for (let j = 1; j < n; j++) largest = max(largest, load<f32>(z + (<usize>j << 2)));
  return largest;
}

/** In place: each row of z becomes softmax(z), with the largest logit subtracted first. */
export function softmaxRows(rows: i32, n: i32, z: usize): void {
  exponentialsOfRows(rows, n, z, z);
  let row = z;
  for (let i = 0; i < rows; i++) {
    let sum: f32 = 0;
    for (let j = 0; j < n; j++) sum += load<f32>(row + (<usize>j << 2));
    const share: f32 = 1 / sum;
    for (let j = 0; j < n; j++) {
      const at = row + (<usize>j << 2);
      store<f32>(at, load<f32>(at) * share);
    }
    row += <usize>n << 2;
  }
}

/**
 * Focal loss (paper Eq. 10), sum over rows of w_i (1 - p_y)^gamma (-log p_y), returned unscaled;
 * gradZ = scale times its gradient. 1 - p_y is summed from the other classes, so that it keeps its
 * digits where p_y is near 1. gamma 0 is weighted cross-entropy.
 */
export function focalLoss(rows: i32, n: i32, z: usize, labels: usize, weights: usize, gamma: f32, scale: f32, gradZ: usize): f64 {
  let total: f64 = 0;
  exponentialsOfRows(rows, n, z, gradZ);
  for (let i = 0; i < rows; i++) {
    const y = load<i32>(labels);
    const w = load<f32>(weights);
    const own = load<f32>(gradZ + (<usize>y << 2));
    let others: f32 = 0;
    // Without branches, which nobody could foresee for classes as they come.
    for (let j = 0; j < n; j++) others += select<f32>(0, load<f32>(gradZ + (<usize>j << 2)), j == y);
    const sum = own + others;
    const p = own / sum;
    const q = others / sum;
    const logP: f32 = load<f32>(z + (<usize>y << 2)) - largestOf(n, z) - Mathf.log(sum);
    // (1 - p)^(gamma - 1) with q = 0 and gamma < 1 would be infinite times a zero log.
    const power = powerOf(q, gamma);
    const lower: f32 = gamma == 0 || q == 0 ? 0 : gamma * (power / q) * p * logP;
    total += <f64>(w * power * -logP);
    const toLogP = scale * w * (lower - power);
    const perSum = toLogP / sum;
    // d log p_y / d z_j = [j = y] - p_j; the own class's 1 - p again from the others.
    for (let j = 0; j < n; j++) {
      const at = <usize>j << 2;
      store<f32>(gradZ + at, -perSum * load<f32>(gradZ + at));
    }
    store<f32>(gradZ + (<usize>y << 2), toLogP * q);
    z += <usize>n << 2;
    gradZ += <usize>n << 2;
    labels += 4;
    weights += 4;
  }
  return total;
}

/** The index of the largest of n values, the first of equals, for each row. */
export function argmaxRows(rows: i32, n: i32, z: usize, out: usize): void {
  for (let i = 0; i < rows; i++) {
    let best = 0;
    let value = load<f32>(z);
    for (let j = 1; j < n; j++) {
      const v = load<f32>(z + (<usize>j << 2));
      if (v > value) {
        value = v;
        best = j;
      }
    }
    store<i32>(out, best);
    z += <usize>n << 2;
    out += 4;
  }
}
