// Values below a limit, for searches that look at few of many.

/**
 * For each row of values (rows x n, row stride ld) the columns whose value is not above the row's limit, in
 * ascending order: counts[i] of them from indices + i * n on. A value that is not a number is not above.
 */
export function selectNotAbove(rows: i32, n: i32, values: usize, ld: i32, limits: usize, counts: usize, indices: usize): void {
  for (let i = 0; i < rows; i++) {
    const limit = load<f32>(limits);
    const limit4 = v128.load32_splat(limits);
    let to = indices;
    let j = 0;
    for (; j + 16 <= n; j += 16) {
      const at = values + (<usize>j << 2);
      const a = f32x4.gt(v128.load(at), limit4);
      const b = f32x4.gt(v128.load(at, 16), limit4);
      const c = f32x4.gt(v128.load(at, 32), limit4);
      const d = f32x4.gt(v128.load(at, 48), limit4);
      // Most blocks have nothing to select.
      if (i32x4.all_true(v128.and(v128.and(a, b), v128.and(c, d)))) continue;
      let mask = ~(
        i32x4.bitmask(a) | (i32x4.bitmask(b) << 4) | (i32x4.bitmask(c) << 8) | (i32x4.bitmask(d) << 12)
      ) & 0xffff;
      for (; mask != 0; mask &= mask - 1) {
        store<i32>(to, j + ctz(mask));
        to += 4;
      }
    }
    for (; j < n; j++) {
      if (load<f32>(values + (<usize>j << 2)) > limit) continue;
      store<i32>(to, j);
      to += 4;
    }
    store<i32>(counts, <i32>((to - indices) >> 2));
    values += <usize>ld << 2;
    indices += <usize>n << 2;
    limits += 4;
    counts += 4;
  }
}
