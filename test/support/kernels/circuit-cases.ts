/** Calls of the kernels of a quantum circuit: its gates, the expectations, and both gradients. */
import type { RandomStream } from '../../../src/engine/random/random-stream.js';
import type { Kernels } from '../../../src/kernels/load.js';
import { ENTANGLERS, ringTable } from '../../../src/nn/quantum/circuit-shape.js';
import { input, inputInts, type KernelTest, normals, output, scratch } from './kernel-case.js';

const ROWS = [1, 3, 4, 9];
const SIZES = [
  [2, 1],
  [2, 2],
  [3, 1],
  [3, 3],
  [5, 2],
  [10, 2],
] as const;

interface Circuit {
  readonly description: string;
  readonly qubits: number;
  readonly layers: number;
  readonly rows: number;
  readonly buffers: ReturnType<typeof circuitBuffers>;
  readonly magnitude: number;
}

function circuitBuffers(
  random: RandomStream,
  shape: { qubits: number; layers: number; entangler: 'cnot' | 'cz' },
  rows: number,
) {
  const { qubits, layers } = shape;
  const amplitudes = 2 ** qubits;
  const groups = Math.ceil(rows / 4);
  return {
    weights: input(normals(random, layers * qubits * 2, 2)),
    angles: input(normals(random, rows * qubits, 2)),
    ring: inputInts(ringTable(shape)),
    rotations: output(layers * qubits * 2),
    phases: output(layers * amplitudes * 2),
    states: scratch((_, bytes) => groups * 8 * amplitudes * bytes),
    scratch: scratch((_, bytes) => 20 * amplitudes * bytes),
    z: output(rows * qubits),
  };
}

function* circuits(random: RandomStream): Generator<Circuit> {
  for (const entangler of ENTANGLERS) {
    for (const [qubits, layers] of SIZES) {
      for (const rows of qubits === 10 ? [3] : ROWS) {
        yield {
          description: `${rows} rows, ${qubits} qubits, ${layers} layers of ${entangler}`,
          qubits,
          layers,
          rows,
          buffers: circuitBuffers(random, { qubits, layers, entangler }, rows),
          magnitude: Math.sqrt(layers * qubits),
        };
      }
    }
  }
}

type At = (buffer: string) => number;

function forward(
  k: Kernels,
  at: At,
  { rows, qubits, layers }: Circuit,
  keep: boolean,
  probabilities: number,
) {
  k.circuitGates(qubits, layers, at('weights'), at('ring'), at('rotations'), at('phases'));
  k.circuitForward(
    rows,
    qubits,
    layers,
    at('angles'),
    at('rotations'),
    at('phases'),
    at('ring'),
    at('states'),
    keep,
    at('z'),
    probabilities,
    at('scratch'),
  );
}

export const circuitTests: readonly KernelTest[] = [
  {
    kernels: ['circuitGates', 'circuitForward'],
    *cases(random) {
      for (const circuit of circuits(random)) {
        const { description, rows, qubits, magnitude } = circuit;
        yield {
          description,
          buffers: { ...circuit.buffers, probabilities: output(rows * 2 ** qubits) },
          run: (k, at) => forward(k, at, circuit, false, at('probabilities')),
          magnitude,
        };
      }
    },
  },
  {
    kernels: ['circuitBackward'],
    *cases(random) {
      for (const circuit of circuits(random)) {
        const { description, rows, qubits, layers, magnitude } = circuit;
        yield {
          description,
          buffers: {
            ...circuit.buffers,
            gradZ: input(normals(random, rows * qubits)),
            gradAngles: output(rows * qubits),
            gradWeights: output(layers * qubits * 2),
          },
          run: (k, at) => {
            forward(k, at, circuit, true, 0);
            k.circuitBackward(
              rows,
              qubits,
              layers,
              at('rotations'),
              at('phases'),
              at('ring'),
              at('states'),
              at('gradZ'),
              at('gradAngles'),
              at('gradWeights'),
              at('scratch'),
            );
          },
          magnitude: magnitude * Math.sqrt(rows),
        };
      }
    },
  },
];
