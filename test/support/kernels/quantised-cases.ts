/** Calls of the kernels of boosting on integer derivatives: histograms, splits, division of rows. */
import type { RandomStream } from '../../../src/engine/random/random-stream.js';
import { bytesAsInts } from './bytes-as-ints.js';
import {
  inputInts,
  integers,
  type KernelCase,
  type KernelTest,
  outputInts,
  SIZES,
  scratch,
  updated,
  updatedInts,
} from './kernel-case.js';

const GROUP_INTS = 512;

/** Integer pairs (second, first derivative), the second at least 1. */
function integerPairs(random: RandomStream, n: number): Int32Array {
  return Int32Array.from({ length: 2 * n }, (_, i) =>
    i % 2 === 0 ? 1 + random.integer(1000) : random.integer(2000) - 1000,
  );
}

/** The first cell of each column, and the number of all cells. */
function offsetsOf(codes: ArrayLike<number>): Int32Array {
  const offsets = new Int32Array(codes.length + 1);
  for (let c = 0; c < codes.length; c++) offsets[c + 1] = offsets[c] + codes[c];
  return offsets;
}

/** Three groups: of one column, of three, of two; the columns in another order. */
const GROUPED = {
  codes: [2, 200, 3, 4, 15, 16],
  members: Int32Array.of(1, 3, 2, 0, 5, 4),
  starts: Int32Array.of(0, 1, 4, 6),
};

