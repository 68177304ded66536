// Matrix products, the bulk of all work. A register tile of MR x 8 runs over the whole inner dimension.
// A is read where it lies, transposed or not, through one pointer a row. So is a panel of eight columns of
// B when its rows lie in the cache side by side; otherwise it is packed just before its use, by a packer
// that copies or one that transposes. That gives NN, NT and TN with one inner loop.
import { madd } from './simd';

// Six rows fill the sixteen 128-bit registers when multiply-add is one instruction; otherwise the
// product needs a register of its own and four rows are faster.
const MR: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;
const NR: i32 = 8;
/** Inner-dimension block: a packed panel of B (KC x 8 floats) stays within the first-level cache. */
const KC: i32 = 1024;
/** Rows of B up to which a panel is read in place: a cache line each, all in the first-level cache. */
const IN_PLACE: i32 = 128;

/** Bytes between the rows of a packed panel. */
const PACKED: usize = NR * 4;

const TILE = memory.data(6 * 8 * 4, 16);
const BIAS = memory.data(8 * 4, 16);

/** The packed panel lies behind the module's own data, where it takes no room in the file. */
const PANEL: usize = (__heap_base + 63) & ~63;

/** The first address behind it. */
export const AFTER_PANEL: usize = PANEL + <usize>(KC * NR * 4);

/** Floats that `packB` writes for op(B) of k x n. */
export function packedBFloats(n: i32, k: i32): i32 {
  return ((n + NR - 1) / NR) * NR * k;
}

/** Columns j .. j+7 of op(B), k rows of eight floats; columns beyond n are zero. */
function packPanel(transposed: bool, n: i32, k: i32, b: usize, ldb: i32, j: i32, out: usize): void {
  const stride = <usize>ldb << 2;
  const columns = min(NR, n - j);
  if (!transposed) {
    let from = b + (<usize>j << 2);
    if (columns == NR) {
      for (let p = 0; p < k; p++) {
        v128.store(out, v128.load(from));
        v128.store(out, v128.load(from, 16), 16);
        out += 32;
        from += stride;
      }
    } else {
      for (let p = 0; p < k; p++) {
        for (let c = 0; c < columns; c++) store<f32>(out + (<usize>c << 2), load<f32>(from + (<usize>c << 2)));
        for (let c = columns; c < NR; c++) store<f32>(out + (<usize>c << 2), 0);
        out += 32;
        from += stride;
      }
    }
    return;
  }
  let from = b + <usize>j * stride;
  if (columns == NR) {
    let p = 0;
    for (; p + 4 <= k; p += 4) {
      transpose4(from, stride, out);
      transpose4(from + (stride << 2), stride, out + 16);
      out += 128;
      from += 16;
    }
    for (; p < k; p++) {
      for (let c = 0; c < NR; c++) store<f32>(out + (<usize>c << 2), load<f32>(from + <usize>c * stride));
      out += 32;
      from += 4;
    }
  } else {
    for (let p = 0; p < k; p++) {
      for (let c = 0; c < columns; c++) store<f32>(out + (<usize>c << 2), load<f32>(from + <usize>c * stride));
      for (let c = columns; c < NR; c++) store<f32>(out + (<usize>c << 2), 0);
      out += 32;
      from += 4;
    }
  }
}

/** Four rows of four floats, written as columns 32 bytes apart. */
// @ts-ignore: decorator
@inline
function transpose4(from: usize, stride: usize, out: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + stride);
  const r2 = v128.load(from + stride * 2);
  const r3 = v128.load(from + stride * 3);
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<f64>(a, b, 0, 2));
  v128.store(out + 32, v128.shuffle<f64>(a, b, 1, 3));
  v128.store(out + 64, v128.shuffle<f64>(c, d, 0, 2));
  v128.store(out + 96, v128.shuffle<f64>(c, d, 1, 3));
}

/**
 * One MR x 8 tile of C: starts from C itself (accumulate), from the bias, or from zero. Element (r, p)
 * of op(A) is `across * r + along * p` bytes after a; rows beyond `rows` repeat the last one. Row p of
 * the panel is `below * p` bytes after b.
 */
