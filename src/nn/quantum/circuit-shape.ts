/** The gates of a variational quantum circuit (`nn/layers/quantum-circuit.ts`) in order, without their angles. */

/** The gates that entangle neighbouring qubits. */
export const ENTANGLERS = ['cnot', 'cz'] as const;
export type Entangler = (typeof ENTANGLERS)[number];

/** The simulation doubles in time and memory with each qubit. */
export const MOST_QUBITS = 10;

export interface CircuitShape {
  /** From 2 to `MOST_QUBITS`. */
  readonly qubits: number;
  readonly layers: number;
  readonly entangler: Entangler;
}

/** Control and target of each gate of a ring, in order: from each qubit to the next; of two qubits a single gate. */
export function ringPairs({ qubits }: CircuitShape): [control: number, target: number][] {
  const gates = qubits === 2 ? 1 : qubits;
  return Array.from({ length: gates }, (_, j) => [j, (j + 1) % qubits]);
}

/**
 * What a ring does to amplitudes, as the kernels take it: entry i is the index, before the ring, of the amplitude that
 * gets index i, or its complement `~index` if the sign changes. Bit j of an index is the value of qubit j.
 */
export function ringTable(shape: CircuitShape): Int32Array {
  const pairs = ringPairs(shape);
  return Int32Array.from({ length: 2 ** shape.qubits }, (_, i) => {
    if (shape.entangler === 'cnot') {
      return pairs.reduceRight((index, [control, target]) => index ^ (((index >> control) & 1) << target), i);
    }
    const changes = pairs.filter(([a, b]) => ((i >> a) & (i >> b) & 1) === 1).length;
    return changes % 2 === 0 ? i : ~i;
  });
}
