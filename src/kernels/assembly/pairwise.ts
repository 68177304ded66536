// Pairs of rows within a batch: normalisation, neighbours, distances. A matrix over pairs is
// rows x rows with row stride ld. Its products come from `gemm`.
import { transpose4 } from './gemm-panel';
import { dot, exp1, exp4, pinned } from './simd';

const BLOCK = memory.data(4 * 16, 16);

/** y = x / max(|x|, 1e-12) for every row (as torch.nn.functional.normalize); norms keeps max(|x|, 1e-12). */
export function normalizeRows(rows: i32, n: i32, x: usize, y: usize, norms: usize): void {
  for (let i = 0; i < rows; i++) {
    const norm = max<f32>(sqrt<f32>(dot(n, x, x)), 1e-12);
    store<f32>(norms, norm);
    for (let j = 0; j < n; j++) store<f32>(y + (<usize>j << 2), load<f32>(x + (<usize>j << 2)) / norm);
    x += <usize>n << 2;
    y += <usize>n << 2;
    norms += 4;
  }
}

/** gradX += (gradY - (gradY . y) y) / norm */
export function normalizeRowsBackward(rows: i32, n: i32, y: usize, norms: usize, gradY: usize, gradX: usize, accumulate: bool): void {
  for (let i = 0; i < rows; i++) {
    const along = dot(n, gradY, y);
    const norm = load<f32>(norms);
    for (let j = 0; j < n; j++) {
      const at = <usize>j << 2;
      const g = (load<f32>(gradY + at) - along * load<f32>(y + at)) / norm;
      store<f32>(gradX + at, accumulate ? load<f32>(gradX + at) + g : g);
    }
    y += <usize>n << 2;
    gradY += <usize>n << 2;
    gradX += <usize>n << 2;
    norms += 4;
  }
}

/** symmetric = m + transpose(m): the gradient of a Gram matrix's factor is symmetric * factor. */
export function addTranspose(rows: i32, m: usize, ld: i32, symmetric: usize): void {
  const stride = <usize>ld << 2;
  const whole = rows & ~3;
  for (let i = 0; i < whole; i += 4) {
    for (let j = 0; j <= i; j += 4) {
      const ij = stride * <usize>i + (<usize>j << 2);
      const ji = stride * <usize>j + (<usize>i << 2);
      transpose4(m + ji, stride, BLOCK, 16);
      for (let r: usize = 0; r < 4; r++) {
        const to = ij + stride * r;
        v128.store(symmetric + to, f32x4.add(v128.load(m + to), v128.load(BLOCK + (r << 4))));
      }
      if (j < i) transpose4(symmetric + ij, stride, symmetric + ji, stride);
    }
  }
  for (let i = whole; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      const ij = stride * <usize>i + (<usize>j << 2);
      const ji = stride * <usize>j + (<usize>i << 2);
      const v = load<f32>(m + ij) + load<f32>(m + ji);
      store<f32>(symmetric + ij, v);
      store<f32>(symmetric + ji, v);
    }
  }
}

/**
 * Distances from a Gram matrix. unit: the rows have length 1 and squared = 2 - 2 g; otherwise
 * squared = g_ii + g_jj - 2 g_ij. Clamped at 0; power 1 takes the root of max(squared, 1e-14).
 */
export function pairwiseDistance(rows: i32, gram: usize, ld: i32, unit: bool, power: i32, distance: usize): void {
  for (let i = 0; i < rows; i++) {
    const ii = load<f32>(gram + (<usize>(i * ld + i) << 2));
    let j = 0;
    if (unit) {
      const two = f32x4.splat(2);
      for (; j + 4 <= rows; j += 4) {
        const at = <usize>(i * ld + j) << 2;
        const squared = f32x4.sub(two, f32x4.mul(two, v128.load(gram + at)));
        v128.store(
          distance + at,
          power == 2
            ? f32x4.max(squared, f32x4.splat(0))
            : f32x4.sqrt(f32x4.max(squared, f32x4.splat(1e-14))),
        );
      }
    }
    for (; j < rows; j++) {
      const at = <usize>(i * ld + j) << 2;
      const g = load<f32>(gram + at);
      const squared: f32 = unit ? 2 - 2 * g : ii + load<f32>(gram + (<usize>(j * ld + j) << 2)) - 2 * g;
      store<f32>(distance + at, power == 2 ? max<f32>(squared, 0) : sqrt<f32>(max<f32>(squared, 1e-14)));
    }
  }
}

