/** Plain twins of assembly/graph-attention.ts. */
import type { ReferenceMemory } from './memory.js';

export function graphAttentionKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;
  const leaky = (x: number, slope: number) => (x > 0 ? x : slope * x);

  return {
    /** scores[i, h] = a_h . x_i,h */
    headScores(rows: number, heads: number, width: number, x: number, a: number, scores: number): void {
      const F = memory.floats;
      for (let i = 0; i < rows * heads; i++) {
        let sum = 0;
        for (let q = 0; q < width; q++) {
          sum += F[index(x) + i * width + q] * F[index(a) + (i % heads) * width + q];
        }
        F[index(scores) + i] = sum;
      }
    },

    /** gradX_i,h [+]= gradScores[i, h] a_h, gradA_h [+]= sum_i gradScores[i, h] x_i,h */
    headScoresBackward(
      rows: number,
      heads: number,
      width: number,
      x: number,
      a: number,
      gradScores: number,
      gradX: number,
      gradA: number,
      accumulateX: boolean,
      accumulateA: boolean,
    ): void {
      const F = memory.floats;
      const [GX, GA] = [index(gradX), index(gradA)];
      if (!accumulateX) F.fill(0, GX, GX + rows * heads * width);
      if (!accumulateA) F.fill(0, GA, GA + heads * width);
      for (let i = 0; i < rows * heads; i++) {
        const g = F[index(gradScores) + i];
        for (let q = 0; q < width; q++) {
          const inHead = (i % heads) * width + q;
          F[GX + i * width + q] += g * F[index(a) + inHead];
          F[GA + inHead] += g * F[index(x) + i * width + q];
        }
      }
    },

    /** y_i,h = sum_j softmax_j(leakyRelu(to[i, h] + from[j, h])) x_j,h over the row itself and its neighbours. */
    attendRows(
      rows: number,
      heads: number,
      width: number,
      k: number,
      slope: number,
      x: number,
      ownFrom: number,
      to: number,
      sources: number,
      from: number,
      neighbours: number,
      shares: number,
      y: number,
    ): void {
      const F = memory.floats;
      for (let i = 0; i < rows * heads; i++) {
        const [row, head] = [Math.floor(i / heads), i % heads];
        const slots = [{ score: F[index(ownFrom) + i], values: index(x) + i * width }];
        for (let r = 0; r < k; r++) {
          const j = memory.ints[(neighbours >>> 2) + row * k + r] * heads + head;
          slots.push({ score: F[index(from) + j], values: index(sources) + j * width });
        }
        const scores = slots.map(({ score }) => leaky(F[index(to) + i] + score, slope));
        const largest = Math.max(...scores);
        const powers = scores.map((score) => Math.exp(score - largest));
        const sum = powers.reduce((a, b) => a + b, 0);
        for (let q = 0; q < width; q++) F[index(y) + i * width + q] = 0;
        slots.forEach(({ values }, s) => {
          const share = powers[s] / sum;
          F[index(shares) + (row * (k + 1) + s) * heads + head] = share;
          for (let q = 0; q < width; q++) F[index(y) + i * width + q] += share * F[values + q];
        });
      }
    },

    /** The gradient of `attendRows` if the rows are the sources. */
    attendRowsBackward(
      rows: number,
      heads: number,
      width: number,
      k: number,
      slope: number,
      x: number,
      from: number,
      to: number,
      neighbours: number,
      shares: number,
      gradY: number,
      _scratch: number,
      gradX: number,
      gradFrom: number,
      gradTo: number,
      accumulateX: boolean,
      accumulateFrom: boolean,
      accumulateTo: boolean,
    ): void {
      const F = memory.floats;
      const [GX, GF, GT] = [index(gradX), index(gradFrom), index(gradTo)];
      if (!accumulateX) F.fill(0, GX, GX + rows * heads * width);
      if (!accumulateFrom) F.fill(0, GF, GF + rows * heads);
      if (!accumulateTo) F.fill(0, GT, GT + rows * heads);
      for (let i = 0; i < rows * heads; i++) {
        const [row, head] = [Math.floor(i / heads), i % heads];
        const slots = Array.from({ length: k + 1 }, (_, s) => {
          const j = s === 0 ? row : memory.ints[(neighbours >>> 2) + row * k + s - 1];
          const share = F[index(shares) + (row * (k + 1) + s) * heads + head];
          return { j: j * heads + head, share, gradient: 0 };
        });
        for (const slot of slots) {
          for (let q = 0; q < width; q++) {
            const g = F[index(gradY) + i * width + q];
            slot.gradient += g * F[index(x) + slot.j * width + q];
            F[GX + slot.j * width + q] += slot.share * g;
          }
        }
        const mean = slots.reduce((sum, { share, gradient }) => sum + share * gradient, 0);
        for (const { j, share, gradient } of slots) {
          const steep = F[index(to) + i] + F[index(from) + j] > 0 ? 1 : slope;
          const g = steep * share * (gradient - mean);
          F[GF + j] += g;
          F[GT + i] += g;
        }
      }
    },
  };
}
