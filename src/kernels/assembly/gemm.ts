// Matrix products, the bulk of all work. A register tile of MR x 8 runs over the whole inner dimension.
// A is read where it lies, transposed or not, through one pointer a row. So is a panel of eight columns of
// B when its rows lie in the cache side by side; otherwise it is packed just before its use, by a packer
// that copies or one that transposes. That gives NN, NT and TN with one inner loop.
import { NR, PACKED, packPanel } from './gemm-panel';
import { edgeTile, MR, tile } from './gemm-tile';

/** Inner-dimension block: with it a packed panel of B takes 24 KB of the first-level cache. */
const KC: i32 = 768;
/** Rows of B up to which a panel is read in place: a cache line each, all in the first-level cache. */
const IN_PLACE: i32 = 128;

const BIAS = memory.data(8 * 4, 16);

/** The packed panel lies behind the module's own data, where it takes no room in the file. */
const PANEL: usize = (__heap_base + 63) & ~63;

/** The first address behind it. */
export const AFTER_PANEL: usize = PANEL + <usize>(KC * NR * 4);

/** Floats that `packB` writes for op(B) of k x n. */
export function packedBFloats(n: i32, k: i32): i32 {
  return ((n + NR - 1) / NR) * NR * k;
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
