/** Plain twins of assembly/metric-loss.ts. */
import type { ReferenceMemory } from './memory.js';

export function metricLossKernels(memory: ReferenceMemory) {
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

    /** Eq. 15 from cosine similarities; sum over anchors or mean over those with a positive loss. */
    supervisedContrastive(
      rows: number,
      similarity: number,
      ld: number,
      labels: number,
      tau: number,
      sum: boolean,
      scale: number,
      gradSimilarity: number,
    ): number {
      const F = memory.floats;
      const y = memory.ints.subarray(labels >> 2, (labels >>> 2) + rows);
      const G = index(gradSimilarity);
      for (let i = 0; i < rows; i++) F.fill(0, G + i * ld, G + i * ld + rows);
      const counts = new Map<number, number>();
      for (const label of y) counts.set(label, (counts.get(label) ?? 0) + 1);
      if (counts.size === 1 || counts.size === rows) return 0;
      const anchors: { i: number; loss: number }[] = [];
      for (let i = 0; i < rows; i++) {
        const m = (j: number) => F[index(similarity) + i * ld + j] / tau;
        const others = [...Array(rows).keys()].filter((j) => j !== i);
        const positives = others.filter((j) => y[j] === y[i]);
        if (positives.length === 0) continue;
        const largest = Math.max(...others.map(m));
        const total = others.reduce((s, j) => s + Math.exp(m(j) - largest), 0);
        const loss = Math.log(total) + largest - positives.reduce((s, j) => s + m(j), 0) / positives.length;
        if (!sum && loss <= 0) continue;
        anchors.push({ i, loss });
        for (const j of others) F[G + i * ld + j] = Math.exp(m(j) - largest) / total;
        for (const j of positives) F[G + i * ld + j] -= 1 / positives.length;
      }
      if (anchors.length === 0) return 0;
      const divisor = sum ? 1 : anchors.length;
      for (const { i } of anchors) {
        for (let j = 0; j < rows; j++) F[G + i * ld + j] *= scale / tau / divisor;
      }
      return anchors.reduce((s, { loss }) => s + loss, 0) / divisor;
    },

    /** Multi-similarity miner: kept is 1 for a kept positive, 2 for a kept negative, else 0. */
    mineMultiSimilarity(
      rows: number,
      similarity: number,
      ld: number,
      labels: number,
      epsilon: number,
      kept: number,
    ): void {
      const F = memory.floats;
      const y = memory.ints.subarray(labels >> 2, (labels >>> 2) + rows);
      for (let i = 0; i < rows; i++) {
        const s = (j: number) => F[index(similarity) + i * ld + j];
        const others = [...Array(rows).keys()].filter((j) => j !== i);
        const hardest = Math.max(...others.filter((j) => y[j] !== y[i]).map(s));
        const easiest = Math.min(...others.filter((j) => y[j] === y[i]).map(s));
        for (let j = 0; j < rows; j++) {
          let keep = 0;
          if (j !== i && y[j] === y[i] && s(j) - epsilon < hardest) keep = 1;
          if (y[j] !== y[i] && s(j) + epsilon > easiest) keep = 2;
          memory.ints[(kept >>> 2) + i * ld + j] = keep;
        }
      }
    },

    /** Hinge [d_ap - d_an + margin]+ over kept pairs that share an anchor, triplet by triplet. */
    tripletMargin(
      rows: number,
      distance: number,
      ld: number,
      kept: number,
      margin: number,
      sum: boolean,
      scale: number,
      _scratch: number,
      gradDistance: number,
    ): number {
      const F = memory.floats;
      const [D, K, G] = [index(distance), kept >>> 2, index(gradDistance)];
      let total = 0;
      let active = 0;
      for (let i = 0; i < rows; i++) {
        F.fill(0, G + i * ld, G + i * ld + rows);
        for (let p = 0; p < rows; p++) {
          if (memory.ints[K + i * ld + p] !== 1) continue;
          for (let q = 0; q < rows; q++) {
            if (memory.ints[K + i * ld + q] !== 2) continue;
            const hinge = F[D + i * ld + p] - F[D + i * ld + q] + margin;
            if (hinge <= 0) continue;
            total += hinge;
            active++;
            F[G + i * ld + p] += 1;
            F[G + i * ld + q] -= 1;
          }
        }
      }
      if (active === 0) return 0;
      const divisor = sum ? 1 : active;
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < rows; j++) F[G + i * ld + j] *= scale / divisor;
      }
      return total / divisor;
    },
  };
}
