// Softmax regression in 64 bits, on blocks of rows. Logits are rows x ld, ld the number of classes rounded
// up to an even one; what stands in the last column of an odd number is not read.
import { exponentialsF64, log2F64, swapF64 } from './simd-f64';

/** out (rows x ld) = the n values of each row of x in 64 bits, a one for the intercept, zeros. */
export function widenRows(rows: i32, n: i32, x: usize, out: usize, ld: i32): void {
  for (let i = 0; i < rows; i++) {
    let to = out;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const v = v128.load(x);
      v128.store(to, f64x2.promote_low_f32x4(v));
      v128.store(to, f64x2.promote_low_f32x4(swapF64(v)), 16);
      x += 16;
      to += 32;
    }
    for (; j < n; j++) {
      store<f64>(to, <f64>load<f32>(x));
      x += 4;
      to += 8;
    }
    store<f64>(to, 1);
    for (j = n + 1; j < ld; j++) {
      to += 8;
      store<f64>(to, 0);
    }
    out += <usize>ld << 3;
  }
}

/** Subtracts from each row its largest logit; the one behind an odd number of classes becomes some number up to 0. */
function subtractLargest(rows: i32, n: i32, z: usize): void {
  const bytes = <usize>((n + 1) & ~1) << 3;
  for (let i = 0; i < rows; i++) {
    const end = z + bytes;
    if (n & 1) store<f64>(end - 8, load<f64>(z));
    let most = v128.load(z);
    for (let at = z + 16; at < end; at += 16) most = f64x2.pmax(most, v128.load(at));
    most = f64x2.pmax(most, swapF64(most));
    for (; z < end; z += 16) v128.store(z, f64x2.sub(v128.load(z), most));
  }
}

/** The sum of each row of exponentials in both lanes; a zero behind an odd number of classes. */
// @ts-ignore: decorator
@inline
function rowSum(n: i32, e: usize, end: usize): v128 {
  if (n & 1) store<f64>(end - 8, 0);
  let sum = v128.load(e);
  for (let at = e + 16; at < end; at += 16) sum = f64x2.add(sum, v128.load(at));
  return f64x2.add(sum, swapF64(sum));
}

/**
 * The sum over rows of w_i (-log softmax(z_i)[y_i]). In place z becomes its gradient,
 * w_i (softmax(z_i) - [j = y_i]), with zeros behind the classes. `sums` holds rows + 1 doubles.
 */
export function softmaxLossF64(rows: i32, n: i32, z: usize, labels: usize, weights: usize, sums: usize): f64 {
  const ld = (n + 1) & ~1;
  const bytes = <usize>ld << 3;
  subtractLargest(rows, n, z);
  let total: f64 = 0;
  let row = z;
  for (let i = 0; i < rows; i++) {
    total -= load<f64>(weights + (<usize>i << 3)) * load<f64>(row + (<usize>load<i32>(labels + (<usize>i << 2)) << 3));
    row += bytes;
  }
  exponentialsF64(rows * ld, z);
  for (let i = 0; i < rows; i++) {
    const at = <usize>i << 3;
    const end = z + bytes;
    const sum = rowSum(n, z, end);
    v128.store64_lane(sums + at, sum, 0);
    const weight = load<f64>(weights + at);
    const own = z + (<usize>load<i32>(labels + (<usize>i << 2)) << 3);
    const factor = f64x2.div(f64x2.splat(weight), sum);
    for (; z < end; z += 16) v128.store(z, f64x2.mul(factor, v128.load(z)));
    store<f64>(own, load<f64>(own) - weight);
  }
  store<f64>(sums + (<usize>rows << 3), 1);
  for (let i = 0; i < rows; i += 2) {
    const at = <usize>i << 3;
    const logs = log2F64(v128.load(sums + at));
    total += load<f64>(weights + at) * f64x2.extract_lane(logs, 0);
    if (i + 1 < rows) total += load<f64>(weights + at, 8) * f64x2.extract_lane(logs, 1);
  }
  return total;
}

/** Each row of z becomes softmax(z), with zeros behind the classes; out (rows x n) is the same in 32 bits. */
export function softmaxF64(rows: i32, n: i32, z: usize, out: usize): void {
  const ld = (n + 1) & ~1;
  const bytes = <usize>ld << 3;
  subtractLargest(rows, n, z);
  exponentialsF64(rows * ld, z);
  const one = f64x2.splat(1);
  for (let i = 0; i < rows; i++) {
    const end = z + bytes;
    const share = f64x2.div(one, rowSum(n, z, end));
    let to = out;
    for (; z < end; z += 16) {
      const p = f64x2.mul(share, v128.load(z));
      v128.store(z, p);
      store<f32>(to, <f32>f64x2.extract_lane(p, 0));
      if (z + 16 < end || !(n & 1)) store<f32>(to, <f32>f64x2.extract_lane(p, 1), 4);
      to += 8;
    }
    out += <usize>n << 2;
  }
}
