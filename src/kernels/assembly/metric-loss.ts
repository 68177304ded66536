// The losses on embeddings: centroids, supervised contrastive, mined triplets.
// Matrices over pairs are rows x rows with row stride ld.
import { scaleInto } from './elementwise';
import { exp1, exp4, pinned, sumLanes, sumLanesI32 } from './simd';

/**
 * Compactness (paper Eq. 11): sum over rows of w_i |e_i - c_y|^2, returned unscaled; `scale` times its
 * gradient is written to gradE and added to gradCentroids.
 */
export function centroidCompactness(
  rows: i32, n: i32, e: usize, centroids: usize, labels: usize, weights: usize, scale: f32,
  gradE: usize, gradCentroids: usize,
): f64 {
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const c = <usize>(load<i32>(labels) * n) << 2;
    const w = load<f32>(weights);
    let squared: f32 = 0;
    for (let j = 0; j < n; j++) {
      const at = <usize>j << 2;
      const d = load<f32>(e + at) - load<f32>(centroids + c + at);
      squared += d * d;
      const g: f32 = scale * w * 2 * d;
      store<f32>(gradE + at, g);
      store<f32>(gradCentroids + c + at, load<f32>(gradCentroids + c + at) - g);
    }
    total += <f64>(w * squared);
    e += <usize>n << 2;
    gradE += <usize>n << 2;
    labels += 4;
    weights += 4;
  }
  return total;
}

/**
 * Separation (paper Eq. 12): -log sigmoid(mean distance of the centroids of the classes present in the
 * batch); 0 with fewer than two classes. Adds `scale` times its gradient to gradCentroids.
 * `present` is scratch for `classes` integers.
 */
export function centroidSeparation(
  rows: i32, n: i32, classes: i32, centroids: usize, labels: usize, scale: f32, gradCentroids: usize, present: usize,
): f64 {
  memory.fill(present, 0, <usize>classes << 2);
  for (let i = 0; i < rows; i++) store<i32>(present + (<usize>load<i32>(labels + (<usize>i << 2)) << 2), 1);
  let count = 0;
  for (let c = 0; c < classes; c++) {
    if (load<i32>(present + (<usize>c << 2))) {
      store<i32>(present + (<usize>count << 2), c);
      count++;
    }
  }
  if (count < 2) return 0;
  const pairs: f64 = <f64>(count * (count - 1)) / 2;
  let sum: f64 = 0;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) sum += <f64>centroidDistance(n, centroids, present, a, b);
  }
  const mean = sum / pairs;
  // d/dm of log(1 + e^-m) is -1 / (1 + e^m).
  const slope: f32 = <f32>(-1.0 / (1.0 + NativeMath.exp(mean)) / pairs) * scale;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const d = centroidDistance(n, centroids, present, a, b);
      if (d == 0) continue;
      const ca = <usize>(load<i32>(present + (<usize>a << 2)) * n) << 2;
      const cb = <usize>(load<i32>(present + (<usize>b << 2)) * n) << 2;
      for (let j = 0; j < n; j++) {
        const at = <usize>j << 2;
        const g = (slope * (load<f32>(centroids + ca + at) - load<f32>(centroids + cb + at))) / d;
        store<f32>(gradCentroids + ca + at, load<f32>(gradCentroids + ca + at) + g);
        store<f32>(gradCentroids + cb + at, load<f32>(gradCentroids + cb + at) - g);
      }
    }
  }
  return NativeMath.log1p(NativeMath.exp(-mean));
}

function centroidDistance(n: i32, centroids: usize, present: usize, a: i32, b: i32): f32 {
  const ca = centroids + (<usize>(load<i32>(present + (<usize>a << 2)) * n) << 2);
  const cb = centroids + (<usize>(load<i32>(present + (<usize>b << 2)) * n) << 2);
  let squared: f32 = 0;
  for (let j = 0; j < n; j++) {
    const d = load<f32>(ca + (<usize>j << 2)) - load<f32>(cb + (<usize>j << 2));
    squared += d * d;
  }
  return sqrt<f32>(squared);
}

/**
 * Supervised contrastive loss (paper Eq. 15) from cosine similarities. Per anchor
 * -1/|P| sum_p (s_ip / tau - log sum_{a != i} e^(s_ia / tau)); 0 for an anchor without positives and for
 * a batch without any positive or any negative pair. sum: the sum over anchors, as printed; otherwise
 * the mean over the anchors whose loss is positive. Writes scale times the gradient to gradSimilarity.
 */
