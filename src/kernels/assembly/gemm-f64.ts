// Matrix products in 64 bits, for what is minimised to more digits than 32-bit sums have. Row tiles of
// 6 (where there is fused multiply-add), 4, 2 and 1 rows by 4 or 2 columns run over the whole inner dimension; each
// element is one chain of sums, so that a row's bits do not depend on the tile it is in.
import { MR } from './gemm-tile';
import { maddF64 } from './simd-f64';

/**
 * C (m x n, row stride ldc) = op(A) B [+ C], B k x n; n is even. transposeA: A is stored k x m.
 */
export function gemmF64(
  transposeA: bool, m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, ldb: i32, c: usize, ldc: i32,
  accumulate: bool,
): void {
  const across: usize = transposeA ? 8 : <usize>lda << 3;
  const along: usize = transposeA ? <usize>lda << 3 : 8;
  const below = <usize>ldb << 3;
  const step = <usize>ldc << 3;
  let i = 0;
  while (i < m) {
    const left = m - i;
    const rows = left >= MR ? MR : left >= 4 ? 4 : left >= 2 ? 2 : 1;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const at = <usize>j << 3;
      if (rows == MR) highTile4(k, a, across, along, b + at, below, c + at, step, accumulate);
      else if (rows == 4) fourTile4(k, a, across, along, b + at, below, c + at, step, accumulate);
      else if (rows == 2) pairTile4(k, a, across, along, b + at, below, c + at, step, accumulate);
      else rowTile4(k, a, along, b + at, below, c + at, accumulate);
    }
    if (j < n) {
      const at = <usize>j << 3;
      if (rows == MR) highTile2(k, a, across, along, b + at, below, c + at, step, accumulate);
      else if (rows == 4) fourTile2(k, a, across, along, b + at, below, c + at, step, accumulate);
      else if (rows == 2) pairTile2(k, a, across, along, b + at, below, c + at, step, accumulate);
      else rowTile2(k, a, along, b + at, below, c + at, accumulate);
    }
    a += across * <usize>rows;
    c += step * <usize>rows;
    i += rows;
  }
}

// Of their own, for V8 would spill the accumulators of a tile that is inlined into its loops.
function highTile4(k: i32, a: usize, across: usize, along: usize, b: usize, below: usize, c: usize, step: usize, accumulate: bool): void {
  tile(MR, 4, k, a, across, along, b, below, c, step, accumulate);
}

function fourTile4(k: i32, a: usize, across: usize, along: usize, b: usize, below: usize, c: usize, step: usize, accumulate: bool): void {
  tile(4, 4, k, a, across, along, b, below, c, step, accumulate);
}

function pairTile4(k: i32, a: usize, across: usize, along: usize, b: usize, below: usize, c: usize, step: usize, accumulate: bool): void {
  tile(2, 4, k, a, across, along, b, below, c, step, accumulate);
}

function rowTile4(k: i32, a: usize, along: usize, b: usize, below: usize, c: usize, accumulate: bool): void {
  tile(1, 4, k, a, 0, along, b, below, c, 0, accumulate);
}

function highTile2(k: i32, a: usize, across: usize, along: usize, b: usize, below: usize, c: usize, step: usize, accumulate: bool): void {
  tile(MR, 2, k, a, across, along, b, below, c, step, accumulate);
}

function fourTile2(k: i32, a: usize, across: usize, along: usize, b: usize, below: usize, c: usize, step: usize, accumulate: bool): void {
  tile(4, 2, k, a, across, along, b, below, c, step, accumulate);
}

function pairTile2(k: i32, a: usize, across: usize, along: usize, b: usize, below: usize, c: usize, step: usize, accumulate: bool): void {
  tile(2, 2, k, a, across, along, b, below, c, step, accumulate);
}

function rowTile2(k: i32, a: usize, along: usize, b: usize, below: usize, c: usize, accumulate: bool): void {
  tile(1, 2, k, a, 0, along, b, below, c, 0, accumulate);
}

/** `height` (6, 4, 2 or 1) rows by `width` (4 or 2) columns, both constants. */
// @ts-ignore: decorator
@inline
function tile(
  height: i32, width: i32, k: i32, a0: usize, across: usize, along: usize, b: usize, below: usize,
  c: usize, s: usize, accumulate: bool,
): void {
  let c00 = f64x2.splat(0);
  let c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  let c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  if (accumulate) {
    c00 = v128.load(c);
    if (width == 4) c01 = v128.load(c, 16);
    if (height >= 2) {
      c10 = v128.load(c + s);
      if (width == 4) c11 = v128.load(c + s, 16);
    }
    if (height >= 4) {
      c20 = v128.load(c + s * 2);
      if (width == 4) c21 = v128.load(c + s * 2, 16);
      c30 = v128.load(c + s * 3);
      if (width == 4) c31 = v128.load(c + s * 3, 16);
    }
    if (height == 6) {
      c40 = v128.load(c + s * 4);
      if (width == 4) c41 = v128.load(c + s * 4, 16);
      c50 = v128.load(c + s * 5);
      if (width == 4) c51 = v128.load(c + s * 5, 16);
    }
  }
  let a1 = a0 + across, a2 = a1 + across, a3 = a2 + across, a4 = a3 + across, a5 = a4 + across;
  const end = b + <usize>k * below;
  while (b < end) {
    const b0 = v128.load(b);
    let b1 = b0;
    if (width == 4) b1 = v128.load(b, 16);
    b += below;
    let x = v128.load64_splat(a0);
    a0 += along;
    c00 = maddF64(x, b0, c00);
    if (width == 4) c01 = maddF64(x, b1, c01);
    if (height >= 2) {
      x = v128.load64_splat(a1);
      a1 += along;
      c10 = maddF64(x, b0, c10);
      if (width == 4) c11 = maddF64(x, b1, c11);
    }
    if (height >= 4) {
      x = v128.load64_splat(a2);
      a2 += along;
      c20 = maddF64(x, b0, c20);
      if (width == 4) c21 = maddF64(x, b1, c21);
      x = v128.load64_splat(a3);
      a3 += along;
      c30 = maddF64(x, b0, c30);
      if (width == 4) c31 = maddF64(x, b1, c31);
    }
    if (height == 6) {
      x = v128.load64_splat(a4);
      a4 += along;
      c40 = maddF64(x, b0, c40);
      if (width == 4) c41 = maddF64(x, b1, c41);
      x = v128.load64_splat(a5);
      a5 += along;
      c50 = maddF64(x, b0, c50);
      if (width == 4) c51 = maddF64(x, b1, c51);
    }
  }
  v128.store(c, c00);
  if (width == 4) v128.store(c, c01, 16);
  if (height >= 2) {
    v128.store(c + s, c10);
    if (width == 4) v128.store(c + s, c11, 16);
  }
  if (height >= 4) {
    v128.store(c + s * 2, c20);
    if (width == 4) v128.store(c + s * 2, c21, 16);
    v128.store(c + s * 3, c30);
    if (width == 4) v128.store(c + s * 3, c31, 16);
  }
  if (height == 6) {
    v128.store(c + s * 4, c40);
    if (width == 4) v128.store(c + s * 4, c41, 16);
    v128.store(c + s * 5, c50);
    if (width == 4) v128.store(c + s * 5, c51, 16);
  }
}
