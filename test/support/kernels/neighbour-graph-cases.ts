/** Calls of the kernels of approximate nearest neighbours, on small integers: their sums are exact in every build. */
import type { RandomStream } from '../../../src/engine/random/random-stream.js';
import {
  input,
  inputInts,
  integers,
  type KernelTest,
  output,
  outputInts,
  scratch,
  updated,
  updatedInts,
} from './kernel-case.js';

/** A value larger than any distance, for lists that are full from the start. */
const FAR = 1e6;

const lattice = (random: RandomStream, n: number) =>
  Float32Array.from({ length: n }, () => random.integer(7) - 3);

/** `count` different rows of `rows`. */
function someRows(random: RandomStream, rows: number, count: number): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  for (let i = rows - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all.slice(0, count);
}

export const neighbourGraphTests: readonly KernelTest[] = [
  {
    kernels: ['joinRows'],
    *cases(random) {
      const rows = 20;
      for (const n of [4, 8, 12, 32]) {
        for (const k of [4, 8, 12]) {
          for (const [count, fresh] of [
            [1, 1],
            [2, 1],
            [3, 3],
            [5, 2],
            [8, 8],
            [13, 4],
            [20, 20],
          ]) {
            const joined = someRows(random, rows, count);
            // A row may be in a group twice.
            if (count === 13) joined[12] = joined[1];
            yield {
              description: `${fresh} of ${count} rows of ${n} values, lists of ${k}`,
              buffers: {
                x: input(lattice(random, rows * n)),
                joined: inputInts(joined),
                indices: updatedInts(Array.from({ length: rows * k }, (_, i) => 1000 + (i % k))),
                squared: updated(Array.from({ length: rows * k }, (_, i) => (i % k === 0 ? 0 : FAR))),
                scratch: scratch((_, bytesPerFloat) => (count + 3) * (n + 1) * bytesPerFloat),
              },
              run: (kernels, at) => {
                const join = () =>
                  kernels.joinRows(
                    count,
                    fresh,
                    n,
                    at('x'),
                    at('joined'),
                    k,
                    at('indices'),
                    at('squared'),
                    at('scratch'),
                  );
                // What was added once is not added again.
                return 1000 * join() + join();
              },
            };
          }
        }
      }
    },
  },
  {
    kernels: ['splitRows'],
    *cases(random) {
      const rows = 20;
      for (const n of [4, 8, 12, 20]) {
        for (const count of [1, 2, 7, 20]) {
          for (const threshold of [-100, 0, 3, 100]) {
            yield {
              description: `${count} rows of ${n} values at ${threshold}`,
              buffers: {
                x: input(lattice(random, rows * n)),
                order: updatedInts(someRows(random, rows, count)),
                direction: input(lattice(random, n)),
                scratch: scratch(() => count * 4),
              },
              run: (kernels, at) =>
                kernels.splitRows(count, n, at('x'), at('order'), at('direction'), threshold, at('scratch')),
            };
          }
        }
      }
    },
  },
  {
    kernels: ['searchGraph'],
    *cases(random) {
      const rows = 30;
      for (const n of [4, 12]) {
        for (const k of [4, 8]) {
          for (const [first, entries] of [
            [3, 9],
            [0, 30],
            [21, 8],
          ]) {
            for (const degree of [0, 3, 6]) {
              const graph = integers(random, rows * degree, rows);
              // Some rows have fewer edges.
              for (let row = 0; row < rows; row += 4) graph.fill(-1, row * degree + 2, (row + 1) * degree);
              yield {
                description: `rows of ${n} values, lists of ${k}, degree ${degree}, from ${entries} rows`,
                buffers: {
                  x: input(lattice(random, rows * n)),
                  query: input(lattice(random, n)),
                  graph: inputInts(graph),
                  visits: updatedInts(new Int32Array(rows).fill(4)),
                  indices: outputInts(k),
                  squared: output(k),
                },
                run: (kernels, at) =>
                  kernels.searchGraph(
                    n,
                    at('x'),
                    at('query'),
                    first,
                    entries,
                    degree,
                    at('graph'),
                    at('visits'),
                    5,
                    k,
                    at('indices'),
                    at('squared'),
                  ),
              };
            }
          }
        }
      }
    },
  },
];
