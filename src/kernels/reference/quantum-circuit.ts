/** Plain twins of assembly/quantum-circuit.ts: one row after the other, one gate after the other. */
import type { ReferenceMemory } from './memory.js';

export function quantumCircuitKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;
  const ringOf = (ring: number, n: number) => memory.ints.subarray(ring >>> 2, (ring >>> 2) + n);
  const sourceOf = (source: number) => (source < 0 ? ~source : source);

  /** Multiplies the amplitude i by cos + i * direction * sin. */
  function turn(state: number, i: number, phase: number, direction: 1 | -1): void {
    const F = memory.floats;
    const [re, im] = [F[state + 2 * i], F[state + 2 * i + 1]];
    const [c, s] = [F[phase], direction * F[phase + 1]];
    F[state + 2 * i] = re * c - im * s;
    F[state + 2 * i + 1] = im * c + re * s;
  }

  /** RY, or its inverse for the direction -1. */
  function rotate(n: number, qubit: number, rotation: number, state: number, direction: 1 | -1): void {
    const F = memory.floats;
    const [c, s] = [F[rotation], direction * F[rotation + 1]];
    const bit = 1 << qubit;
    for (let i = 0; i < n; i++) {
      if ((i & bit) !== 0) continue;
      for (let part = 0; part < 2; part++) {
        const [low, high] = [state + 2 * i + part, state + 2 * (i | bit) + part];
        const [a, b] = [F[low], F[high]];
        F[low] = c * a - s * b;
        F[high] = s * a + c * b;
      }
    }
  }

  /** Im <adjoint| Y |state> of a qubit. */
  function ofY(n: number, qubit: number, state: number, adjoint: number): number {
    const F = memory.floats;
    const bit = 1 << qubit;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      if ((i & bit) !== 0) continue;
      const [low, high] = [2 * i, 2 * (i | bit)];
      sum += F[adjoint + high] * F[state + low] + F[adjoint + high + 1] * F[state + low + 1];
      sum -= F[adjoint + low] * F[state + high] + F[adjoint + low + 1] * F[state + high + 1];
    }
    return sum;
  }

  /** Im <adjoint| Z |state> of a qubit. */
  function ofZ(n: number, qubit: number, state: number, adjoint: number): number {
    const F = memory.floats;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const [re, im] = [2 * i, 2 * i + 1];
      const term = F[adjoint + re] * F[state + im] - F[adjoint + im] * F[state + re];
      sum += ((i >> qubit) & 1) === 0 ? term : -term;
    }
    return sum;
  }

  /** Moves amplitudes through the ring, or back. */
  function move(n: number, ring: number, state: number, scratch: number, back: boolean): void {
    const F = memory.floats;
    const table = ringOf(ring, n);
    F.copyWithin(scratch, state, state + 2 * n);
    for (let i = 0; i < n; i++) {
      const source = sourceOf(table[i]);
      const [from, to] = back ? [i, source] : [source, i];
      F[state + 2 * to] = F[scratch + 2 * from];
      F[state + 2 * to + 1] = F[scratch + 2 * from + 1];
    }
  }

  return {
    /** The gates of trained angles: cosines and sines of half the angles of RY, and the diagonals of the RZ. */
    circuitGates(
      qubits: number,
      layers: number,
      weights: number,
      ring: number,
      rotations: number,
      phases: number,
    ): void {
      const F = memory.floats;
      const n = 1 << qubits;
      const table = ringOf(ring, n);
      const [W, R, P] = [index(weights), index(rotations), index(phases)];
      for (let layer = 0; layer < layers; layer++) {
        for (let j = 0; j < qubits; j++) {
          const at = 2 * (layer * qubits + j);
          F[R + at] = Math.cos(F[W + at + 1] / 2);
          F[R + at + 1] = Math.sin(F[W + at + 1] / 2);
        }
        for (let i = 0; i < n; i++) {
          let angle = 0;
          for (let j = 0; j < qubits; j++) {
            const half = F[W + 2 * (layer * qubits + j)] / 2;
            angle += ((i >> j) & 1) === 0 ? -half : half;
          }
          const sign = layer > 0 && table[i] < 0 ? -1 : 1;
          F[P + 2 * (layer * n + i)] = sign * Math.cos(angle);
          F[P + 2 * (layer * n + i) + 1] = sign * Math.sin(angle);
        }
      }
    },

    /** z: the expectations of Z of each qubit for the angles of each row. */
    circuitForward(
      rows: number,
      qubits: number,
      layers: number,
      angles: number,
      rotations: number,
      phases: number,
      ring: number,
      states: number,
      keep: boolean,
      z: number,
      probabilities: number,
      scratch: number,
    ): void {
      const F = memory.floats;
      const n = 1 << qubits;
      const table = ringOf(ring, n);
      for (let row = 0; row < rows; row++) {
        const state = index(states) + (keep ? 2 * n * row : 0);
        for (let i = 0; i < n; i++) {
          let product = 1;
          for (let j = 0; j < qubits; j++) {
            const half = F[index(angles) + row * qubits + j] / 2;
            product *= ((i >> j) & 1) === 0 ? Math.cos(half) : Math.sin(half);
          }
          F[state + 2 * i] = product;
          F[state + 2 * i + 1] = 0;
        }
        for (let layer = 0; layer < layers; layer++) {
          if (layer > 0) move(n, ring, state, index(scratch), false);
          for (let i = 0; i < n; i++) turn(state, i, index(phases) + 2 * (layer * n + i), 1);
          for (let j = 0; j < qubits; j++) {
            rotate(n, j, index(rotations) + 2 * (layer * qubits + j), state, 1);
          }
        }
        F.fill(0, index(z) + row * qubits, index(z) + (row + 1) * qubits);
        for (let i = 0; i < n; i++) {
          const source = state + 2 * sourceOf(table[i]);
          const p = F[source] ** 2 + F[source + 1] ** 2;
          if (probabilities !== 0) F[index(probabilities) + row * n + i] = p;
          for (let j = 0; j < qubits; j++) {
            F[index(z) + row * qubits + j] += ((i >> j) & 1) === 0 ? p : -p;
          }
        }
      }
    },

    /** Gradients of `circuitForward` by the adjoint method, written. */
    circuitBackward(
      rows: number,
      qubits: number,
      layers: number,
      rotations: number,
      phases: number,
      ring: number,
      states: number,
      gradZ: number,
      gradAngles: number,
      gradWeights: number,
      scratch: number,
    ): void {
      const F = memory.floats;
      const n = 1 << qubits;
      const table = ringOf(ring, n);
      const adjoint = index(scratch);
      const free = adjoint + 2 * n;
      const GW = index(gradWeights);
      F.fill(0, GW, GW + 2 * layers * qubits);
      for (let row = 0; row < rows; row++) {
        const state = index(states) + 2 * n * row;
        for (let i = 0; i < n; i++) {
          let factor = 0;
          for (let j = 0; j < qubits; j++) {
            const g = F[index(gradZ) + row * qubits + j];
            factor += ((i >> j) & 1) === 0 ? g : -g;
          }
          const source = 2 * sourceOf(table[i]);
          F[adjoint + source] = factor * F[state + source];
          F[adjoint + source + 1] = factor * F[state + source + 1];
        }
        for (let layer = layers - 1; layer >= 0; layer--) {
          for (let j = 0; j < qubits; j++) {
            const at = 2 * (layer * qubits + j);
            F[GW + at + 1] += ofY(n, j, state, adjoint);
            for (const vector of [state, adjoint]) rotate(n, j, index(rotations) + at, vector, -1);
          }
          for (let j = 0; j < qubits; j++) {
            F[GW + 2 * (layer * qubits + j)] += ofZ(n, j, state, adjoint);
          }
          for (const vector of [state, adjoint]) {
            for (let i = 0; i < n; i++) turn(vector, i, index(phases) + 2 * (layer * n + i), -1);
            if (layer > 0) move(n, ring, vector, free, true);
          }
        }
        for (let j = 0; j < qubits; j++) {
          F[index(gradAngles) + row * qubits + j] = ofY(n, j, state, adjoint);
        }
      }
    },
  };
}
