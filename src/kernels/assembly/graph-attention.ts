// Attention of a row to itself and its k neighbours (Velickovic et al. 2018), several heads side by side: head h
// works on the columns h * width .. h * width + width - 1. Slot 0 of a row is the row itself, slot r + 1 its
// neighbour r.
import { addScaled, dot, exp1, exp4, madd, pinned, sumLanes } from './simd';

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
      const g4 = v128.load32_splat(gradScores);
      addScaled(width, g4, g, a + bytes * <usize>h, gradX);
      addScaled(width, g4, g, x, gradA + bytes * <usize>h);
      x += bytes;
      gradX += bytes;
      gradScores += 4;
    }
  }
}

/**
 * y_i,h = sum over the slots j of shares_ij,h x_j,h with shares = softmax over the slots of
 * leakyRelu(to[i, h] + from[j, h]). The row itself has x and ownFrom; its neighbours are rows of
 * sources and from. shares holds rows x (k + 1) x heads, so that four heads are worked on at once.
 */
export function attendRows(
  rows: i32, heads: i32, width: i32, k: i32, slope: f32, x: usize, ownFrom: usize, to: usize,
  sources: usize, from: usize, neighbours: usize, shares: usize, y: usize,
): void {
  const bytes = <usize>width << 2;
  const rowBytes = bytes * <usize>heads;
  const scoreBytes = <usize>heads << 2;
  const slope4 = pinned(slope);
  for (let i = 0; i < rows; i++) {
    let h = 0;
    for (; h + 4 <= heads; h += 4) {
      const at = <usize>h << 2;
      const target = v128.load(to + at);
      let score = leaky4(f32x4.add(target, v128.load(ownFrom + at)), slope4);
      let largest = score;
      let slot = shares + at;
      v128.store(slot, score);
      for (let r = 0; r < k; r++) {
        const j = <usize>load<i32>(neighbours + (<usize>r << 2));
        score = leaky4(f32x4.add(target, v128.load(from + scoreBytes * j + at)), slope4);
        slot += scoreBytes;
        v128.store(slot, score);
        largest = f32x4.pmax(largest, score);
      }
      let sum = f32x4.splat(0);
      slot = shares + at;
      for (let s = 0; s <= k; s++, slot += scoreBytes) {
        const e = exp4(f32x4.sub(v128.load(slot), largest));
        v128.store(slot, e);
        sum = f32x4.add(sum, e);
      }
      const inverse = f32x4.div(f32x4.splat(1), sum);
      slot = shares + at;
      for (let s = 0; s <= k; s++, slot += scoreBytes) v128.store(slot, f32x4.mul(v128.load(slot), inverse));
    }
    for (; h < heads; h++) {
      const at = <usize>h << 2;
      const target = load<f32>(to + at);
      let score = leaky1(target + load<f32>(ownFrom + at), slope);
      let largest = score;
      let slot = shares + at;
      store<f32>(slot, score);
      for (let r = 0; r < k; r++) {
        const j = <usize>load<i32>(neighbours + (<usize>r << 2));
        score = leaky1(target + load<f32>(from + scoreBytes * j + at), slope);
        slot += scoreBytes;
        store<f32>(slot, score);
        largest = max(largest, score);
      }
      let sum: f32 = 0;
      slot = shares + at;
      for (let s = 0; s <= k; s++, slot += scoreBytes) {
        const e = exp1(load<f32>(slot) - largest);
        store<f32>(slot, e);
        sum += e;
      }
      const inverse: f32 = 1 / sum;
      slot = shares + at;
      for (let s = 0; s <= k; s++, slot += scoreBytes) store<f32>(slot, load<f32>(slot) * inverse);
    }
    for (h = 0; h < heads; h++) {
      const column = bytes * <usize>h;
      weightedSum(width, k, shares + (<usize>h << 2), scoreBytes, x + column, sources + column, rowBytes, neighbours, y + column);
    }
    x += rowBytes;
    y += rowBytes;
    to += scoreBytes;
    ownFrom += scoreBytes;
    shares += scoreBytes * <usize>(k + 1);
    neighbours += <usize>k << 2;
  }
}

