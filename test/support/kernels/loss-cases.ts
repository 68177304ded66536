/** Calls of the kernels that compute losses with their gradients, and of softmax and argmax. */
import type { RandomStream } from '../../../src/engine/random/random-stream.js';
import {
  input,
  inputInts,
  integers,
  type KernelTest,
  normals,
  output,
  outputInts,
  SIZES,
  scratch,
  updated,
} from './kernel-case.js';

const BOTH = [false, true];
const ROWS = [1, 2, 3, 5, 8, 13, 65];
const SCALE = 0.375;
/** Weights as a batch has them: they sum to about 1, and some rows count nothing. */
const weightsOf = (random: RandomStream, rows: number) =>
  Float32Array.from({ length: rows }, (_, i) => (i % 5 === 4 ? 0 : random.uniform() / rows));

/** Mixed classes, one class, all different, and singletons beside a large class. */
function labelSets(random: RandomStream, rows: number): [string, Int32Array][] {
  return [
    ['mixed', integers(random, rows, 3)],
    ['one class', new Int32Array(rows).fill(2)],
    ['all different', Int32Array.from({ length: rows }, (_, i) => i)],
    ['singletons', Int32Array.from({ length: rows }, (_, i) => (i % 4 === 0 ? i : 1))],
  ];
}

const classificationTests: readonly KernelTest[] = [
  {
    kernels: ['softmaxRows'],
    *cases(random) {
      for (const rows of [1, 5]) {
        for (const n of SIZES) {
          for (const size of [1, 50, 1000]) {
            yield {
              description: `${rows} x ${n} logits of size ${size}`,
              buffers: { z: updated(normals(random, rows * n, size)) },
              run: (k, at) => k.softmaxRows(rows, n, at('z')),
              // e^x of a large x carries the rounding of x times log2(e).
              tolerance: 1e-5,
            };
          }
        }
      }
    },
  },
  {
    kernels: ['focalLoss'],
    *cases(random) {
      for (const rows of [1, 5, 64]) {
        for (const n of SIZES.filter((size) => size > 1)) {
          for (const gamma of [0, 0.5, 1, 3]) {
            for (const size of [1, 30]) {
              yield {
                description: `${rows} x ${n} gamma ${gamma} logits of size ${size}`,
                buffers: {
                  z: input(normals(random, rows * n, size)),
                  labels: inputInts(integers(random, rows, n)),
                  weights: input(weightsOf(random, rows)),
                  gradZ: output(rows * n),
                },
                run: (k, at) =>
                  k.focalLoss(rows, n, at('z'), at('labels'), at('weights'), gamma, SCALE, at('gradZ')),
                tolerance: 1e-5,
              };
            }
          }
        }
      }
    },
  },
  {
    kernels: ['argmaxRows'],
    *cases(random) {
      for (const rows of [1, 5]) {
        for (const n of SIZES) {
          for (const [name, z] of [
            ['random', normals(random, rows * n)],
            ['tied', Float32Array.from(integers(random, rows * n, 3))],
            ['negative', Float32Array.from({ length: rows * n }, () => -1e30 - random.uniform())],
          ] as const) {
            yield {
              description: `${rows} x ${n} ${name}`,
              buffers: { z: input(z), out: outputInts(rows) },
              run: (k, at) => k.argmaxRows(rows, n, at('z'), at('out')),
            };
          }
        }
      }
    },
  },
];

const centroidTests: readonly KernelTest[] = [
  {
    kernels: ['centroidCompactness'],
    *cases(random) {
      for (const rows of [1, 5, 64]) {
        for (const n of SIZES) {
          const classes = 4;
          yield {
            description: `${rows} x ${n}`,
            buffers: {
              e: input(normals(random, rows * n)),
              centroids: input(normals(random, classes * n)),
              labels: inputInts(integers(random, rows, classes)),
              weights: input(weightsOf(random, rows)),
              gradE: output(rows * n),
              gradCentroids: updated(normals(random, classes * n)),
            },
            run: (k, at) =>
              k.centroidCompactness(
                rows,
                n,
                at('e'),
                at('centroids'),
                at('labels'),
                at('weights'),
                SCALE,
                at('gradE'),
                at('gradCentroids'),
              ),
            tolerance: 1e-5,
          };
        }
      }
    },
  },
  {
    kernels: ['centroidSeparation'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const n of SIZES) {
          const classes = Math.max(rows, 3);
          for (const [name, labels] of labelSets(random, rows)) {
            const centroids = normals(random, classes * n);
            // Two classes at one place: distance 0 has no direction.
            if (name === 'all different') centroids.copyWithin(0, n, 2 * n);
            yield {
              description: `${rows} rows, ${n} columns, ${name}`,
              buffers: {
                centroids: input(centroids),
                labels: inputInts(labels),
                gradCentroids: updated(normals(random, classes * n)),
                present: scratch(() => classes * 4),
              },
              run: (k, at) =>
                k.centroidSeparation(
                  rows,
                  n,
                  classes,
                  at('centroids'),
                  at('labels'),
                  SCALE,
                  at('gradCentroids'),
                  at('present'),
                ),
              tolerance: 1e-5,
            };
          }
        }
      }
    },
  },
];