function tile(
  rows: i32, k: i32, a: usize, across: usize, along: usize, b: usize, below: usize, c: usize, ldc: i32,
  accumulate: bool, bias: usize,
): void {
  const s = <usize>ldc << 2;
  const last = a + across * <usize>(rows - 1);
  let a0 = a;
  let a1 = min(a0 + across, last);
  let a2 = min(a1 + across, last);
  let a3 = min(a2 + across, last);
  let a4 = min(a3 + across, last);
  let a5 = min(a4 + across, last);
  let i0 = f32x4.splat(0);
  let i1 = i0;
  if (bias) {
    i0 = v128.load(bias);
    i1 = v128.load(bias, 16);
  }
  let c00 = i0, c01 = i1, c10 = i0, c11 = i1, c20 = i0, c21 = i1, c30 = i0, c31 = i1;
  let c40 = i0, c41 = i1, c50 = i0, c51 = i1;
  if (accumulate) {
    c00 = v128.load(c); c01 = v128.load(c, 16);
    c10 = v128.load(c + s); c11 = v128.load(c + s, 16);
    c20 = v128.load(c + s * 2); c21 = v128.load(c + s * 2, 16);
    c30 = v128.load(c + s * 3); c31 = v128.load(c + s * 3, 16);
    if (MR == 6) {
      c40 = v128.load(c + s * 4); c41 = v128.load(c + s * 4, 16);
      c50 = v128.load(c + s * 5); c51 = v128.load(c + s * 5, 16);
    }
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
    if (MR == 6) {
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
  if (MR == 6) {
    v128.store(c + s * 4, c40); v128.store(c + s * 4, c41, 16);
    v128.store(c + s * 5, c50); v128.store(c + s * 5, c51, 16);
  }
}

/** A tile at the lower or right edge: computed in scratch, the valid part copied. */
function edgeTile(
  rows: i32, columns: i32, k: i32, a: usize, across: usize, along: usize, b: usize, below: usize, c: usize,
  ldc: i32, accumulate: bool, bias: usize,
): void {
  tile(rows, k, a, across, along, b, below, TILE, NR, false, bias);
  for (let r = 0; r < rows; r++) {
    let from = TILE + (<usize>(r * NR) << 2);
    let to = c + (<usize>(r * ldc) << 2);
    for (let q = 0; q < columns; q++) {
      store<f32>(to, accumulate ? load<f32>(to) + load<f32>(from) : load<f32>(from));
      from += 4;
      to += 4;
    }
  }
}

/** All row tiles of C against one panel of B. */
// @ts-ignore: decorator
@inline
function panelProduct(
  m: i32, n: i32, k: i32, j: i32, a: usize, across: usize, along: usize, panel: usize, below: usize,
  c: usize, ldc: i32, accumulate: bool, bias: usize,
): void {
  const columns = min(NR, n - j);
  let start: usize = 0;
  if (bias) {
    start = bias + (<usize>j << 2);
    if (columns < NR) {
      for (let q = 0; q < NR; q++) store<f32>(BIAS + (<usize>q << 2), q < columns ? load<f32>(start + (<usize>q << 2)) : 0);
      start = BIAS;
    }
  }
  let to = c + (<usize>j << 2);
  for (let i = 0; i < m; i += MR) {
    const rows = min(MR, m - i);
    if (rows == MR && columns == NR) tile(MR, k, a, across, along, panel, below, to, ldc, accumulate, start);
    else edgeTile(rows, columns, k, a, across, along, panel, below, to, ldc, accumulate, start);
    a += across * MR;
    to += <usize>(MR * ldc) << 2;
  }
}

/**
 * C (m x n, row stride ldc) = op(A) op(B) [+ bias over every row] [+ C].
 * transposeA: A is stored k x m; transposeB: B is stored n x k. A bias and accumulate exclude each
 * other.
 */
export function gemm(
  transposeA: bool, transposeB: bool, m: i32, n: i32, k: i32,
  a: usize, lda: i32, b: usize, ldb: i32, c: usize, ldc: i32,
  bias: usize, accumulate: bool,
): void {
  const across: usize = transposeA ? 4 : <usize>lda << 2;
  const along: usize = transposeA ? <usize>lda << 2 : 4;
  for (let p = 0; p < k; p += KC) {
    const kc = min(KC, k - p);
    const ap = a + along * <usize>p;
    const bp = b + (<usize>(transposeB ? p : p * ldb) << 2);
    for (let j = 0; j < n; j += NR) {
      let panel = bp + (<usize>j << 2);
      let below = <usize>ldb << 2;
      // A last panel of fewer than eight columns must not be read beyond its rows.
      if (transposeB || kc > IN_PLACE || n - j < NR) {
        packPanel(transposeB, n, kc, bp, ldb, j, PANEL);
        panel = PANEL;
        below = PACKED;
      }
      panelProduct(m, n, kc, j, ap, across, along, panel, below, c, ldc, accumulate || p > 0, p > 0 ? 0 : bias);
    }
  }
}

/** Packs op(B) of k x n once, for products with many different A. */
export function packB(transposeB: bool, n: i32, k: i32, b: usize, ldb: i32, out: usize): void {
  for (let p = 0; p < k; p += KC) {
    const kc = min(KC, k - p);
    const bp = b + (<usize>(transposeB ? p : p * ldb) << 2);
    for (let j = 0; j < n; j += NR) {
      packPanel(transposeB, n, kc, bp, ldb, j, out);
      out += <usize>(NR * kc) << 2;
    }
  }
}

/** C (m x n) = A (m x k) times a B that `packB` packed [+ bias over every row]. */
export function gemmPacked(m: i32, n: i32, k: i32, a: usize, lda: i32, packedB: usize, c: usize, ldc: i32, bias: usize): void {
  for (let p = 0; p < k; p += KC) {
    const kc = min(KC, k - p);
    const ap = a + (<usize>p << 2);
    for (let j = 0; j < n; j += NR) {
      panelProduct(m, n, kc, j, ap, <usize>lda << 2, 4, packedB, PACKED, c, ldc, p > 0, p > 0 ? 0 : bias);
      packedB += <usize>(NR * kc) << 2;
    }
  }
}

/** out[j] = sum over the rows of x (rows x n, row stride ld) [+ out[j]]: the gradient of a bias. */
export function columnSums(rows: i32, n: i32, x: usize, ld: i32, out: usize, accumulate: bool): void {
  const stride = <usize>ld << 2;
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    let s = accumulate ? v128.load(out) : f32x4.splat(0);
    let from = x;
    for (let i = 0; i < rows; i++) {
      s = f32x4.add(s, v128.load(from));
      from += stride;
    }
    v128.store(out, s);
    out += 16;
    x += 16;
  }
  for (; j < n; j++) {
    let s: f32 = accumulate ? load<f32>(out) : 0;
    let from = x;
    for (let i = 0; i < rows; i++) {
      s += load<f32>(from);
      from += stride;
    }
    store<f32>(out, s);
    out += 4;
    x += 4;
  }
}
