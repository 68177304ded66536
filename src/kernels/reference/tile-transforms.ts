/** Plain twins of assembly/tile-transforms.ts. */
import type { ReferenceMemory } from './memory.js';

/** Columns of the matrix in memory. */
const STRIDE = 6;

export function tileTransformKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  return {
    /** Per tile: y_k = sum over j of matrix[6 k + j] * x_j [+ y_k], blocks of n floats. */
    transformTiles(
      outs: number,
      ins: number,
      matrix: number,
      n: number,
      tiles: number,
      x: number,
      xStep: number,
      xTile: number,
      y: number,
      yStep: number,
      yTile: number,
      accumulate: boolean,
    ): void {
      const F = memory.floats;
      for (let t = 0; t < tiles; t++) {
        for (let k = 0; k < outs; k++) {
          for (let q = 0; q < n; q++) {
            const to = index(y) + t * yTile + k * yStep + q;
            let sum = accumulate ? F[to] : 0;
            for (let j = 0; j < ins; j++) {
              sum += F[index(matrix) + STRIDE * k + j] * F[index(x) + t * xTile + j * xStep + q];
            }
            F[to] = sum;
          }
        }
      }
    },
  };
}
