// Triplets: the miner and the margin loss. Matrices over pairs are rows x rows with row stride ld.
import { scaleRows } from './elementwise';
import { pinned, sumLanesI32 } from './simd';

/** What the miner says of a pair; 0 is neither. */
const POSITIVE: i32 = 1;
const NEGATIVE: i32 = 2;

/** For each set of lanes, a bit each: the bytes that bring these lanes to the front, in order. */
const PACK = memory.data<u32>([
  0x03020100, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x03020100, 0x03020100, 0x03020100,
  0x07060504, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x07060504, 0x03020100, 0x03020100,
  0x0b0a0908, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x0b0a0908, 0x03020100, 0x03020100,
  0x07060504, 0x0b0a0908, 0x03020100, 0x03020100,
  0x03020100, 0x07060504, 0x0b0a0908, 0x03020100,
  0x0f0e0d0c, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x0f0e0d0c, 0x03020100, 0x03020100,
  0x07060504, 0x0f0e0d0c, 0x03020100, 0x03020100,
  0x03020100, 0x07060504, 0x0f0e0d0c, 0x03020100,
  0x0b0a0908, 0x0f0e0d0c, 0x03020100, 0x03020100,
  0x03020100, 0x0b0a0908, 0x0f0e0d0c, 0x03020100,
  0x07060504, 0x0b0a0908, 0x0f0e0d0c, 0x03020100,
  0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c,
], 16);

/** The bytes that bring them back. */
const UNPACK = memory.data<u32>([
  0x03020100, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x07060504, 0x03020100, 0x03020100,
  0x03020100, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x03020100, 0x07060504, 0x03020100,
  0x03020100, 0x03020100, 0x07060504, 0x03020100,
  0x03020100, 0x07060504, 0x0b0a0908, 0x03020100,
  0x03020100, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x03020100, 0x03020100, 0x07060504,
  0x03020100, 0x03020100, 0x03020100, 0x07060504,
  0x03020100, 0x07060504, 0x03020100, 0x0b0a0908,
  0x03020100, 0x03020100, 0x03020100, 0x07060504,
  0x03020100, 0x03020100, 0x07060504, 0x0b0a0908,
  0x03020100, 0x03020100, 0x07060504, 0x0b0a0908,
  0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c,
], 16);

/** The bytes of v in the order of `indices`, all below 16. */
// @ts-ignore: decorator
@inline
function lanes(v: v128, indices: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i8x16.relaxed_swizzle(v, indices) : v128.swizzle(v, indices);
}

/**
 * Multi-similarity miner (Wang et al. 2019; pytorch-metric-learning's MultiSimilarityMiner). For each
 * anchor a positive is kept when s - epsilon < its largest negative similarity, a negative when
 * s + epsilon > its smallest positive similarity. kept: 1 positive, 2 negative, 0 neither.
 */
export function mineMultiSimilarity(rows: i32, similarity: usize, ld: i32, labels: usize, epsilon: f32, kept: usize): void {
  const eps = pinned(epsilon);
  const lowest = f32x4.splat(-f32.MAX_VALUE);
  const highest = f32x4.splat(f32.MAX_VALUE);
  for (let i = 0; i < rows; i++) {
    const s = similarity + (<usize>(i * ld) << 2);
    const to = kept + (<usize>(i * ld) << 2);
    const y = load<i32>(labels + (<usize>i << 2));
    const y4 = i32x4.splat(y);
    // As its own positive the anchor must be neither the smallest nor kept.
    const own = s + (<usize>i << 2);
    const ownValue = load<f32>(own);
    store<f32>(own, f32.MAX_VALUE);
    let negative4 = lowest;
    let positive4 = highest;
    let j = 0;
    for (; j + 4 <= rows; j += 4) {
      const at = <usize>j << 2;
      const v = v128.load(s + at);
      const same = i32x4.eq(v128.load(labels + at), y4);
      positive4 = f32x4.pmin(positive4, v128.bitselect(v, highest, same));
      negative4 = f32x4.pmax(negative4, v128.bitselect(lowest, v, same));
    }
    let largestNegative = max(
      max(f32x4.extract_lane(negative4, 0), f32x4.extract_lane(negative4, 1)),
      max(f32x4.extract_lane(negative4, 2), f32x4.extract_lane(negative4, 3)),
    );
    let smallestPositive = min(
      min(f32x4.extract_lane(positive4, 0), f32x4.extract_lane(positive4, 1)),
      min(f32x4.extract_lane(positive4, 2), f32x4.extract_lane(positive4, 3)),
    );
    for (; j < rows; j++) {
      const v = load<f32>(s + (<usize>j << 2));
      if (load<i32>(labels + (<usize>j << 2)) == y) smallestPositive = min(smallestPositive, v);
      else largestNegative = max(largestNegative, v);
    }
    const hardest = pinned(largestNegative);
    const easiest = pinned(smallestPositive);
    for (j = 0; j + 4 <= rows; j += 4) {
      const at = <usize>j << 2;
      const v = v128.load(s + at);
      const same = i32x4.eq(v128.load(labels + at), y4);
      const asPositive = v128.and(f32x4.lt(f32x4.sub(v, eps), hardest), i32x4.splat(1));
      const asNegative = v128.and(f32x4.gt(f32x4.add(v, eps), easiest), i32x4.splat(2));
      v128.store(to + at, v128.bitselect(asPositive, asNegative, same));
    }
    for (; j < rows; j++) {
      const at = <usize>j << 2;
      const v = load<f32>(s + at);
      const keep =
        load<i32>(labels + at) == y
          ? <i32>(v - epsilon < largestNegative)
          : 2 * <i32>(v + epsilon > smallestPositive);
      store<i32>(to + at, keep);
    }
    store<f32>(own, ownValue);
  }
}

