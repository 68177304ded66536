/** Calls of the element-by-element kernels. */
import {
  input,
  inputInts,
  type KernelCase,
  type KernelTest,
  normals,
  output,
  SIZES,
  updated,
} from './kernel-case.js';

const ACCUMULATE = [false, true];
const SLOPES = [0, Math.fround(0.01)];
/** Near 0, around 1, and where exponentials saturate. */
const SCALES = [0.1, 1, 10, 100];

export const elementwiseTests: readonly KernelTest[] = [
  {
    kernels: ['dot'],
    *cases(random) {
      for (const n of [...SIZES, 1030]) {
        yield {
          description: `n ${n}`,
          buffers: { a: input(normals(random, n)), b: input(normals(random, n)) },
          run: (k, at) => k.dot(n, at('a'), at('b')),
          magnitude: n,
        };
      }
    },
  },
  {
    kernels: ['fill'],
    *cases() {
      for (const n of SIZES) {
        yield { description: `n ${n}`, buffers: { y: output(n) }, run: (k, at) => k.fill(n, 0.75, at('y')) };
      }
    },
  },
  {
    kernels: ['allFinite'],
    *cases(random) {
      for (const n of SIZES) {
        for (const value of [1, -0, 3.4e38, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          const x = normals(random, n);
          x[random.integer(n)] = value;
          yield {
            description: `n ${n} with ${value}`,
            buffers: { x: input(x) },
            run: (k, at) => Number(k.allFinite(n, at('x'))),
          };
        }
      }
    },
  },
  {
    kernels: ['add'],
    *cases(random) {
      for (const n of SIZES) {
        yield {
          description: `n ${n}`,
          buffers: { a: input(normals(random, n)), b: input(normals(random, n)), y: output(n) },
          run: (k, at) => k.add(n, at('a'), at('b'), at('y')),
        };
      }
    },
  },
  {
    kernels: ['scaleInto'],
    *cases(random) {
      for (const n of SIZES) {
        for (const accumulate of ACCUMULATE) {
          yield {
            description: `n ${n} accumulate ${accumulate}`,
            buffers: { x: input(normals(random, n)), y: updated(normals(random, n)) },
            run: (k, at) => k.scaleInto(n, -1.5, at('x'), at('y'), accumulate),
          };
        }
      }
    },
  },
  {
    kernels: ['multiply'],
    *cases(random) {
      for (const n of SIZES) {
        for (const accumulate of ACCUMULATE) {
          yield {
            description: `n ${n} accumulate ${accumulate}`,
            buffers: {
              a: input(normals(random, n)),
              b: input(normals(random, n)),
              y: updated(normals(random, n)),
            },
            run: (k, at) => k.multiply(n, at('a'), at('b'), at('y'), accumulate),
          };
        }
      }
    },
  },
  {
    kernels: ['leakyRelu'],
    *cases(random): Generator<KernelCase> {
      for (const n of SIZES) {
        for (const slope of SLOPES) {
          const x = normals(random, n);
          x[n >> 1] = 0;
          yield {
            description: `n ${n} slope ${slope}`,
            buffers: { x: input(x), y: output(n) },
            run: (k, at) => k.leakyRelu(n, slope, at('x'), at('y')),
          };
          yield {
            description: `n ${n} slope ${slope} in place`,
            buffers: { x: updated(x) },
            run: (k, at) => k.leakyRelu(n, slope, at('x'), at('x')),
          };
        }
      }
    },
  },
  {
    kernels: ['leakyReluBackward'],
    *cases(random) {
      for (const n of SIZES) {
        for (const accumulate of ACCUMULATE) {
          for (const slope of SLOPES) {
            const x = normals(random, n);
            x[n >> 1] = 0;
            yield {
              description: `n ${n} slope ${slope} accumulate ${accumulate}`,
              buffers: {
                x: input(x),
                gradY: input(normals(random, n)),
                gradX: updated(normals(random, n)),
              },
              run: (k, at) => k.leakyReluBackward(n, slope, at('x'), at('gradY'), at('gradX'), accumulate),
            };
          }
        }
      }
    },
  },
  ...(['sigmoid', 'tanh'] as const).map(
    (kernel): KernelTest => ({
      kernels: [kernel],
      *cases(random) {
        for (const n of SIZES) {
          for (const scale of SCALES) {
            yield {
              description: `n ${n} inputs of size ${scale}`,
              buffers: { x: input(normals(random, n, scale)), y: output(n) },
              run: (k, at) => k[kernel](n, at('x'), at('y')),
              // Small results must be right relative to their own size.
              magnitude: Math.min(scale, 1),
            };
          }
        }
      },
    }),
  ),
  ...(['sigmoidBackward', 'tanhBackward'] as const).map(
    (kernel): KernelTest => ({
      kernels: [kernel],
      *cases(random) {
        for (const n of SIZES) {
          for (const accumulate of ACCUMULATE) {
            yield {
              description: `n ${n} accumulate ${accumulate}`,
              buffers: {
                y: input(Float32Array.from({ length: n }, () => random.uniform())),
                gradY: input(normals(random, n)),
                gradX: updated(normals(random, n)),
              },
              run: (k, at) => k[kernel](n, at('y'), at('gradY'), at('gradX'), accumulate),
            };
          }
        }
      },
    }),
  ),
  {
    kernels: ['copyBlock'],
    *cases(random) {
      for (const n of SIZES) {
        for (const accumulate of ACCUMULATE) {
          for (const [ldx, ldy] of [
            [n, n + 3],
            [n + 2, n],
          ]) {
            const rows = 3;
            yield {
              description: `${rows} x ${n} from stride ${ldx} to ${ldy} accumulate ${accumulate}`,
              buffers: { x: input(normals(random, rows * ldx)), y: updated(normals(random, rows * ldy)) },
              run: (k, at) => k.copyBlock(rows, n, at('x'), ldx, at('y'), ldy, accumulate),
            };
          }
        }
      }
    },
  },
  {
    kernels: ['gatherRows'],
    *cases(random) {
      for (const n of SIZES) {
        yield {
          description: `5 rows of 3 x ${n}`,
          buffers: {
            x: input(normals(random, 3 * n)),
            indices: inputInts([2, 0, 0, 1, 2]),
            y: output(5 * n),
          },
          run: (k, at) => k.gatherRows(5, n, at('x'), at('indices'), at('y')),
        };
      }
    },
  },
];
