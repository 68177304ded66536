/** Plain twins of assembly/contrastive-loss.ts. */
import type { ReferenceMemory } from './memory.js';

export function contrastiveLossKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  return {
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
  };
}
