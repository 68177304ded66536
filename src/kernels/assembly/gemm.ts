// Matrix products, the bulk of all work. A register tile of MR x 8 runs over the whole inner dimension.
// Panels of eight columns of B are read in place where they lie in the cache, and packed otherwise, all at
// once if they fit the second-level cache, else one after the other. A is read in place through one pointer
// a row, transposed or not: that gives NN, NT and TN with one inner loop.
import { NR, PACKED, packPanel, transpose4 } from './gemm-panel';
import { edgeTile, MR, tile, tileOfFour } from './gemm-tile';
import { wideTile } from './gemm-wide-tile';

/** Inner-dimension block: with it a packed panel of B takes 24 KB of the first-level cache. */
const KC: i32 = 768;
/** Rows of B up to which a panel is read in place: a cache line each, all in the first-level cache. */
const IN_PLACE: i32 = 128;
/** Floats of B that are packed at once: 512 KB. */
const PACKED_FLOATS: i32 = 131072;

const BIAS = memory.data(8 * 4, 16);

// The packed panels and a tile of A lie behind the module's own data, where they take no room in the file.
const PANELS: usize = (__heap_base + 63) & ~63;
const ROWS: usize = PANELS + <usize>(PACKED_FLOATS << 2);

/** The first address behind them. */
export const AFTER_PANELS: usize = ROWS + <usize>(MR * KC * 4);

let tileColumns: i32 = NR;

/**
 * Whether products go by tiles of sixteen columns where they can: twice as fast where the engine joins pairs of
 * 128-bit operations into ones of 256 bits, slower anywhere else. The bits are the same.
 */
export function useWideRegisters(on: bool): void {
  tileColumns = on ? 2 * NR : NR;
}

/** Floats that `packB` writes for op(B) of k x n. */
export function packedBFloats(n: i32, k: i32): i32 {
  return ((n + NR - 1) / NR) * NR * k;
}

/** The bias of the panel at column j; its last columns padded with zeros. */
// @ts-ignore: decorator
@inline
function panelBias(bias: usize, j: i32, columns: i32): usize {
  if (!bias) return 0;
  const start = bias + (<usize>j << 2);
  if (columns == NR) return start;
  for (let q = 0; q < NR; q++) store<f32>(BIAS + (<usize>q << 2), q < columns ? load<f32>(start + (<usize>q << 2)) : 0);
  return BIAS;
}

// @ts-ignore: decorator
@inline
function anyTile(
  rows: i32, columns: i32, k: i32, a: usize, across: usize, along: usize, panel: usize, below: usize,
  c: usize, ldc: i32, accumulate: bool, bias: usize,
): void {
  if (rows == MR && columns == NR) tile(k, a, across, along, panel, below, c, ldc, accumulate, bias);
  else if (rows == 4 && columns == NR) tileOfFour(k, a, across, along, panel, below, c, ldc, accumulate, bias);
  else edgeTile(rows, columns, k, a, across, along, panel, below, c, ldc, accumulate, bias);
}

/**
 * All tiles of C, row by row, against panels `panelStep` bytes apart; of a `symmetric` C only those that reach the
 * diagonal or lie below it.
 */
function blockProduct(
  m: i32, n: i32, k: i32, a: usize, across: usize, along: usize, b: usize, panelStep: usize, below: usize,
  c: usize, ldc: i32, accumulate: bool, bias: usize, symmetric: bool = false,
): void {
  // Rows a multiple of a cache line apart hit one bank of the cache at each step: these are copied first, unless
  // a single tile reads them.
  const collide = n > tileColumns && along == 4 && (across & 63) == 0;
  for (let i = 0; i < m; i += MR) {
    const rows = min(MR, m - i);
    if (collide) packRows(rows, k, a, across);
    const from = collide ? ROWS : a;
    const fromAcross: usize = collide ? 4 : across;
    const fromAlong: usize = collide ? MR * 4 : along;
    const end = symmetric ? min(n, i + MR) : n;
    let panel = b;
    for (let j = 0; j < end; ) {
      const to = c + (<usize>(i * ldc + j) << 2);
      if (MR == 6 && (rows == 6 || rows == 4) && j + tileColumns <= end && tileColumns > NR) {
        const start: usize = bias ? bias + (<usize>j << 2) : 0;
        wideTile(rows, k, from, fromAcross, fromAlong, panel, panelStep, below, to, ldc, accumulate, start);
        j += 2 * NR;
        panel += panelStep << 1;
      } else {
        const columns = min(NR, n - j);
        anyTile(rows, columns, k, from, fromAcross, fromAlong, panel, below, to, ldc, accumulate, panelBias(bias, j, columns));
        j += NR;
        panel += panelStep;
      }
    }
    a += across * MR;
  }
}

