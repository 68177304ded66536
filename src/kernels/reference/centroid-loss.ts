/** Plain twins of assembly/centroid-loss.ts. */
import type { ReferenceMemory } from './memory.js';

export function centroidLossKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  return {
    /** Eq. 11: sum of w_i |e_i - c_y|^2; gradients scaled, gradE written, gradCentroids added to. */
    centroidCompactness(
      rows: number,
      n: number,
      e: number,
      centroids: number,
      labels: number,
      weights: number,
      scale: number,
      gradE: number,
      gradCentroids: number,
    ): number {
      const F = memory.floats;
      let total = 0;
      for (let i = 0; i < rows; i++) {
        const c = memory.ints[(labels >>> 2) + i] * n;
        const w = F[index(weights) + i];
        for (let j = 0; j < n; j++) {
          const d = F[index(e) + i * n + j] - F[index(centroids) + c + j];
          total += w * d * d;
          F[index(gradE) + i * n + j] = scale * w * 2 * d;
          F[index(gradCentroids) + c + j] -= scale * w * 2 * d;
        }
      }
      return total;
    },

    /** Eq. 12: -log sigmoid(mean distance of the present classes' centroids); 0 with one class. */
    centroidSeparation(
      rows: number,
      n: number,
      _classes: number,
      centroids: number,
      labels: number,
      scale: number,
      gradCentroids: number,
      _present: number,
    ): number {
      const F = memory.floats;
      const start = labels >>> 2;
      const classes = [...new Set(memory.ints.subarray(start, start + rows))].sort((a, b) => a - b);
      if (classes.length < 2) return 0;
      const pairs = classes.flatMap((a) => classes.filter((b) => b < a).map((b) => [a * n, b * n]));
      const distance = ([a, b]: number[]) => {
        let s = 0;
        for (let j = 0; j < n; j++) s += (F[index(centroids) + a + j] - F[index(centroids) + b + j]) ** 2;
        return Math.sqrt(s);
      };
      const mean = pairs.reduce((s, pair) => s + distance(pair), 0) / pairs.length;
      const slope = -scale / (1 + Math.exp(mean)) / pairs.length;
      for (const [a, b] of pairs) {
        const d = distance([a, b]);
        if (d === 0) continue;
        for (let j = 0; j < n; j++) {
          const g = (slope * (F[index(centroids) + a + j] - F[index(centroids) + b + j])) / d;
          F[index(gradCentroids) + a + j] += g;
          F[index(gradCentroids) + b + j] -= g;
        }
      }
      return Math.log1p(Math.exp(-mean));
    },
  };
}