// @ts-ignore: decorator
@inline
function leaky4(x: v128, slope: v128): v128 {
  return v128.bitselect(x, f32x4.mul(x, slope), f32x4.gt(x, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function leaky1(x: f32, slope: f32): f32 {
  return x > 0 ? x : slope * x;
}

/** y = share of slot 0 * x + sum over r of share of slot r + 1 * source of neighbour r; shares are scoreBytes apart. */
// @ts-ignore: decorator
@inline
function weightedSum(
  width: i32, k: i32, shares: usize, scoreBytes: usize, x: usize, sources: usize, rowBytes: usize, neighbours: usize, y: usize,
): void {
  let q = 0;
  for (; q + 4 <= width; q += 4) {
    const at = <usize>q << 2;
    let share = shares;
    let sum = f32x4.mul(v128.load32_splat(share), v128.load(x + at));
    for (let r = 0; r < k; r++) {
      share += scoreBytes;
      const from = sources + rowBytes * <usize>load<i32>(neighbours + (<usize>r << 2)) + at;
      sum = madd(v128.load32_splat(share), v128.load(from), sum);
    }
    v128.store(y + at, sum);
  }
  for (; q < width; q++) {
    const at = <usize>q << 2;
    let share = shares;
    let sum = load<f32>(share) * load<f32>(x + at);
    for (let r = 0; r < k; r++) {
      share += scoreBytes;
      sum += load<f32>(share) * load<f32>(sources + rowBytes * <usize>load<i32>(neighbours + (<usize>r << 2)) + at);
    }
    store<f32>(y + at, sum);
  }
}

/** gradX += share * gradY; returns gradY . x, the gradient of the share. */
// @ts-ignore: decorator
@inline
function scatterShare(n: i32, share: usize, gradY: usize, x: usize, gradX: usize): f32 {
  const factor = v128.load32_splat(share);
  let products = f32x4.splat(0);
  let q = 0;
  for (; q + 4 <= n; q += 4) {
    const at = <usize>q << 2;
    const g = v128.load(gradY + at);
    products = madd(g, v128.load(x + at), products);
    v128.store(gradX + at, madd(factor, g, v128.load(gradX + at)));
  }
  let sum = sumLanes(products);
  for (; q < n; q++) {
    const at = <usize>q << 2;
    const g = load<f32>(gradY + at);
    sum += g * load<f32>(x + at);
    store<f32>(gradX + at, load<f32>(gradX + at) + load<f32>(share) * g);
  }
  return sum;
}

/**
 * The gradient of `attendRows` where the rows are the sources: writes gradX, gradFrom and gradTo, or adds to
 * them. scratch holds (k + 1) x heads floats.
 */
export function attendRowsBackward(
  rows: i32, heads: i32, width: i32, k: i32, slope: f32, x: usize, from: usize, to: usize, neighbours: usize,
  shares: usize, gradY: usize, scratch: usize, gradX: usize, gradFrom: usize, gradTo: usize,
  accumulateX: bool, accumulateFrom: bool, accumulateTo: bool,
): void {
  const bytes = <usize>width << 2;
  const rowBytes = bytes * <usize>heads;
  const scoreBytes = <usize>heads << 2;
  const slope4 = pinned(slope);
  if (!accumulateX) memory.fill(gradX, 0, rowBytes * <usize>rows);
  if (!accumulateFrom) memory.fill(gradFrom, 0, scoreBytes * <usize>rows);
  if (!accumulateTo) memory.fill(gradTo, 0, scoreBytes * <usize>rows);
  for (let i = 0; i < rows; i++) {
    for (let s = 0; s <= k; s++) {
      const row = rowBytes * slotRow(s, i, neighbours);
      const slot = scoreBytes * <usize>s;
      for (let h = 0; h < heads; h++) {
        const column = bytes * <usize>h;
        const at = slot + (<usize>h << 2);
        const g = scatterShare(width, shares + at, gradY + column, x + row + column, gradX + row + column);
        store<f32>(scratch + at, g);
      }
    }
    let h = 0;
    for (; h + 4 <= heads; h += 4) {
      const at = <usize>h << 2;
      let mean = f32x4.splat(0);
      for (let s = 0; s <= k; s++) {
        const slot = scoreBytes * <usize>s + at;
        mean = madd(v128.load(shares + slot), v128.load(scratch + slot), mean);
      }
      const target = v128.load(to + at);
      let total = v128.load(gradTo + at);
      for (let s = 0; s <= k; s++) {
        const slot = scoreBytes * <usize>s + at;
        const score = scoreBytes * slotRow(s, i, neighbours) + at;
        const g = f32x4.mul(v128.load(shares + slot), f32x4.sub(v128.load(scratch + slot), mean));
        const steep = f32x4.gt(f32x4.add(target, v128.load(from + score)), f32x4.splat(0));
        const passed = v128.bitselect(g, f32x4.mul(g, slope4), steep);
        v128.store(gradFrom + score, f32x4.add(v128.load(gradFrom + score), passed));
        total = f32x4.add(total, passed);
      }
      v128.store(gradTo + at, total);
    }
    for (; h < heads; h++) {
      const at = <usize>h << 2;
      let mean: f32 = 0;
      for (let s = 0; s <= k; s++) {
        const slot = scoreBytes * <usize>s + at;
        mean += load<f32>(shares + slot) * load<f32>(scratch + slot);
      }
      const target = load<f32>(to + at);
      let total = load<f32>(gradTo + at);
      for (let s = 0; s <= k; s++) {
        const slot = scoreBytes * <usize>s + at;
        const score = scoreBytes * slotRow(s, i, neighbours) + at;
        let g = load<f32>(shares + slot) * (load<f32>(scratch + slot) - mean);
        if (target + load<f32>(from + score) <= 0) g *= slope;
        store<f32>(gradFrom + score, load<f32>(gradFrom + score) + g);
        total += g;
      }
      store<f32>(gradTo + at, total);
    }
    gradY += rowBytes;
    to += scoreBytes;
    gradTo += scoreBytes;
    shares += scoreBytes * <usize>(k + 1);
    neighbours += <usize>k << 2;
  }
}

/** The row in slot s of row i. */
// @ts-ignore: decorator
@inline
function slotRow(s: i32, i: i32, neighbours: usize): usize {
  return <usize>(s == 0 ? i : load<i32>(neighbours + (<usize>(s - 1) << 2)));
}
