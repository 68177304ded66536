// Boosted trees: derivatives of the losses, histograms of derivatives, the scan for a split.
// A pair is (first, second derivative) as two 32-bit floats; a cell of a histogram is the sum of pairs as two
// 64-bit floats. Derivatives are multiples of a quantum that makes all sums exact: neither the order of adding
// nor subtraction of histograms leaves a rounding error, and a cell without rows is exactly zero.
import { exp4, sigmoid4 } from './simd';

/** Columns in a pass over the rows: their codes lie in one cache line, their cells in the second-level cache. */
const BLOCK = 64;

/** In place of a direction of missing values. */
const NONE_MISSING = 2;

// @ts-ignore: decorator
@inline
function addPair(cells: usize, index: u32, pair: v128): void {
  const cell = cells + (<usize>index << 4);
  v128.store(cell, f64x2.add(v128.load(cell), pair));
}

/**
 * Sums the pairs of n rows by the code of each column: cell (column, code) is at index offsets[column] + code.
 * `codes` is row-major, a byte a code; the histogram, which has offsets[columns] cells, is overwritten.
 */
export function gradientHistogram(
  n: i32, rows: usize, columns: i32, offsets: usize, codes: usize, pairs: usize, histogram: usize,
): void {
  memory.fill(histogram, 0, <usize>load<u32>(offsets + (<usize>columns << 2)) << 4);
  for (let from = 0; from < columns; from += BLOCK) {
    const width = min(columns - from, BLOCK);
    const whole = width >> 2;
    const first = offsets + (<usize>from << 2);
    for (let i = 0; i < n; i++) {
      const row = <usize>load<i32>(rows + (<usize>i << 2));
      const pair = f64x2.promote_low_f32x4(v128.load64_zero(pairs + (row << 3)));
      let code = codes + row * <usize>columns + <usize>from;
      let offset = first;
      for (let q = 0; q < whole; q++) {
        const four = load<u32>(code);
        addPair(histogram, load<u32>(offset) + (four & 255), pair);
        addPair(histogram, load<u32>(offset, 4) + ((four >> 8) & 255), pair);
        addPair(histogram, load<u32>(offset, 8) + ((four >> 16) & 255), pair);
        addPair(histogram, load<u32>(offset, 12) + (four >> 24), pair);
        offset += 16;
        code += 4;
      }
      for (let c = whole << 2; c < width; c++) {
        addPair(histogram, load<u32>(offset) + <u32>load<u8>(code), pair);
        offset += 4;
        code += 1;
      }
    }
  }
}

