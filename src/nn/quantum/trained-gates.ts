/** The gates of a trained circuit behind the encoding of the row's angles, one by one and as one matrix. */
import { type CircuitShape, type Entangler, ringPairs } from './circuit-shape.js';

export type TrainedGate =
  | { readonly kind: 'rz' | 'ry'; readonly qubit: number; readonly angle: number }
  | { readonly kind: Entangler; readonly control: number; readonly target: number };

/** @param weights layers x qubits x 2, as `quantumCircuit` has them */
export function trainedGates(shape: CircuitShape, weights: ArrayLike<number>): TrainedGate[] {
  const { qubits, layers, entangler } = shape;
  return Array.from({ length: layers }, (_, layer) => [
    ...Array.from({ length: qubits }, (_, qubit): TrainedGate[] => {
      const at = 2 * (layer * qubits + qubit);
      return [
        { kind: 'rz', qubit, angle: weights[at] },
        { kind: 'ry', qubit, angle: weights[at + 1] },
      ];
    }).flat(),
    ...ringPairs(shape).map(([control, target]): TrainedGate => ({ kind: entangler, control, target })),
  ]).flat();
}

/** Real and imaginary parts, 2^qubits x 2^qubits: row k is the state that the gates make of the basis state k. */
export interface CircuitMatrix {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

export function circuitMatrix(shape: CircuitShape, weights: ArrayLike<number>): CircuitMatrix {
  const n = 2 ** shape.qubits;
  const real = new Float64Array(n * n);
  const imaginary = new Float64Array(n * n);
  const gates = trainedGates(shape, weights);
  for (let k = 0; k < n; k++) {
    const state = {
      real: real.subarray(k * n, (k + 1) * n),
      imaginary: imaginary.subarray(k * n, (k + 1) * n),
    };
    state.real[k] = 1;
    for (const gate of gates) apply(gate, state);
  }
  return { real, imaginary };
}

function apply(gate: TrainedGate, { real, imaginary }: CircuitMatrix): void {
  const bit = 1 << ('angle' in gate ? gate.qubit : gate.target);
  const half = 'angle' in gate ? gate.angle / 2 : 0;
  const [c, s] = [Math.cos(half), Math.sin(half)];
  for (let low = 0; low < real.length; low++) {
    if ((low & bit) !== 0) continue;
    const high = low | bit;
    const [a, b, x, y] = [real[low], real[high], imaginary[low], imaginary[high]];
    if (gate.kind === 'ry') {
      [real[low], real[high]] = [c * a - s * b, s * a + c * b];
      [imaginary[low], imaginary[high]] = [c * x - s * y, s * x + c * y];
    } else if (gate.kind === 'rz') {
      [real[low], imaginary[low]] = [c * a + s * x, c * x - s * a];
      [real[high], imaginary[high]] = [c * b - s * y, c * y + s * b];
    } else if ('control' in gate && ((low >> gate.control) & 1) === 1) {
      if (gate.kind === 'cz') [real[high], imaginary[high]] = [-b, -y];
      else [real[low], real[high], imaginary[low], imaginary[high]] = [b, a, y, x];
    }
  }
}
