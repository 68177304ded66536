/** Calls of batch normalisation and AdamW. */
import type { RandomStream } from '../../../src/engine/random/random-stream.js';
import { input, type KernelTest, normals, output, SIZES, updated } from './kernel-case.js';

const BOTH = [false, true];
const ROWS = [1, 2, 3, 8, 65];
/** Vectors of batch normalisation are documented to have room for n rounded up to four. */
const room = (n: number) => (4 - (n % 4)) % 4;
const positives = (random: RandomStream, n: number) =>
  Float32Array.from({ length: n }, () => 0.2 + random.uniform());
const EPSILON = Math.fround(1e-5);

const batchNormTests: readonly KernelTest[] = [
  {
    kernels: ['batchNorm'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const n of SIZES) {
          const pad = room(n);
          // Neighbouring rows of opposite sign: near ones would lose their digits in x - mean.
          const x = Float32Array.from(
            { length: rows * n },
            (_, i) => (Math.floor(i / n) % 2 === 0 ? 1 : -1) * (1 + random.uniform()),
          );
          // A constant column: variance 0.
          for (let i = 0; i < rows; i++) x[i * n] = 0.5;
          yield {
            description: `${rows} x ${n}`,
            buffers: {
              x: input(x),
              gamma: input(normals(random, n), pad),
              beta: input(normals(random, n), pad),
              y: output(rows * n),
              normalised: output(rows * n),
              inverseStd: output(n, pad),
              runningMean: updated(normals(random, n), pad),
              runningVariance: updated(positives(random, n), pad),
            },
            run: (k, at) =>
              k.batchNorm(
                rows,
                n,
                at('x'),
                at('gamma'),
                at('beta'),
                at('y'),
                at('normalised'),
                at('inverseStd'),
                at('runningMean'),
                at('runningVariance'),
                0.125,
                EPSILON,
              ),
            tolerance: 1e-5,
          };
        }
      }
    },
  },
  {
    kernels: ['batchNormBackward'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const n of SIZES) {
          for (const accumulate of BOTH) {
            const pad = room(n);
            yield {
              description: `${rows} x ${n} accumulate ${accumulate}`,
              buffers: {
                gradY: input(normals(random, rows * n)),
                normalised: input(normals(random, rows * n)),
                inverseStd: input(positives(random, n), pad),
                gamma: input(normals(random, n), pad),
                gradX: updated(normals(random, rows * n)),
                gradGamma: output(n, pad),
                gradBeta: output(n, pad),
              },
              run: (k, at) =>
                k.batchNormBackward(
                  rows,
                  n,
                  at('gradY'),
                  at('normalised'),
                  at('inverseStd'),
                  at('gamma'),
                  at('gradX'),
                  at('gradGamma'),
                  at('gradBeta'),
                  accumulate,
                ),
              tolerance: 1e-5,
              magnitude: Math.sqrt(rows),
            };
          }
        }
      }
    },
  },
  {
    kernels: ['batchNormInference'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const n of SIZES) {
          const pad = room(n);
          yield {
            description: `${rows} x ${n}`,
            buffers: {
              x: input(normals(random, rows * n)),
              gamma: input(normals(random, n), pad),
              beta: input(normals(random, n), pad),
              y: output(rows * n),
              runningMean: input(normals(random, n), pad),
              runningVariance: input(positives(random, n), pad),
            },
            run: (k, at) =>
              k.batchNormInference(
                rows,
                n,
                at('x'),
                at('gamma'),
                at('beta'),
                at('y'),
                at('runningMean'),
                at('runningVariance'),
                EPSILON,
              ),
            magnitude: 4,
          };
        }
      }
    },
  },
];

const adamWTests: readonly KernelTest[] = [
  {
    kernels: ['adamW'],
    *cases(random) {
      // Documented: n is a multiple of four.
      for (const n of [4, 8, 12, 64, 68]) {
        for (const step of [1, 2, 100]) {
          const [beta1, beta2] = [0.875, Math.fround(0.999)];
          const second = normals(random, n).map((v) => v * v);
          const gradients = normals(random, n);
          const first = normals(random, n);
          // The padding of the parameter store: nothing learned, nothing to learn.
          [second[1], gradients[1], first[1]] = [0, 0, 0];
          yield {
            description: `n ${n} step ${step}`,
            buffers: {
              parameters: updated(normals(random, n)),
              gradients: input(gradients),
              first: updated(first),
              second: updated(second),
            },
            run: (k, at) =>
              k.adamW(
                n,
                at('parameters'),
                at('gradients'),
                at('first'),
                at('second'),
                Math.fround(0.01),
                beta1,
                beta2,
                Math.fround(1e-8),
                Math.fround(0.1),
                Math.fround(1 - beta1 ** step),
                Math.fround(1 - beta2 ** step),
              ),
          };
        }
      }
    },
  },
];

export const networkTests: readonly KernelTest[] = [...batchNormTests, ...adamWTests];