/** Adds to gradGram the gradient that comes through `pairwiseDistance`; nothing where it was clamped. */
export function pairwiseDistanceBackward(
  rows: i32, distance: usize, gradDistance: usize, ld: i32, unit: bool, power: i32, gradGram: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const ii = gradGram + (<usize>(i * ld + i) << 2);
    let j = 0;
    if (unit && power == 1) {
      for (; j + 4 <= rows; j += 4) {
        const at = <usize>(i * ld + j) << 2;
        const d = v128.load(distance + at);
        const g = f32x4.div(v128.load(gradDistance + at), d);
        const moved = v128.and(g, f32x4.gt(d, f32x4.splat(1.001e-7)));
        v128.store(gradGram + at, f32x4.sub(v128.load(gradGram + at), moved));
      }
    }
    for (; j < rows; j++) {
      const at = <usize>(i * ld + j) << 2;
      const g = load<f32>(gradDistance + at);
      if (g == 0) continue;
      const d = load<f32>(distance + at);
      if (power == 2 ? d <= 0 : d <= 1.001e-7) continue;
      const toSquared: f32 = power == 2 ? g : g / (2 * d);
      store<f32>(gradGram + at, load<f32>(gradGram + at) - 2 * toSquared);
      if (!unit) {
        const jj = gradGram + (<usize>(j * ld + j) << 2);
        store<f32>(ii, load<f32>(ii) + toSquared);
        store<f32>(jj, load<f32>(jj) + toSquared);
      }
    }
  }
}

/** The index of the smallest of n values (n a multiple of four), the first of equals. */
// @ts-ignore: decorator
@inline
function argmin(n: i32, x: usize): i32 {
  let best = f32x4.splat(Infinity), other = best;
  let bestAt = i32x4.splat(0), otherAt = bestAt;
  let at4 = i32x4(0, 1, 2, 3);
  let j = 0;
  // Two at a time, because each comparison waits for the one before.
  for (; j + 8 <= n; j += 8) {
    const v = v128.load(x);
    const w = v128.load(x, 16);
    const next4 = i32x4.add(at4, i32x4.splat(4));
    bestAt = v128.bitselect(at4, bestAt, f32x4.lt(v, best));
    otherAt = v128.bitselect(next4, otherAt, f32x4.lt(w, other));
    best = f32x4.pmin(best, v);
    other = f32x4.pmin(other, w);
    at4 = i32x4.add(next4, i32x4.splat(4));
    x += 32;
  }
  if (j < n) {
    const v = v128.load(x);
    bestAt = v128.bitselect(at4, bestAt, f32x4.lt(v, best));
    best = f32x4.pmin(best, v);
  }
  // The smallest value in every lane, then the lowest index that has it: no branch to foresee.
  let least = f32x4.pmin(best, other);
  least = f32x4.pmin(least, v128.shuffle<f32>(least, least, 2, 3, 0, 1));
  least = f32x4.pmin(least, v128.shuffle<f32>(least, least, 1, 0, 3, 2));
  const none = i32x4.splat(i32.MAX_VALUE);
  let at = i32x4.min_s(
    v128.bitselect(bestAt, none, f32x4.eq(best, least)),
    v128.bitselect(otherAt, none, f32x4.eq(other, least)),
  );
  at = i32x4.min_s(at, v128.shuffle<i32>(at, at, 2, 3, 0, 1));
  at = i32x4.min_s(at, v128.shuffle<i32>(at, at, 1, 0, 3, 2));
  return i32x4.extract_lane(at, 0);
}

/**
 * |y_j|^2 - 2 x.y_j for n candidates y_j, from their squares and their products with x: the squared distances
 * from x but for its own square, which is the same for all. Up to the next multiple of four, infinity.
 */
// @ts-ignore: decorator
@inline
function relativeDistances(n: i32, squares: usize, products: usize, distances: usize): void {
  const two = f32x4.splat(2);
  const padded = (n + 3) & ~3;
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    const at = <usize>j << 2;
    v128.store(distances + at, f32x4.sub(v128.load(squares + at), f32x4.mul(two, v128.load(products + at))));
  }
  for (; j < n; j++) {
    const at = <usize>j << 2;
    store<f32>(distances + at, load<f32>(squares + at) - 2 * load<f32>(products + at));
  }
  for (; j < padded; j++) store<f32>(distances + (<usize>j << 2), Infinity);
}

/**
 * For each row i the index of another row: the one of rank ranks[i] (0 is the nearest) by Euclidean
 * distance, from the Gram matrix of the rows; of equal distances the lower index comes first.
 * Ranks are below rows - 1. The nearer ones are found and put aside one after the other, four candidates
 * at a time: with few neighbours that beats any list kept in order, whose branches cannot be foreseen.
 * `scratch` holds 5 * (rows + 4) floats.
 */
