// Attention of a row to itself and its k neighbours (Velickovic et al. 2018), several heads side by side: head h
// works on the columns h * width .. h * width + width - 1. Slot 0 of a row is the row itself, slot r + 1 its
// neighbour r.
import { dot, exp1, madd, pinned } from './simd';

/** scores[i, h] = a_h . x_i,h: one score a row and head from the vectors a (heads x width). */
export function headScores(rows: i32, heads: i32, width: i32, x: usize, a: usize, scores: usize): void {
  const bytes = <usize>width << 2;
  for (let i = 0; i < rows; i++) {
    for (let h = 0; h < heads; h++) {
      store<f32>(scores, dot(width, x, a + bytes * <usize>h));
      x += bytes;
      scores += 4;
    }
  }
}

/** gradX_i,h [+]= gradScores[i, h] a_h and gradA_h [+]= sum_i gradScores[i, h] x_i,h. */
export function headScoresBackward(
  rows: i32, heads: i32, width: i32, x: usize, a: usize, gradScores: usize, gradX: usize, gradA: usize,
  accumulateX: bool, accumulateA: bool,
): void {
  const bytes = <usize>width << 2;
  if (!accumulateX) memory.fill(gradX, 0, bytes * <usize>(rows * heads));
  if (!accumulateA) memory.fill(gradA, 0, bytes * <usize>heads);
  for (let i = 0; i < rows; i++) {
    for (let h = 0; h < heads; h++) {
      const g = load<f32>(gradScores);
      addScaled(width, g, a + bytes * <usize>h, gradX);
      addScaled(width, g, x, gradA + bytes * <usize>h);
      x += bytes;
      gradX += bytes;
      gradScores += 4;
    }
  }
}

/** y += factor * x */
// @ts-ignore: decorator
@inline
function addScaled(n: i32, factor: f32, x: usize, y: usize): void {
  const f = pinned(factor);
  let q = 0;
  for (; q + 4 <= n; q += 4) {
    const at = <usize>q << 2;
    v128.store(y + at, madd(f, v128.load(x + at), v128.load(y + at)));
  }
  for (; q < n; q++) {
    const at = <usize>q << 2;
    store<f32>(y + at, load<f32>(y + at) + factor * load<f32>(x + at));
  }
}

/**
 * y_i,h = sum over the slots j of shares_ij x_j,h with shares = softmax over the slots of
 * leakyRelu(toScores[i, h] + fromScores[j, h]). The row itself has x and ownFrom; its neighbours are rows of
 * sources and from. shares holds rows x heads x (k + 1).
 */
export function attendRows(
  rows: i32, heads: i32, width: i32, k: i32, slope: f32, x: usize, ownFrom: usize, to: usize,
  sources: usize, from: usize, neighbours: usize, shares: usize, y: usize,
): void {
  const bytes = <usize>width << 2;
  const rowBytes = bytes * <usize>heads;
  memory.fill(y, 0, rowBytes * <usize>rows);
  for (let i = 0; i < rows; i++) {
    for (let h = 0; h < heads; h++) {
      const toRow = load<f32>(to);
      let largest = leaky(toRow + load<f32>(ownFrom), slope);
      store<f32>(shares, largest);
      for (let r = 0; r < k; r++) {
        const j = load<i32>(neighbours + (<usize>r << 2));
        const score = leaky(toRow + load<f32>(from + (<usize>(j * heads + h) << 2)), slope);
        store<f32>(shares + (<usize>(r + 1) << 2), score);
        largest = max(largest, score);
      }
      let sum: f32 = 0;
      for (let s = 0; s <= k; s++) {
        const at = shares + (<usize>s << 2);
        const e = exp1(load<f32>(at) - largest);
        store<f32>(at, e);
        sum += e;
      }
      for (let s = 0; s <= k; s++) {
        const at = shares + (<usize>s << 2);
        const share = load<f32>(at) / sum;
        store<f32>(at, share);
        addScaled(width, share, s == 0 ? x : source(sources, neighbours, s, rowBytes) + bytes * <usize>h, y);
      }
      x += bytes;
      y += bytes;
      to += 4;
      ownFrom += 4;
      shares += <usize>(k + 1) << 2;
    }
    neighbours += <usize>k << 2;
  }
}

// @ts-ignore: decorator
@inline
function leaky(x: f32, slope: f32): f32 {
  return x > 0 ? x : slope * x;
}

/** The source row in slot s >= 1. */
// @ts-ignore: decorator
@inline
function source(sources: usize, neighbours: usize, s: i32, rowBytes: usize): usize {
  return sources + rowBytes * <usize>load<i32>(neighbours + (<usize>(s - 1) << 2));
}

/**
 * The gradient of `attendRows` where the rows are the sources: writes gradX, gradFrom and gradTo, or adds to
 * them. scratch holds k + 1 floats.
 */
export function attendRowsBackward(
  rows: i32, heads: i32, width: i32, k: i32, slope: f32, x: usize, from: usize, to: usize, neighbours: usize,
  shares: usize, gradY: usize, scratch: usize, gradX: usize, gradFrom: usize, gradTo: usize,
  accumulateX: bool, accumulateFrom: bool, accumulateTo: bool,
): void {
  const bytes = <usize>width << 2;
  const rowBytes = bytes * <usize>heads;
  const scoreBytes = <usize>(rows * heads) << 2;
  if (!accumulateX) memory.fill(gradX, 0, rowBytes * <usize>rows);
  if (!accumulateFrom) memory.fill(gradFrom, 0, scoreBytes);
  if (!accumulateTo) memory.fill(gradTo, 0, scoreBytes);
  for (let i = 0; i < rows; i++) {
    for (let h = 0; h < heads; h++) {
      let mean: f32 = 0;
      for (let s = 0; s <= k; s++) {
        const at = <usize>s << 2;
        const j = s == 0 ? i : load<i32>(neighbours + at - 4);
        const column = <usize>(j * heads + h) * bytes;
        const share = load<f32>(shares + at);
        const g = dot(width, gradY, x + column);
        store<f32>(scratch + at, g);
        mean += share * g;
        addScaled(width, share, gradY, gradX + column);
      }
      const toRow = load<f32>(to);
      let gradToRow: f32 = 0;
      for (let s = 0; s <= k; s++) {
        const at = <usize>s << 2;
        const j = s == 0 ? i : load<i32>(neighbours + at - 4);
        const score = <usize>(j * heads + h) << 2;
        let g = load<f32>(shares + at) * (load<f32>(scratch + at) - mean);
        if (toRow + load<f32>(from + score) <= 0) g *= slope;
        store<f32>(gradFrom + score, load<f32>(gradFrom + score) + g);
        gradToRow += g;
      }
      store<f32>(gradTo, load<f32>(gradTo) + gradToRow);
      gradY += bytes;
      to += 4;
      gradTo += 4;
      shares += <usize>(k + 1) << 2;
    }
    neighbours += <usize>k << 2;
  }
}
