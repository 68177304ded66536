import { expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { ParameterStore } from '../../engine/parameter-store.js';
import { Program } from '../../engine/program.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { quantumCircuit } from '../layers/quantum-circuit.js';
import { ENTANGLERS } from './circuit-shape.js';
import { circuitMatrix } from './trained-gates.js';

it.each(ENTANGLERS.flatMap((entangler) => [2, 3, 4].map((qubits) => ({ entangler, qubits, layers: 2 }))))(
  'the matrix of the gates gives the expectations of the layer: $qubits qubits, $entangler',
  async (shape) => {
    const { qubits, layers } = shape;
    const engine = await Engine.create('typescript-float64');
    const store = new ParameterStore(engine);
    const program = new Program(engine, store, 1, 'inference');
    const angles = program.input(qubits);
    const z = quantumCircuit('c', shape).record(program, angles);
    program.compile();
    const random = new RandomStream(3, 'weights');
    store.initialize(random);
    const x = Array.from({ length: qubits }, () => 2 * random.normal());
    engine.floats(angles.value, qubits).set(x);
    program.forward();

    const weights = program.parameter('c.weights', [layers, qubits, 2], () => {}).value;
    const { real, imaginary } = circuitMatrix(shape, engine.floats(weights, layers * qubits * 2));
    const n = 2 ** qubits;
    const bitOf = (index: number, qubit: number) => (index >> qubit) & 1;
    const encoded = Array.from({ length: n }, (_, k) =>
      x.reduce(
        (product, angle, j) => product * (bitOf(k, j) === 0 ? Math.cos(angle / 2) : Math.sin(angle / 2)),
        1,
      ),
    );
    const sumOf = (matrix: Float64Array, out: number) =>
      encoded.reduce((sum, amplitude, k) => sum + amplitude * matrix[k * n + out], 0);
    for (let j = 0; j < qubits; j++) {
      let expectation = 0;
      for (let out = 0; out < n; out++) {
        const p = sumOf(real, out) ** 2 + sumOf(imaginary, out) ** 2;
        expectation += bitOf(out, j) === 0 ? p : -p;
      }
      expect(engine.floats(z.value, qubits)[j]).toBeCloseTo(expectation, 12);
    }
  },
);
