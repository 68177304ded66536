// Boosted trees on quantised derivatives: codes of columns, derivatives of the logistic loss as integers, margins. See
// quantised-histograms.ts.
import { cutsBelow, firstStep } from './cut-search';
import { exp4, log4 } from './simd';

/**
 * Adds factor * code of some columns to the bytes of their groups in n rows of `codes`, `width` groups a row, which are zero
 * before. Values are 64-bit floats, row-major, `columns` a row. `listed` has five integers for each of `count` columns:
 * column, index of the first of its `cuts`, their number, factor, group. The code of a value is the number of cuts below it,
 * that of NaN is the number of cuts + 1. Cuts ascend; behind those of a column there are as many infinite ones as make a
 * power of two minus one.
 */
export function encodeColumns(
  n: i32, x: usize, columns: i32, count: i32, listed: usize, cuts: usize, codes: usize, width: i32,
): void {
  for (let i = 0; i < count; i++) {
    const own = listed + <usize>(20 * i);
    encodeColumn(
      n, x + (<usize>load<i32>(own) << 3), columns, cuts + (<usize>load<i32>(own, 4) << 3), load<i32>(own, 8),
      load<i32>(own, 12), codes + <usize>load<i32>(own, 16), width,
    );
  }
}

function encodeColumn(
  n: i32, x: usize, stride: i32, cuts: usize, count: i32, factor: i32, codes: usize, width: i32,
): void {
  const first = firstStep(count);
  for (let i = 0; i < n; i++) {
    const value = load<f64>(x);
    const code = select<i32>(cutsBelow(value, cuts, first), count + 1, value == value);
    store<u8>(codes, load<u8>(codes) + <u8>(factor * code));
    x += <usize>stride << 3;
    codes += width;
  }
}

/**
 * (First, second derivative) of the logistic loss from `margins` (n) to `pairs`: g = w (p - y), h = w p (1 - p). n is a
 * multiple of 4. Writes the sums of |g| and h, as 64-bit floats, to `sums`; returns that of -w log p_y.
 */
export function logisticPairs(n: i32, margins: usize, labels: usize, weights: usize, pairs: usize, sums: usize): f64 {
  const one = f32x4.splat(1);
  const sign = i32x4.splat(0x80000000);
  let gradients = f64x2.splat(0);
  let hessians = f64x2.splat(0);
  let loss = f64x2.splat(0);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const w = v128.load(weights + at);
    // A margin of the wrong sign is positive.
    const flip = v128.and(i32x4.shl(v128.load(labels + at), 31), sign);
    const e = exp4(v128.xor(v128.load(margins + at), flip));
    const whole = f32x4.add(one, e);
    const share = f32x4.div(one, whole);
    const size = f32x4.mul(w, f32x4.mul(e, share));
    const g = v128.xor(size, flip);
    const h = f32x4.mul(size, share);
    gradients = f64x2.add(gradients, doubleSums(size));
    hessians = f64x2.add(hessians, doubleSums(h));
    loss = f64x2.add(loss, doubleSums(f32x4.mul(w, log4(whole))));
    store2(pairs + (<usize>i << 3), g, h);
  }
  store<f64>(sums, f64x2.extract_lane(gradients, 0) + f64x2.extract_lane(gradients, 1));
  store<f64>(sums, f64x2.extract_lane(hessians, 0) + f64x2.extract_lane(hessians, 1), 8);
  return f64x2.extract_lane(loss, 0) + f64x2.extract_lane(loss, 1);
}

/** The sums of lanes 0 and 2 and of lanes 1 and 3 in 64 bits. */
// @ts-ignore: decorator
@inline
function doubleSums(v: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1)));
}

// @ts-ignore: decorator
@inline
function store2(at: usize, first: v128, second: v128): void {
  v128.store(at, v128.shuffle<f32>(first, second, 0, 4, 1, 5));
  v128.store(at, v128.shuffle<f32>(first, second, 2, 6, 3, 7), 16);
}

/** The sums of |g| and of h of n pairs, as 64-bit floats, to `sums`. */
export function pairSums(n: i32, pairs: usize, sums: usize): void {
  let total = f64x2.splat(0);
  for (let i = 0; i < n; i++) {
    total = f64x2.add(total, f64x2.promote_low_f32x4(f32x4.abs(v128.load64_zero(pairs))));
    pairs += 8;
  }
  v128.store(sums, total);
}

/**
 * Integers (second, first derivative) from n pairs (first, second): g and h times their scales, rounded, h at least 1. n is
 * a multiple of 4.
 */
export function quantisePairs(n: i32, pairs: usize, scaleG: f32, scaleH: f32, quantised: usize): void {
  const scale = v128.shuffle<f32>(f32x4.splat(scaleG), f32x4.splat(scaleH), 4, 0, 4, 0);
  const floor = v128.shuffle<i32>(i32x4.splat(1), i32x4.splat(0x80000000), 0, 4, 0, 4);
  for (let i = 0; i < n; i += 2) {
    const pair = v128.load(pairs);
    const turned = v128.shuffle<f32>(pair, pair, 1, 0, 3, 2);
    const rounded = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(turned, scale)));
    v128.store(quantised, i32x4.max_s(rounded, floor));
    pairs += 16;
    quantised += 16;
  }
}

/** Adds a value to the listed n of `margins`. */
export function addToRows(n: i32, rows: usize, value: f32, margins: usize): void {
  for (let i = 0; i < n; i++) {
    const at = margins + (<usize>load<i32>(rows + (<usize>i << 2)) << 2);
    store<f32>(at, load<f32>(at) + value);
  }
}
