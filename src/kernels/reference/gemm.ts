/** Plain twins of assembly/gemm.ts. */
import type { ReferenceMemory } from './memory.js';

export function gemmKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  function product(
    m: number,
    n: number,
    k: number,
    left: (i: number, p: number) => number,
    right: (p: number, j: number) => number,
    c: number,
    ldc: number,
    bias: number,
    accumulate: boolean,
  ): void {
    const F = memory.floats;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        const at = index(c) + i * ldc + j;
        let sum = accumulate ? F[at] : bias === 0 ? 0 : F[index(bias) + j];
        for (let p = 0; p < k; p++) sum += left(i, p) * right(p, j);
        F[at] = sum;
      }
    }
  }

  return {
    /** Floats that `packB` writes for op(B) of k x n. */
    packedBFloats(n: number, k: number): number {
      return n * k;
    },

    /** C = op(A) op(B) [+ bias over every row] [+ C]; A is k x m when transposed, B n x k. */
    gemm(
      transposeA: boolean,
      transposeB: boolean,
      m: number,
      n: number,
      k: number,
      a: number,
      lda: number,
      b: number,
      ldb: number,
      c: number,
      ldc: number,
      bias: number,
      accumulate: boolean,
    ): void {
      const F = memory.floats;
      const a0 = index(a);
      const b0 = index(b);
      product(
        m,
        n,
        k,
        transposeA ? (i, p) => F[a0 + p * lda + i] : (i, p) => F[a0 + i * lda + p],
        transposeB ? (p, j) => F[b0 + j * ldb + p] : (p, j) => F[b0 + p * ldb + j],
        c,
        ldc,
        bias,
        accumulate,
      );
    },

    /** Packs op(B) of k x n for `gemmPacked`, in an order that depends on the build. */
    packB(transposeB: boolean, n: number, k: number, b: number, ldb: number, out: number): void {
      const F = memory.floats;
      for (let p = 0; p < k; p++) {
        for (let j = 0; j < n; j++) {
          F[index(out) + p * n + j] = F[index(b) + (transposeB ? j * ldb + p : p * ldb + j)];
        }
      }
    },

    /** C (m x n) = A (m x k) times a B that `packB` packed [+ bias over every row]. */
    gemmPacked(
      m: number,
      n: number,
      k: number,
      a: number,
      lda: number,
      packedB: number,
      c: number,
      ldc: number,
      bias: number,
    ): void {
      const F = memory.floats;
      const a0 = index(a);
      const b0 = index(packedB);
      product(
        m,
        n,
        k,
        (i, p) => F[a0 + i * lda + p],
        (p, j) => F[b0 + p * n + j],
        c,
        ldc,
        bias,
        false,
      );
    },

    /** C (m x m) = A A^T of the rows of A (m x k). */
    gramRows(m: number, k: number, a: number, lda: number, c: number, ldc: number): void {
      const F = memory.floats;
      const a0 = index(a);
      product(
        m,
        m,
        k,
        (i, p) => F[a0 + i * lda + p],
        (p, j) => F[a0 + j * lda + p],
        c,
        ldc,
        0,
        false,
      );
    },

    /** out[j] = sum over the rows of x [+ out[j]]. */
    columnSums(rows: number, n: number, x: number, ld: number, out: number, accumulate: boolean): void {
      const F = memory.floats;
      for (let j = 0; j < n; j++) {
        let sum = accumulate ? F[index(out) + j] : 0;
        for (let i = 0; i < rows; i++) sum += F[index(x) + i * ld + j];
        F[index(out) + j] = sum;
      }
    },
  };
}