export const quantisedTests: readonly KernelTest[] = [
  {
    kernels: ['quantisedHistogram', 'moveGroups', 'foldHistogram', 'quantisedDifference'],
    *cases(random): Generator<KernelCase> {
      const { codes, members, starts } = GROUPED;
      const offsets = offsetsOf(codes);
      const cells = offsets[codes.length];
      const products = [0, 1, 2].map((g) =>
        members.subarray(starts[g], starts[g + 1]).reduce((product, c) => product * codes[c], 1),
      );
      for (const rows of [1, 2, 9, 300]) {
        for (const groups of [[0, 1, 2], [1], [0, 2]]) {
          const n = Math.ceil(rows / 2);
          const listed = random.permutation(rows).subarray(0, n);
          yield {
            description: `rows ${n} groups ${groups}`,
            buffers: {
              rows: inputInts(listed),
              codes: inputInts(
                bytesAsInts(Uint8Array.from({ length: 3 * rows }, (_, i) => random.integer(products[i % 3]))),
              ),
              quantised: inputInts(integerPairs(random, rows)),
              groups: inputInts(groups),
              starts: inputInts(starts),
              members: inputInts(members),
              offsets: inputInts(offsets),
              workspace: updatedInts(new Int32Array(GROUP_INTS * 3)),
              other: updatedInts(new Int32Array(GROUP_INTS * 3)),
              whole: outputInts(2 * cells),
              part: outputInts(2 * cells),
              rest: outputInts(2 * cells),
            },
            run: (k, at) => {
              const sum = (count: number, to: string) => {
                const first = count >> 1;
                const add = (start: number, end: number, workspace: string) =>
                  k.quantisedHistogram(
                    end - start,
                    at('rows') + 4 * start,
                    3,
                    at('codes'),
                    at('quantised'),
                    groups.length,
                    at('groups'),
                    at(workspace),
                  );
                add(0, first, 'workspace');
                add(first, count, 'other');
                k.moveGroups(groups.length, at('groups'), at('other'), at('workspace'));
                k.foldHistogram(
                  groups.length,
                  at('groups'),
                  at('starts'),
                  at('members'),
                  at('offsets'),
                  at('workspace'),
                  at(to),
                );
              };
              sum(n, 'whole');
              sum(n >> 1, 'part');
              k.quantisedDifference(cells, at('whole'), at('part'), at('rest'));
            },
          };
        }
      }
      // More groups than are summed in a pass.
      const many = 71;
      yield {
        description: `${many} groups`,
        buffers: {
          rows: inputInts(Int32Array.of(2, 0, 1)),
          codes: inputInts(bytesAsInts(Uint8Array.from(integers(random, 3 * many, 256)))),
          quantised: inputInts(integerPairs(random, 3)),
          groups: inputInts(Int32Array.from({ length: many }, (_, g) => g)),
          workspace: updatedInts(new Int32Array(GROUP_INTS * many)),
        },
        run: (k, at) =>
          k.quantisedHistogram(
            3,
            at('rows'),
            many,
            at('codes'),
            at('quantised'),
            many,
            at('groups'),
            at('workspace'),
          ),
      };
    },
  },
  {
    kernels: ['bestQuantisedSplit'],
    *cases(random): Generator<KernelCase> {
      for (const missing of [0, 1]) {
        for (const [lambda, leastWeight] of [
          [0, 1],
          [1, 900],
          [0.5, 3000],
          [1, 1_000_000],
        ]) {
          for (const bounds of [undefined, [-0.2, 0.1], [-10, 10]]) {
            for (const longest of [3, 9, 255]) {
              const bins = Int32Array.from({ length: 5 }, () => 1 + random.integer(longest));
              const offsets = offsetsOf(bins.map((count) => count + missing));
              const rows = integerPairs(random, 30);
              const cells = new Int32Array(2 * offsets[5]);
              let [G, H] = [0, 0];
              for (let i = 0; i < rows.length; i += 2) {
                H += rows[i];
                G += rows[i + 1];
                for (let c = 0; c < 5; c++) {
                  const at = 2 * (offsets[c] + random.integer(bins[c] + missing));
                  cells[at] += rows[i];
                  cells[at + 1] += rows[i + 1];
                }
              }
              const listed = Int32Array.of(3, 0, 4);
              yield {
                description: `longest ${longest} missing ${missing} lambda ${lambda} least ${leastWeight} bounds ${bounds}`,
                magnitude: 30,
                buffers: {
                  listed: inputInts(listed),
                  bins: inputInts(bins),
                  offsets: inputInts(offsets),
                  histogram: inputInts(cells),
                  signs: inputInts(Int32Array.of(1, 0, 0, -1, 0)),
                  split: outputInts(12),
                },
                run: (k, at) =>
                  k.bestQuantisedSplit(
                    listed.length,
                    at('listed'),
                    at('bins'),
                    at('offsets'),
                    at('histogram'),
                    G,
                    H,
                    2 ** -10,
                    2 ** -11,
                    lambda,
                    leastWeight,
                    bounds === undefined ? 0 : at('signs'),
                    bounds?.[0] ?? 0,
                    bounds?.[1] ?? 0,
                    at('split'),
                  ),
              };
            }
          }
        }
      }
    },
  },
  {
    kernels: ['partitionByCode'],
    *cases(random): Generator<KernelCase> {
      for (const n of SIZES) {
        yield {
          description: `n ${n}`,
          buffers: {
            rows: updatedInts(random.permutation(2 * n).subarray(0, n)),
            codes: inputInts(bytesAsInts(Uint8Array.from(integers(random, 2 * n * 3, 256)))),
            goesLeft: inputInts(bytesAsInts(Uint8Array.from(integers(random, 256, 2)))),
            scratch: scratch(() => 4 * n),
          },
          run: (k, at) => k.partitionByCode(n, at('rows'), 3, at('codes') + 1, at('goesLeft'), at('scratch')),
        };
      }
    },
  },
  {
    kernels: ['divideRows'],
    *cases(random): Generator<KernelCase> {
      for (const n of SIZES) {
        yield {
          description: `n ${n}`,
          buffers: {
            rows: inputInts(random.permutation(2 * n).subarray(0, n)),
            codes: inputInts(bytesAsInts(Uint8Array.from(integers(random, 2 * n * 3, 256)))),
            goesLeft: inputInts(bytesAsInts(Uint8Array.from(integers(random, 256, 2)))),
            left: scratch(() => 4 * n),
            right: scratch(() => 4 * n),
            // Which part each row is in; the rest of both is undefined.
            part: updated(new Float32Array(2 * n)),
          },
          run: (k, at) => {
            const by = [3, at('codes') + 1, at('goesLeft')] as const;
            const left = k.divideRows(n, at('rows'), ...by, at('left'), at('right'));
            k.addToRows(left, at('left'), 1, at('part'));
            k.addToRows(n - left, at('right'), 2, at('part'));
            return left;
          },
        };
      }
    },
  },
];