const COUNTS = memory.data(16, 16);

/**
 * Triplet margin loss over every kept (anchor, positive, negative): [d_ap - d_an + margin]+.
 * The hinge is linear once the active set is known, so each pair's gradient is a count: a positive's
 * is the number of negatives it violates, a negative's minus the number of positives that violate it.
 * Counted four positives by four negatives at a time; no list of triplets is made.
 * sum: the sum over active triplets (Eq. 16); otherwise their mean. Writes scale times the gradient to
 * gradDistance. scratch: 5 * (rows + 4) floats.
 */
export function tripletMargin(
  rows: i32, distance: usize, ld: i32, kept: usize, margin: f32, sum: bool, scale: f32,
  scratch: usize, gradDistance: usize,
): f64 {
  const width = <usize>(rows + 4) << 2;
  const positives = scratch;
  const negatives = scratch + width;
  const positiveAt = scratch + 2 * width;
  const positiveCounts = scratch + 3 * width;
  const negativeCounts = scratch + 4 * width;
  const margin4 = pinned(margin);
  let total: f64 = 0;
  let active: i64 = 0;
  for (let i = 0; i < rows; i++) {
    const row = <usize>(i * ld) << 2;
    let p = 0;
    let q = 0;
    let at4 = i32x4(0, 1, 2, 3);
    let j = 0;
    // Every four pairs are written to both lists, those that belong there first, and the lists grow by these: no
    // branch to foresee.
    for (; j + 4 <= rows; j += 4) {
      const at = <usize>j << 2;
      const keep = v128.load(kept + row + at);
      const d = v128.load(distance + row + at);
      const isPositive = i32x4.bitmask(i32x4.eq(keep, i32x4.splat(POSITIVE)));
      const isNegative = i32x4.bitmask(i32x4.eq(keep, i32x4.splat(NEGATIVE)));
      const packPositives = v128.load(PACK + (<usize>isPositive << 4));
      v128.store(positives + (<usize>p << 2), lanes(f32x4.add(d, margin4), packPositives));
      v128.store(positiveAt + (<usize>p << 2), lanes(at4, packPositives));
      v128.store(negatives + (<usize>q << 2), lanes(d, v128.load(PACK + (<usize>isNegative << 4))));
      p += popcnt(isPositive);
      q += popcnt(isNegative);
      at4 = i32x4.add(at4, i32x4.splat(4));
    }
    for (; j < rows; j++) {
      const at = <usize>j << 2;
      const keep = load<i32>(kept + row + at);
      const d = load<f32>(distance + row + at);
      store<f32>(positives + (<usize>p << 2), d + margin);
      store<i32>(positiveAt + (<usize>p << 2), j);
      store<f32>(negatives + (<usize>q << 2), d);
      p += <i32>(keep == POSITIVE);
      q += <i32>(keep == NEGATIVE);
    }
    if (p == 0 || q == 0) {
      memory.fill(gradDistance + row, 0, <usize>rows << 2);
      continue;
    }
    // Padding that violates nothing and that nothing violates.
    for (let t = 0; t < 3; t++) {
      store<f32>(positives + (<usize>(p + t) << 2), -f32.MAX_VALUE);
      store<f32>(negatives + (<usize>(q + t) << 2), f32.MAX_VALUE);
    }
    const vectors = (q + 3) >> 2;
    memory.fill(negativeCounts, 0, <usize>vectors << 4);
    for (let a = 0; a < p; a += 4) {
      const far = positives + (<usize>a << 2);
      const far0 = v128.load32_splat(far);
      const far1 = v128.load32_splat(far, 4);
      const far2 = v128.load32_splat(far, 8);
      const far3 = v128.load32_splat(far, 12);
      let hits0 = i32x4.splat(0);
      let hits1 = hits0, hits2 = hits0, hits3 = hits0;
      for (let t = 0; t < vectors; t++) {
        const at = <usize>t << 4;
        const d = v128.load(negatives + at);
        const violated0 = f32x4.gt(far0, d);
        const violated1 = f32x4.gt(far1, d);
        const violated2 = f32x4.gt(far2, d);
        const violated3 = f32x4.gt(far3, d);
        hits0 = i32x4.sub(hits0, violated0);
        hits1 = i32x4.sub(hits1, violated1);
        hits2 = i32x4.sub(hits2, violated2);
        hits3 = i32x4.sub(hits3, violated3);
        const violated = i32x4.add(i32x4.add(violated0, violated1), i32x4.add(violated2, violated3));
        v128.store(negativeCounts + at, i32x4.sub(v128.load(negativeCounts + at), violated));
      }
      store<i32>(COUNTS, sumLanesI32(hits0));
      store<i32>(COUNTS, sumLanesI32(hits1), 4);
      store<i32>(COUNTS, sumLanesI32(hits2), 8);
      store<i32>(COUNTS, sumLanesI32(hits3), 12);
      for (let r = 0; r < min(4, p - a); r++) {
        const count = load<i32>(COUNTS + (<usize>r << 2));
        active += <i64>count;
        total += <f64>count * <f64>load<f32>(far + (<usize>r << 2));
        store<i32>(positiveCounts + (<usize>(a + r) << 2), count);
      }
    }
    total -= countedSum(q, negatives, negativeCounts);
    spreadNegatives(rows, kept + row, negativeCounts, gradDistance + row);
    for (let a = 0; a < p; a++) {
      const at = <usize>a << 2;
      const to = gradDistance + row + (<usize>load<i32>(positiveAt + at) << 2);
      store<f32>(to, <f32>load<i32>(positiveCounts + at));
    }
  }
  if (active == 0) return 0;
  const factor: f32 = sum ? scale : scale / <f32>active;
  scaleRows(rows, gradDistance, ld, factor);
  return sum ? total : total / <f64>active;
}

