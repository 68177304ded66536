// The register tile of the matrix products: MR rows by eight columns of C over the inner dimension.
import { NR } from './gemm-panel';
import { madd } from './simd';

// Six rows fill the sixteen 128-bit registers when multiply-add is one instruction; otherwise the
// product needs a register of its own and four rows are faster.
export const MR: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;

const TILE = memory.data(6 * 8 * 4, 16);
/** Where a tile starts that has neither values nor a bias: as loads of a pair, which V8 can join, unlike a splat. */
export const ZEROS = memory.data(16 * 4, 16);

/**
 * One MR x 8 tile of C: starts from C itself (accumulate), from the bias, or from zero. Element (r, p)
 * of op(A) is `across * r + along * p` bytes after a, row p of the panel `below * p` bytes after b.
 * Never inlined into its loops: V8 would spill the accumulators, at half the speed.
 */
export function tile(
  k: i32, a: usize, across: usize, along: usize, b: usize, below: usize, c: usize, ldc: i32,
  accumulate: bool, bias: usize,
): void {
  const a1 = a + across, a2 = a1 + across, a3 = a2 + across, a4 = a3 + across;
  tileOfRows(MR, k, a, a1, a2, a3, a4, a4 + across, along, b, below, c, ldc, accumulate, bias);
}

/** The same of four rows: what is left of a batch of 64 behind ten tiles of six. */
export function tileOfFour(
  k: i32, a: usize, across: usize, along: usize, b: usize, below: usize, c: usize, ldc: i32,
  accumulate: bool, bias: usize,
): void {
  const a1 = a + across, a2 = a1 + across;
  tileOfRows(4, k, a, a1, a2, a2 + across, a, a, along, b, below, c, ldc, accumulate, bias);
}

/** The tile of four or six rows, a constant, with a pointer to each of its rows of A. */
// @ts-ignore: decorator
@inline
function tileOfRows(
  height: i32, k: i32, a0: usize, a1: usize, a2: usize, a3: usize, a4: usize, a5: usize, along: usize,
  b: usize, below: usize, c: usize, ldc: i32, accumulate: bool, bias: usize,
): void {
  const s = <usize>ldc << 2;
  const start = accumulate ? c : bias ? bias : ZEROS;
  const t = accumulate ? s : 0;
  let c00 = v128.load(start), c01 = v128.load(start, 16);
  let c10 = v128.load(start + t), c11 = v128.load(start + t, 16);
  let c20 = v128.load(start + t * 2), c21 = v128.load(start + t * 2, 16);
  let c30 = v128.load(start + t * 3), c31 = v128.load(start + t * 3, 16);
  let c40 = c30, c41 = c31, c50 = c30, c51 = c31;
  if (height == 6) {
    c40 = v128.load(start + t * 4); c41 = v128.load(start + t * 4, 16);
    c50 = v128.load(start + t * 5); c51 = v128.load(start + t * 5, 16);
  }
  const end = b + <usize>k * below;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    b += below;
    let x = v128.load32_splat(a0);
    a0 += along;
    c00 = madd(x, b0, c00); c01 = madd(x, b1, c01);
    x = v128.load32_splat(a1);
    a1 += along;
    c10 = madd(x, b0, c10); c11 = madd(x, b1, c11);
    x = v128.load32_splat(a2);
    a2 += along;
    c20 = madd(x, b0, c20); c21 = madd(x, b1, c21);
    x = v128.load32_splat(a3);
    a3 += along;
    c30 = madd(x, b0, c30); c31 = madd(x, b1, c31);
    if (height == 6) {
      x = v128.load32_splat(a4);
      a4 += along;
      c40 = madd(x, b0, c40); c41 = madd(x, b1, c41);
      x = v128.load32_splat(a5);
      a5 += along;
      c50 = madd(x, b0, c50); c51 = madd(x, b1, c51);
    }
  }
  v128.store(c, c00); v128.store(c, c01, 16);
  v128.store(c + s, c10); v128.store(c + s, c11, 16);
  v128.store(c + s * 2, c20); v128.store(c + s * 2, c21, 16);
  v128.store(c + s * 3, c30); v128.store(c + s * 3, c31, 16);
  if (height == 6) {
    v128.store(c + s * 4, c40); v128.store(c + s * 4, c41, 16);
    v128.store(c + s * 5, c50); v128.store(c + s * 5, c51, 16);
  }
}

/**
 * A tile at the lower or right edge: computed in scratch, the valid part copied. To accumulate it starts
 * from C's values, as a whole tile does, so that a row's bits do not depend on the rows beside it.
 */
export function edgeTile(
  rows: i32, columns: i32, k: i32, a: usize, across: usize, along: usize, b: usize, below: usize, c: usize,
  ldc: i32, accumulate: bool, bias: usize,
): void {
  if (accumulate) copyTile(rows, columns, c, ldc, TILE, NR);
  // Rows that are missing repeat the last one.
  const last = a + across * <usize>(rows - 1);
  const a1 = min(a + across, last);
  const a2 = min(a1 + across, last);
  const a3 = min(a2 + across, last);
  const a4 = min(a3 + across, last);
  tileOfRows(MR, k, a, a1, a2, a3, a4, min(a4 + across, last), along, b, below, TILE, NR, accumulate, bias);
  copyTile(rows, columns, TILE, NR, c, ldc);
}

function copyTile(rows: i32, columns: i32, from: usize, ldFrom: i32, to: usize, ldTo: i32): void {
  for (let r = 0; r < rows; r++) {
    if (columns == NR) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    } else {
      for (let q = 0; q < columns; q++) store<f32>(to + (<usize>q << 2), load<f32>(from + (<usize>q << 2)));
    }
    from += <usize>ldFrom << 2;
    to += <usize>ldTo << 2;
  }
}
