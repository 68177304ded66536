/** Calls of the steps of the recurrent layers: first steps without a state before them, and later ones. */
import type { RandomStream } from '../../../src/engine/random/random-stream.js';
import { input, type KernelTest, normals, output, SIZES, updated } from './kernel-case.js';

const ROWS = [1, 3, 8];
/** What gates are: values of a sigmoid. */
const shares = (random: RandomStream, n: number) =>
  Float32Array.from({ length: n }, () => 0.02 + 0.96 * random.uniform());

interface Step {
  readonly rows: number;
  readonly n: number;
  readonly first: boolean;
  readonly description: string;
}

function* steps(): Generator<Step> {
  for (const rows of ROWS) {
    for (const n of SIZES) {
      for (const first of [true, false]) {
        yield { rows, n, first, description: `${rows} x ${n}, ${first ? 'first' : 'later'} step` };
      }
    }
  }
}

/** W_hh h + b_hh: one row for all of a first step. */
const recurrentInput = (random: RandomStream, gates: number, { rows, n, first }: Step) => ({
  values: input(normals(random, (first ? 1 : rows) * gates * n)),
  ld: first ? 0 : gates * n,
});

export const recurrentTests: readonly KernelTest[] = [
  {
    kernels: ['gruStep'],
    *cases(random) {
      for (const step of steps()) {
        const { rows, n, first, description } = step;
        const { values, ld } = recurrentInput(random, 3, step);
        yield {
          description,
          buffers: {
            gates: updated(normals(random, rows * 3 * n)),
            recurrent: values,
            previous: input(normals(random, rows * n)),
            h: output(rows * n),
          },
          run: (k, at) =>
            k.gruStep(rows, n, at('gates'), at('recurrent'), ld, first ? 0 : at('previous'), at('h')),
        };
      }
    },
  },
  {
    kernels: ['gruStepBackward'],
    *cases(random) {
      for (const step of steps()) {
        const { rows, n, first, description } = step;
        const { values, ld } = recurrentInput(random, 3, step);
        const buffers = {
          gates: input(shares(random, rows * 3 * n)),
          recurrent: values,
          previous: input(normals(random, rows * n)),
          gradH: input(normals(random, rows * n)),
          gradPrevious: output(rows * n),
        };
        yield {
          description,
          buffers: { ...buffers, gradGates: output(rows * 3 * n), gradRecurrent: output(rows * 3 * n) },
          run: (k, at) =>
            k.gruStepBackward(
              rows,
              n,
              at('gates'),
              at('recurrent'),
              ld,
              first ? 0 : at('previous'),
              at('gradH'),
              at('gradGates'),
              at('gradRecurrent'),
              at('gradPrevious'),
            ),
        };
        if (first) continue;
        yield {
          description: `${description}, in place`,
          buffers: { ...buffers, gates: updated(buffers.gates.values), recurrent: updated(values.values) },
          run: (k, at) =>
            k.gruStepBackward(
              rows,
              n,
              at('gates'),
              at('recurrent'),
              ld,
              at('previous'),
              at('gradH'),
              at('gates'),
              at('recurrent'),
              at('gradPrevious'),
            ),
        };
      }
    },
  },
  {
    kernels: ['lstmStep'],
    *cases(random) {
      for (const step of steps()) {
        const { rows, n, first, description } = step;
        const { values, ld } = recurrentInput(random, 4, step);
        yield {
          description,
          buffers: {
            gates: updated(normals(random, rows * 4 * n)),
            recurrent: values,
            previous: input(normals(random, rows * n)),
            c: output(rows * n),
            h: output(rows * n),
          },
          run: (k, at) =>
            k.lstmStep(
              rows,
              n,
              at('gates'),
              at('recurrent'),
              ld,
              first ? 0 : at('previous'),
              at('c'),
              at('h'),
            ),
        };
      }
    },
  },
  {
    kernels: ['lstmStepBackward'],
    *cases(random) {
      for (const { rows, n, first, description } of steps()) {
        const gates = shares(random, rows * 4 * n);
        const buffers = {
          previous: input(normals(random, rows * n)),
          c: input(normals(random, rows * n)),
          gradH: input(normals(random, rows * n)),
          gradC: updated(normals(random, rows * n)),
        };
        for (const inPlace of [false, true]) {
          yield {
            description: inPlace ? `${description}, in place` : description,
            buffers: inPlace
              ? { ...buffers, gates: updated(gates) }
              : { ...buffers, gates: input(gates), gradGates: output(rows * 4 * n) },
            run: (k, at) =>
              k.lstmStepBackward(
                rows,
                n,
                at('gates'),
                first ? 0 : at('previous'),
                at('c'),
                at('gradH'),
                at('gradC'),
                at(inPlace ? 'gates' : 'gradGates'),
              ),
          };
        }
      }
    },
  },
];
