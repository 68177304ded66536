// The transforms of Winograd's convolution F(4, 3) (Lavin & Gray 2016) with the points 0, 1, -1, 2, -2 and infinity:
//
//       4  0 -5  0  1  0            1/4    0    0
//       0 -4 -4  1  1  0           -1/6 -1/6 -1/6          1  1  1  1  1  0
//   B = 0  4 -4 -1  1  0       G = -1/6  1/6 -1/6      A = 0  1 -1  2 -2  0
//       0 -2 -1  2  1  0           1/24 1/12  1/6          0  1  1  4  4  0
//       0  2 -1 -2  1  0           1/24 -1/12 1/6          0  1 -1  8 -8  1
//       0  4  0 -5  0  1              0    0    1
//
// They act on blocks of n floats, one a position or product. A tile has six positions d, four behind the tile before;
// its products v and m are `step` floats apart, and n floats behind those of the tile before; its outputs y are four.
import { madd, pinned } from './simd';

/** v = B d for each tile of six positions, every tile four positions behind the one before. */
export function winogradInputs(n: i32, tiles: i32, d: usize, v: usize, step: i32): void {
  const four = pinned(4);
  const two = pinned(2);
  const minusFive = pinned(-5);
  const p = <usize>n << 2;
  const s = <usize>step << 2;
  for (let t = 0; t < tiles; t++) {
    let q: usize = 0;
    for (; q + 16 <= p; q += 16) {
      const from = d + q;
      const to = v + q;
      const d0 = v128.load(from), d1 = v128.load(from + p), d2 = v128.load(from + p * 2);
      const d3 = v128.load(from + p * 3), d4 = v128.load(from + p * 4), d5 = v128.load(from + p * 5);
      const a = f32x4.sub(d4, f32x4.mul(four, d2));
      const b = f32x4.sub(d3, f32x4.mul(four, d1));
      const c = f32x4.sub(d4, d2);
      const e = f32x4.mul(two, f32x4.sub(d3, d1));
      v128.store(to, madd(four, d0, madd(minusFive, d2, d4)));
      v128.store(to + s, f32x4.add(a, b));
      v128.store(to + s * 2, f32x4.sub(a, b));
      v128.store(to + s * 3, f32x4.add(c, e));
      v128.store(to + s * 4, f32x4.sub(c, e));
      v128.store(to + s * 5, madd(four, d1, madd(minusFive, d3, d5)));
    }
    for (; q < p; q += 4) {
      const from = d + q;
      const to = v + q;
      const d0 = load<f32>(from), d1 = load<f32>(from + p), d2 = load<f32>(from + p * 2);
      const d3 = load<f32>(from + p * 3), d4 = load<f32>(from + p * 4), d5 = load<f32>(from + p * 5);
      const a: f32 = d4 - 4 * d2;
      const b: f32 = d3 - 4 * d1;
      const c = d4 - d2;
      const e: f32 = 2 * (d3 - d1);
      store<f32>(to, 4 * d0 - 5 * d2 + d4);
      store<f32>(to + s, a + b);
      store<f32>(to + s * 2, a - b);
      store<f32>(to + s * 3, c + e);
      store<f32>(to + s * 4, c - e);
      store<f32>(to + s * 5, 4 * d1 - 5 * d3 + d5);
    }
    d += p * 4;
    v += p;
  }
}

