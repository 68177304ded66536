/** Calls of the matrix products. Their sums of k random terms grow with sqrt(k), and so do the errors. */
import { input, type KernelTest, normals, output, SIZES, scratch, updated } from './kernel-case.js';

/**
 * m, n, k: edges of all tiles (4, 6 and 8), single rows and columns, k about the 128 up to which a panel is
 * read in place and about one and two blocks (768, or 1024).
 */
const SHAPES = [
  [1, 1, 1],
  [1, 8, 64],
  [1, 13, 1100],
  [2, 3, 5],
  [5, 7, 3],
  [6, 8, 13],
  [7, 13, 8],
  [8, 5, 2],
  [12, 16, 4],
  [13, 64, 7],
  [64, 65, 13],
  [65, 1, 64],
  [7, 16, 128],
  [7, 17, 129],
  [13, 9, 768],
  [13, 9, 769],
  [13, 9, 1024],
  [13, 9, 1025],
  [7, 8, 2050],
] as const;
const BOTH = [false, true];
const SUM_TOLERANCE = 1e-5;

export const gemmTests: readonly KernelTest[] = [
  {
    kernels: ['gemm'],
    *cases(random) {
      for (const [m, n, k] of SHAPES) {
        for (const transposeA of BOTH) {
          for (const transposeB of BOTH) {
            for (const start of ['zero', 'bias', 'C'] as const) {
              for (const loose of [0, 3]) {
                const [rowsA, lda] = transposeA ? [k, m + loose] : [m, k + loose];
                const [rowsB, ldb] = transposeB ? [n, k + loose] : [k, n + loose];
                const ldc = n + loose;
                yield {
                  description: `${m}x${k}${transposeA ? "'" : ''} times ${k}x${n}${transposeB ? "'" : ''} from ${start}, strides ${loose} wider`,
                  buffers: {
                    a: input(normals(random, rowsA * lda)),
                    b: input(normals(random, rowsB * ldb)),
                    bias: input(normals(random, n)),
                    c: start === 'C' ? updated(normals(random, m * ldc)) : output(m * ldc),
                  },
                  run: (kernels, at) =>
                    kernels.gemm(
                      transposeA,
                      transposeB,
                      m,
                      n,
                      k,
                      at('a'),
                      lda,
                      at('b'),
                      ldb,
                      at('c'),
                      ldc,
                      start === 'bias' ? at('bias') : 0,
                      start === 'C',
                    ),
                  tolerance: SUM_TOLERANCE,
                  magnitude: Math.sqrt(k),
                };
              }
            }
          }
        }
      }
    },
  },
  {
    kernels: ['packB', 'packedBFloats', 'gemmPacked'],
    *cases(random) {
      for (const [m, n, k] of SHAPES) {
        for (const transposeB of BOTH) {
          for (const withBias of BOTH) {
            for (const loose of [0, 3]) {
              const [rowsB, ldb] = transposeB ? [n, k + loose] : [k, n + loose];
              const lda = k + loose;
              const ldc = n + loose;
              yield {
                description: `${m}x${k} times packed ${k}x${n}${transposeB ? "'" : ''} bias ${withBias}, strides ${loose} wider`,
                buffers: {
                  a: input(normals(random, m * lda)),
                  b: input(normals(random, rowsB * ldb)),
                  bias: input(normals(random, n)),
                  c: output(m * ldc),
                  packed: scratch((kernels, bytesPerFloat) => kernels.packedBFloats(n, k) * bytesPerFloat),
                },
                run: (kernels, at) => {
                  kernels.packB(transposeB, n, k, at('b'), ldb, at('packed'));
                  kernels.gemmPacked(
                    m,
                    n,
                    k,
                    at('a'),
                    lda,
                    at('packed'),
                    at('c'),
                    ldc,
                    withBias ? at('bias') : 0,
                  );
                },
                tolerance: SUM_TOLERANCE,
                magnitude: Math.sqrt(k),
              };
            }
          }
        }
      }
    },
  },
  {
    kernels: ['gramRows'],
    *cases(random) {
      // The last one does not fit what is packed at once.
      for (const [m, k] of [...SHAPES.map(([rows, , inner]) => [rows, inner]), [17, 10], [172, 768]]) {
        for (const loose of [0, 3]) {
          yield {
            description: `${m}x${k}, strides ${loose} wider`,
            buffers: { a: input(normals(random, m * (k + loose))), c: output(m * (m + loose)) },
            run: (kernels, at) => kernels.gramRows(m, k, at('a'), k + loose, at('c'), m + loose),
            tolerance: SUM_TOLERANCE,
            magnitude: Math.sqrt(k),
          };
        }
      }
    },
  },
  {
    kernels: ['columnSums'],
    *cases(random) {
      for (const n of SIZES) {
        for (const rows of [1, 5, 64]) {
          for (const accumulate of BOTH) {
            for (const ld of [n, n + 3]) {
              yield {
                description: `${rows} x ${n} stride ${ld} accumulate ${accumulate}`,
                buffers: { x: input(normals(random, rows * ld)), out: updated(normals(random, n)) },
                run: (k, at) => k.columnSums(rows, n, at('x'), ld, at('out'), accumulate),
                tolerance: SUM_TOLERANCE,
                magnitude: Math.sqrt(rows),
              };
            }
          }
        }
      }
    },
  },
];