/** A tile's rows of A interleaved, MR values a step; rows that are missing repeat the last one. */
function packRows(rows: i32, k: i32, a: usize, across: usize): void {
  const step: usize = MR * 4;
  let p = 0;
  if (rows == MR) {
    for (; p + 4 <= k; p += 4) {
      const from = a + (<usize>p << 2);
      const to = ROWS + <usize>p * step;
      transpose4(from, across, to, step);
      if (MR == 6) {
        const r4 = v128.load(from + across * 4);
        const r5 = v128.load(from + across * 5);
        const low = v128.shuffle<f32>(r4, r5, 0, 4, 1, 5);
        const high = v128.shuffle<f32>(r4, r5, 2, 6, 3, 7);
        v128.store_lane<u64>(to + 16, low, 0);
        v128.store_lane<u64>(to + step + 16, low, 1);
        v128.store_lane<u64>(to + step * 2 + 16, high, 0);
        v128.store_lane<u64>(to + step * 3 + 16, high, 1);
      }
    }
  }
  for (; p < k; p++) {
    for (let r = 0; r < MR; r++) {
      const from = a + across * <usize>min(r, rows - 1) + (<usize>p << 2);
      store<f32>(ROWS + <usize>p * step + (<usize>r << 2), load<f32>(from));
    }
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
    const add = accumulate || p > 0;
    const start: usize = p > 0 ? 0 : bias;
    // A last panel of fewer than eight columns must not be read beyond its rows.
    if (!transposeB && kc <= IN_PLACE && n % NR == 0) {
      blockProduct(m, n, kc, ap, across, along, bp, NR * 4, <usize>ldb << 2, c, ldc, add, start);
    } else if (packedBFloats(n, kc) <= PACKED_FLOATS) {
      packPanels(transposeB, n, kc, bp, ldb, PANELS);
      blockProduct(m, n, kc, ap, across, along, PANELS, PACKED * <usize>kc, PACKED, c, ldc, add, start);
    } else {
      for (let j = 0; j < n; j += tileColumns) {
        const columns = min(tileColumns, n - j);
        const at = <usize>j << 2;
        packPanels(transposeB, columns, kc, bp + (transposeB ? at * <usize>ldb : at), ldb, PANELS);
        blockProduct(
          m, columns, kc, ap, across, along, PANELS, PACKED * <usize>kc, PACKED, c + at, ldc, add, start ? start + at : 0,
        );
      }
    }
  }
}

/** C (m x m, row stride ldc) = A A^T of the rows of A (m x k): the products below the diagonal, mirrored. */
export function gramRows(m: i32, k: i32, a: usize, lda: i32, c: usize, ldc: i32): void {
  if (packedBFloats(m, min(k, KC)) > PACKED_FLOATS) {
    gemm(false, true, m, m, k, a, lda, a, lda, c, ldc, 0, false);
    return;
  }
  for (let p = 0; p < k; p += KC) {
    const kc = min(KC, k - p);
    const ap = a + (<usize>p << 2);
    packPanels(true, m, kc, ap, lda, PANELS);
    blockProduct(m, m, kc, ap, <usize>lda << 2, 4, PANELS, PACKED * <usize>kc, PACKED, c, ldc, p > 0, 0, true);
  }
  mirrorBelow(m, c, ldc);
}

/** Copies what lies below the diagonal of m x m to above it, in blocks of four by four. */
function mirrorBelow(m: i32, c: usize, ldc: i32): void {
  const stride = <usize>ldc << 2;
  const whole = m & ~3;
  for (let i = 4; i < whole; i += 4) {
    for (let j = 0; j < i; j += 4) {
      transpose4(c + stride * <usize>i + (<usize>j << 2), stride, c + stride * <usize>j + (<usize>i << 2), stride);
    }
  }
  for (let i = whole; i < m; i++) {
    for (let j = 0; j < i; j++) {
      store<f32>(c + stride * <usize>j + (<usize>i << 2), load<f32>(c + stride * <usize>i + (<usize>j << 2)));
    }
  }
}

/** All panels of a block of B, one behind the other. */
function packPanels(transposeB: bool, n: i32, k: i32, b: usize, ldb: i32, out: usize): void {
  for (let j = 0; j < n; j += NR) {
    packPanel(transposeB, n, k, b, ldb, j, out);
    out += PACKED * <usize>k;
  }
}

/** Packs op(B) of k x n once, for products with many different A. */
export function packB(transposeB: bool, n: i32, k: i32, b: usize, ldb: i32, out: usize): void {
  for (let p = 0; p < k; p += KC) {
    const kc = min(KC, k - p);
    packPanels(transposeB, n, kc, b + (<usize>(transposeB ? p : p * ldb) << 2), ldb, out);
    out += <usize>packedBFloats(n, kc) << 2;
  }
}

/** C (m x n) = A (m x k) times a B that `packB` packed [+ bias over every row]. */
export function gemmPacked(m: i32, n: i32, k: i32, a: usize, lda: i32, packedB: usize, c: usize, ldc: i32, bias: usize): void {
  for (let p = 0; p < k; p += KC) {
    const kc = min(KC, k - p);
    const ap = a + (<usize>p << 2);
    const step = PACKED * <usize>kc;
    blockProduct(m, n, kc, ap, <usize>lda << 2, 4, packedB, step, PACKED, c, ldc, p > 0, p > 0 ? 0 : bias);
    packedB += <usize>packedBFloats(n, kc) << 2;
  }
}

/** out[j] = sum over the rows of x (rows x n, row stride ld) [+ out[j]]: the gradient of a bias. */
export function columnSums(rows: i32, n: i32, x: usize, ld: i32, out: usize, accumulate: bool): void {
  const stride = <usize>ld << 2;
  let j = 0;
  // A cache line of each row at a time: with rows a power of two apart, lines would not stay for a second visit.
  for (; j + 16 <= n; j += 16) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    if (accumulate) {
      s0 = v128.load(out); s1 = v128.load(out, 16); s2 = v128.load(out, 32); s3 = v128.load(out, 48);
    }
    let from = x;
    for (let i = 0; i < rows; i++) {
      s0 = f32x4.add(s0, v128.load(from));
      s1 = f32x4.add(s1, v128.load(from, 16));
      s2 = f32x4.add(s2, v128.load(from, 32));
      s3 = f32x4.add(s3, v128.load(from, 48));
      from += stride;
    }
    v128.store(out, s0); v128.store(out, s1, 16); v128.store(out, s2, 32); v128.store(out, s3, 48);
    out += 64;
    x += 64;
  }
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
