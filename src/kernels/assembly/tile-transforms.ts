// Small linear maps of blocks of floats, tile by tile: the transforms of Winograd's convolution.
import { madd } from './simd';

/** Columns of the matrix in memory; those behind `ins` are not read. */
const STRIDE: i32 = 6;

/**
 * For each tile and k < outs: y_k = sum over j < ins of matrix[6 k + j] * x_j [+ y_k], blocks of n floats. x_j is
 * xStep, y_k yStep floats behind the one before; a tile xTile and yTile. ins is at most 6.
 */
export function transformTiles(
  outs: i32, ins: i32, matrix: usize, n: i32, tiles: i32,
  x: usize, xStep: i32, xTile: i32, y: usize, yStep: i32, yTile: i32, accumulate: bool,
): void {
  const step = <usize>xStep << 2;
  const zero = f32x4.splat(0);
  for (let t = 0; t < tiles; t++) {
    let q = 0;
    for (; q + 4 <= n; q += 4) {
      const from = x + (<usize>q << 2);
      const x0 = v128.load(from);
      const x1 = ins > 1 ? v128.load(from + step) : zero;
      const x2 = ins > 2 ? v128.load(from + step * 2) : zero;
      const x3 = ins > 3 ? v128.load(from + step * 3) : zero;
      const x4 = ins > 4 ? v128.load(from + step * 4) : zero;
      const x5 = ins > 5 ? v128.load(from + step * 5) : zero;
      let to = y + (<usize>q << 2);
      let m = matrix;
      for (let k = 0; k < outs; k++) {
        let sum = f32x4.mul(v128.load32_splat(m), x0);
        if (ins > 1) sum = madd(v128.load32_splat(m, 4), x1, sum);
        if (ins > 2) sum = madd(v128.load32_splat(m, 8), x2, sum);
        if (ins > 3) sum = madd(v128.load32_splat(m, 12), x3, sum);
        if (ins > 4) sum = madd(v128.load32_splat(m, 16), x4, sum);
        if (ins > 5) sum = madd(v128.load32_splat(m, 20), x5, sum);
        v128.store(to, accumulate ? f32x4.add(v128.load(to), sum) : sum);
        to += <usize>yStep << 2;
        m += STRIDE << 2;
      }
    }
    for (; q < n; q++) {
      for (let k = 0; k < outs; k++) {
        let sum: f32 = 0;
        for (let j = 0; j < ins; j++) {
          sum += load<f32>(matrix + (<usize>(k * STRIDE + j) << 2)) * load<f32>(x + (<usize>(j * xStep + q) << 2));
        }
        const to = y + (<usize>(k * yStep + q) << 2);
        store<f32>(to, accumulate ? load<f32>(to) + sum : sum);
      }
    }
    x += <usize>xTile << 2;
    y += <usize>yTile << 2;
  }
}
