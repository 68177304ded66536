// Weighted sums over a row and its neighbours: neighbours[i * k .. i * k + k - 1] are indices of sources.
import { addScaled, madd, pinned } from './simd';

/** y_i = self * x_i + weight * (sum over its k neighbours j of source_j), all of n columns. */
export function aggregateRows(
  rows: i32, n: i32, k: i32, self: f32, x: usize, weight: f32, sources: usize, neighbours: usize, y: usize,
): void {
  const s4 = pinned(self);
  const w4 = pinned(weight);
  const bytes = <usize>n << 2;
  for (let i = 0; i < rows; i++) {
    let q = 0;
    for (; q + 16 <= n; q += 16) {
      const at = <usize>q << 2;
      let a = f32x4.splat(0);
      let b = f32x4.splat(0);
      let c = f32x4.splat(0);
      let d = f32x4.splat(0);
      for (let r = 0; r < k; r++) {
        const from = sources + bytes * <usize>load<i32>(neighbours + (<usize>r << 2)) + at;
        a = f32x4.add(a, v128.load(from));
        b = f32x4.add(b, v128.load(from, 16));
        c = f32x4.add(c, v128.load(from, 32));
        d = f32x4.add(d, v128.load(from, 48));
      }
      v128.store(y + at, madd(s4, v128.load(x + at), f32x4.mul(w4, a)));
      v128.store(y + at, madd(s4, v128.load(x + at, 16), f32x4.mul(w4, b)), 16);
      v128.store(y + at, madd(s4, v128.load(x + at, 32), f32x4.mul(w4, c)), 32);
      v128.store(y + at, madd(s4, v128.load(x + at, 48), f32x4.mul(w4, d)), 48);
    }
    for (; q + 4 <= n; q += 4) {
      const at = <usize>q << 2;
      let a = f32x4.splat(0);
      for (let r = 0; r < k; r++) {
        a = f32x4.add(a, v128.load(sources + bytes * <usize>load<i32>(neighbours + (<usize>r << 2)) + at));
      }
      v128.store(y + at, madd(s4, v128.load(x + at), f32x4.mul(w4, a)));
    }
    for (; q < n; q++) {
      const at = <usize>q << 2;
      let a: f32 = 0;
      for (let r = 0; r < k; r++) {
        a += load<f32>(sources + bytes * <usize>load<i32>(neighbours + (<usize>r << 2)) + at);
      }
      store<f32>(y + at, self * load<f32>(x + at) + weight * a);
    }
    neighbours += <usize>k << 2;
    x += bytes;
    y += bytes;
  }
}

/** The gradient of `aggregateRows` where the rows are the sources: gradX_i += self * gradY_i, gradX_j += weight * gradY_i. */
export function aggregateRowsBackward(
  rows: i32, n: i32, k: i32, self: f32, weight: f32, neighbours: usize, gradY: usize, gradX: usize, accumulate: bool,
): void {
  const s4 = pinned(self);
  const w4 = pinned(weight);
  const bytes = <usize>n << 2;
  if (!accumulate) memory.fill(gradX, 0, bytes * <usize>rows);
  for (let i = 0; i < rows; i++) {
    addScaled(n, s4, self, gradY, gradX + bytes * <usize>i);
    for (let r = 0; r < k; r++) {
      addScaled(n, w4, weight, gradY, gradX + bytes * <usize>load<i32>(neighbours + (<usize>r << 2)));
    }
    neighbours += <usize>k << 2;
    gradY += bytes;
  }
}