/** a = a - b over n cells. */
export function subtractHistogram(n: i32, a: usize, b: usize): void {
  for (let i = 0; i < n; i++) {
    v128.store(a, f64x2.sub(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
}

/** T(G)^2 / (H + lambda) of both sides, summed; T(G) = sign(G) max(|G| - alpha, 0). */
// @ts-ignore: decorator
@inline
function scoreOf(left: v128, right: v128, alpha: v128, lambda: v128): f64 {
  const g = v128.shuffle<f64>(left, right, 0, 2);
  const h = v128.shuffle<f64>(left, right, 1, 3);
  const t = f64x2.sub(g, f64x2.max(f64x2.neg(alpha), f64x2.min(alpha, g)));
  const score = f64x2.div(f64x2.mul(t, t), f64x2.add(h, lambda));
  return f64x2.extract_lane(score, 0) + f64x2.extract_lane(score, 1);
}

/**
 * The split of a node with the sums G and H that has the largest
 *
 *     T(G_l)^2 / (H_l + lambda) + T(G_r)^2 / (H_r + lambda),   H_l, H_r >= leastWeight and > 0,
 *
 * over `n` listed columns, the first of equals. The cells of column c are at offsets[c] to offsets[c + 1]. Bins ascend,
 * the cell behind a column's `bins`, if there is one, sums the missing values: they are tried on either side. Writes to `split` six 64-bit floats: column, the last code on the left,
 * the next code that has rows, 1 if missing values go left, 0 if right, 2 if there are none, G_l, H_l. Returns the score, or -1 if there is no split.
 */
export function bestGradientSplit(
  n: i32, listed: usize, bins: usize, offsets: usize, histogram: usize, G: f64, H: f64, lambda: f64, alpha: f64,
  leastWeight: f64, split: usize,
): f64 {
  const total = f64x2.replace_lane(f64x2.splat(G), 1, H);
  const alpha2 = f64x2.splat(alpha);
  const lambda2 = f64x2.splat(lambda);
  let best: f64 = -1;
  for (let i = 0; i < n; i++) {
    const column = load<i32>(listed + (<usize>i << 2));
    const count = load<i32>(bins + (<usize>column << 2));
    const offset = load<u32>(offsets + (<usize>column << 2));
    const cells = histogram + (<usize>offset << 4);
    // A column without missing values has no cell for them.
    const missing = count < <i32>(load<u32>(offsets + (<usize>column << 2), 4) - offset) ? v128.load(cells + (<usize>count << 4)) : f64x2.splat(0);
    const someMissing = f64x2.extract_lane(missing, 1) > 0;
    let left = f64x2.splat(0);
    let last = -1;
    for (let b = 0; b <= count; b++) {
      const cell = b < count ? v128.load(cells + (<usize>b << 4)) : f64x2.splat(0);
      // Behind the last bin there is a split only of the present values from the missing ones.
      if (b < count ? f64x2.extract_lane(cell, 1) == 0 : !someMissing) continue;
      if (last >= 0) {
        const weight = f64x2.extract_lane(left, 1);
        if (weight >= leastWeight && H - weight >= leastWeight) {
          const score = scoreOf(left, f64x2.sub(total, left), alpha2, lambda2);
          if (score > best) {
            best = score;
            writeSplit(split, column, last, b, someMissing ? 0 : NONE_MISSING, left);
          }
        }
        if (b < count && someMissing) {
          const both = f64x2.add(left, missing);
          const heavier = f64x2.extract_lane(both, 1);
          if (heavier >= leastWeight && H - heavier >= leastWeight) {
            const score = scoreOf(both, f64x2.sub(total, both), alpha2, lambda2);
            if (score > best) {
              best = score;
              writeSplit(split, column, last, b, 1, both);
            }
          }
        }
      }
      left = f64x2.add(left, cell);
      if (!someMissing && H - f64x2.extract_lane(left, 1) < leastWeight) break;
      last = b;
    }
  }
  return best;
}

// @ts-ignore: decorator
@inline
function writeSplit(split: usize, column: i32, code: i32, next: i32, missingLeft: i32, left: v128): void {
  store<f64>(split, column);
  store<f64>(split, code, 8);
  store<f64>(split, next, 16);
  store<f64>(split, missingLeft, 24);
  v128.store(split, left, 32);
}

// @ts-ignore: decorator
@inline
function storePairs(at: usize, g: v128, h: v128, scale: v128, quantum: v128): void {
  const first = f32x4.mul(f32x4.nearest(f32x4.mul(g, scale)), quantum);
  const second = f32x4.max(quantum, f32x4.mul(f32x4.nearest(f32x4.mul(h, scale)), quantum));
  v128.store(at, v128.shuffle<f32>(first, second, 0, 4, 1, 5));
  v128.store(at, v128.shuffle<f32>(first, second, 2, 6, 3, 7), 16);
}

/**
 * Pairs of the softmax loss from `margins` (classes x n), to `pairs` (classes x n pairs):
 *
 *     g = w (p - [y = k]),   h = hessianScale w p (1 - p) with hessianScale > 0, else h = w,
 *
 * rounded to multiples of `quantum` (a power of two), h to at least one. n is a multiple of 4. Returns the sum of
 * -w log p_y. There are at least two classes; `scratch` holds 4 floats a class.
 */
export function softmaxDerivatives(
  n: i32, classes: i32, margins: usize, labels: usize, weights: usize, hessianScale: f32, quantum: f32, pairs: usize,
  scratch: usize,
): f64 {
  const span = <usize>n << 2;
  const scale = f32x4.splat(1 / quantum);
  const quantum4 = f32x4.splat(quantum);
  const one = f32x4.splat(1);
  const factor = f32x4.splat(hessianScale);
  let loss: f64 = 0;
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    let largest = v128.load(margins + at);
    for (let k = 1; k < classes; k++) largest = f32x4.pmax(largest, v128.load(margins + at + <usize>k * span));
    let sum = f32x4.splat(0);
    for (let k = 0; k < classes; k++) {
      const e = exp4(f32x4.sub(v128.load(margins + at + <usize>k * span), largest));
      v128.store(scratch + (<usize>k << 4), e);
      sum = f32x4.add(sum, e);
    }
    const share = f32x4.div(one, sum);
    const w = v128.load(weights + at);
    const y = v128.load(labels + at);
    for (let k = 0; k < classes; k++) {
      const p = f32x4.mul(v128.load(scratch + (<usize>k << 4)), share);
      const own = v128.and(i32x4.eq(y, i32x4.splat(k)), one);
      const g = f32x4.mul(w, f32x4.sub(p, own));
      const h = hessianScale > 0 ? f32x4.mul(f32x4.mul(factor, w), f32x4.mul(p, f32x4.sub(one, p))) : w;
      storePairs(pairs + ((<usize>k * <usize>n + <usize>i) << 3), g, h, scale, quantum4);
    }
    v128.store(scratch, sum);
    v128.store(scratch, largest, 16);
    for (let r: usize = 0; r < 16; r += 4) {
      const margin = load<f32>(margins + at + r + <usize>load<i32>(labels + at + r) * span);
      const logP: f32 = margin - load<f32>(scratch + r, 16) - Mathf.log(load<f32>(scratch + r));
      loss -= <f64>(load<f32>(weights + at + r) * logP);
    }
  }
  return loss;
}

/**
 * Pairs of the logistic loss from `margins` (n): g = w (p - y), h = w p (1 - p), or h = w with hessianScale 0; as
 * `softmaxDerivatives` otherwise. Returns the sum of w log(1 + e^-m) over rows of label 1 and w log(1 + e^m) over others.
 */
export function logisticDerivatives(
  n: i32, margins: usize, labels: usize, weights: usize, hessianScale: f32, quantum: f32, pairs: usize,
): f64 {
  const scale = f32x4.splat(1 / quantum);
  const quantum4 = f32x4.splat(quantum);
  const one = f32x4.splat(1);
  const factor = f32x4.splat(hessianScale);
  let loss: f64 = 0;
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const w = v128.load(weights + at);
    const p = sigmoid4(v128.load(margins + at));
    const own = f32x4.convert_i32x4_s(v128.load(labels + at));
    const h = hessianScale > 0 ? f32x4.mul(f32x4.mul(factor, w), f32x4.mul(p, f32x4.sub(one, p))) : w;
    storePairs(pairs + (<usize>i << 3), f32x4.mul(w, f32x4.sub(p, own)), h, scale, quantum4);
    for (let r: usize = 0; r < 16; r += 4) {
      const margin = load<f32>(margins + at + r);
      const wrong = load<i32>(labels + at + r) == 1 ? -margin : margin;
      const tail = Mathf.log1p(Mathf.exp(-abs(wrong)));
      loss += <f64>(load<f32>(weights + at + r) * (max<f32>(wrong, 0) + tail));
    }
  }
  return loss;
}
