// Sums of the elementwise product of a gradient g and its value y, over rows and over columns: all that
// a layer needs that only scales its input, at the price of a pass instead of a matrix product.
import { dot, madd } from './simd';

/** columns[j] += a[j] * b[j] over n elements */
// @ts-ignore: decorator
@inline
function addProducts(n: i32, a: usize, b: usize, columns: usize): void {
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    const at = <usize>j << 2;
    v128.store(columns + at, madd(v128.load(a + at), v128.load(b + at), v128.load(columns + at)));
  }
  for (; j < n; j++) {
    const at = <usize>j << 2;
    store<f32>(columns + at, load<f32>(columns + at) + load<f32>(a + at) * load<f32>(b + at));
  }
}

/** rowSums[i] = sum_j g_ij y_ij and columnSums[j] = sum_i g_ij y_ij [both added to]. */
export function gradientProducts(rows: i32, n: i32, g: usize, y: usize, rowSums: usize, columnSums: usize, accumulate: bool): void {
  if (!accumulate) memory.fill(columnSums, 0, <usize>n << 2);
  for (let i = 0; i < rows; i++) {
    const sum = dot(n, g, y);
    store<f32>(rowSums, accumulate ? load<f32>(rowSums) + sum : sum);
    addProducts(n, g, y, columnSums);
    g += <usize>n << 2;
    y += <usize>n << 2;
    rowSums += 4;
  }
}

/**
 * The same sums for the input x of a linear layer y = x W^T + b without its gradient dX = dY W:
 * sum_j dX_ij x_ij = sum_m dY_im (y_im - b_m), and sum_i dX_ij x_ij = sum_m W_mj dW_mj, where dW is the
 * gradient of this layer alone.
 */
export function linearProducts(
  rows: i32, outputs: i32, inputs: i32, gradY: usize, y: usize, bias: usize, weight: usize, gradWeight: usize,
  rowSums: usize, columnSums: usize, accumulate: bool,
): void {
  for (let i = 0; i < rows; i++) {
    const sum = dot(outputs, gradY, y) - dot(outputs, gradY, bias);
    store<f32>(rowSums, accumulate ? load<f32>(rowSums) + sum : sum);
    gradY += <usize>outputs << 2;
    y += <usize>outputs << 2;
    rowSums += 4;
  }
  if (!accumulate) memory.fill(columnSums, 0, <usize>inputs << 2);
  for (let m = 0; m < outputs; m++) {
    addProducts(inputs, weight, gradWeight, columnSums);
    weight += <usize>inputs << 2;
    gradWeight += <usize>inputs << 2;
  }
}
