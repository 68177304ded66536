/**
 * Matrix products, described once when a program is recorded: fixed dimensions, and layout of the operands. The
 * returned functions are called in a step with the rows of the batch and addresses, and allocate nothing.
 */
import type { Kernels } from '../kernels/load.js';
import type { Engine } from './engine.js';

export interface ProductShape {
  /** The operand stored transposed: `A`, for A^T B, or `B`, for A B^T; default: neither, A B. */
  readonly transpose?: 'A' | 'B';
  /** Rows of C; default: the rows of the call. */
  readonly m?: number;
  /** Columns of C. */
  readonly n: number;
  /** Terms of each sum; default: the rows of the call. */
  readonly k?: number;
  /** Row strides in floats; default: the number of columns. */
  readonly strides?: { readonly a?: number; readonly b?: number; readonly c?: number };
  /** Address of n floats that are added to every row of C, unless the product adds to C; default: none. */
  readonly bias?: number;
}

/** C = A B [+ bias], or C += A B, at the given addresses; `add` is false by default. */
export type MatrixProduct = (rows: number, a: number, b: number, c: number, add?: boolean) => void;

export function matrixProduct(kernels: Kernels, shape: ProductShape): MatrixProduct {
  const { m, n, k, strides = {}, bias = 0 } = shape;
  const transposeA = shape.transpose === 'A';
  const transposeB = shape.transpose === 'B';
  const lda = strides.a ?? (transposeA ? m : k);
  const ldb = strides.b ?? (transposeB ? k : n);
  const ldc = strides.c ?? n;
  if (lda === undefined || ldb === undefined) throw new Error('a stride depends on the rows of the call');
  return (rows, a, b, c, add = false) =>
    kernels.gemm(
      transposeA,
      transposeB,
      m ?? rows,
      n,
      k ?? rows,
      a,
      lda,
      b,
      ldb,
      c,
      ldc,
      add ? 0 : bias,
      add,
    );
}

export interface PackedProductShape {
  /** Whether B is stored transposed, n x k. */
  readonly transposeB: boolean;
  /** Columns of C. */
  readonly n: number;
  /** Terms of each sum. */
  readonly k: number;
  /** Row stride of A in floats; default: k. */
  readonly strideA?: number;
}

/** Products with one B, which `pack` brings into the fastest order for the kernels. */
export interface PackedProduct {
  pack(b: number): void;
  /** C (rows x n) = A (rows x k) B [+ the bias at this address, 0 for none]. */
  multiply(rows: number, a: number, c: number, bias?: number): void;
}

/** Allocates the memory of the packed B. */
export function packedProduct(engine: Engine, shape: PackedProductShape): PackedProduct {
  const { kernels } = engine;
  const { transposeB, n, k, strideA = k } = shape;
  const packed = engine.allocateFloats(kernels.packedBFloats(n, k));
  return {
    pack: (b) => kernels.packB(transposeB, n, k, b, transposeB ? k : n, packed),
    multiply: (rows, a, c, bias = 0) => kernels.gemmPacked(rows, n, k, a, strideA, packed, c, n, bias),
  };
}
