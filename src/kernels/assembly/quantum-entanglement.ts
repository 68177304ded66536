// The quantum-entanglement layer (paper Eq. 1-3): x_proj = x * cos(theta), a gate
// s = sigmoid(x_proj . sin(theta)) for each row, out = x_proj * s.
import { scaleInto } from './elementwise';
import { dot, madd, pinned, sigmoid4, sumLanes } from './simd';

/** cosine[j] = cos(theta[j]), sine[j] = sin(theta[j]) */
export function cosineSine(n: i32, theta: usize, cosine: usize, sine: usize): void {
  for (let j = 0; j < n; j++) {
    const at = <usize>j << 2;
    const t = load<f32>(theta + at);
    store<f32>(cosine + at, Mathf.cos(t));
    store<f32>(sine + at, Mathf.sin(t));
  }
}

const GATES = memory.data(16, 16);

export function entangle(rows: i32, n: i32, x: usize, cosine: usize, sine: usize, y: usize, gate: usize): void {
  const row = <usize>n << 2;
  // The gates of four rows in one vector; those of rows that are missing are not used.
  for (let i = 0; i < rows; i += 4) {
    const count = min(4, rows - i);
    for (let r = 0; r < count; r++) {
      const from = x + row * <usize>r;
      const to = y + row * <usize>r;
      let sum4 = f32x4.splat(0);
      let j = 0;
      for (; j + 4 <= n; j += 4) {
        const at = <usize>j << 2;
        const projected = f32x4.mul(v128.load(from + at), v128.load(cosine + at));
        v128.store(to + at, projected);
        sum4 = madd(projected, v128.load(sine + at), sum4);
      }
      let sum = sumLanes(sum4);
      for (; j < n; j++) {
        const at = <usize>j << 2;
        const projected = load<f32>(from + at) * load<f32>(cosine + at);
        store<f32>(to + at, projected);
        sum += projected * load<f32>(sine + at);
      }
      store<f32>(GATES + (<usize>r << 2), sum);
    }
    v128.store(GATES, sigmoid4(v128.load(GATES)));
    for (let r = 0; r < count; r++) {
      const s = load<f32>(GATES + (<usize>r << 2));
      const to = y + row * <usize>r;
      store<f32>(gate + (<usize>r << 2), s);
      scaleInto(n, s, to, to, false);
    }
    x += row << 2;
    y += row << 2;
    gate += 16;
  }
}

/**
 * With g = gradY: ds = sum g * x_proj, dt = ds * s * (1 - s), d x_proj = g * s + dt * sin;
 * gradX = d x_proj * cos; gradTheta = sum over rows of -d x_proj * x * sin + dt * x_proj * cos.
 * gradTheta is written, not added to.
 */
export function entangleBackward(
  rows: i32, n: i32, x: usize, cosine: usize, sine: usize, gate: usize, gradY: usize,
  gradX: usize, gradTheta: usize, accumulate: bool,
): void {
  memory.fill(gradTheta, 0, <usize>n << 2);
  for (let i = 0; i < rows; i++) {
    let ds4 = f32x4.splat(0);
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const at = <usize>j << 2;
      ds4 = madd(v128.load(gradY + at), f32x4.mul(v128.load(x + at), v128.load(cosine + at)), ds4);
    }
    let ds = sumLanes(ds4);
    for (; j < n; j++) {
      const at = <usize>j << 2;
      ds += load<f32>(gradY + at) * load<f32>(x + at) * load<f32>(cosine + at);
    }
    const s = load<f32>(gate);
    const dt = ds * s * (1 - s);
    const s4 = pinned(s);
    const dt4 = pinned(dt);
    for (j = 0; j + 4 <= n; j += 4) {
      const at = <usize>j << 2;
      const si = v128.load(sine + at);
      const co = v128.load(cosine + at);
      const xv = v128.load(x + at);
      const d = madd(v128.load(gradY + at), s4, f32x4.mul(dt4, si));
      const toTheta = f32x4.sub(f32x4.mul(dt4, f32x4.mul(co, co)), f32x4.mul(d, si));
      v128.store(gradTheta + at, madd(xv, toTheta, v128.load(gradTheta + at)));
      const dx = f32x4.mul(d, co);
      v128.store(gradX + at, accumulate ? f32x4.add(v128.load(gradX + at), dx) : dx);
    }
    for (; j < n; j++) {
      const at = <usize>j << 2;
      const si = load<f32>(sine + at);
      const co = load<f32>(cosine + at);
      const d = load<f32>(gradY + at) * s + dt * si;
      store<f32>(gradTheta + at, load<f32>(gradTheta + at) + load<f32>(x + at) * (dt * co * co - d * si));
      store<f32>(gradX + at, accumulate ? load<f32>(gradX + at) + d * co : d * co);
    }
    x += <usize>n << 2;
    gradY += <usize>n << 2;
    gradX += <usize>n << 2;
    gate += 4;
  }
}