/** Cosines of no particular geometry, with values behind the rows' ends that must not be read. */
function cosines(random: RandomStream, rows: number, ld: number, largest = 1): Float32Array {
  return Float32Array.from({ length: rows * ld }, (_, i) =>
    i % ld < rows ? largest * (2 * random.uniform() - 1) : Number.NaN,
  );
}

const pairLossTests: readonly KernelTest[] = [
  {
    kernels: ['supervisedContrastive'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const ld of [rows, rows + 3]) {
          for (const [name, labels] of labelSets(random, rows)) {
            for (const sum of BOTH) {
              for (const tau of [Math.fround(0.2), Math.fround(0.05)]) {
                yield {
                  description: `${rows} rows stride ${ld} ${name} tau ${tau} ${sum ? 'sum' : 'mean'}`,
                  buffers: {
                    // Not so far apart that an anchor's loss, and whether it counts, drowns in rounding.
                    similarity: input(cosines(random, rows, ld, Math.min(1, 5 * tau))),
                    labels: inputInts(labels),
                    gradSimilarity: output(rows * ld),
                  },
                  run: (k, at) =>
                    k.supervisedContrastive(
                      rows,
                      at('similarity'),
                      ld,
                      at('labels'),
                      tau,
                      sum,
                      SCALE,
                      at('gradSimilarity'),
                    ),
                  tolerance: 1e-5,
                  magnitude: 1 / tau,
                };
              }
            }
          }
        }
      }
    },
  },
  {
    kernels: ['mineMultiSimilarity'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const ld of [rows, rows + 3]) {
          for (const [name, labels] of labelSets(random, rows)) {
            for (const epsilon of [Math.fround(0.1), -0.5]) {
              yield {
                description: `${rows} rows stride ${ld} ${name} epsilon ${epsilon}`,
                buffers: {
                  similarity: input(cosines(random, rows, ld)),
                  labels: inputInts(labels),
                  kept: outputInts(rows * ld),
                },
                run: (k, at) =>
                  k.mineMultiSimilarity(rows, at('similarity'), ld, at('labels'), epsilon, at('kept')),
              };
            }
          }
        }
      }
    },
  },
  {
    kernels: ['tripletMargin'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const ld of [rows, rows + 3]) {
          for (const [name, kept] of [
            ['mixed', integers(random, rows * ld, 3)],
            ['none kept', new Int32Array(rows * ld)],
            ['no negatives', integers(random, rows * ld, 2)],
          ] as const) {
            // Margin 0.5, all violated, none violated.
            for (const margin of [0.5, 3, -3]) {
              for (const sum of BOTH) {
                yield {
                  description: `${rows} rows stride ${ld} ${name} margin ${margin} ${sum ? 'sum' : 'mean'}`,
                  buffers: {
                    distance: input(Float32Array.from({ length: rows * ld }, () => 2 * random.uniform())),
                    kept: inputInts(kept),
                    scratch: scratch((_, bytesPerFloat) => 5 * (rows + 4) * bytesPerFloat),
                    gradDistance: output(rows * ld),
                  },
                  run: (k, at) =>
                    k.tripletMargin(
                      rows,
                      at('distance'),
                      ld,
                      at('kept'),
                      margin,
                      sum,
                      SCALE,
                      at('scratch'),
                      at('gradDistance'),
                    ),
                  tolerance: 1e-5,
                };
              }
            }
          }
        }
      }
    },
  },
];

export const lossTests: readonly KernelTest[] = [...classificationTests, ...centroidTests, ...pairLossTests];
