// Boosted trees on quantised derivatives: histograms of integer derivatives and the scan for a split. A derivative pair is
// (second, first) as two 32-bit integers whose sums over all rows stay below 2^31: sums are exact in any order, one 64-bit
// addition adds both, and a cell without rows is exactly zero.
//
// Columns with few codes share a byte, their group's: its code is the sum of code * factor over the group's columns.
// Histograms are summed by group, in a workspace with 256 cells a group, and then folded into cells for each column. A
// workspace is zero before and afterwards.

/** Groups in a pass over the rows. */
const BLOCK = 32;
const GROUP_CELLS = 256;
/** In place of a direction of missing values. */
const NONE_MISSING = 2;

// @ts-ignore: decorator
@inline
function addTo(cell: usize, pair: i64): void {
  store<i64>(cell, load<i64>(cell) + pair);
}

/**
 * Adds the integer pairs of n rows by the code of each listed group to the 256 cells of the group in `workspace`. `codes`
 * is row-major, `width` groups a row.
 */
export function quantisedHistogram(
  n: i32, rows: usize, width: i32, codes: usize, quantised: usize, count: i32, groups: usize, workspace: usize,
): void {
  for (let from = 0; from < count; from += BLOCK) {
    const last = min(count, from + BLOCK);
    const start = groups + (<usize>from << 2);
    const whole = groups + (<usize>(from + ((last - from) & ~3)) << 2);
    const end = groups + (<usize>last << 2);
    for (let i = 0; i < n; i++) {
      const row = <usize>load<i32>(rows + (<usize>i << 2));
      const pair = load<i64>(quantised + (row << 3));
      const own = codes + row * <usize>width;
      let at = start;
      while (at < whole) {
        const a = load<i32>(at);
        const b = load<i32>(at, 4);
        const c = load<i32>(at, 8);
        const d = load<i32>(at, 12);
        addTo(workspace + (<usize>((a << 8) + <i32>load<u8>(own + <usize>a)) << 3), pair);
        addTo(workspace + (<usize>((b << 8) + <i32>load<u8>(own + <usize>b)) << 3), pair);
        addTo(workspace + (<usize>((c << 8) + <i32>load<u8>(own + <usize>c)) << 3), pair);
        addTo(workspace + (<usize>((d << 8) + <i32>load<u8>(own + <usize>d)) << 3), pair);
        at += 16;
      }
      while (at < end) {
        const a = load<i32>(at);
        addTo(workspace + (<usize>((a << 8) + <i32>load<u8>(own + <usize>a)) << 3), pair);
        at += 4;
      }
    }
  }
}

/** Moves the cells of the listed groups from one workspace to another, to whose cells they are added. */
export function moveGroups(count: i32, groups: usize, from: usize, to: usize): void {
  const zero = i64x2.splat(0);
  for (let g = 0; g < count; g++) {
    const start = <usize>load<i32>(groups + (<usize>g << 2)) << 11;
    const end = start + (GROUP_CELLS << 3);
    for (let at = start; at < end; at += 16) {
      v128.store(to + at, i64x2.add(v128.load(to + at), v128.load(from + at)));
      v128.store(from + at, zero);
    }
  }
}

/**
 * Sums the cells of the listed groups by the code of each of their columns: the columns of group g are members[starts[g]]
 * to members[starts[g + 1]], and column c has offsets[c + 1] - offsets[c] codes, whose cells begin at offsets[c]. The
 * factor of a group's first column is 1, that of each next one the product of the numbers of codes before it. The groups
 * are zero afterwards.
 */
export function foldHistogram(
  count: i32, groups: usize, starts: usize, members: usize, offsets: usize, workspace: usize, histogram: usize,
): void {
  for (let g = 0; g < count; g++) {
    const group = <usize>load<i32>(groups + (<usize>g << 2));
    const cells = workspace + (group << 11);
    const start = load<i32>(starts + (group << 2));
    const end = load<i32>(starts + (group << 2), 4);
    let below = 1;
    for (let m = start; m < end - 1; m++) below *= codesOf(offsets, load<i32>(members + (<usize>m << 2)));
    for (let m = end - 1; m >= start; m--) {
      const column = load<i32>(members + (<usize>m << 2));
      const codes = codesOf(offsets, column);
      const to = histogram + (<usize>load<i32>(offsets + (<usize>column << 2)) << 3);
      if (m == start) {
        memory.copy(to, cells, <usize>codes << 3);
        break;
      }
      for (let code = 0; code < codes; code++) {
        let sum: i64 = 0;
        const block = cells + (<usize>(code * below) << 3);
        for (let i: usize = 0; i < <usize>below << 3; i += 8) {
          const cell = load<i64>(block + i);
          sum += cell;
          if (code > 0) addTo(cells + i, cell);
        }
        store<i64>(to + (<usize>code << 3), sum);
      }
      below /= codesOf(offsets, load<i32>(members + (<usize>(m - 1) << 2)));
    }
    memory.fill(cells, 0, GROUP_CELLS << 3);
  }
}

// @ts-ignore: decorator
@inline
function codesOf(offsets: usize, column: i32): i32 {
  const at = offsets + (<usize>column << 2);
  return load<i32>(at, 4) - load<i32>(at);
}

