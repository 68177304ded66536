// The supervised contrastive loss. Matrices over pairs are rows x rows with row stride ld.
import { scaleRows } from './elementwise';
import { exp1, exp4, pinned, sumLanes, sumLanesI32 } from './simd';

/** A similarity that no cosine has. */
const BELOW_ALL: f32 = -2;

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
  // An anchor takes part with a similarity below all others, and its share is taken off again. Set for all of them
  // beforehand: a row that is read as vectors right after a store to it has to wait. The gradient's diagonal keeps
  // the similarities meanwhile.
  for (let i = 0; i < rows; i++) {
    const own = <usize>(i * ld + i) << 2;
    store<f32>(gradSimilarity + own, load<f32>(similarity + own));
    store<f32>(similarity + own, BELOW_ALL);
  }
  for (let i = 0; i < rows; i++) {
    const s = similarity + (<usize>(i * ld) << 2);
    const g = gradSimilarity + (<usize>(i * ld) << 2);
    const own = load<f32>(g + (<usize>i << 2));
    if (!anyPair) {
      store<f32>(s + (<usize>i << 2), own);
      memory.fill(g, 0, <usize>rows << 2);
      continue;
    }
    const y = load<i32>(labels + (<usize>i << 2));
    const y4 = i32x4.splat(y);
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
    positiveSum -= BELOW_ALL * (1 / tau) - largest;
    positives--;
    store<f32>(s + (<usize>i << 2), own);
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
  let other4 = m4;
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    m4 = f32x4.pmax(m4, v128.load(x + (<usize>i << 2)));
    other4 = f32x4.pmax(other4, v128.load(x + (<usize>i << 2), 16));
  }
  m4 = f32x4.pmax(m4, other4);
  let m = max(
    max(f32x4.extract_lane(m4, 0), f32x4.extract_lane(m4, 1)),
    max(f32x4.extract_lane(m4, 2), f32x4.extract_lane(m4, 3)),
  );
  for (; i < n; i++) m = max(m, load<f32>(x + (<usize>i << 2)));
  return m;
}
