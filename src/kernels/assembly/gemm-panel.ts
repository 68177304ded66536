// Panels of B for the matrix products: eight columns, one row of the inner dimension after the other.

/** Columns of a panel, two registers wide. */
export const NR: i32 = 8;
/** Bytes between the rows of a packed panel. */
export const PACKED: usize = NR * 4;

/** Columns j .. j+7 of op(B), k rows of eight floats; columns beyond n are zero. */
export function packPanel(transposed: bool, n: i32, k: i32, b: usize, ldb: i32, j: i32, out: usize): void {
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
      transpose4(from, stride, out, PACKED);
      transpose4(from + (stride << 2), stride, out + 16, PACKED);
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

/** Four rows of four floats, written as columns `step` bytes apart. */
// @ts-ignore: decorator
@inline
export function transpose4(from: usize, stride: usize, out: usize, step: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + stride);
  const r2 = v128.load(from + stride * 2);
  const r3 = v128.load(from + stride * 3);
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<f64>(a, b, 0, 2));
  v128.store(out + step, v128.shuffle<f64>(a, b, 1, 3));
  v128.store(out + step * 2, v128.shuffle<f64>(c, d, 0, 2));
  v128.store(out + step * 3, v128.shuffle<f64>(c, d, 1, 3));
}
