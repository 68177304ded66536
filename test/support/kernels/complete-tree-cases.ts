/** Calls of the kernels of complete trees. */
import {
  inputDoubles,
  inputInts,
  integers,
  type KernelCase,
  type KernelTest,
  normals,
  SIZES,
  updated,
  updatedInts,
} from './kernel-case.js';

export const completeTreeTests: readonly KernelTest[] = [
  {
    kernels: ['rankColumn'],
    *cases(random): Generator<KernelCase> {
      for (const n of SIZES) {
        for (const count of [0, 1, 3, 4, 300]) {
          const padded = 2 ** Math.ceil(Math.log2(count + 1));
          const cuts = new Float64Array(padded).fill(Number.POSITIVE_INFINITY);
          cuts.set(Float64Array.from(normals(random, count)).sort());
          const x = Float64Array.from(normals(random, 3 * n), (value, i) =>
            i % 7 === 3 ? Number.NaN : i % 7 === 6 && count > 0 ? cuts[i % count] : value,
          );
          yield {
            description: `n ${n} cuts ${count}`,
            buffers: { x: inputDoubles(x), cuts: inputDoubles(cuts), codes: updatedInts(new Int32Array(n)) },
            run: (k, at) =>
              k.rankColumn(n, at('x') + 8, 3, at('cuts'), count, n % 2 === 0 ? 65535 : 0, at('codes') + 2, 2),
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
