/** Plain twins of assembly/triplet-loss.ts. */
import type { ReferenceMemory } from './memory.js';

export function tripletLossKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  return {
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