/**
 * gradTheta alone, from the sums r_i = sum_j g_ij y_ij and t_j = sum_i g_ij y_ij of the output y and its
 * gradient g: ds_i = r_i / s_i, so dt_i = r_i (1 - s_i), and
 * gradTheta_j = -tan(theta_j) t_j + (cos^2 - sin^2)(theta_j) sum_i dt_i x_ij.
 */
export function entangleBackwardFromProducts(
  rows: i32, n: i32, x: usize, cosine: usize, sine: usize, gate: usize,
  rowProducts: usize, columnProducts: usize, gradTheta: usize,
): void {
  memory.fill(gradTheta, 0, <usize>n << 2);
  for (let i = 0; i < rows; i++) {
    const at = <usize>i << 2;
    const dt = load<f32>(rowProducts + at) * (1 - load<f32>(gate + at));
    scaleInto(n, dt, x, gradTheta, true);
    x += <usize>n << 2;
  }
  for (let j = 0; j < n; j++) {
    const at = <usize>j << 2;
    const si = load<f32>(sine + at);
    const co = load<f32>(cosine + at);
    const gated = (co - si) * (co + si) * load<f32>(gradTheta + at);
    store<f32>(gradTheta + at, gated - (si / co) * load<f32>(columnProducts + at));
  }
}

/**
 * Inference behind a fused gate, in place: z (rows x n) holds the products of x (rows x columns) with the
 * fused weights, `direction` is cos * sin; z = leakyRelu(sigmoid(x . direction) * z + bias), for a slope
 * of at most 1.
 */
export function gateBiasLeakyRelu(
  rows: i32, columns: i32, n: i32, x: usize, direction: usize, z: usize, bias: usize, slope: f32,
): void {
  const a = pinned(slope);
  for (let i = 0; i < rows; i += 4) {
    // The gates of four rows in one vector: rows beyond the last repeat it.
    const count = min(4, rows - i);
    for (let r = 0; r < 4; r++) {
      store<f32>(GATES + (<usize>r << 2), dot(columns, x + (<usize>(min(r, count - 1) * columns) << 2), direction));
    }
    v128.store(GATES, sigmoid4(v128.load(GATES)));
    for (let r = 0; r < count; r++) {
      const s = v128.load32_splat(GATES + (<usize>r << 2));
      let j = 0;
      for (; j + 4 <= n; j += 4) {
        const at = <usize>j << 2;
        const v = madd(v128.load(z + at), s, v128.load(bias + at));
        v128.store(z + at, f32x4.pmax(v, f32x4.mul(v, a)));
      }
      for (; j < n; j++) {
        const at = <usize>j << 2;
        const v = f32x4.extract_lane(madd(v128.load32_splat(z + at), s, v128.load32_splat(bias + at)), 0);
        store<f32>(z + at, max<f32>(v, v * slope));
      }
      z += <usize>n << 2;
    }
    x += <usize>(4 * columns) << 2;
  }
}
