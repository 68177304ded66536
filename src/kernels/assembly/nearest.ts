// The search for nearest rows: few of many by a limit, and the distances of these.
import { maddF64, swapF64 } from './simd-f64';

/**
 * For each row of values (rows x n, row stride ld) the columns whose value is not above the row's limit, in
 * ascending order: counts[i] of them from indices + i * n on. A value that is not a number is not above.
 */
export function selectNotAbove(rows: i32, n: i32, values: usize, ld: i32, limits: usize, counts: usize, indices: usize): void {
  for (let i = 0; i < rows; i++) {
    const limit = load<f32>(limits);
    const limit4 = v128.load32_splat(limits);
    let to = indices;
    let j = 0;
    for (; j + 16 <= n; j += 16) {
      const at = values + (<usize>j << 2);
      const a = f32x4.gt(v128.load(at), limit4);
      const b = f32x4.gt(v128.load(at, 16), limit4);
      const c = f32x4.gt(v128.load(at, 32), limit4);
      const d = f32x4.gt(v128.load(at, 48), limit4);
      // Most blocks have nothing to select.
      if (i32x4.all_true(v128.and(v128.and(a, b), v128.and(c, d)))) continue;
      let mask = ~(
        i32x4.bitmask(a) | (i32x4.bitmask(b) << 4) | (i32x4.bitmask(c) << 8) | (i32x4.bitmask(d) << 12)
      ) & 0xffff;
      for (; mask != 0; mask &= mask - 1) {
        store<i32>(to, j + ctz(mask));
        to += 4;
      }
    }
    for (; j < n; j++) {
      if (load<f32>(values + (<usize>j << 2)) > limit) continue;
      store<i32>(to, j);
      to += 4;
    }
    store<i32>(counts, <i32>((to - indices) >> 2));
    values += <usize>ld << 2;
    indices += <usize>n << 2;
    limits += 4;
    counts += 4;
  }
}

/** The sum of the squares of a[i] - b[i] over n elements, in 64 bits. */
// @ts-ignore: decorator
@inline
function squaredDistance(n: i32, a: usize, b: usize): f64 {
  let low = f64x2.splat(0);
  let high = low;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const x = v128.load(a);
    const y = v128.load(b);
    const l = f64x2.sub(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(y));
    const h = f64x2.sub(f64x2.promote_low_f32x4(swapF64(x)), f64x2.promote_low_f32x4(swapF64(y)));
    low = maddF64(l, l, low);
    high = maddF64(h, h, high);
    a += 16;
    b += 16;
  }
  const sums = f64x2.add(low, high);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; i < n; i++) {
    const d = <f64>load<f32>(a) - <f64>load<f32>(b);
    sum += d * d;
    a += 4;
    b += 4;
  }
  return sum;
}

/**
 * The squared distances of each query (rows x n) to the candidates (of n values each) that `selectNotAbove`
 * chose for it among `columns`; squared has the form of indices, in 64 bits.
 */
export function selectedDistancesF64(
  rows: i32, n: i32, queries: usize, candidates: usize, columns: i32, counts: usize, indices: usize, squared: usize,
): void {
  const width = <usize>n << 2;
  for (let i = 0; i < rows; i++) {
    const count = load<i32>(counts + (<usize>i << 2));
    for (let s = 0; s < count; s++) {
      const candidate = candidates + width * <usize>load<i32>(indices + (<usize>s << 2));
      store<f64>(squared + (<usize>s << 3), squaredDistance(n, queries, candidate));
    }
    queries += width;
    indices += <usize>columns << 2;
    squared += <usize>columns << 3;
  }
}
