// The losses on embeddings: centroids, supervised contrastive, mined triplets.
// Matrices over pairs are rows x rows with row stride ld.
import { exp1 } from './simd';

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
  let positivePairs = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) if (load<i32>(labels + (<usize>i << 2)) == load<i32>(labels + (<usize>j << 2))) positivePairs++;
  }
  const none = positivePairs == 0 || positivePairs == (rows * (rows - 1)) / 2;
  let total: f64 = 0;
  let active = 0;
  for (let i = 0; i < rows; i++) {
    const s = similarity + (<usize>(i * ld) << 2);
    const g = gradSimilarity + (<usize>(i * ld) << 2);
    if (none) {
      memory.fill(g, 0, <usize>rows << 2);
      continue;
    }
    const y = load<i32>(labels + (<usize>i << 2));
    let largest: f32 = -f32.MAX_VALUE;
    for (let j = 0; j < rows; j++) if (j != i) largest = max(largest, load<f32>(s + (<usize>j << 2)) / tau);
    let exponentials: f32 = 0;
    let positives = 0;
    let positiveSum: f32 = 0;
    for (let j = 0; j < rows; j++) {
      const at = <usize>j << 2;
      if (j == i) {
        store<f32>(g + at, 0);
        continue;
      }
      const m = load<f32>(s + at) / tau - largest;
      const e = exp1(m);
      store<f32>(g + at, e);
      exponentials += e;
      if (load<i32>(labels + at) == y) {
        positives++;
        positiveSum += m;
      }
    }
    const loss: f32 = positives == 0 ? 0 : Mathf.log(exponentials) - positiveSum / <f32>positives;
    const counts = sum ? positives > 0 : loss > 0;
    if (!counts) {
      memory.fill(g, 0, <usize>rows << 2);
      continue;
    }
    active++;
    total += <f64>loss;
    for (let j = 0; j < rows; j++) {
      const at = <usize>j << 2;
      let d = load<f32>(g + at) / exponentials;
      if (j != i && load<i32>(labels + at) == y) d -= 1 / <f32>positives;
      store<f32>(g + at, d);
    }
  }
  if (active == 0) return 0;
  const factor: f32 = scale / tau / (sum ? 1 : <f32>active);
  for (let i = 0; i < rows; i++) {
    const g = gradSimilarity + (<usize>(i * ld) << 2);
    for (let j = 0; j < rows; j++) store<f32>(g + (<usize>j << 2), load<f32>(g + (<usize>j << 2)) * factor);
  }
  return sum ? total : total / <f64>active;
}

/**
 * Multi-similarity miner (Wang et al. 2019; pytorch-metric-learning's MultiSimilarityMiner). For each
 * anchor a positive is kept when s - epsilon < its largest negative similarity, a negative when
 * s + epsilon > its smallest positive similarity. kept: 1 positive, 2 negative, 0 neither.
 */
export function mineMultiSimilarity(rows: i32, similarity: usize, ld: i32, labels: usize, epsilon: f32, kept: usize): void {
  for (let i = 0; i < rows; i++) {
    const s = similarity + (<usize>(i * ld) << 2);
    const to = kept + (<usize>(i * ld) << 2);
    const y = load<i32>(labels + (<usize>i << 2));
    let largestNegative: f32 = -f32.MAX_VALUE;
    let smallestPositive: f32 = f32.MAX_VALUE;
    for (let j = 0; j < rows; j++) {
      if (j == i) continue;
      const v = load<f32>(s + (<usize>j << 2));
      if (load<i32>(labels + (<usize>j << 2)) == y) smallestPositive = min(smallestPositive, v);
      else largestNegative = max(largestNegative, v);
    }
    for (let j = 0; j < rows; j++) {
      const at = <usize>j << 2;
      const v = load<f32>(s + at);
      let keep = 0;
      if (j != i) {
        if (load<i32>(labels + at) == y) keep = v - epsilon < largestNegative ? 1 : 0;
        else keep = v + epsilon > smallestPositive ? 2 : 0;
      }
      store<i32>(to + at, keep);
    }
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
    for (let a = 0; a < p; a++) {
      const far = v128.load32_splat(positives + (<usize>a << 2));
      let hits = i32x4.splat(0);
      let sums = f32x4.splat(0);
      for (let t = 0; t < vectors; t++) {
        const at = <usize>t << 4;
        const d = v128.load(negatives + at);
        const violated = f32x4.gt(far, d);
        hits = i32x4.sub(hits, violated);
        sums = f32x4.add(sums, v128.and(f32x4.sub(far, d), violated));
        v128.store(negativeCounts + at, i32x4.sub(v128.load(negativeCounts + at), violated));
      }
      const count =
        i32x4.extract_lane(hits, 0) + i32x4.extract_lane(hits, 1) + i32x4.extract_lane(hits, 2) + i32x4.extract_lane(hits, 3);
      active += <i64>count;
      total += <f64>(
        f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
      );
      store<f32>(gradDistance + row + (<usize>load<i32>(positiveAt + (<usize>a << 2)) << 2), <f32>count);
    }
    for (let b = 0; b < q; b++) {
      const at = row + (<usize>load<i32>(negativeAt + (<usize>b << 2)) << 2);
      store<f32>(gradDistance + at, -<f32>load<i32>(negativeCounts + (<usize>b << 2)));
    }
  }
  if (active == 0) return 0;
  const factor: f32 = sum ? scale : scale / <f32>active;
  for (let i = 0; i < rows; i++) {
    const row = gradDistance + (<usize>(i * ld) << 2);
    for (let j = 0; j < rows; j++) store<f32>(row + (<usize>j << 2), load<f32>(row + (<usize>j << 2)) * factor);
  }
  return sum ? total : total / <f64>active;
}
