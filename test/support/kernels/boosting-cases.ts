/** Calls of the kernels of boosted trees. Bytes and 64-bit floats are handed over as the integers they consist of. */
import type { RandomStream } from '../../../src/engine/random/random-stream.js';
import { bytesAsInts } from './bytes-as-ints.js';
import {
  input,
  inputInts,
  integers,
  type KernelCase,
  type KernelTest,
  normals,
  output,
  outputInts,
  SIZES,
  scratch,
  updated,
} from './kernel-case.js';

/** Multiples of this have exact sums. */
const QUANTUM = 2 ** -20;
const CELL_INTS = 4;

const doublesAsInts = (values: Float64Array) => new Int32Array(values.slice().buffer);

/** Pairs (any sign, positive) of multiples of the quantum. */
function pairs(random: RandomStream, rows: number): Float32Array {
  const first = normals(random, rows);
  return Float32Array.from({ length: 2 * rows }, (_, i) => {
    const value = i % 2 === 0 ? first[i / 2] : random.uniform();
    return Math.max(i % 2, Math.round(value / QUANTUM)) * QUANTUM;
  });
}

function codes(random: RandomStream, rows: number, columns: number, bound: number): Uint8Array {
  return Uint8Array.from(integers(random, rows * columns, bound));
}

/** The first cell of each column, and the number of all cells. */
function offsetsOf(lengths: ArrayLike<number>): Int32Array {
  const offsets = new Int32Array(lengths.length + 1);
  for (let c = 0; c < lengths.length; c++) offsets[c + 1] = offsets[c] + lengths[c];
  return offsets;
}

/** A histogram of random pairs, all columns with the same sums. */
function histogram(random: RandomStream, offsets: Int32Array, bins: Int32Array, missing: boolean) {
  const columns = bins.length;
  const cells = new Float64Array(2 * offsets[columns]);
  const rows = pairs(random, 30);
  let [G, H] = [0, 0];
  for (let i = 0; i < rows.length; i += 2) {
    G += rows[i];
    H += rows[i + 1];
    for (let c = 0; c < columns; c++) {
      const code = random.integer(bins[c] + (missing ? 1 : 0));
      cells[2 * (offsets[c] + code)] += rows[i];
      cells[2 * (offsets[c] + code) + 1] += rows[i + 1];
    }
  }
  return { cells, G, H };
}

