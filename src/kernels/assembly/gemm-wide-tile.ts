// The register tile of engines that join pairs of 128-bit operations into ones of 256 bits.
import { ZEROS } from './gemm-tile';
import { madd } from './simd';

/**
 * A tile of four or six rows by sixteen columns, from two panels `panelStep` bytes apart. Neighbouring halves are
 * written side by side for an engine that joins them into registers of 256 bits, of which six rows fill fifteen.
 */
export function wideTile(
  rows: i32, k: i32, a: usize, across: usize, along: usize, b: usize, panelStep: usize, below: usize, c: usize,
  ldc: i32, accumulate: bool, bias: usize,
): void {
  if (rows == 6) wideTileOfSix(k, a, across, along, b, panelStep, below, c, ldc, accumulate, bias);
  else wideTileOfFour(k, a, across, along, b, panelStep, below, c, ldc, accumulate, bias);
}

function wideTileOfSix(
  k: i32, a: usize, across: usize, along: usize, b: usize, panelStep: usize, below: usize, c: usize, ldc: i32,
  accumulate: bool, bias: usize,
): void {
  wideTileOfRows(6, k, a, across, along, b, panelStep, below, c, ldc, accumulate, bias);
}

function wideTileOfFour(
  k: i32, a: usize, across: usize, along: usize, b: usize, panelStep: usize, below: usize, c: usize, ldc: i32,
  accumulate: bool, bias: usize,
): void {
  wideTileOfRows(4, k, a, across, along, b, panelStep, below, c, ldc, accumulate, bias);
}

/** Of four or six rows, a constant. */
// @ts-ignore: decorator
@inline
function wideTileOfRows(
  height: i32, k: i32, a0: usize, across: usize, along: usize, b: usize, panelStep: usize, below: usize, c: usize,
  ldc: i32, accumulate: bool, bias: usize,
): void {
  const s = <usize>ldc << 2;
  const start = accumulate ? c : bias ? bias : ZEROS;
  const t = accumulate ? s : 0;
  let c00 = v128.load(start), c01 = v128.load(start, 16), c02 = v128.load(start, 32), c03 = v128.load(start, 48);
  let c10 = v128.load(start + t), c11 = v128.load(start + t, 16), c12 = v128.load(start + t, 32), c13 = v128.load(start + t, 48);
  let c20 = v128.load(start + t * 2), c21 = v128.load(start + t * 2, 16), c22 = v128.load(start + t * 2, 32), c23 = v128.load(start + t * 2, 48);
  let c30 = v128.load(start + t * 3), c31 = v128.load(start + t * 3, 16), c32 = v128.load(start + t * 3, 32), c33 = v128.load(start + t * 3, 48);
  let c40 = c30, c41 = c31, c42 = c32, c43 = c33, c50 = c30, c51 = c31, c52 = c32, c53 = c33;
  if (height == 6) {
    c40 = v128.load(start + t * 4); c41 = v128.load(start + t * 4, 16); c42 = v128.load(start + t * 4, 32); c43 = v128.load(start + t * 4, 48);
    c50 = v128.load(start + t * 5); c51 = v128.load(start + t * 5, 16); c52 = v128.load(start + t * 5, 32); c53 = v128.load(start + t * 5, 48);
  }
  let a1 = a0 + across, a2 = a1 + across, a3 = a2 + across, a4 = a3 + across, a5 = a4 + across;
  const end = b + <usize>k * below;
  while (b < end) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const b2 = v128.load(b + panelStep), b3 = v128.load(b + panelStep, 16);
    b += below;
    let x = v128.load32_splat(a0);
    a0 += along;
    c00 = madd(x, b0, c00); c01 = madd(x, b1, c01); c02 = madd(x, b2, c02); c03 = madd(x, b3, c03);
    x = v128.load32_splat(a1);
    a1 += along;
    c10 = madd(x, b0, c10); c11 = madd(x, b1, c11); c12 = madd(x, b2, c12); c13 = madd(x, b3, c13);
    x = v128.load32_splat(a2);
    a2 += along;
    c20 = madd(x, b0, c20); c21 = madd(x, b1, c21); c22 = madd(x, b2, c22); c23 = madd(x, b3, c23);
    x = v128.load32_splat(a3);
    a3 += along;
    c30 = madd(x, b0, c30); c31 = madd(x, b1, c31); c32 = madd(x, b2, c32); c33 = madd(x, b3, c33);
    if (height == 6) {
      x = v128.load32_splat(a4);
      a4 += along;
      c40 = madd(x, b0, c40); c41 = madd(x, b1, c41); c42 = madd(x, b2, c42); c43 = madd(x, b3, c43);
      x = v128.load32_splat(a5);
      a5 += along;
      c50 = madd(x, b0, c50); c51 = madd(x, b1, c51); c52 = madd(x, b2, c52); c53 = madd(x, b3, c53);
    }
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, c02, 32); v128.store(c, c03, 48);
  v128.store(c + s, c10); v128.store(c + s, c11, 16); v128.store(c + s, c12, 32); v128.store(c + s, c13, 48);
  v128.store(c + s * 2, c20); v128.store(c + s * 2, c21, 16); v128.store(c + s * 2, c22, 32); v128.store(c + s * 2, c23, 48);
  v128.store(c + s * 3, c30); v128.store(c + s * 3, c31, 16); v128.store(c + s * 3, c32, 32); v128.store(c + s * 3, c33, 48);
  if (height == 6) {
    v128.store(c + s * 4, c40); v128.store(c + s * 4, c41, 16); v128.store(c + s * 4, c42, 32); v128.store(c + s * 4, c43, 48);
    v128.store(c + s * 5, c50); v128.store(c + s * 5, c51, 16); v128.store(c + s * 5, c52, 32); v128.store(c + s * 5, c53, 48);
  }
}
