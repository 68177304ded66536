/** Plain twin of assembly/gemm-f64.ts. */
import type { ReferenceMemory } from './memory.js';

export function gemmF64Kernels(memory: ReferenceMemory) {
  return {
    /** C = op(A) B [+ C] in 64 bits; A is k x m when transposed; n is even. */
    gemmF64(
      transposeA: boolean,
      m: number,
      n: number,
      k: number,
      a: number,
      lda: number,
      b: number,
      ldb: number,
      c: number,
      ldc: number,
      accumulate: boolean,
    ): void {
      const D = memory.doubles;
      const [across, along] = transposeA ? [1, lda] : [lda, 1];
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          const at = (c >>> 3) + i * ldc + j;
          let sum = accumulate ? D[at] : 0;
          for (let p = 0; p < k; p++) {
            sum += D[(a >>> 3) + i * across + p * along] * D[(b >>> 3) + p * ldb + j];
          }
          D[at] = sum;
        }
      }
    },
  };
}
