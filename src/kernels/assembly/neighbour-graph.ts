// Approximate nearest neighbours: lists of the nearest rows so far, improved by comparing the rows of small groups, and
// the search of a query along them. Rows have n values in 32 bits, a multiple of four. A list has k places, a multiple of
// four, with squared distances, ascending, and rows; of equal distances the lower row comes first. A row r that has not
// been used yet stands in its list as ~r; an empty place has an infinite distance.
import { madd, sumLanes } from './simd';

/** In an empty place of a list. */
const EMPTY = i32.MIN_VALUE;
/** The rows that are compared next. */
const FOUND = memory.data(16, 16);
const DISTANCES = memory.data(16, 16);

/** The squared distances of a to four rows: the same bits if a and one of these are exchanged. */
// @ts-ignore: decorator
@inline
function squaredDistances4(n: i32, a: usize, b: usize, c: usize, d: usize, e: usize): v128 {
  const width = <usize>n << 2;
  let s = f32x4.splat(0);
  let t = s;
  let u = s;
  let v = s;
  for (let at: usize = 0; at < width; at += 16) {
    const x = v128.load(a + at);
    const p = f32x4.sub(x, v128.load(b + at));
    const q = f32x4.sub(x, v128.load(c + at));
    const r = f32x4.sub(x, v128.load(d + at));
    const w = f32x4.sub(x, v128.load(e + at));
    s = madd(p, p, s);
    t = madd(q, q, t);
    u = madd(r, r, u);
    v = madd(w, w, v);
  }
  const st = f32x4.add(v128.shuffle<f32>(s, t, 0, 4, 1, 5), v128.shuffle<f32>(s, t, 2, 6, 3, 7));
  const uv = f32x4.add(v128.shuffle<f32>(u, v, 0, 4, 1, 5), v128.shuffle<f32>(u, v, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(st, uv, 0, 1, 4, 5), v128.shuffle<f32>(st, uv, 2, 3, 6, 7));
}

/** Adds a row to a list, as unused, if it is nearer than the last and not yet in it; returns how many were added. */
function insert(k: i32, indices: usize, squared: usize, row: i32, distance: f32): i32 {
  const end = <usize>k << 2;
  if (!(distance < load<f32>(squared + end - 4))) return 0;
  const distance4 = f32x4.splat(distance);
  let nearer = 0;
  let equal = 0;
  for (let at: usize = 0; at < end; at += 16) {
    const others = v128.load(squared + at);
    nearer += popcnt(i32x4.bitmask(f32x4.lt(others, distance4)));
    equal |= i32x4.bitmask(f32x4.eq(others, distance4));
  }
  let place = <usize>nearer << 2;
  if (equal) {
    for (; place < end && load<f32>(squared + place) == distance; place += 4) {
      const index = load<i32>(indices + place);
      const other = index < 0 ? ~index : index;
      if (other == row) return 0;
      if (other > row) break;
    }
  }
  let at = end - 16;
  for (; at > place; at -= 16) {
    v128.store(squared + at, v128.load(squared + at - 4));
    v128.store(indices + at, v128.load(indices + at - 4));
  }
  for (at += 12; at > place; at -= 4) {
    store<f32>(squared + at, load<f32>(squared + at - 4));
    store<i32>(indices + at, load<i32>(indices + at - 4));
  }
  store<f32>(squared + place, distance);
  store<i32>(indices + place, ~row);
  return 1;
}

/**
 * Compares the first `fresh` of `count` rows (indices into x) with all that follow them, and adds each row of a pair to
 * the list of the other if it is nearer than the last one there. Returns how many were added. `scratch` holds
 * (count + 3) * (n + 1) floats.
 */
export function joinRows(
  count: i32, fresh: i32, n: i32, x: usize, rows: usize, k: i32, indices: usize, squared: usize, scratch: usize,
): i32 {
  const width = <usize>n << 2;
  const listBytes = <usize>k << 2;
  const last = listBytes - 4;
  const padded = (count + 3) & ~3;
  const limits = scratch + width * <usize>padded;
  for (let i = 0; i < padded; i++) {
    const row = load<i32>(rows + (<usize>min(i, count - 1) << 2));
    const from = x + width * <usize>row;
    const to = scratch + width * <usize>i;
    for (let at: usize = 0; at < width; at += 16) v128.store(to + at, v128.load(from + at));
    store<f32>(limits + (<usize>i << 2), i < count ? load<f32>(squared + listBytes * <usize>row + last) : -1);
  }
  let added = 0;
  for (let i = 0; i < fresh; i++) {
    const row = load<i32>(rows + (<usize>i << 2));
    const own = scratch + width * <usize>i;
    const ownLimit = limits + (<usize>i << 2);
    const first = (i + 1) & ~3;
    // Lanes of the first four that are not behind i.
    let skipped = (1 << (i + 1 - first)) - 1;
    for (let j = first; j < padded; j += 4) {
      const others = scratch + width * <usize>j;
      const distances = squaredDistances4(n, own, others, others + width, others + 2 * width, others + 3 * width);
      const at = limits + (<usize>j << 2);
      const behind = j + 4 > count ? (1 << (count - j)) - 1 : 15;
      const nearer = v128.or(
        f32x4.lt(distances, v128.load32_splat(ownLimit)),
        f32x4.lt(distances, v128.load(at)),
      );
      let mask = i32x4.bitmask(nearer) & ~skipped & behind;
      skipped = 0;
      v128.store(DISTANCES, distances);
      for (; mask != 0; mask &= mask - 1) {
        const lane = ctz(mask);
        const other = load<i32>(rows + (<usize>(j + lane) << 2));
        if (other == row) continue;
        const distance = load<f32>(DISTANCES + (<usize>lane << 2));
        // A row that stands in the group twice has a limit that is too high.
        if (distance < load<f32>(ownLimit)) {
          const list = listBytes * <usize>row;
          added += insert(k, indices + list, squared + list, other, distance);
          store<f32>(ownLimit, load<f32>(squared + list + last));
        }
        const otherLimit = at + (<usize>lane << 2);
        if (distance < load<f32>(otherLimit)) {
          const list = listBytes * <usize>other;
          added += insert(k, indices + list, squared + list, row, distance);
          store<f32>(otherLimit, load<f32>(squared + list + last));
        }
      }
    }
  }
  return added;
}

/**
 * Moves those of `count` rows (indices into x) whose product with `direction` is below `threshold` to the front, both
 * parts in the order they had, and returns how many these are. `scratch` holds `count` integers.
 */
export function splitRows(
  count: i32, n: i32, x: usize, rows: usize, direction: usize, threshold: f32, scratch: usize,
): i32 {
  const width = <usize>n << 2;
  let left = rows;
  let right = scratch;
  for (let i = 0; i < count; i++) {
    const row = load<i32>(rows + (<usize>i << 2));
    const from = x + width * <usize>row;
    let s = f32x4.splat(0);
    let t = s;
    let at: usize = 0;
    for (; at + 32 <= width; at += 32) {
      s = madd(v128.load(from + at), v128.load(direction + at), s);
      t = madd(v128.load(from + at, 16), v128.load(direction + at, 16), t);
    }
    if (at < width) s = madd(v128.load(from + at), v128.load(direction + at), s);
    const isLeft = <usize>(sumLanes(f32x4.add(s, t)) < threshold);
    store<i32>(left, row);
    store<i32>(right, row);
    left += isLeft << 2;
    right += (1 - isLeft) << 2;
  }
  memory.copy(left, scratch, right - scratch);
  return <i32>((left - rows) >> 2);
}

/**
 * Fills the list of a query (k places): starts with `entries` rows from the row `first` on, and follows the edges of the
 * graph (`degree` rows for each row, -1 from the first free place on) from the nearest row not yet used, until all rows in
 * the list are used. `visits` holds a number for each row, which is `visit` once the row has been compared.
 */
export function searchGraph(
  n: i32, x: usize, query: usize, first: i32, entries: i32, degree: i32, graph: usize, visits: usize, visit: i32,
  k: i32, indices: usize, squared: usize,
): void {
  const width = <usize>n << 2;
  for (let at: usize = 0; at < <usize>k << 2; at += 4) {
    store<f32>(squared + at, Infinity);
    store<i32>(indices + at, EMPTY);
  }
  for (let i = 0; i < entries; i += 4) {
    const count = min(4, entries - i);
    const a = x + width * <usize>(first + i);
    const rest = width * <usize>(count - 1);
    const distances = squaredDistances4(n, query, a, a + min(width, rest), a + min(2 * width, rest), a + rest);
    v128.store(DISTANCES, distances);
    for (let lane = 0; lane < count; lane++) {
      const row = first + i + lane;
      store<i32>(visits + (<usize>row << 2), visit);
      const distance = load<f32>(DISTANCES + (<usize>lane << 2));
      insert(k, indices, squared, row, distance);
    }
  }
  let place: usize = 0;
  const end = <usize>k << 2;
  while (place < end) {
    const index = load<i32>(indices + place);
    if (index == EMPTY) break;
    if (index >= 0) {
      place += 4;
      continue;
    }
    store<i32>(indices + place, ~index);
    let edge = graph + (<usize>(~index) * <usize>degree << 2);
    const edges = edge + (<usize>degree << 2);
    let nearest: usize = place + 4;
    while (edge < edges) {
      let count = 0;
      for (; edge < edges && count < 4; edge += 4) {
        const row = load<i32>(edge);
        if (row < 0) {
          edge = edges;
          break;
        }
        const seen = visits + (<usize>row << 2);
        if (load<i32>(seen) == visit) continue;
        store<i32>(seen, visit);
        store<i32>(FOUND + (<usize>count << 2), row);
        count++;
      }
      if (count == 0) break;
      const a = load<i32>(FOUND);
      const b = count > 1 ? load<i32>(FOUND, 4) : a;
      const c = count > 2 ? load<i32>(FOUND, 8) : a;
      const d = count > 3 ? load<i32>(FOUND, 12) : a;
      const distances = squaredDistances4(
        n, query, x + width * <usize>a, x + width * <usize>b, x + width * <usize>c, x + width * <usize>d,
      );
      v128.store(DISTANCES, distances);
      for (let lane = 0; lane < count; lane++) {
        const distance = load<f32>(DISTANCES + (<usize>lane << 2));
        const added = insert(k, indices, squared, load<i32>(FOUND + (<usize>lane << 2)), distance);
        // The new row may stand before the one that is being used.
        if (added && distance <= load<f32>(squared + place)) nearest = 0;
      }
    }
    place = nearest;
  }
}
