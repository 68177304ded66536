/** Plain twins of assembly/winograd.ts. */
import type { ReferenceMemory } from './memory.js';

const B = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
];
const G = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
];
const A = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
];

export function winogradKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;
  const forEachFloat = (tiles: number, n: number, use: (tile: number, q: number) => void) => {
    for (let t = 0; t < tiles; t++) for (let q = 0; q < n; q++) use(t, q);
  };
  const dot = (row: readonly number[], value: (j: number) => number) =>
    row.reduce((sum, factor, j) => (factor === 0 ? sum : sum + factor * value(j)), 0);

  return {
    /** v = B d for each tile of six blocks of n floats; tiles start four blocks apart. */
    winogradInputs(n: number, tiles: number, d: number, v: number, step: number): void {
      const F = memory.floats;
      forEachFloat(tiles, n, (t, q) => {
        const from = index(d) + 4 * t * n + q;
        B.forEach((row, k) => {
          F[index(v) + k * step + t * n + q] = dot(row, (j) => F[from + j * n]);
        });
      });
    },

    /** d += transpose(B) v. */
    winogradInputsBackward(n: number, tiles: number, v: number, step: number, d: number): void {
      const F = memory.floats;
      forEachFloat(tiles, n, (t, q) => {
        for (let j = 0; j < 6; j++) {
          const column = B.map((row) => row[j]);
          F[index(d) + (4 * t + j) * n + q] += dot(column, (k) => F[index(v) + k * step + t * n + q]);
        }
      });
    },

    /** y = A m, the first `outs` outputs of each tile; with relu, max(y, 0). */
    winogradOutputs(
      outs: number,
      n: number,
      tiles: number,
      m: number,
      step: number,
      y: number,
      relu: boolean,
    ): void {
      const F = memory.floats;
      forEachFloat(tiles, n, (t, q) => {
        A.slice(0, outs).forEach((row, k) => {
          const value = dot(row, (j) => F[index(m) + j * step + t * n + q]);
          F[index(y) + (4 * t + k) * n + q] = relu ? Math.max(0, value) : value;
        });
      });
    },

    /** m = transpose(A) g of the first `outs` outputs of each tile; with relu, of those whose y is above 0. */
    winogradOutputsBackward(
      outs: number,
      n: number,
      tiles: number,
      g: number,
      y: number,
      m: number,
      step: number,
      relu: boolean,
    ): void {
      const F = memory.floats;
      forEachFloat(tiles, n, (t, q) => {
        const at = (k: number) => (4 * t + k) * n + q;
        const gradient = (k: number) =>
          k < outs && (!relu || F[index(y) + at(k)] > 0) ? F[index(g) + at(k)] : 0;
        for (let j = 0; j < 6; j++) {
          const column = A.map((row) => row[j]);
          F[index(m) + j * step + t * n + q] = dot(column, gradient);
        }
      });
    },

    /** u = G w for each filter: w is filters x 3 x channels, u six matrices of filters x channels. */
    winogradWindows(filters: number, channels: number, w: number, u: number): void {
      const F = memory.floats;
      forEachFloat(filters, channels, (f, q) => {
        G.forEach((row, k) => {
          const value = dot(row, (j) => F[index(w) + (3 * f + j) * channels + q]);
          F[index(u) + (k * filters + f) * channels + q] = value;
        });
      });
    },

    /** w = transpose(G) u [+ w]. */
    winogradWindowsBackward(
      filters: number,
      channels: number,
      u: number,
      w: number,
      accumulate: boolean,
    ): void {
      const F = memory.floats;
      forEachFloat(filters, channels, (f, q) => {
        for (let j = 0; j < 3; j++) {
          const column = G.map((row) => row[j]);
          const value = dot(column, (k) => F[index(u) + (k * filters + f) * channels + q]);
          const to = index(w) + (3 * f + j) * channels + q;
          F[to] = accumulate ? F[to] + value : value;
        }
      });
    },
  };
}
