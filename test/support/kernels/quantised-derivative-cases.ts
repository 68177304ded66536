/** Calls of the kernels of boosting on integer derivatives: sorting, codes, derivatives, margins. */
import { bytesAsInts } from './bytes-as-ints.js';
import {
  input,
  inputDoubles,
  inputInts,
  integers,
  type KernelCase,
  type KernelTest,
  normals,
  output,
  outputDoubles,
  outputInts,
  SIZES,
  scratch,
  updated,
  updatedInts,
} from './kernel-case.js';

export const quantisedDerivativeTests: readonly KernelTest[] = [
  {
    kernels: ['sortDoubles'],
    *cases(random): Generator<KernelCase> {
      for (const n of [...SIZES, 3000]) {
        const normal = Float64Array.from(normals(random, n, 1e5), (value, i) =>
          i % 9 === 5 ? Number.NaN : value,
        );
        const few = Float64Array.from(integers(random, n, 5), (value) => value - 2);
        const wide = Float64Array.from(
          { length: n },
          () => random.normal() * 10 ** (random.integer(600) - 300),
        );
        const special = Float64Array.from(wide, (value, i) =>
          i % 3 === 0
            ? [Number.POSITIVE_INFINITY, -Number.MAX_VALUE, 5e-324, Number.NEGATIVE_INFINITY][i % 4]
            : value,
        );
        for (const [what, values] of Object.entries({ normal, few, wide, special })) {
          // Of 64-bit patterns: values that differ in the last bit are told apart, and NaN is compared.
          const bits = new Int32Array(values.buffer);
          yield {
            description: `n ${n} ${what}`,
            buffers: { values: updatedInts(bits), spare: scratch(() => 8 * n), counts: scratch(() => 8192) },
            run: (k, at) => k.sortDoubles(n, at('values'), at('spare'), at('counts')),
          };
        }
      }
    },
  },
  {
    kernels: ['encodeColumns'],
    *cases(random): Generator<KernelCase> {
      for (const n of SIZES) {
        for (const count of [0, 1, 3, 4, 254, 255]) {
          const padded = 2 ** Math.ceil(Math.log2(count + 1));
          const cuts = new Float64Array(padded).fill(Number.POSITIVE_INFINITY);
          cuts.set(Float64Array.from(normals(random, count)).sort());
          const x = Float64Array.from(normals(random, 3 * n), (value, i) => {
            if (i % 7 === 3) return Number.NaN;
            return i % 7 === 6 && count > 0 ? cuts[i % count] : value;
          });
          // Column 2 in group 0, and for few codes column 1 with it: twice the code, on top of what is there.
          const columns = count < 50 ? [2, 1] : [2];
          yield {
            description: `n ${n} cuts ${count}`,
            buffers: {
              x: inputDoubles(x),
              cuts: inputDoubles(cuts),
              listed: inputInts(columns.flatMap((column, i) => [column, 0, count, i + 1, 0])),
              codes: updatedInts(bytesAsInts(Uint8Array.from(integers(random, 2 * n, 2)))),
            },
            run: (k, at) =>
              k.encodeColumns(n, at('x'), 3, columns.length, at('listed'), at('cuts'), at('codes') + 1, 2),
          };
        }
      }
    },
  },
  {
    kernels: ['logisticPairs', 'pairSums'],
    *cases(random): Generator<KernelCase> {
      for (const n of [4, 8, 64]) {
        for (const scale of [1, 30, 200]) {
          yield {
            description: `n ${n} margins of ${scale}`,
            // The exponential of the kernel ends at 88.
            magnitude: scale === 200 ? 1e30 : n,
            buffers: {
              margins: input(normals(random, n, scale)),
              labels: inputInts(integers(random, n, 2)),
              weights: input(
                Float32Array.from({ length: n }, (_, i) => (i % 4 === 3 ? 0 : random.uniform())),
              ),
              pairs: output(2 * n),
              sums: outputDoubles(2),
              again: outputDoubles(2),
            },
            run: (k, at) => {
              const loss = k.logisticPairs(
                n,
                at('margins'),
                at('labels'),
                at('weights'),
                at('pairs'),
                at('sums'),
              );
              k.pairSums(n, at('pairs'), at('again'));
              return loss;
            },
          };
        }
      }
    },
  },
  {
    kernels: ['quantisePairs'],
    *cases(random): Generator<KernelCase> {
      for (const n of [4, 8, 64]) {
        // Multiples of 2^-12 times powers of two are exact, halves included.
        const values = Float32Array.from(normals(random, 2 * n), (value, i) => {
          const multiple = Math.round(value * 4096) / 4096;
          return i % 2 === 0 ? multiple : Math.abs(multiple) * (i % 4 === 1 ? 1 : 0);
        });
        yield {
          description: `n ${n}`,
          buffers: { pairs: input(values), quantised: outputInts(2 * n) },
          run: (k, at) => k.quantisePairs(n, at('pairs'), 2 ** 11, 2 ** 4, at('quantised')),
        };
      }
    },
  },
  {
    kernels: ['addToRows'],
    *cases(random): Generator<KernelCase> {
      for (const n of SIZES) {
        yield {
          description: `n ${n}`,
          buffers: {
            rows: inputInts(random.permutation(2 * n).subarray(0, n)),
            margins: updated(normals(random, 2 * n)),
          },
          run: (k, at) => k.addToRows(n, at('rows'), 0.75, at('margins')),
        };
      }
    },
  },
];