export const boostingTests: readonly KernelTest[] = [
  {
    kernels: ['gradientHistogram', 'subtractHistogram'],
    *cases(random): Generator<KernelCase> {
      // More columns than a block of them, widths that are no multiple of four.
      for (const columns of [...SIZES, 70, 131]) {
        for (const [rows, longest] of [
          [1, 2],
          [9, 256],
          [40, 5],
        ]) {
          const n = Math.ceil(rows / 2);
          const listed = random.permutation(rows).subarray(0, n);
          const offsets = offsetsOf(Int32Array.from({ length: columns }, (_, c) => longest + (c % 3)));
          const cells = offsets[columns];
          yield {
            description: `columns ${columns} rows ${n} longest ${longest}`,
            buffers: {
              rows: inputInts(listed),
              others: inputInts(listed.subarray(0, Math.floor(n / 2))),
              codes: inputInts(bytesAsInts(codes(random, rows, columns, longest))),
              offsets: inputInts(offsets),
              pairs: input(pairs(random, rows)),
              whole: outputInts(CELL_INTS * cells),
              part: outputInts(CELL_INTS * cells),
            },
            run: (k, at) => {
              const sum = (count: number, from: string, to: string) =>
                k.gradientHistogram(
                  count,
                  at(from),
                  columns,
                  at('offsets'),
                  at('codes'),
                  at('pairs'),
                  at(to),
                );
              sum(n, 'rows', 'whole');
              sum(Math.floor(n / 2), 'others', 'part');
              k.subtractHistogram(cells, at('whole'), at('part'));
            },
          };
        }
      }
    },
  },
  {
    kernels: ['bestGradientSplit'],
    *cases(random): Generator<KernelCase> {
      for (const missing of [false, true]) {
        for (const [lambda, alpha, leastWeight] of [
          [0, 0, 0],
          [1, 0, 1],
          [0.5, 0.7, 3],
          [1, 0, 1000],
        ]) {
          for (const longest of [3, 9, 256]) {
            const bins = Int32Array.from(
              { length: 5 },
              () => 1 + random.integer(longest - (missing ? 1 : 0)),
            );
            const offsets = offsetsOf(bins.map((count) => count + (missing ? 1 : 0)));
            const { cells, G, H } = histogram(random, offsets, bins, missing);
            const listed = Int32Array.of(3, 0, 4);
            yield {
              description: `longest ${longest} missing ${missing} lambda ${lambda} alpha ${alpha} least ${leastWeight}`,
              magnitude: 30,
              buffers: {
                listed: inputInts(listed),
                bins: inputInts(bins),
                offsets: inputInts(offsets),
                histogram: inputInts(doublesAsInts(cells)),
                split: outputInts(12),
              },
              run: (k, at) =>
                k.bestGradientSplit(
                  listed.length,
                  at('listed'),
                  at('bins'),
                  at('offsets'),
                  at('histogram'),
                  G,
                  H,
                  lambda,
                  alpha,
                  leastWeight,
                  at('split'),
                ),
            };
          }
        }
      }
    },
  },
  {
    kernels: ['softmaxDerivatives'],
    *cases(random): Generator<KernelCase> {
      for (const n of [4, 8, 64]) {
        for (const classes of [2, 3, 7]) {
          for (const hessianScale of [0, 2]) {
            yield {
              description: `n ${n} classes ${classes} hessian ${hessianScale}`,
              magnitude: n,
              buffers: {
                margins: input(normals(random, n * classes, 5)),
                labels: inputInts(integers(random, n, classes)),
                weights: input(
                  Float32Array.from({ length: n }, (_, i) => (i % 4 === 3 ? 0 : random.uniform())),
                ),
                pairs: output(2 * n * classes),
                scratch: scratch((_, bytesPerFloat) => 4 * classes * bytesPerFloat),
              },
              run: (k, at) =>
                k.softmaxDerivatives(
                  n,
                  classes,
                  at('margins'),
                  at('labels'),
                  at('weights'),
                  hessianScale,
                  QUANTUM,
                  at('pairs'),
                  at('scratch'),
                ),
            };
          }
        }
      }
    },
  },
  {
    kernels: ['logisticDerivatives'],
    *cases(random): Generator<KernelCase> {
      for (const n of [4, 8, 64]) {
        for (const hessianScale of [0, 1]) {
          yield {
            description: `n ${n} hessian ${hessianScale}`,
            magnitude: n,
            buffers: {
              margins: input(normals(random, n, 8)),
              labels: inputInts(integers(random, n, 2)),
              weights: input(
                Float32Array.from({ length: n }, (_, i) => (i % 4 === 3 ? 0 : random.uniform())),
              ),
              pairs: output(2 * n),
            },
            run: (k, at) =>
              k.logisticDerivatives(
                n,
                at('margins'),
                at('labels'),
                at('weights'),
                hessianScale,
                QUANTUM,
                at('pairs'),
              ),
          };
        }
      }
    },
  },
  {
    kernels: ['addTreeMargins'],
    *cases(random): Generator<KernelCase> {
      for (const rows of [1, 3, 4, 9]) {
        for (const outputs of [1, 3]) {
          const columns = 3;
          const trees = 5;
          const x = normals(random, rows * columns);
          for (let i = 0; i < x.length; i += 4) x[i] = Number.NaN;
          const { nodes, roots } = stumps(random, trees, columns);
          yield {
            description: `rows ${rows} outputs ${outputs}`,
            buffers: {
              x: input(x),
              roots: inputInts(roots),
              depths: inputInts(depthsOf(roots)),
              nodes: inputInts(nodes),
              margins: updated(normals(random, rows * outputs)),
            },
            run: (k, at) =>
              k.addTreeMargins(
                rows,
                columns,
                at('x'),
                trees,
                at('roots'),
                at('depths'),
                at('nodes'),
                outputs,
                at('margins'),
              ),
          };
        }
      }
    },
  },
  {
    kernels: ['addCodeTreeMargins'],
    *cases(random): Generator<KernelCase> {
      for (const rows of [1, 4, 9]) {
        for (const outputs of [1, 3]) {
          const columns = 3;
          const trees = 6;
          // Codes of categories in the first column, up to the last of a set of two words.
          const x = normals(random, rows * columns).map((value, i) =>
            i % columns === 0 ? random.integer(64) : value,
          );
          const { nodes, roots } = stumps(random, trees, columns);
          for (let node = 0; node < nodes.length; node += 4) {
            if (nodes[node + 3] === 0 || nodes[node] >> 2 > 0) continue;
            nodes[node] = 2;
            nodes[node + 1] = 2 * random.integer(5);
          }
          yield {
            description: `rows ${rows} outputs ${outputs}`,
            buffers: {
              x: input(x),
              roots: inputInts(roots),
              depths: inputInts(depthsOf(roots)),
              nodes: inputInts(nodes),
              sets: inputInts(integers(random, 10, 2 ** 31)),
              margins: updated(normals(random, rows * outputs)),
            },
            run: (k, at) =>
              k.addCodeTreeMargins(
                rows,
                columns,
                at('x'),
                trees,
                at('roots'),
                at('depths'),
                at('nodes'),
                at('sets'),
                outputs,
                at('margins'),
              ),
          };
        }
      }
    },
  },
];

/** Depth of each of `stumps`. */
const depthsOf = (roots: Int32Array) => Int32Array.from(roots, (_, tree) => tree % 3);

/** Trees of a root, a leaf on its left and a divided node with two leaves on its right: asked for 0, 1 or 2 levels. */
function stumps(random: RandomStream, trees: number, columns: number) {
  const nodes: number[] = [];
  const values = normals(random, 5 * trees);
  const bitsOf = (value: number) => new Int32Array(Float32Array.of(value).buffer)[0];
  for (let tree = 0; tree < trees; tree++) {
    const byte = (node: number) => 16 * (5 * tree + node);
    [1, 1, 3, 3, 4].forEach((left, node) => {
      const divided = node === 0 || node === 2;
      const column = divided ? 4 * random.integer(columns) + random.integer(2) : 0;
      const value = bitsOf(values[5 * tree + node]);
      nodes.push(column, value, byte(divided ? left : node), divided ? 16 : 0);
    });
  }
  return { nodes: Int32Array.from(nodes), roots: Int32Array.from({ length: trees }, (_, tree) => 80 * tree) };
}