export function neighbourOfRank(rows: i32, gram: usize, ld: i32, ranks: usize, scratch: usize, neighbours: usize): void {
  const squares = scratch;
  const width = <usize>(rows + 4) << 2;
  const padded = (rows + 3) & ~3;
  for (let i = 0; i < rows; i++) {
    store<f32>(squares + (<usize>i << 2), load<f32>(gram + (<usize>(i * ld + i) << 2)));
  }
  // Four rows take turns: what was put aside is not read again at once, while it is still on its way to the cache.
  for (let i = 0; i < rows; i += 4) {
    const end = min(i + 4, rows);
    let distances = squares;
    for (let r = i; r < end; r++) {
      distances += width;
      relativeDistances(rows, squares, gram + (<usize>(r * ld) << 2), distances);
      store<f32>(distances + (<usize>r << 2), Infinity);
    }
    let left = end - i;
    for (let round = 0; left > 0; round++) {
      distances = squares;
      for (let r = i; r < end; r++) {
        distances += width;
        const rank = load<i32>(ranks + (<usize>r << 2));
        if (rank < round) continue;
        const nearest = argmin(padded, distances);
        store<f32>(distances + (<usize>nearest << 2), Infinity);
        store<i32>(neighbours + (<usize>r << 2), nearest);
        if (rank == round) left--;
      }
    }
  }
}

/**
 * For each of `rows` rows the indices of its k nearest candidates by Euclidean distance, nearest first (of equal
 * distances the lower index), from the candidates' squared lengths and the products rows x candidates (row
 * stride ld). With `own` >= 0 row i is itself candidate own + i and not its own neighbour. k is at most the number
 * of candidates that count. `scratch` holds 4 * (candidates + 4) floats.
 */
export function nearestCandidates(
  rows: i32, candidates: i32, k: i32, squares: usize, products: usize, ld: i32, own: i32, scratch: usize, nearest: usize,
): void {
  const padded = (candidates + 3) & ~3;
  const width = <usize>(candidates + 4) << 2;
  // Four rows take turns, as in `neighbourOfRank`.
  for (let i = 0; i < rows; i += 4) {
    const end = min(i + 4, rows);
    let distances = scratch;
    for (let r = i; r < end; r++, distances += width) {
      relativeDistances(candidates, squares, products + (<usize>(r * ld) << 2), distances);
      if (own >= 0) store<f32>(distances + (<usize>(own + r) << 2), Infinity);
    }
    for (let place = 0; place < k; place++) {
      distances = scratch;
      for (let r = i; r < end; r++, distances += width) {
        const found = argmin(padded, distances);
        store<i32>(nearest + (<usize>(r * k + place) << 2), found);
        store<f32>(distances + (<usize>found << 2), Infinity);
      }
    }
  }
}

/** Mixup with neighbours (paper Eq. 7): y_i = lambda_i x_i + (1 - lambda_i) x_j with j = neighbours[i]. */
export function mixRows(rows: i32, n: i32, x: usize, neighbours: usize, lambdas: usize, y: usize): void {
  for (let i = 0; i < rows; i++) {
    const j = load<i32>(neighbours + (<usize>i << 2));
    const lambda = load<f32>(lambdas + (<usize>i << 2));
    const other = x + (<usize>(j * n) << 2);
    const own = x + (<usize>(i * n) << 2);
    const to = y + (<usize>(i * n) << 2);
    const l4 = pinned(lambda);
    const m4 = pinned(1 - lambda);
    let q = 0;
    for (; q + 4 <= n; q += 4) {
      const at = <usize>q << 2;
      v128.store(to + at, f32x4.add(f32x4.mul(l4, v128.load(own + at)), f32x4.mul(m4, v128.load(other + at))));
    }
    for (; q < n; q++) {
      const at = <usize>q << 2;
      store<f32>(to + at, lambda * load<f32>(own + at) + (1 - lambda) * load<f32>(other + at));
    }
  }
}

/** In place: z_ij = exp(min(z_ij - shifts_i, 0)), the radial basis function from products of scaled rows. */
export function radialBasis(rows: i32, n: i32, z: usize, shifts: usize): void {
  const zero = f32x4.splat(0);
  for (let i = 0; i < rows; i++) {
    const shift = load<f32>(shifts + (<usize>i << 2));
    const shift4 = pinned(shift);
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      v128.store(z, exp4(f32x4.min(f32x4.sub(v128.load(z), shift4), zero)));
      z += 16;
    }
    for (; j < n; j++) {
      store<f32>(z, exp1(min<f32>(load<f32>(z) - shift, 0)));
      z += 4;
    }
  }
}