/** d += transpose(B) v, the backward pass of `winogradInputs`. */
export function winogradInputsBackward(n: i32, tiles: i32, v: usize, step: i32, d: usize): void {
  const four = pinned(4);
  const two = pinned(2);
  const minusFive = pinned(-5);
  const p = <usize>n << 2;
  const s = <usize>step << 2;
  for (let t = 0; t < tiles; t++) {
    let q: usize = 0;
    for (; q + 16 <= p; q += 16) {
      const from = v + q;
      const to = d + q;
      const v0 = v128.load(from), v1 = v128.load(from + s), v2 = v128.load(from + s * 2);
      const v3 = v128.load(from + s * 3), v4 = v128.load(from + s * 4), v5 = v128.load(from + s * 5);
      const sum = f32x4.add(v1, v2);
      const difference = f32x4.sub(v1, v2);
      const far = f32x4.add(v3, v4);
      const twice = f32x4.mul(two, f32x4.sub(v3, v4));
      v128.store(to, madd(four, v0, v128.load(to)));
      const d1 = f32x4.sub(f32x4.mul(four, f32x4.sub(v5, difference)), twice);
      v128.store(to + p, f32x4.add(v128.load(to + p), d1));
      const d2 = f32x4.sub(madd(minusFive, v0, f32x4.neg(far)), f32x4.mul(four, sum));
      v128.store(to + p * 2, f32x4.add(v128.load(to + p * 2), d2));
      const d3 = madd(minusFive, v5, f32x4.add(difference, twice));
      v128.store(to + p * 3, f32x4.add(v128.load(to + p * 3), d3));
      const d4 = f32x4.add(v0, f32x4.add(sum, far));
      v128.store(to + p * 4, f32x4.add(v128.load(to + p * 4), d4));
      v128.store(to + p * 5, f32x4.add(v128.load(to + p * 5), v5));
    }
    for (; q < p; q += 4) {
      const from = v + q;
      const to = d + q;
      const v0 = load<f32>(from), v1 = load<f32>(from + s), v2 = load<f32>(from + s * 2);
      const v3 = load<f32>(from + s * 3), v4 = load<f32>(from + s * 4), v5 = load<f32>(from + s * 5);
      const difference = v1 - v2;
      const twice: f32 = 2 * (v3 - v4);
      store<f32>(to, load<f32>(to) + 4 * v0);
      store<f32>(to + p, load<f32>(to + p) + (4 * (v5 - difference) - twice));
      store<f32>(to + p * 2, load<f32>(to + p * 2) - (5 * v0 + 4 * (v1 + v2) + v3 + v4));
      store<f32>(to + p * 3, load<f32>(to + p * 3) + (difference + twice - 5 * v5));
      store<f32>(to + p * 4, load<f32>(to + p * 4) + (v0 + v1 + v2 + v3 + v4));
      store<f32>(to + p * 5, load<f32>(to + p * 5) + v5);
    }
    v += p;
    d += p * 4;
  }
}

/** y = A m, the first `outs` of the four outputs of each tile; with relu, max(y, 0), and NaN where it is. */
export function winogradOutputs(
  outs: i32, n: i32, tiles: i32, m: usize, step: i32, y: usize, relu: bool,
): void {
  const four = pinned(4);
  const two = pinned(2);
  const eight = pinned(8);
  const floor4 = pinned(relu ? 0 : -Infinity);
  const lowest: f32 = relu ? 0 : -Infinity;
  const p = <usize>n << 2;
  const s = <usize>step << 2;
  for (let t = 0; t < tiles; t++) {
    let q: usize = 0;
    for (; q + 16 <= p; q += 16) {
      const from = m + q;
      const to = y + q;
      const m1 = v128.load(from + s), m2 = v128.load(from + s * 2);
      const m3 = v128.load(from + s * 3), m4 = v128.load(from + s * 4);
      const sum = f32x4.add(m1, m2);
      const difference = f32x4.sub(m1, m2);
      const far = f32x4.add(m3, m4);
      const farther = f32x4.sub(m3, m4);
      v128.store(to, f32x4.pmax(f32x4.add(f32x4.add(v128.load(from), sum), far), floor4));
      if (outs > 1) v128.store(to + p, f32x4.pmax(madd(two, farther, difference), floor4));
      if (outs > 2) v128.store(to + p * 2, f32x4.pmax(madd(four, far, sum), floor4));
      if (outs > 3) {
        const last = f32x4.add(madd(eight, farther, difference), v128.load(from + s * 5));
        v128.store(to + p * 3, f32x4.pmax(last, floor4));
      }
    }
    for (; q < p; q += 4) {
      const from = m + q;
      const to = y + q;
      const m1 = load<f32>(from + s), m2 = load<f32>(from + s * 2);
      const m3 = load<f32>(from + s * 3), m4 = load<f32>(from + s * 4);
      store<f32>(to, max<f32>(lowest, load<f32>(from) + m1 + m2 + m3 + m4));
      if (outs > 1) store<f32>(to + p, max<f32>(lowest, m1 - m2 + 2 * (m3 - m4)));
      if (outs > 2) store<f32>(to + p * 2, max<f32>(lowest, m1 + m2 + 4 * (m3 + m4)));
      if (outs > 3) store<f32>(to + p * 3, max<f32>(lowest, m1 - m2 + 8 * (m3 - m4) + load<f32>(from + s * 5)));
    }
    m += p;
    y += p * 4;
  }
}

/**
 * m = transpose(A) g, the backward pass of `winogradOutputs`, where g has the first `outs` outputs of each tile; with
 * relu, of those whose y is above 0 alone.
 */
