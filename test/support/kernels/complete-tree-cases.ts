/** Calls of the kernels of complete trees and of the codes that they compare. */
import { cutGroups } from '../../../src/trees/boosting/cut-table.js';
import {
  inputDoubles,
  inputInts,
  integers,
  type KernelCase,
  type KernelTest,
  normals,
  updated,
  updatedInts,
} from './kernel-case.js';

export const completeTreeTests: readonly KernelTest[] = [
  {
    kernels: ['rankColumn', 'rankBytes'],
    *cases(random): Generator<KernelCase> {
      for (const n of [1, 7, 65]) {
        for (const count of [1, 3, 15, 16, 255, 256, 5000]) {
          for (const kind of ['apart', 'close', 'equal in 32 bits']) {
            const padded = 2 ** Math.ceil(Math.log2(count + 1));
            const cuts = new Float64Array(padded).fill(Number.POSITIVE_INFINITY);
            const scale = kind === 'close' ? 2 ** -23 : 1;
            const [first, step] = kind === 'apart' ? [0, 0] : [1.7e12, 2 ** -10];
            const own = Float64Array.from(
              normals(random, count, scale),
              (value, i) => value + i * step,
            ).sort();
            // The first is far from the others, which are equal in 32 bits as differences from it.
            if (kind === 'equal in 32 bits') own[0] = -first;
            cuts.set(own.map((value) => value + first));
            const x = Float64Array.from(normals(random, 3 * n), (value, i) => {
              if (i % 7 === 3) return Number.NaN;
              const near = cuts[random.integer(count)];
              return i % 7 === 6 ? near : i % 7 === 5 ? near * (1 + Number.EPSILON) : value + first;
            });
            const groups = cutGroups(cuts.subarray(0, count));
            yield {
              description: `n ${n} cuts ${count} ${kind}`,
              buffers: {
                x: inputDoubles(x),
                cuts: inputDoubles(cuts),
                groups: inputInts(groups ?? new Int32Array(1)),
                codes: updatedInts(new Int32Array(n)),
                bytes: updatedInts(new Int32Array(Math.ceil((n + 1) / 4))),
              },
              run: (k, at) => {
                const table = [at('cuts'), count, groups === undefined ? 0 : at('groups')] as const;
                const [column, missing] = [at('x') + 8, n % 2];
                let found = k.rankColumn(n, column, 3, ...table, 65535 * missing, at('codes') + 2, 2);
                if (count <= 255)
                  found += k.rankBytes(n, column, 3, ...table, 255 * missing, at('bytes') + 1);
                return found;
              },
            };
          }
        }
      }
    },
  },
  {
    kernels: ['addByteTrees'],
    *cases(random): Generator<KernelCase> {
      for (const rows of [1, 31, 32, 33, 70]) {
        for (const outputs of [1, 3]) {
          const places = 3;
          const blockRows = 32 * Math.ceil(rows / 32);
          const heights = Int32Array.of(0, 2, 5, 1);
          const starts = Int32Array.from(heights);
          let words = 0;
          heights.forEach((height, t) => {
            starts[t] = words;
            words += 17 * 2 ** height - 1;
          });
          const nodes = new Int32Array(words);
          const floats = new Float32Array(nodes.buffer);
          heights.forEach((height, t) => {
            const subtrees = 2 ** height;
            const leaves = starts[t] + 9 * subtrees - 1;
            for (let i = starts[t]; i < leaves; i++) {
              nodes[i] = ((random.integer(places) * blockRows) << 8) | random.integer(256);
            }
            for (let s = 0; s < subtrees; s++) {
              // Some subtrees send all rows to their first leaf.
              const isLeaf = random.uniform() < 0.3;
              const first = starts[t] + 8 * s;
              if (isLeaf) nodes.fill(127, first, first + 7);
              nodes[first + 7] = isLeaf ? 1 : 0;
            }
            for (let leaf = 0; leaf < 8 * subtrees; leaf++) floats[leaves + leaf] = random.normal();
          });
          yield {
            description: `rows ${rows} outputs ${outputs}`,
            buffers: {
              codes: inputInts(
                new Int32Array(Uint8Array.from(integers(random, places * blockRows, 256)).buffer),
              ),
              starts: inputInts(starts),
              heights: inputInts(heights),
              nodes: inputInts(nodes),
              margins: updated(normals(random, rows * outputs)),
            },
            run: (k, at) =>
              k.addByteTrees(
                rows,
                at('codes'),
                4,
                at('starts'),
                at('heights'),
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
    kernels: ['addCompleteTrees'],
    *cases(random): Generator<KernelCase> {
      for (const rows of [1, 3, 4, 9]) {
        for (const outputs of [1, 3]) {
          const depths = Int32Array.of(0, 3, 1, 2);
          const starts = Int32Array.of(0, 1, 16, 19);
          const nodes = new Int32Array(26);
          const floats = new Float32Array(nodes.buffer);
          depths.forEach((depth, t) => {
            for (let i = 0; i < 2 ** (depth + 1) - 1; i++) {
              if (i >= 2 ** depth - 1) floats[starts[t] + i] = Math.fround(random.normal());
              else nodes[starts[t] + i] = (random.integer(3) << 17) | random.integer(65536);
            }
          });
          yield {
            description: `rows ${rows} outputs ${outputs}`,
            buffers: {
              codes: inputInts(
                new Int32Array(Uint16Array.from(integers(random, rows * 4, 65536)).buffer, 0, 2 * rows),
              ),
              starts: inputInts(starts),
              depths: inputInts(depths),
              nodes: inputInts(nodes),
              margins: updated(normals(random, rows * outputs)),
            },
            run: (k, at) =>
              k.addCompleteTrees(
                rows,
                4,
                at('codes'),
                4,
                at('starts'),
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
];
