// Operations on n elements one by one, and their backward passes. A backward kernel writes the
// gradient of its input, or adds to it when `accumulate` is set.
import { pinned, sigmoid4, sumLanes, tanh4 } from './simd';

// @ts-ignore: decorator
@inline
function emit(to: usize, value: v128, accumulate: bool): void {
  v128.store(to, accumulate ? f32x4.add(v128.load(to), value) : value);
}

// @ts-ignore: decorator
@inline
function emit1(to: usize, value: f32, accumulate: bool): void {
  store<f32>(to, accumulate ? load<f32>(to) + value : value);
}

/** y = value */
export function fill(n: i32, value: f32, y: usize): void {
  const v = pinned(value);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(y, v);
    y += 16;
  }
  for (; i < n; i++) {
    store<f32>(y, value);
    y += 4;
  }
}

/** Whether all n values are finite: x - x is 0 for these and NaN for the others. */
export function allFinite(n: i32, x: usize): bool {
  let d0 = f32x4.splat(0), d1 = d0, d2 = d0, d3 = d0;
  let i = 0;
  // Four sums at once, because each addition waits for the one before.
  for (; i + 16 <= n; i += 16) {
    const a = v128.load(x), b = v128.load(x, 16), c = v128.load(x, 32), d = v128.load(x, 48);
    d0 = f32x4.add(d0, f32x4.sub(a, a));
    d1 = f32x4.add(d1, f32x4.sub(b, b));
    d2 = f32x4.add(d2, f32x4.sub(c, c));
    d3 = f32x4.add(d3, f32x4.sub(d, d));
    x += 64;
  }
  let sum = sumLanes(f32x4.add(f32x4.add(d0, d1), f32x4.add(d2, d3)));
  for (; i < n; i++) {
    const v = load<f32>(x);
    sum += v - v;
    x += 4;
  }
  return sum == 0;
}

/** y = a + b */
export function add(n: i32, a: usize, b: usize, y: usize): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(y, f32x4.add(v128.load(a), v128.load(b)));
    a += 16; b += 16; y += 16;
  }
  for (; i < n; i++) {
    store<f32>(y, load<f32>(a) + load<f32>(b));
    a += 4; b += 4; y += 4;
  }
}

/** y = scale * x [+ y] */
export function scaleInto(n: i32, scale: f32, x: usize, y: usize, accumulate: bool): void {
  const s = pinned(scale);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    emit(y, f32x4.mul(s, v128.load(x)), accumulate);
    x += 16; y += 16;
  }
  for (; i < n; i++) {
    emit1(y, scale * load<f32>(x), accumulate);
    x += 4; y += 4;
  }
}

/** y = a * b [+ y] */
export function multiply(n: i32, a: usize, b: usize, y: usize, accumulate: bool): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    emit(y, f32x4.mul(v128.load(a), v128.load(b)), accumulate);
    a += 16; b += 16; y += 16;
  }
  for (; i < n; i++) {
    emit1(y, load<f32>(a) * load<f32>(b), accumulate);
    a += 4; b += 4; y += 4;
  }
}

/** y = x where x > 0, slope * x elsewhere (ReLU for slope 0). */
export function leakyRelu(n: i32, slope: f32, x: usize, y: usize): void {
  const s = pinned(slope);
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const v = v128.load(x);
    v128.store(y, v128.bitselect(v, f32x4.mul(v, s), f32x4.gt(v, zero)));
    x += 16; y += 16;
  }
  for (; i < n; i++) {
    const v = load<f32>(x);
    store<f32>(y, v > 0 ? v : slope * v);
    x += 4; y += 4;
  }
}

/** gradX = gradY where x > 0, slope * gradY elsewhere (the derivative at 0 is the slope, as in PyTorch). */
export function leakyReluBackward(n: i32, slope: f32, x: usize, gradY: usize, gradX: usize, accumulate: bool): void {
  const s = pinned(slope);
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const g = v128.load(gradY);
    emit(gradX, v128.bitselect(g, f32x4.mul(g, s), f32x4.gt(v128.load(x), zero)), accumulate);
    x += 16; gradY += 16; gradX += 16;
  }
  for (; i < n; i++) {
    const g = load<f32>(gradY);
    emit1(gradX, load<f32>(x) > 0 ? g : slope * g, accumulate);
    x += 4; gradY += 4; gradX += 4;
  }
}

/** y = 1 / (1 + e^-x) */
export function sigmoid(n: i32, x: usize, y: usize): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(y, sigmoid4(v128.load(x)));
    x += 16; y += 16;
  }
  for (; i < n; i++) {
    store<f32>(y, f32x4.extract_lane(sigmoid4(v128.load32_splat(x)), 0));
    x += 4; y += 4;
  }
}

/** gradX = gradY * y * (1 - y) */
export function sigmoidBackward(n: i32, y: usize, gradY: usize, gradX: usize, accumulate: bool): void {
  for (let i = 0; i < n; i++) {
    const v = load<f32>(y);
    emit1(gradX, load<f32>(gradY) * v * (1 - v), accumulate);
    y += 4; gradY += 4; gradX += 4;
  }
}

/** y = tanh(x) */
export function tanh(n: i32, x: usize, y: usize): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(y, tanh4(v128.load(x)));
    x += 16; y += 16;
  }
  for (; i < n; i++) {
    store<f32>(y, f32x4.extract_lane(tanh4(v128.load32_splat(x)), 0));
    x += 4; y += 4;
  }
}

/** gradX = gradY * (1 - y^2) */
export function tanhBackward(n: i32, y: usize, gradY: usize, gradX: usize, accumulate: bool): void {
  for (let i = 0; i < n; i++) {
    const v = load<f32>(y);
    emit1(gradX, load<f32>(gradY) * (1 - v * v), accumulate);
    y += 4; gradY += 4; gradX += 4;
  }
}

/** Copies (or adds) a block of rows x n between row strides: concatenation and slices of columns. */
export function copyBlock(rows: i32, n: i32, x: usize, ldx: i32, y: usize, ldy: i32, accumulate: bool): void {
  for (let r = 0; r < rows; r++) {
    let i = 0;
    for (; i + 4 <= n; i += 4) {
      const at = <usize>i << 2;
      emit(y + at, v128.load(x + at), accumulate);
    }
    for (; i < n; i++) {
      const at = <usize>i << 2;
      emit1(y + at, load<f32>(x + at), accumulate);
    }
    x += <usize>ldx << 2;
    y += <usize>ldy << 2;
  }
}

/** Row i of y (rows x n) is row indices[i] of x, whose rows have n columns too. */
export function gatherRows(rows: i32, n: i32, x: usize, indices: usize, y: usize): void {
  for (let i = 0; i < rows; i++) {
    copyBlock(1, n, x + (<usize>load<i32>(indices + (<usize>i << 2)) * n << 2), n, y + (<usize>(i * n) << 2), n, false);
  }
}

/** Every row of a rows x rows matrix times factor. */
export function scaleRows(rows: i32, matrix: usize, ld: i32, factor: f32): void {
  for (let i = 0; i < rows; i++) {
    const row = matrix + (<usize>(i * ld) << 2);
    scaleInto(rows, factor, row, row, false);
  }
}
