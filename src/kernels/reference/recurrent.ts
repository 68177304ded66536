/** Plain twins of assembly/recurrent.ts. */
import type { ReferenceMemory } from './memory.js';

export function recurrentKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

  /** Calls `value` for each row i and column j. */
  function each(rows: number, n: number, value: (i: number, j: number) => void): void {
    for (let i = 0; i < rows; i++) for (let j = 0; j < n; j++) value(i, j);
  }

  /** Index of gate g in row i, column j, of a matrix with `gates` blocks per row. */
  const gateOf = (address: number, gates: number, n: number) => (g: number, i: number, j: number) =>
    index(address) + (i * gates + g) * n + j;

  /** The same with any row stride. */
  const recurrentOf = (address: number, n: number, ld: number) => (g: number, i: number, j: number) =>
    index(address) + i * ld + g * n + j;

  return {
    /** Gates r, z, n of a step of torch.nn.GRU from x and u = W_hh h + b_hh; h = (1 - z) n + z previous. */
    gruStep(
      rows: number,
      n: number,
      gates: number,
      recurrent: number,
      ldRecurrent: number,
      previous: number,
      h: number,
    ): void {
      const F = memory.floats;
      const at = gateOf(gates, 3, n);
      const u = recurrentOf(recurrent, n, ldRecurrent);
      each(rows, n, (i, j) => {
        const r = sigmoid(F[at(0, i, j)] + F[u(0, i, j)]);
        const z = sigmoid(F[at(1, i, j)] + F[u(1, i, j)]);
        const candidate = Math.tanh(F[at(2, i, j)] + r * F[u(2, i, j)]);
        const before = previous === 0 ? 0 : F[index(previous) + i * n + j];
        F[at(0, i, j)] = r;
        F[at(1, i, j)] = z;
        F[at(2, i, j)] = candidate;
        F[index(h) + i * n + j] = (1 - z) * candidate + z * before;
      });
    },

    /** Gradients of the gates' pre-activations, of u, and of the previous state through z. */
    gruStepBackward(
      rows: number,
      n: number,
      gates: number,
      recurrent: number,
      ldRecurrent: number,
      previous: number,
      gradH: number,
      gradGates: number,
      gradRecurrent: number,
      gradPrevious: number,
    ): void {
      const F = memory.floats;
      const at = gateOf(gates, 3, n);
      const u = recurrentOf(recurrent, n, ldRecurrent);
      const [toGates, toRecurrent] = [gateOf(gradGates, 3, n), gateOf(gradRecurrent, 3, n)];
      each(rows, n, (i, j) => {
        const [r, z, candidate] = [F[at(0, i, j)], F[at(1, i, j)], F[at(2, i, j)]];
        const before = previous === 0 ? 0 : F[index(previous) + i * n + j];
        const g = F[index(gradH) + i * n + j];
        const dz = g * (before - candidate) * z * (1 - z);
        const dn = g * (1 - z) * (1 - candidate ** 2);
        const dr = dn * F[u(2, i, j)] * r * (1 - r);
        [dr, dz, dn].forEach((value, gate) => {
          F[toGates(gate, i, j)] = value;
        });
        [dr, dz, dn * r].forEach((value, gate) => {
          F[toRecurrent(gate, i, j)] = value;
        });
        F[index(gradPrevious) + i * n + j] = g * z;
      });
    },

    /** Gates i, f, g, o of a step of torch.nn.LSTM; c = f previous + i g, h = o tanh(c). */
    lstmStep(
      rows: number,
      n: number,
      gates: number,
      recurrent: number,
      ldRecurrent: number,
      previous: number,
      c: number,
      h: number,
    ): void {
      const F = memory.floats;
      const at = gateOf(gates, 4, n);
      const u = recurrentOf(recurrent, n, ldRecurrent);
      each(rows, n, (i, j) => {
        const before = (gate: number) => F[at(gate, i, j)] + F[u(gate, i, j)];
        const [input, candidate, output] = [sigmoid(before(0)), Math.tanh(before(2)), sigmoid(before(3))];
        let state = input * candidate;
        if (previous !== 0) {
          const forget = sigmoid(before(1));
          F[at(1, i, j)] = forget;
          state += forget * F[index(previous) + i * n + j];
        }
        F[at(0, i, j)] = input;
        F[at(2, i, j)] = candidate;
        F[at(3, i, j)] = output;
        F[index(c) + i * n + j] = state;
        F[index(h) + i * n + j] = output * Math.tanh(state);
      });
    },

    /** Gradients of the gates' pre-activations; gradC becomes that of the previous cell state. */
    lstmStepBackward(
      rows: number,
      n: number,
      gates: number,
      previous: number,
      c: number,
      gradH: number,
      gradC: number,
      gradGates: number,
    ): void {
      const F = memory.floats;
      const at = gateOf(gates, 4, n);
      const to = gateOf(gradGates, 4, n);
      each(rows, n, (i, j) => {
        const cell = i * n + j;
        const [input, candidate, output] = [F[at(0, i, j)], F[at(2, i, j)], F[at(3, i, j)]];
        const t = Math.tanh(F[index(c) + cell]);
        const dh = F[index(gradH) + cell];
        const dc = F[index(gradC) + cell] + dh * output * (1 - t ** 2);
        if (previous !== 0) {
          const forget = F[at(1, i, j)];
          F[to(1, i, j)] = dc * F[index(previous) + cell] * forget * (1 - forget);
          F[index(gradC) + cell] = dc * forget;
        } else F[to(1, i, j)] = 0;
        F[to(0, i, j)] = dc * candidate * input * (1 - input);
        F[to(2, i, j)] = dc * input * (1 - candidate ** 2);
        F[to(3, i, j)] = dh * t * output * (1 - output);
      });
    },
  };
}