export function supervisedContrastive(
  rows: i32, similarity: usize, ld: i32, labels: usize, tau: f32, sum: bool, scale: f32,
  gradSimilarity: usize,
): f64 {
  let total: f64 = 0;
  let active = 0;
  const anyPair = hasPositiveAndNegative(rows, labels);
  const perTau = pinned(1 / tau);
  for (let i = 0; i < rows; i++) {
    const s = similarity + (<usize>(i * ld) << 2);
    const g = gradSimilarity + (<usize>(i * ld) << 2);
    memory.fill(g, 0, <usize>rows << 2);
    if (!anyPair) continue;
    const y = load<i32>(labels + (<usize>i << 2));
    const y4 = i32x4.splat(y);
    // The anchor itself takes part with a similarity below all others, and its share is taken off again.
    const own = s + (<usize>i << 2);
    const ownValue = load<f32>(own);
    store<f32>(own, -2);
    const largest = maximum(rows, s) / tau;
    const m4 = pinned(largest);
    let exponentials4 = f32x4.splat(0);
    let positiveSum4 = f32x4.splat(0);
    let positives4 = i32x4.splat(0);
    let j = 0;
    for (; j + 4 <= rows; j += 4) {
      const at = <usize>j << 2;
      const m = f32x4.sub(f32x4.mul(v128.load(s + at), perTau), m4);
      const e = exp4(m);
      v128.store(g + at, e);
      exponentials4 = f32x4.add(exponentials4, e);
      const same = i32x4.eq(v128.load(labels + at), y4);
      positives4 = i32x4.sub(positives4, same);
      positiveSum4 = f32x4.add(positiveSum4, v128.and(m, same));
    }
    let exponentials = sumLanes(exponentials4);
    let positiveSum = sumLanes(positiveSum4);
    let positives = sumLanesI32(positives4);
    for (; j < rows; j++) {
      const at = <usize>j << 2;
      const m = load<f32>(s + at) * (1 / tau) - largest;
      const e = exp1(m);
      store<f32>(g + at, e);
      exponentials += e;
      if (load<i32>(labels + at) == y) {
        positives++;
        positiveSum += m;
      }
    }
    exponentials -= load<f32>(g + (<usize>i << 2));
    positiveSum -= -2 * (1 / tau) - largest;
    positives--;
    store<f32>(own, ownValue);
    store<f32>(g + (<usize>i << 2), 0);
    const loss: f32 = positives == 0 ? 0 : Mathf.log(exponentials) - positiveSum / <f32>positives;
    if (sum ? positives == 0 : loss <= 0) {
      memory.fill(g, 0, <usize>rows << 2);
      continue;
    }
    active++;
    total += <f64>loss;
    const share = pinned(1 / exponentials);
    const pull = pinned(1 / <f32>positives);
    for (j = 0; j + 4 <= rows; j += 4) {
      const at = <usize>j << 2;
      const same = i32x4.eq(v128.load(labels + at), y4);
      v128.store(g + at, f32x4.sub(f32x4.mul(v128.load(g + at), share), v128.and(pull, same)));
    }
    for (; j < rows; j++) {
      const at = <usize>j << 2;
      const d = load<f32>(g + at) / exponentials;
      store<f32>(g + at, load<i32>(labels + at) == y ? d - 1 / <f32>positives : d);
    }
    store<f32>(g + (<usize>i << 2), 0);
  }
  if (active == 0) return 0;
  const factor: f32 = scale / tau / (sum ? 1 : <f32>active);
  scaleRows(rows, gradSimilarity, ld, factor);
  return sum ? total : total / <f64>active;
}

/** Whether a batch has two rows of one class and two rows of different classes. */
function hasPositiveAndNegative(rows: i32, labels: usize): bool {
  let positive = false;
  let negative = false;
  for (let i = 1; i < rows && !(positive && negative); i++) {
    const y = load<i32>(labels + (<usize>i << 2));
    for (let j = 0; j < i; j++) {
      if (load<i32>(labels + (<usize>j << 2)) == y) positive = true;
      else negative = true;
    }
  }
  return positive && negative;
}

