/** Plain twins of assembly/boosting.ts. Cells of a histogram are pairs of 64-bit floats in every build. */
import type { ReferenceMemory } from './memory.js';

export function boostingKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;
  const bytes = (address: number) => new Uint8Array(memory.ints.buffer, address);
  const doubles = (address: number, n: number) => memory.doubles.subarray(address >>> 3, (address >>> 3) + n);
  const integers = (address: number, n: number) => new Int32Array(memory.ints.buffer, address, n);

  function score(left: number, right: number, g: number, h: number, lambda: number, alpha: number): number {
    const part = (sum: number, weight: number) => {
      const kept = sum - Math.max(-alpha, Math.min(alpha, sum));
      return (kept * kept) / (weight + lambda);
    };
    return part(left, right) + part(g - left, h - right);
  }

  /** Writes a pair as multiples of the quantum. */
  function storePair(at: number, g: number, h: number, quantum: number): void {
    memory.floats[at] = nearestEven(g / quantum) * quantum;
    memory.floats[at + 1] = Math.max(quantum, nearestEven(h / quantum) * quantum);
  }

  return {
    /**
     * Sums the pairs of n rows by the code of each column: cell (column, code) is at index offsets[column] + code.
     * `codes` is row-major, one byte per code; the histogram, which has offsets[columns] cells, is overwritten.
     */
    gradientHistogram(
      n: number,
      rows: number,
      columns: number,
      offsets: number,
      codes: number,
      pairs: number,
      histogram: number,
    ): void {
      const offset = integers(offsets, columns + 1);
      const cells = doubles(histogram, 2 * offset[columns]).fill(0);
      const R = integers(rows, n);
      const C = bytes(codes);
      const first = index(pairs);
      for (let i = 0; i < n; i++) {
        const g = memory.floats[first + 2 * R[i]];
        const h = memory.floats[first + 2 * R[i] + 1];
        const start = R[i] * columns;
        for (let c = 0; c < columns; c++) {
          const cell = 2 * (offset[c] + C[start + c]);
          cells[cell] += g;
          cells[cell + 1] += h;
        }
      }
    },

    /** a = a - b over n cells. */
    subtractHistogram(n: number, a: number, b: number): void {
      const A = doubles(a, 2 * n);
      const B = doubles(b, 2 * n);
      for (let i = 0; i < 2 * n; i++) A[i] -= B[i];
    },

    /**
     * The split of a node with the sums G and H that has the largest
     *
     *     T(G_l)^2 / (H_l + lambda) + T(G_r)^2 / (H_r + lambda),   H_l, H_r >= leastWeight,
     *
     * T(G) = sign(G) max(|G| - alpha, 0), over `n` listed columns, of ties the first. The cells of column c are at
     * offsets[c] to offsets[c + 1]. Bins are ascending; the cell after a column's `bins`, if there is one, has the sums
     * of the missing values, which are tried on both sides. Writes six 64-bit floats to `split`: column, the last code on the left, the next code that has rows, 1 if missing values go left,
     * 0 if right, 2 if there are none, G_l, H_l. Returns the score, or -1 if there is no split.
     */
    bestGradientSplit(
      n: number,
      listed: number,
      bins: number,
      offsets: number,
      histogram: number,
      G: number,
      H: number,
      lambda: number,
      alpha: number,
      leastWeight: number,
      split: number,
    ): number {
      let best = -1;
      const consider = (values: readonly [number, number, number, number, number, number]) => {
        const [, , , , g, h] = values;
        if (h < leastWeight || H - h < leastWeight) return;
        const found = score(g, h, G, H, lambda, alpha);
        if (found <= best) return;
        best = found;
        doubles(split, 6).set(values);
      };
      for (const column of integers(listed, n)) {
        const count = integers(bins, column + 1)[column];
        const [start, end] = integers(offsets, column + 2).subarray(column);
        const cells = doubles(histogram + 16 * start, 2 * (end - start));
        const missingG = count < end - start ? cells[2 * count] : 0;
        const missingH = count < end - start ? cells[2 * count + 1] : 0;
        let g = 0;
        let h = 0;
        let last = -1;
        for (let b = 0; b <= count; b++) {
          if (b < count ? cells[2 * b + 1] === 0 : missingH === 0) continue;
          if (last >= 0) {
            consider([column, last, b, missingH > 0 ? 0 : 2, g, h]);
            if (b < count && missingH > 0) consider([column, last, b, 1, g + missingG, h + missingH]);
          }
          if (b === count) break;
          g += cells[2 * b];
          h += cells[2 * b + 1];
          last = b;
        }
      }
      return best;
    },

    /**
     * Pairs of the softmax loss from `margins` (classes x n), to `pairs` (classes x n pairs):
     *
     *     g = w (p - [y = k]),   h = hessianScale w p (1 - p), or h = w if hessianScale is 0,
     *
     * rounded to multiples of `quantum` (a power of two), h to at least one. n is a multiple of 4. Returns the sum of
     * -w log p_y. There are at least two classes; `scratch` holds 4 floats per class.
     */
    softmaxDerivatives(
      n: number,
      classes: number,
      margins: number,
      labels: number,
      weights: number,
      hessianScale: number,
      quantum: number,
      pairs: number,
      scratch: number,
    ): number {
      const F = memory.floats;
      const z = index(margins);
      const e = index(scratch);
      const to = index(pairs);
      let loss = 0;
      for (let i = 0; i < n; i++) {
        const y = memory.ints[(labels >>> 2) + i];
        const w = F[index(weights) + i];
        let largest = Number.NEGATIVE_INFINITY;
        for (let k = 0; k < classes; k++) largest = Math.max(largest, F[z + k * n + i]);
        let sum = 0;
        for (let k = 0; k < classes; k++) {
          F[e + k] = Math.exp(F[z + k * n + i] - largest);
          sum += F[e + k];
        }
        for (let k = 0; k < classes; k++) {
          const p = F[e + k] / sum;
          const h = hessianScale > 0 ? hessianScale * w * p * (1 - p) : w;
          storePair(to + 2 * (k * n + i), w * (p - (k === y ? 1 : 0)), h, quantum);
        }
        loss -= w * (F[z + y * n + i] - largest - Math.log(sum));
      }
      return loss;
    },

    /**
     * Pairs of the logistic loss from `margins` (n): g = w (p - y), h and rounding as in `softmaxDerivatives`.
     * Returns the sum of w log(1 + e^-m) over rows of label 1 and of w log(1 + e^m) over the others.
     */
    logisticDerivatives(
      n: number,
      margins: number,
      labels: number,
      weights: number,
      hessianScale: number,
      quantum: number,
      pairs: number,
    ): number {
      const F = memory.floats;
      let loss = 0;
      for (let i = 0; i < n; i++) {
        const y = memory.ints[(labels >>> 2) + i];
        const w = F[index(weights) + i];
        const margin = F[index(margins) + i];
        const p = 1 / (1 + Math.exp(-margin));
        const h = hessianScale > 0 ? hessianScale * w * p * (1 - p) : w;
        storePair(index(pairs) + 2 * i, w * (p - y), h, quantum);
        const wrong = y === 1 ? -margin : margin;
        loss += w * (Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong))));
      }
      return loss;
    },
  };
}

/** Rounds halves to even, like the vector instruction. */
export function nearestEven(x: number): number {
  const down = Math.floor(x);
  const above = x - down;
  if (above !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
}
