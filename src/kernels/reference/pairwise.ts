/** Plain twins of assembly/pairwise.ts. */
import type { ReferenceMemory } from './memory.js';

export function pairwiseKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  return {
    /** y = x / max(|x|, 1e-12) for every row; norms keeps the divisor. */
    normalizeRows(rows: number, n: number, x: number, y: number, norms: number): void {
      const F = memory.floats;
      for (let i = 0; i < rows; i++) {
        let squares = 0;
        for (let j = 0; j < n; j++) squares += F[index(x) + i * n + j] ** 2;
        const norm = Math.max(Math.sqrt(squares), 1e-12);
        F[index(norms) + i] = norm;
        for (let j = 0; j < n; j++) F[index(y) + i * n + j] = F[index(x) + i * n + j] / norm;
      }
    },

    /** gradX = (gradY - (gradY . y) y) / norm [+ gradX] */
    normalizeRowsBackward(
      rows: number,
      n: number,
      y: number,
      norms: number,
      gradY: number,
      gradX: number,
      accumulate: boolean,
    ): void {
      const F = memory.floats;
      for (let i = 0; i < rows; i++) {
        let along = 0;
        for (let j = 0; j < n; j++) along += F[index(gradY) + i * n + j] * F[index(y) + i * n + j];
        for (let j = 0; j < n; j++) {
          const p = i * n + j;
          const g = (F[index(gradY) + p] - along * F[index(y) + p]) / F[index(norms) + i];
          F[index(gradX) + p] = accumulate ? F[index(gradX) + p] + g : g;
        }
      }
    },

    /** symmetric = m + transpose(m) */
    addTranspose(rows: number, m: number, ld: number, symmetric: number): void {
      const F = memory.floats;
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j <= i; j++) {
          const v = F[index(m) + i * ld + j] + F[index(m) + j * ld + i];
          F[index(symmetric) + i * ld + j] = v;
          F[index(symmetric) + j * ld + i] = v;
        }
      }
    },

    /** Distances from a Gram matrix; unit rows give 2 - 2g; power 1 takes the root. */
    pairwiseDistance(
      rows: number,
      gram: number,
      ld: number,
      unit: boolean,
      power: number,
      distance: number,
    ): void {
      const F = memory.floats;
      const G = index(gram);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < rows; j++) {
          const g = F[G + i * ld + j];
          const squared = unit ? 2 - 2 * g : F[G + i * ld + i] + F[G + j * ld + j] - 2 * g;
          F[index(distance) + i * ld + j] =
            power === 2 ? Math.max(squared, 0) : Math.sqrt(Math.max(squared, 1e-14));
        }
      }
    },

    /** Adds to gradGram the gradient through `pairwiseDistance`; nothing where it was clamped. */
    pairwiseDistanceBackward(
      rows: number,
      distance: number,
      gradDistance: number,
      ld: number,
      unit: boolean,
      power: number,
      gradGram: number,
    ): void {
      const F = memory.floats;
      const G = index(gradGram);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < rows; j++) {
          const g = F[index(gradDistance) + i * ld + j];
          const d = F[index(distance) + i * ld + j];
          if (g === 0 || (power === 2 ? d <= 0 : d <= 1.001e-7)) continue;
          const toSquared = power === 2 ? g : g / (2 * d);
          F[G + i * ld + j] -= 2 * toSquared;
          if (!unit) {
            F[G + i * ld + i] += toSquared;
            F[G + j * ld + j] += toSquared;
          }
        }
      }
    },

    /** For each row the other row of rank ranks[i] by distance, of ties the lower index first. */
    neighbourOfRank(
      rows: number,
      gram: number,
      ld: number,
      ranks: number,
      _scratch: number,
      neighbours: number,
    ): void {
      const F = memory.floats;
      for (let i = 0; i < rows; i++) {
        const others = [...Array(rows).keys()].filter((j) => j !== i);
        const key = (j: number) => F[index(gram) + j * ld + j] - 2 * F[index(gram) + i * ld + j];
        others.sort((p, q) => key(p) - key(q) || p - q);
        memory.ints[(neighbours >>> 2) + i] = others[memory.ints[(ranks >>> 2) + i]];
      }
    },

    /** For each row its k nearest candidates, nearest first, of ties the lower index first. */
    nearestCandidates(
      rows: number,
      candidates: number,
      k: number,
      squares: number,
      products: number,
      ld: number,
      own: number,
      scratch: number,
      nearest: number,
    ): void {
      const F = memory.floats;
      const D = index(scratch);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < candidates; j++) {
          F[D + j] = F[index(squares) + j] - 2 * F[index(products) + i * ld + j];
        }
        if (own >= 0) F[D + own + i] = Number.POSITIVE_INFINITY;
        for (let r = 0; r < k; r++) {
          let found = 0;
          for (let j = 1; j < candidates; j++) if (F[D + j] < F[D + found]) found = j;
          memory.ints[(nearest >>> 2) + i * k + r] = found;
          F[D + found] = Number.POSITIVE_INFINITY;
        }
      }
    },

    /** Eq. 7: y_i = lambda_i x_i + (1 - lambda_i) x_j, j = neighbours[i]. */
    mixRows(rows: number, n: number, x: number, neighbours: number, lambdas: number, y: number): void {
      const F = memory.floats;
      for (let i = 0; i < rows; i++) {
        const other = memory.ints[(neighbours >>> 2) + i];
        const lambda = F[index(lambdas) + i];
        for (let j = 0; j < n; j++) {
          F[index(y) + i * n + j] =
            lambda * F[index(x) + i * n + j] + (1 - lambda) * F[index(x) + other * n + j];
        }
      }
    },

    /** In place: z_ij = exp(min(z_ij - shifts_i, 0)). */
    radialBasis(rows: number, n: number, z: number, shifts: number): void {
      const F = memory.floats;
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < n; j++) {
          const at = index(z) + i * n + j;
          F[at] = Math.exp(Math.min(F[at] - F[index(shifts) + i], 0));
        }
      }
    },
  };
}
