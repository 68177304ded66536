/** Calls of the quantum-entanglement layer, and of the products that give its gradient. */
import type { RandomStream } from '../../../src/engine/random/random-stream.js';
import { input, type KernelTest, normals, output, SIZES, updated } from './kernel-case.js';

const BOTH = [false, true];
const ROWS = [1, 2, 3, 8, 65];

/** A layer's inputs with the cosines and sines of random angles. */
function gateInputs(random: RandomStream, rows: number, n: number) {
  const theta = normals(random, n, 2);
  return {
    x: input(normals(random, rows * n)),
    cosine: input(theta.map(Math.cos)),
    sine: input(theta.map(Math.sin)),
  };
}

export const entanglementTests: readonly KernelTest[] = [
  {
    kernels: ['cosineSine'],
    *cases(random) {
      for (const n of SIZES) {
        yield {
          description: `n ${n}`,
          buffers: { theta: input(normals(random, n, 5)), cosine: output(n), sine: output(n) },
          run: (k, at) => k.cosineSine(n, at('theta'), at('cosine'), at('sine')),
        };
      }
    },
  },
  {
    kernels: ['entangle'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const n of SIZES) {
          yield {
            description: `${rows} x ${n}`,
            buffers: { ...gateInputs(random, rows, n), y: output(rows * n), gate: output(rows) },
            run: (k, at) => k.entangle(rows, n, at('x'), at('cosine'), at('sine'), at('y'), at('gate')),
            tolerance: 1e-5,
          };
        }
      }
    },
  },
  {
    kernels: ['entangleBackward'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const n of SIZES) {
          for (const accumulate of BOTH) {
            yield {
              description: `${rows} x ${n} accumulate ${accumulate}`,
              buffers: {
                ...gateInputs(random, rows, n),
                gate: input(Float32Array.from({ length: rows }, () => random.uniform())),
                gradY: input(normals(random, rows * n)),
                gradX: updated(normals(random, rows * n)),
                gradTheta: output(n),
              },
              run: (k, at) =>
                k.entangleBackward(
                  rows,
                  n,
                  at('x'),
                  at('cosine'),
                  at('sine'),
                  at('gate'),
                  at('gradY'),
                  at('gradX'),
                  at('gradTheta'),
                  accumulate,
                ),
              tolerance: 1e-5,
              magnitude: Math.sqrt(rows * n),
            };
          }
        }
      }
    },
  },
  {
    kernels: ['entangleBackwardFromProducts'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const n of SIZES) {
          yield {
            description: `${rows} x ${n}`,
            buffers: {
              ...gateInputs(random, rows, n),
              gate: input(Float32Array.from({ length: rows }, () => random.uniform())),
              rowProducts: input(normals(random, rows)),
              columnProducts: input(normals(random, n)),
              gradTheta: output(n),
            },
            run: (k, at) =>
              k.entangleBackwardFromProducts(
                rows,
                n,
                at('x'),
                at('cosine'),
                at('sine'),
                at('gate'),
                at('rowProducts'),
                at('columnProducts'),
                at('gradTheta'),
              ),
            tolerance: 1e-5,
            magnitude: Math.sqrt(rows),
          };
        }
      }
    },
  },
  {
    kernels: ['gateBiasLeakyRelu'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const n of SIZES) {
          for (const columns of [1, 4, 7]) {
            for (const slope of [0, Math.fround(0.01), 1]) {
              yield {
                description: `${rows} x ${n} behind ${columns} columns, slope ${slope}`,
                buffers: {
                  x: input(normals(random, rows * columns)),
                  direction: input(normals(random, columns)),
                  z: updated(normals(random, rows * n)),
                  bias: input(normals(random, n)),
                },
                run: (k, at) =>
                  k.gateBiasLeakyRelu(rows, columns, n, at('x'), at('direction'), at('z'), at('bias'), slope),
                tolerance: 1e-5,
              };
            }
          }
        }
      }
    },
  },
  {
    kernels: ['gradientProducts'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const n of SIZES) {
          for (const accumulate of BOTH) {
            yield {
              description: `${rows} x ${n} accumulate ${accumulate}`,
              buffers: {
                g: input(normals(random, rows * n)),
                y: input(normals(random, rows * n)),
                rowSums: updated(normals(random, rows)),
                columnSums: updated(normals(random, n)),
              },
              run: (k, at) =>
                k.gradientProducts(rows, n, at('g'), at('y'), at('rowSums'), at('columnSums'), accumulate),
              tolerance: 1e-5,
              magnitude: Math.sqrt(Math.max(rows, n)),
            };
          }
        }
      }
    },
  },
  {
    kernels: ['linearProducts'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const [outputs, inputs] of [
          [1, 1],
          [3, 5],
          [4, 8],
          [7, 13],
          [64, 65],
        ]) {
          for (const accumulate of BOTH) {
            yield {
              description: `${rows} rows, ${outputs} x ${inputs}, accumulate ${accumulate}`,
              buffers: {
                gradY: input(normals(random, rows * outputs)),
                y: input(normals(random, rows * outputs)),
                bias: input(normals(random, outputs)),
                weight: input(normals(random, outputs * inputs)),
                gradWeight: input(normals(random, outputs * inputs)),
                rowSums: updated(normals(random, rows)),
                columnSums: updated(normals(random, inputs)),
              },
              run: (k, at) =>
                k.linearProducts(
                  rows,
                  outputs,
                  inputs,
                  at('gradY'),
                  at('y'),
                  at('bias'),
                  at('weight'),
                  at('gradWeight'),
                  at('rowSums'),
                  at('columnSums'),
                  accumulate,
                ),
              tolerance: 1e-5,
              magnitude: Math.sqrt(Math.max(outputs, inputs)),
            };
          }
        }
      }
    },
  },
];
