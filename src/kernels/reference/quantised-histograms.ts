/** Plain twins of assembly/quantised-histograms.ts. Integers and 64-bit floats are the same in every build. */
import type { ReferenceMemory } from './memory.js';

const GROUP_CELLS = 256;
const NONE_MISSING = 2;

interface Sums {
  readonly g: number;
  readonly h: number;
}

export function quantisedHistogramKernels(memory: ReferenceMemory) {
  const bytes = (address: number) => new Uint8Array(memory.ints.buffer, address);
  const doubles = (address: number, n: number) => memory.doubles.subarray(address >>> 3, (address >>> 3) + n);
  const integers = (address: number, n: number) => new Int32Array(memory.ints.buffer, address, n);

  return {
    /**
     * Adds the integer pairs of n rows by the code of each listed group to the 256 cells of the group in `workspace`.
     * `codes` is row-major, with `width` groups per row.
     */
    quantisedHistogram(
      n: number,
      rows: number,
      width: number,
      codes: number,
      quantised: number,
      count: number,
      groups: number,
      workspace: number,
    ): void {
      const C = bytes(codes);
      const Q = new Int32Array(memory.ints.buffer, quantised);
      for (const group of integers(groups, count)) {
        const cells = integers(workspace + 8 * GROUP_CELLS * group, 2 * GROUP_CELLS);
        for (const row of integers(rows, n)) {
          const cell = 2 * C[row * width + group];
          cells[cell] += Q[2 * row];
          cells[cell + 1] += Q[2 * row + 1];
        }
      }
    },

    /** Moves the cells of the listed groups from one workspace to another, to whose cells they are added. */
    moveGroups(count: number, groups: number, from: number, to: number): void {
      for (const group of integers(groups, count)) {
        const [source, target] = [from, to].map((workspace) =>
          integers(workspace + 8 * GROUP_CELLS * group, 2 * GROUP_CELLS),
        );
        for (let i = 0; i < source.length; i++) target[i] += source[i];
        source.fill(0);
      }
    },

    /**
     * Sums the cells of the listed groups by the code of each of their columns: the columns of group g are
     * members[starts[g]] to members[starts[g + 1]], and column c has offsets[c + 1] - offsets[c] codes, whose cells
     * begin at offsets[c]. The factor of a group's first column is 1, that of each next one the product of the numbers
     * of codes before it. The groups are zero afterwards.
     */
    foldHistogram(
      count: number,
      groups: number,
      starts: number,
      members: number,
      offsets: number,
      workspace: number,
      histogram: number,
    ): void {
      const columns = new Int32Array(memory.ints.buffer, members);
      const offset = new Int32Array(memory.ints.buffer, offsets);
      for (const group of integers(groups, count)) {
        const [start, end] = integers(starts + 4 * group, 2);
        const own = columns.subarray(start, end);
        const all = own.reduce((product, c) => product * (offset[c + 1] - offset[c]), 1);
        const cells = integers(workspace + 8 * GROUP_CELLS * group, 2 * all);
        let factor = 1;
        for (const column of own) {
          const codes = offset[column + 1] - offset[column];
          const to = integers(histogram + 8 * offset[column], 2 * codes).fill(0);
          for (let code = 0; code < all; code++) {
            const digit = Math.floor(code / factor) % codes;
            to[2 * digit] += cells[2 * code];
            to[2 * digit + 1] += cells[2 * code + 1];
          }
          factor *= codes;
        }
        integers(workspace + 8 * GROUP_CELLS * group, 2 * GROUP_CELLS).fill(0);
      }
    },

    /** difference = a - b over n cells. */
    quantisedDifference(n: number, a: number, b: number, difference: number): void {
      const [A, B, D] = [a, b, difference].map((address) => integers(address, 2 * n));
      for (let i = 0; i < 2 * n; i++) D[i] = A[i] - B[i];
    },

    /**
     * The split of a node with the integer sums G and H that has the largest score over `n` listed columns, of ties the
     * first:
     *
     *     G_l^2 / (H_l + lambda) + G_r^2 / (H_r + lambda),   H_l, H_r >= leastWeight and > 0,
     *
     * in units of the derivatives, which are the integers times scaleG and scaleH; `leastWeight` is an integer sum. The
     * cells of column c are at offsets[c] to offsets[c + 1]; the cell after its `bins`, if there is one, has the sums of
     * the missing values, which are tried on both sides. With `signs` (an integer for each column; address 0: none)
     * leaves are clipped to [low, high], the score is twice the decrease of the loss by them, and the right leaf minus
     * the left one must not have the sign opposite to the column's. Writes six 64-bit floats to `split`: column, the last code on the
     * left, the next code that has rows, 1 if missing values go left, 0 if right, 2 if there are none, G_l, H_l. Returns
     * the score, or -1 if there is no split.
     */
    bestQuantisedSplit(
      n: number,
      listed: number,
      bins: number,
      offsets: number,
      histogram: number,
      G: number,
      H: number,
      scaleG: number,
      scaleH: number,
      lambda: number,
      leastWeight: number,
      signs: number,
      low: number,
      high: number,
      split: number,
    ): number {
      const part = ({ g, h }: Sums) => (scaleG * g) ** 2 / (scaleH * h + lambda);
      const leaf = ({ g, h }: Sums) => Math.min(high, Math.max(low, (-scaleG * g) / (scaleH * h + lambda)));
      const decrease = (sums: Sums) =>
        -leaf(sums) * (2 * scaleG * sums.g + (scaleH * sums.h + lambda) * leaf(sums));
      let best = -1;
      const consider = (column: number, code: number, next: number, missing: number, left: Sums) => {
        if (left.h < leastWeight || H - left.h < leastWeight) return;
        const right = { g: G - left.g, h: H - left.h };
        let found: number;
        if (signs === 0) found = part(left) + part(right);
        else if ((leaf(right) - leaf(left)) * integers(signs, column + 1)[column] < 0) return;
        else found = decrease(left) + decrease(right);
        if (found <= best) return;
        best = found;
        doubles(split, 6).set([column, code, next, missing, left.g, left.h]);
      };
      for (const column of integers(listed, n)) {
        const count = integers(bins, column + 1)[column];
        const [start, end] = integers(offsets, column + 2).subarray(column);
        const cells = integers(histogram + 8 * start, 2 * (end - start));
        const missing =
          count < end - start ? { h: cells[2 * count], g: cells[2 * count + 1] } : { g: 0, h: 0 };
        let left: Sums = { g: 0, h: 0 };
        let last = -1;
        for (let b = 0; b <= count; b++) {
          if (b < count ? cells[2 * b] === 0 : missing.h === 0) continue;
          if (last >= 0) {
            consider(column, last, b, missing.h > 0 ? 0 : NONE_MISSING, left);
            const both = { g: left.g + missing.g, h: left.h + missing.h };
            if (b < count && missing.h > 0) consider(column, last, b, 1, both);
          }
          if (b === count) break;
          left = { g: left.g + cells[2 * b + 1], h: left.h + cells[2 * b] };
          last = b;
        }
      }
      return best;
    },
  };
}