export function winogradOutputsBackward(
  outs: i32, n: i32, tiles: i32, g: usize, y: usize, m: usize, step: i32, relu: bool,
): void {
  const four = pinned(4);
  const two = pinned(2);
  const floor4 = pinned(relu ? 0 : -Infinity);
  const lowest: f32 = relu ? 0 : -Infinity;
  const p = <usize>n << 2;
  const s = <usize>step << 2;
  for (let t = 0; t < tiles; t++) {
    let q: usize = 0;
    for (; q + 16 <= p; q += 16) {
      const from = g + q;
      const by = y + q;
      const to = m + q;
      const g0 = v128.and(v128.load(from), f32x4.gt(v128.load(by), floor4));
      const g1 = outs > 1 ? v128.and(v128.load(from + p), f32x4.gt(v128.load(by + p), floor4)) : f32x4.splat(0);
      const g2 = outs > 2 ? v128.and(v128.load(from + p * 2), f32x4.gt(v128.load(by + p * 2), floor4)) : f32x4.splat(0);
      const g3 = outs > 3 ? v128.and(v128.load(from + p * 3), f32x4.gt(v128.load(by + p * 3), floor4)) : f32x4.splat(0);
      const even = f32x4.add(g0, g2);
      const odd = f32x4.add(g1, g3);
      const evenFar = madd(four, g2, g0);
      const oddFar = f32x4.mul(two, madd(four, g3, g1));
      v128.store(to, g0);
      v128.store(to + s, f32x4.add(even, odd));
      v128.store(to + s * 2, f32x4.sub(even, odd));
      v128.store(to + s * 3, f32x4.add(evenFar, oddFar));
      v128.store(to + s * 4, f32x4.sub(evenFar, oddFar));
      v128.store(to + s * 5, g3);
    }
    for (; q < p; q += 4) {
      const from = g + q;
      const by = y + q;
      const to = m + q;
      const g0: f32 = load<f32>(by) > lowest ? load<f32>(from) : 0;
      const g1: f32 = outs > 1 && load<f32>(by + p) > lowest ? load<f32>(from + p) : 0;
      const g2: f32 = outs > 2 && load<f32>(by + p * 2) > lowest ? load<f32>(from + p * 2) : 0;
      const g3: f32 = outs > 3 && load<f32>(by + p * 3) > lowest ? load<f32>(from + p * 3) : 0;
      const odd: f32 = 2 * (g1 + 4 * g3);
      store<f32>(to, g0);
      store<f32>(to + s, g0 + g1 + g2 + g3);
      store<f32>(to + s * 2, g0 - g1 + g2 - g3);
      store<f32>(to + s * 3, g0 + 4 * g2 + odd);
      store<f32>(to + s * 4, g0 + 4 * g2 - odd);
      store<f32>(to + s * 5, g3);
    }
    g += p * 4;
    y += p * 4;
    m += p;
  }
}

/**
 * u = G w for each filter: w is filters x 3 x channels, u six matrices of filters x channels one behind the other.
 */
export function winogradWindows(filters: i32, channels: i32, w: usize, u: usize): void {
  const p = <usize>channels << 2;
  const s = p * <usize>filters;
  for (let f = 0; f < filters; f++) {
    for (let q: usize = 0; q < p; q += 4) {
      const g0 = load<f32>(w + q), g1 = load<f32>(w + p + q), g2 = load<f32>(w + p * 2 + q);
      const sum = g0 + g2;
      const far: f32 = (g0 + 4 * g2) / 24;
      const to = u + q;
      store<f32>(to, g0 / 4);
      store<f32>(to + s, (sum + g1) / -6);
      store<f32>(to + s * 2, (sum - g1) / -6);
      store<f32>(to + s * 3, far + g1 / 12);
      store<f32>(to + s * 4, far - g1 / 12);
      store<f32>(to + s * 5, g2);
    }
    w += p * 3;
    u += p;
  }
}

/** w = transpose(G) u [+ w], the backward pass of `winogradWindows`. */
export function winogradWindowsBackward(filters: i32, channels: i32, u: usize, w: usize, accumulate: bool): void {
  const p = <usize>channels << 2;
  const s = p * <usize>filters;
  for (let f = 0; f < filters; f++) {
    for (let q: usize = 0; q < p; q += 4) {
      const from = u + q;
      const to = w + q;
      const u1 = load<f32>(from + s), u2 = load<f32>(from + s * 2);
      const u3 = load<f32>(from + s * 3), u4 = load<f32>(from + s * 4);
      const g0: f32 = load<f32>(from) / 4 - (u1 + u2) / 6 + (u3 + u4) / 24;
      const g1: f32 = (u2 - u1) / 6 + (u3 - u4) / 12;
      const g2: f32 = (u3 + u4 - u1 - u2) / 6 + load<f32>(from + s * 5);
      store<f32>(to, accumulate ? load<f32>(to) + g0 : g0);
      store<f32>(to + p, accumulate ? load<f32>(to + p) + g1 : g1);
      store<f32>(to + p * 2, accumulate ? load<f32>(to + p * 2) + g2 : g2);
    }
    w += p * 3;
    u += p;
  }
}
