/** Calls of the kernels that sum over a row's neighbours. */
import {
  input,
  inputInts,
  integers,
  type KernelTest,
  normals,
  output,
  SIZES,
  scratch,
  updated,
} from './kernel-case.js';

const BOTH = [false, true];
const ROWS = [1, 2, 5, 9];
const NEIGHBOURS = [1, 2, 5];
const HEADS = [
  { heads: 1, width: 5 },
  { heads: 2, width: 4 },
  { heads: 3, width: 1 },
  { heads: 8, width: 8 },
];
const SLOPE = Math.fround(0.2);

export const graphTests: readonly KernelTest[] = [
  {
    kernels: ['aggregateRows'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const n of [...SIZES, 16, 22, 37]) {
          for (const k of NEIGHBOURS) {
            const sources = 7;
            yield {
              description: `${rows} x ${n}, ${k} neighbours`,
              buffers: {
                x: input(normals(random, rows * n)),
                sources: input(normals(random, sources * n)),
                neighbours: inputInts(integers(random, rows * k, sources)),
                y: output(rows * n),
              },
              run: (kernels, at) =>
                kernels.aggregateRows(
                  rows,
                  n,
                  k,
                  0.25,
                  at('x'),
                  1.5,
                  at('sources'),
                  at('neighbours'),
                  at('y'),
                ),
              magnitude: k,
            };
          }
        }
      }
    },
  },
  {
    kernels: ['aggregateRowsBackward'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const n of SIZES) {
          for (const k of NEIGHBOURS) {
            for (const accumulate of BOTH) {
              yield {
                description: `${rows} x ${n}, ${k} neighbours, accumulate ${accumulate}`,
                buffers: {
                  neighbours: inputInts(integers(random, rows * k, rows)),
                  gradY: input(normals(random, rows * n)),
                  gradX: updated(normals(random, rows * n)),
                },
                run: (kernels, at) =>
                  kernels.aggregateRowsBackward(
                    rows,
                    n,
                    k,
                    0.25,
                    1.5,
                    at('neighbours'),
                    at('gradY'),
                    at('gradX'),
                    accumulate,
                  ),
                magnitude: rows * k,
              };
            }
          }
        }
      }
    },
  },
  {
    kernels: ['headScores'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const { heads, width } of HEADS) {
          yield {
            description: `${rows} rows, ${heads} heads of ${width}`,
            buffers: {
              x: input(normals(random, rows * heads * width)),
              a: input(normals(random, heads * width)),
              scores: output(rows * heads),
            },
            run: (kernels, at) => kernels.headScores(rows, heads, width, at('x'), at('a'), at('scores')),
            magnitude: width,
          };
        }
      }
    },
  },
  {
    kernels: ['headScoresBackward'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const { heads, width } of HEADS) {
          for (const accumulate of BOTH) {
            yield {
              description: `${rows} rows, ${heads} heads of ${width}, accumulate ${accumulate}`,
              buffers: {
                x: input(normals(random, rows * heads * width)),
                a: input(normals(random, heads * width)),
                gradScores: input(normals(random, rows * heads)),
                gradX: updated(normals(random, rows * heads * width)),
                gradA: updated(normals(random, heads * width)),
              },
              run: (kernels, at) =>
                kernels.headScoresBackward(
                  rows,
                  heads,
                  width,
                  at('x'),
                  at('a'),
                  at('gradScores'),
                  at('gradX'),
                  at('gradA'),
                  accumulate,
                  !accumulate,
                ),
              magnitude: rows,
            };
          }
        }
      }
    },
  },
  {
    kernels: ['attendRows'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const { heads, width } of HEADS) {
          for (const k of NEIGHBOURS) {
            for (const scale of [1, 30]) {
              const sources = 6;
              yield {
                description: `${rows} rows, ${heads} heads of ${width}, ${k} neighbours, scores of size ${scale}`,
                buffers: {
                  x: input(normals(random, rows * heads * width)),
                  ownFrom: input(normals(random, rows * heads, scale)),
                  to: input(normals(random, rows * heads, scale)),
                  sources: input(normals(random, sources * heads * width)),
                  from: input(normals(random, sources * heads, scale)),
                  neighbours: inputInts(integers(random, rows * k, sources)),
                  shares: output(rows * heads * (k + 1)),
                  y: output(rows * heads * width),
                },
                run: (kernels, at) =>
                  kernels.attendRows(
                    rows,
                    heads,
                    width,
                    k,
                    SLOPE,
                    at('x'),
                    at('ownFrom'),
                    at('to'),
                    at('sources'),
                    at('from'),
                    at('neighbours'),
                    at('shares'),
                    at('y'),
                  ),
                // Scores are rounded to 32 bits before the exponential.
                tolerance: 3e-6 * scale,
              };
            }
          }
        }
      }
    },
  },
  {
    kernels: ['attendRowsBackward'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const { heads, width } of HEADS) {
          for (const k of NEIGHBOURS) {
            for (const accumulate of BOTH) {
              yield {
                description: `${rows} rows, ${heads} heads of ${width}, ${k} neighbours, accumulate ${accumulate}`,
                buffers: {
                  x: input(normals(random, rows * heads * width)),
                  from: input(normals(random, rows * heads)),
                  to: input(normals(random, rows * heads)),
                  neighbours: inputInts(integers(random, rows * k, rows)),
                  shares: input(
                    Float32Array.from({ length: rows * (k + 1) * heads }, () => random.uniform()),
                  ),
                  gradY: input(normals(random, rows * heads * width)),
                  scratch: scratch((_, bytesPerFloat) => (k + 1) * heads * bytesPerFloat),
                  gradX: updated(normals(random, rows * heads * width)),
                  gradFrom: updated(normals(random, rows * heads)),
                  gradTo: updated(normals(random, rows * heads)),
                },
                run: (kernels, at) =>
                  kernels.attendRowsBackward(
                    rows,
                    heads,
                    width,
                    k,
                    SLOPE,
                    at('x'),
                    at('from'),
                    at('to'),
                    at('neighbours'),
                    at('shares'),
                    at('gradY'),
                    at('scratch'),
                    at('gradX'),
                    at('gradFrom'),
                    at('gradTo'),
                    accumulate,
                    !accumulate,
                    accumulate,
                  ),
                magnitude: rows * width,
              };
            }
          }
        }
      }
    },
  },
];