/** The largest of n values. */
function maximum(n: i32, x: usize): f32 {
  let m4 = f32x4.splat(-f32.MAX_VALUE);
  let i = 0;
  for (; i + 4 <= n; i += 4) m4 = f32x4.pmax(m4, v128.load(x + (<usize>i << 2)));
  let m = max(
    max(f32x4.extract_lane(m4, 0), f32x4.extract_lane(m4, 1)),
    max(f32x4.extract_lane(m4, 2), f32x4.extract_lane(m4, 3)),
  );
  for (; i < n; i++) m = max(m, load<f32>(x + (<usize>i << 2)));
  return m;
}

/** Every row of a rows x rows matrix times factor. */
function scaleRows(rows: i32, matrix: usize, ld: i32, factor: f32): void {
  for (let i = 0; i < rows; i++) {
    const row = matrix + (<usize>(i * ld) << 2);
    scaleInto(rows, factor, row, row, false);
  }
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

/**
 * Triplet margin loss over every kept (anchor, positive, negative): [d_ap - d_an + margin]+.
 * The hinge is linear once the active set is known, so each pair's gradient is a count: a positive's
 * is the number of negatives it violates, a negative's minus the number of positives that violate it.
 * Counted with four distances at a time; no list of triplets is made.
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
  const negativeAt = scratch + 3 * width;
  const negativeCounts = scratch + 4 * width;
  let total: f64 = 0;
  let active: i64 = 0;
  for (let i = 0; i < rows; i++) {
    const row = <usize>(i * ld) << 2;
    let p = 0;
    let q = 0;
    for (let j = 0; j < rows; j++) {
      const at = <usize>j << 2;
      store<f32>(gradDistance + row + at, 0);
      const keep = load<i32>(kept + row + at);
      if (keep == 1) {
        store<f32>(positives + (<usize>p << 2), load<f32>(distance + row + at) + margin);
        store<i32>(positiveAt + (<usize>p << 2), j);
        p++;
      } else if (keep == 2) {
        store<f32>(negatives + (<usize>q << 2), load<f32>(distance + row + at));
        store<i32>(negativeAt + (<usize>q << 2), j);
        q++;
      }
    }
    if (p == 0 || q == 0) continue;
    // Padding that no positive can violate.
    for (let t = q; t < q + 3; t++) store<f32>(negatives + (<usize>t << 2), f32.MAX_VALUE);
    const vectors = (q + 3) >> 2;
    memory.fill(negativeCounts, 0, <usize>vectors << 4);
    // Two positives a pass; a last odd one is paired with one that violates nothing.
    if (p & 1) store<f32>(positives + (<usize>p << 2), -f32.MAX_VALUE);
    for (let a = 0; a < p; a += 2) {
      const farA = v128.load32_splat(positives + (<usize>a << 2));
      const farB = v128.load32_splat(positives + (<usize>a << 2), 4);
      let hitsA = i32x4.splat(0);
      let hitsB = i32x4.splat(0);
      for (let t = 0; t < vectors; t++) {
        const at = <usize>t << 4;
        const d = v128.load(negatives + at);
        const violatedA = f32x4.gt(farA, d);
        const violatedB = f32x4.gt(farB, d);
        hitsA = i32x4.sub(hitsA, violatedA);
        hitsB = i32x4.sub(hitsB, violatedB);
        v128.store(
          negativeCounts + at,
          i32x4.sub(v128.load(negativeCounts + at), i32x4.add(violatedA, violatedB)),
        );
      }
      const countA = sumLanesI32(hitsA);
      active += <i64>countA;
      total += <f64>countA * <f64>load<f32>(positives + (<usize>a << 2));
      store<f32>(gradDistance + row + (<usize>load<i32>(positiveAt + (<usize>a << 2)) << 2), <f32>countA);
      if (a + 1 == p) break;
      const countB = sumLanesI32(hitsB);
      active += <i64>countB;
      total += <f64>countB * <f64>load<f32>(positives + (<usize>a << 2), 4);
      store<f32>(gradDistance + row + (<usize>load<i32>(positiveAt + (<usize>a << 2), 4) << 2), <f32>countB);
    }
    for (let b = 0; b < q; b++) {
      const at = row + (<usize>load<i32>(negativeAt + (<usize>b << 2)) << 2);
      const count = load<i32>(negativeCounts + (<usize>b << 2));
      total -= <f64>count * <f64>load<f32>(negatives + (<usize>b << 2));
      store<f32>(gradDistance + at, -<f32>count);
    }
  }
  if (active == 0) return 0;
  const factor: f32 = sum ? scale : scale / <f32>active;
  scaleRows(rows, gradDistance, ld, factor);
  return sum ? total : total / <f64>active;
}