/** The sum of counts[b] * values[b] over n elements; behind them the counts are zero. */
function countedSum(n: i32, values: usize, counts: usize): f64 {
  let sum2 = f64x2.splat(0);
  for (let b = 0; b < n; b += 4) {
    const at = <usize>b << 2;
    const v = v128.load(values + at);
    const c = v128.load(counts + at);
    const high = v128.shuffle<f32>(v, v, 2, 3, 0, 1);
    const highCounts = v128.shuffle<i32>(c, c, 2, 3, 0, 1);
    sum2 = f64x2.add(sum2, f64x2.mul(f64x2.promote_low_f32x4(v), f64x2.convert_low_i32x4_s(c)));
    sum2 = f64x2.add(sum2, f64x2.mul(f64x2.promote_low_f32x4(high), f64x2.convert_low_i32x4_s(highCounts)));
  }
  return f64x2.extract_lane(sum2, 0) + f64x2.extract_lane(sum2, 1);
}

/** A row of the gradient: minus the counts, in their order, where a negative was kept, and zero elsewhere. */
function spreadNegatives(rows: i32, kept: usize, counts: usize, gradDistance: usize): void {
  let j = 0;
  for (; j + 4 <= rows; j += 4) {
    const at = <usize>j << 2;
    const negative = i32x4.eq(v128.load(kept + at), i32x4.splat(NEGATIVE));
    const isNegative = i32x4.bitmask(negative);
    const spread = lanes(v128.load(counts), v128.load(UNPACK + (<usize>isNegative << 4)));
    v128.store(gradDistance + at, f32x4.neg(f32x4.convert_i32x4_s(v128.and(spread, negative))));
    counts += <usize>popcnt(isNegative) << 2;
  }
  for (; j < rows; j++) {
    const at = <usize>j << 2;
    const negative = load<i32>(kept + at) == NEGATIVE;
    store<f32>(gradDistance + at, negative ? -<f32>load<i32>(counts) : 0);
    if (negative) counts += 4;
  }
}