/** difference = a - b over n cells. */
export function quantisedDifference(n: i32, a: usize, b: usize, difference: usize): void {
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    v128.store(difference, i32x4.sub(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
    difference += 16;
  }
  if (i < n) store<i64>(difference, load<i64>(a) - load<i64>(b));
}

/** G^2 / (H + lambda) of both sides, summed, from integers (second, first derivative). */
// @ts-ignore: decorator
@inline
function scoreOf(left: v128, right: v128, scale: v128, lambda: v128): f64 {
  const a = f64x2.mul(f64x2.convert_low_i32x4_s(left), scale);
  const b = f64x2.mul(f64x2.convert_low_i32x4_s(right), scale);
  const g = v128.shuffle<f64>(a, b, 1, 3);
  const h = v128.shuffle<f64>(a, b, 0, 2);
  const score = f64x2.div(f64x2.mul(g, g), f64x2.add(h, lambda));
  return f64x2.extract_lane(score, 0) + f64x2.extract_lane(score, 1);
}

/** The same for leaves clipped to between `low` and `high`; -1 if the leaves contradict the sign. */
// @ts-ignore: decorator
@inline
function clippedScore(left: v128, right: v128, scale: v128, lambda: v128, low: v128, high: v128, sign: i32): f64 {
  const a = f64x2.mul(f64x2.convert_low_i32x4_s(left), scale);
  const b = f64x2.mul(f64x2.convert_low_i32x4_s(right), scale);
  const g = v128.shuffle<f64>(a, b, 1, 3);
  const h = f64x2.add(v128.shuffle<f64>(a, b, 0, 2), lambda);
  const leaf = f64x2.min(high, f64x2.max(low, f64x2.neg(f64x2.div(g, h))));
  const rise = f64x2.extract_lane(leaf, 1) - f64x2.extract_lane(leaf, 0);
  if (rise * <f64>sign < 0) return -1;
  const score = f64x2.neg(f64x2.mul(leaf, f64x2.add(f64x2.add(g, g), f64x2.mul(h, leaf))));
  return f64x2.extract_lane(score, 0) + f64x2.extract_lane(score, 1);
}

// @ts-ignore: decorator
@inline
function secondOf(pair: v128): i32 {
  return i32x4.extract_lane(pair, 0);
}

/**
 * The split of a node with the integer sums G and H that has the largest score over `n` listed columns, the first of equals:
 *
 *     G_l^2 / (H_l + lambda) + G_r^2 / (H_r + lambda),   H_l, H_r >= leastWeight and > 0,
 *
 * in units of the derivatives, which are the integers times scaleG and scaleH; `leastWeight` is an integer sum. Cells are at
 * offsets[c] to offsets[c + 1] of a column, behind those of its `bins` perhaps one of missing values, which are tried on either side.
 * With `signs` (an integer for each column; address 0: none) leaves are clipped to between `low` and `high`, the score is
 * the decrease by them, and the right leaf minus the left one must not have the sign opposite to the column's. Writes six 64-bit floats
 * to `split`: column, the last code on the left, the next code that has rows, 1 if missing values go left, 0 if right, 2 if there
 * are none, G_l, H_l. Returns the score, or -1 if there is no split.
 */
export function bestQuantisedSplit(
  n: i32, listed: usize, bins: usize, offsets: usize, histogram: usize, G: i32, H: i32, scaleG: f64, scaleH: f64,
  lambda: f64, leastWeight: i32, signs: usize, low: f64, high: f64, split: usize,
): f64 {
  const total = i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(0), 0, H), 1, G);
  const scale = f64x2.replace_lane(f64x2.splat(scaleH), 1, scaleG);
  const lambda2 = f64x2.splat(lambda);
  const low2 = f64x2.splat(low);
  const high2 = f64x2.splat(high);
  const none = i32x4.splat(0);
  let best: f64 = -1;
  for (let i = 0; i < n; i++) {
    const column = load<i32>(listed + (<usize>i << 2));
    const sign = signs == 0 ? 0 : load<i32>(signs + (<usize>column << 2));
    const count = load<i32>(bins + (<usize>column << 2));
    const offset = load<i32>(offsets + (<usize>column << 2));
    const cells = histogram + (<usize>offset << 3);
    const missing = count < load<i32>(offsets + (<usize>column << 2), 4) - offset ? v128.load64_zero(cells + (<usize>count << 3)) : none;
    const someMissing = secondOf(missing) > 0;
    let left = none;
    let last = -1;
    for (let b = 0; b <= count; b++) {
      const cell = b < count ? v128.load64_zero(cells + (<usize>b << 3)) : none;
      // Behind the last bin there is a split only of the present values from the missing ones.
      if (b < count ? secondOf(cell) == 0 : !someMissing) continue;
      if (last >= 0) {
        const weight = secondOf(left);
        if (weight >= leastWeight && H - weight >= leastWeight) {
          const right = i32x4.sub(total, left);
          const score = signs == 0
            ? scoreOf(left, right, scale, lambda2)
            : clippedScore(left, right, scale, lambda2, low2, high2, sign);
          if (score > best) {
            best = score;
            writeSplit(split, column, last, b, someMissing ? 0 : NONE_MISSING, left);
          }
        }
        if (b < count && someMissing) {
          const both = i32x4.add(left, missing);
          const heavier = secondOf(both);
          if (heavier >= leastWeight && H - heavier >= leastWeight) {
            const right = i32x4.sub(total, both);
            const score = signs == 0
              ? scoreOf(both, right, scale, lambda2)
              : clippedScore(both, right, scale, lambda2, low2, high2, sign);
            if (score > best) {
              best = score;
              writeSplit(split, column, last, b, 1, both);
            }
          }
        }
      }
      left = i32x4.add(left, cell);
      if (!someMissing && H - secondOf(left) < leastWeight) break;
      last = b;
    }
  }
  return best;
}

// @ts-ignore: decorator
@inline
function writeSplit(split: usize, column: i32, code: i32, next: i32, missingLeft: i32, left: v128): void {
  store<f64>(split, column);
  store<f64>(split, code, 8);
  store<f64>(split, next, 16);
  store<f64>(split, missingLeft, 24);
  store<f64>(split, i32x4.extract_lane(left, 1), 32);
  store<f64>(split, i32x4.extract_lane(left, 0), 40);
}
