/** Calls of the kernels on pairs of rows. Matrices over pairs have row strides of their own. */
import {
  gramOf,
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
  updatedDoubles,
} from './kernel-case.js';

const BOTH = [false, true];
const ROWS = [1, 2, 3, 5, 8, 13, 65];
const strides = (rows: number) => [rows, rows + 3];

export const pairwiseTests: readonly KernelTest[] = [
  {
    kernels: ['nearestCandidates'],
    *cases(random) {
      for (const candidates of [2, 3, 5, 8, 13, 65, 130]) {
        for (const ld of strides(candidates)) {
          const points = normals(random, candidates * 3);
          const lattice = points.map((v) => Math.round(v));
          for (const [name, values] of [
            ['random', points],
            ['tied', lattice],
          ] as const) {
            const gram = gramOf(values, candidates, ld);
            const squares = Float32Array.from({ length: candidates }, (_, j) => gram[j * ld + j]);
            for (const own of [-1, 0, candidates >> 1]) {
              const others = own < 0 ? candidates : candidates - 1;
              const first = Math.max(own, 0);
              const rows = candidates - first;
              for (const k of new Set([1, Math.min(5, others), others])) {
                yield {
                  description: `${rows} rows, ${candidates} ${name} candidates, ${k} nearest, own ${own}`,
                  buffers: {
                    squares: input(squares),
                    products: input(gram.subarray(first * ld, (first + rows) * ld)),
                    scratch: scratch((_, bytesPerFloat) => 4 * (candidates + 4) * bytesPerFloat),
                    nearest: outputInts(rows * k),
                  },
                  run: (kernels, at) =>
                    kernels.nearestCandidates(
                      rows,
                      candidates,
                      k,
                      at('squares'),
                      at('products'),
                      ld,
                      own,
                      at('scratch'),
                      at('nearest'),
                    ),
                };
              }
            }
          }
        }
      }
    },
  },
  {
    kernels: ['normalizeRows'],
    *cases(random) {
      for (const rows of [1, 3, 4]) {
        for (const n of SIZES) {
          const x = normals(random, rows * n);
          // A row shorter than the smallest divisor, 1e-12, and one of zeros.
          if (rows > 1) x.fill(1e-15, 0, n);
          if (rows > 2) x.fill(0, n, 2 * n);
          yield {
            description: `${rows} x ${n}`,
            buffers: { x: input(x), y: output(rows * n), norms: output(rows) },
            run: (k, at) => k.normalizeRows(rows, n, at('x'), at('y'), at('norms')),
          };
        }
      }
    },
  },
  {
    kernels: ['normalizeRowsBackward'],
    *cases(random) {
      for (const rows of [1, 3, 4]) {
        for (const n of SIZES) {
          for (const accumulate of BOTH) {
            yield {
              description: `${rows} x ${n} accumulate ${accumulate}`,
              buffers: {
                y: input(normals(random, rows * n, 1 / Math.sqrt(n))),
                norms: input(Float32Array.from({ length: rows }, () => 0.5 + random.uniform())),
                gradY: input(normals(random, rows * n)),
                gradX: updated(normals(random, rows * n)),
              },
              run: (k, at) =>
                k.normalizeRowsBackward(rows, n, at('y'), at('norms'), at('gradY'), at('gradX'), accumulate),
              tolerance: 1e-5,
            };
          }
        }
      }
    },
  },
  {
    kernels: ['addTranspose'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const ld of strides(rows)) {
          yield {
            description: `${rows} rows stride ${ld}`,
            buffers: { m: input(normals(random, rows * ld)), symmetric: output(rows * ld) },
            run: (k, at) => k.addTranspose(rows, at('m'), ld, at('symmetric')),
          };
        }
      }
    },
  },
  {
    kernels: ['pairwiseDistance'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const ld of strides(rows)) {
          for (const unit of BOTH) {
            for (const power of [1, 2]) {
              const gram = gramOf(normals(random, rows * 5), rows, ld);
              // Cosines, some of them rounded above 1: the clamp must hold.
              const values = unit ? gram.map((g, i) => (i % 3 === 0 ? 1.0000001 : Math.tanh(g))) : gram;
              yield {
                description: `${rows} rows stride ${ld} unit ${unit} power ${power}`,
                buffers: { gram: input(values), distance: output(rows * ld) },
                run: (k, at) => k.pairwiseDistance(rows, at('gram'), ld, unit, power, at('distance')),
                tolerance: 1e-5,
              };
            }
          }
        }
      }
    },
  },
  {
    kernels: ['pairwiseDistanceBackward'],
    *cases(random) {
      for (const rows of ROWS) {
        for (const ld of strides(rows)) {
          for (const unit of BOTH) {
            for (const power of [1, 2]) {
              const distance = Float32Array.from({ length: rows * ld }, () => 0.5 + random.uniform());
              // The diagonal is clamped: no gradient passes.
              for (let i = 0; i < rows; i++) distance[i * ld + i] = power === 2 ? 0 : 1e-7;
              const gradDistance = normals(random, rows * ld);
              gradDistance[rows >> 1] = 0;
              yield {
                description: `${rows} rows stride ${ld} unit ${unit} power ${power}`,
                buffers: {
                  distance: input(distance),
                  gradDistance: input(gradDistance),
                  gradGram: updated(normals(random, rows * ld)),
                },
                run: (k, at) =>
                  k.pairwiseDistanceBackward(
                    rows,
                    at('distance'),
                    at('gradDistance'),
                    ld,
                    unit,
                    power,
                    at('gradGram'),
                  ),
                tolerance: 1e-5,
                magnitude: Math.sqrt(rows),
              };
            }
          }
        }
      }
    },
  },
  {
    kernels: ['neighbourOfRank'],
    *cases(random) {
      for (const rows of [2, 3, 5, 8, 13, 65, 130]) {
        for (const ld of strides(rows)) {
          const points = normals(random, rows * 3);
          // Small whole numbers: many equal distances, exact on every build.
          const lattice = points.map((v) => Math.round(v));
          for (const [name, values] of [
            ['random', points],
            ['tied', lattice],
          ] as const) {
            for (const [kind, ranks] of [
              ['nearest', new Int32Array(rows)],
              ['farthest', new Int32Array(rows).fill(rows - 2)],
              ['any', integers(random, rows, rows - 1)],
            ] as const) {
              yield {
                description: `${rows} ${name} rows stride ${ld}, ${kind}`,
                buffers: {
                  gram: input(gramOf(values, rows, ld)),
                  ranks: inputInts(ranks),
                  scratch: scratch((_, bytesPerFloat) => 5 * (rows + 4) * bytesPerFloat),
                  neighbours: outputInts(rows),
                },
                run: (k, at) =>
                  k.neighbourOfRank(rows, at('gram'), ld, at('ranks'), at('scratch'), at('neighbours')),
              };
            }
          }
        }
      }
    },
  },
  {
    kernels: ['selectNotAbove'],
    *cases(random) {
      for (const rows of [1, 3]) {
        for (const n of [...SIZES, 16, 17, 31, 32, 33]) {
          for (const loose of [0, 3]) {
            const values = normals(random, rows * (n + loose));
            if (n > 3) values[n >> 1] = Number.NaN;
            // None, a few (one of them equal to the limit), and all.
            for (const limit of [-1e9, values[0], Number.POSITIVE_INFINITY]) {
              yield {
                description: `${rows} x ${n} stride ${n + loose} limit ${limit}`,
                buffers: {
                  values: input(values),
                  limits: input(new Float32Array(rows).fill(limit)),
                  counts: outputInts(rows),
                  indices: outputInts(rows * n),
                },
                run: (k, at) =>
                  k.selectNotAbove(
                    rows,
                    n,
                    at('values'),
                    n + loose,
                    at('limits'),
                    at('counts'),
                    at('indices'),
                  ),
              };
            }
          }
        }
      }
    },
  },
  {
    kernels: ['selectedDistancesF64'],
    *cases(random) {
      const [rows, columns] = [3, 9];
      for (const n of SIZES) {
        yield {
          description: `${rows} queries of ${n} values`,
          buffers: {
            queries: input(normals(random, rows * n, 1000)),
            candidates: input(normals(random, columns * n)),
            counts: inputInts([0, columns, 4]),
            indices: inputInts(integers(random, rows * columns, columns)),
            squared: updatedDoubles(normals(random, rows * columns)),
          },
          run: (k, at) =>
            k.selectedDistancesF64(
              rows,
              n,
              at('queries'),
              at('candidates'),
              columns,
              at('counts'),
              at('indices'),
              at('squared'),
            ),
          tolerance: 1e-13,
        };
      }
    },
  },
  {
    kernels: ['mixRows'],
    *cases(random) {
      for (const rows of [2, 5, 64]) {
        for (const n of SIZES) {
          yield {
            description: `${rows} x ${n}`,
            buffers: {
              x: input(normals(random, rows * n)),
              neighbours: inputInts(integers(random, rows, rows)),
              lambdas: input(Float32Array.from({ length: rows }, () => random.uniform())),
              y: output(rows * n),
            },
            run: (k, at) => k.mixRows(rows, n, at('x'), at('neighbours'), at('lambdas'), at('y')),
          };
        }
      }
    },
  },
  {
    kernels: ['radialBasis'],
    *cases(random) {
      for (const rows of [1, 2, 5]) {
        for (const n of SIZES) {
          // Near 1, in between, and where the exponential is as good as 0.
          for (const scale of [0.1, 3, 200]) {
            yield {
              description: `${rows} x ${n} scale ${scale}`,
              buffers: {
                z: updated(normals(random, rows * n, scale)),
                shifts: input(normals(random, rows, scale)),
              },
              run: (k, at) => k.radialBasis(rows, n, at('z'), at('shifts')),
              tolerance: 1e-5,
            };
          }
        }
      }
    },
  },
];
