/** Calls of the kernels of softmax regression: 64-bit sums, which every build has to nearly all digits. */
import type { RandomStream } from '../../../src/engine/random/random-stream.js';
import {
  input,
  inputDoubles,
  inputInts,
  integers,
  type KernelTest,
  normals,
  output,
  outputDoubles,
  SIZES,
  scratch,
  updatedDoubles,
} from './kernel-case.js';

const BOTH = [false, true];
/** Edges of all tiles: 6 (or 4), 2 and 1 rows, 4 and 2 columns. */
const SHAPES = [
  [1, 2, 1],
  [2, 4, 3],
  [3, 6, 5],
  [5, 2, 17],
  [6, 4, 8],
  [7, 26, 17],
  [11, 8, 96],
  [13, 10, 64],
  [24, 6, 7],
] as const;
const DIGITS = 1e-13;

export const regressionTests: readonly KernelTest[] = [
  {
    kernels: ['gemmF64'],
    *cases(random) {
      for (const [m, n, k] of SHAPES) {
        for (const transposeA of BOTH) {
          for (const accumulate of BOTH) {
            for (const loose of [0, 2]) {
              const [rowsA, lda] = transposeA ? [k, m + loose] : [m, k + loose];
              const [ldb, ldc] = [n + loose, n + loose];
              yield {
                description: `${m}x${k}${transposeA ? "'" : ''} times ${k}x${n}, accumulate ${accumulate}, strides ${loose} wider`,
                buffers: {
                  a: inputDoubles(normals(random, rowsA * lda)),
                  b: inputDoubles(normals(random, k * ldb)),
                  c: accumulate ? updatedDoubles(normals(random, m * ldc)) : outputDoubles(m * ldc),
                },
                run: (kernels, at) =>
                  kernels.gemmF64(transposeA, m, n, k, at('a'), lda, at('b'), ldb, at('c'), ldc, accumulate),
                tolerance: DIGITS,
                magnitude: Math.sqrt(k),
              };
            }
          }
        }
      }
    },
  },
  {
    kernels: ['widenRows'],
    *cases(random) {
      for (const rows of [1, 3]) {
        for (const n of SIZES) {
          for (const ld of [n + 1, n + 4]) {
            yield {
              description: `${rows} x ${n} stride ${ld}`,
              buffers: { x: input(normals(random, rows * n)), out: outputDoubles(rows * ld) },
              run: (k, at) => k.widenRows(rows, n, at('x'), at('out'), ld),
              tolerance: 0,
            };
          }
        }
      }
    },
  },
  {
    kernels: ['softmaxLossF64'],
    *cases(random) {
      for (const { rows, n, z, description } of logits(random)) {
        const weights = Float64Array.from({ length: rows }, (_, i) => (i === 3 ? 0 : random.uniform()));
        yield {
          description,
          buffers: {
            z: updatedDoubles(z),
            y: inputInts(integers(random, rows, n)),
            weights: inputDoubles(weights),
            sums: scratch(() => 8 * (rows + 1)),
          },
          run: (k, at) => k.softmaxLossF64(rows, n, at('z'), at('y'), at('weights'), at('sums')),
          tolerance: DIGITS,
        };
      }
    },
  },
  {
    kernels: ['softmaxF64'],
    *cases(random) {
      for (const { rows, n, z, description } of logits(random)) {
        yield {
          description,
          buffers: { z: updatedDoubles(z), out: output(rows * n) },
          run: (k, at) => k.softmaxF64(rows, n, at('z'), at('out')),
          tolerance: 1e-7,
        };
      }
    },
  },
];

/** The largest ones have differences far beyond what exp can represent. */
function* logits(random: RandomStream) {
  for (const rows of [1, 5]) {
    for (const n of SIZES.filter((size) => size > 1)) {
      for (const scale of [1, 30, 2000]) {
        const z = normals(random, rows * (n + (n % 2)), scale);
        yield { rows, n, z, description: `${rows} rows, ${n} classes, logits of ${scale}` };
      }
    }
  }
}
