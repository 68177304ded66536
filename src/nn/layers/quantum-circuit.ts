/**
 * A variational quantum circuit, simulated exactly as a state vector: the expectations of Z of each of n qubits, as
 * functions of an angle for each. On |0...0>
 *
 *   RY(x_j) on each qubit j; then in each layer RZ(w_j0) and RY(w_j1) on each qubit j, and a ring of CNOT or CZ gates
 *
 * with RZ(t) = exp(-i t Z / 2) and RY(t) = exp(-i t Y / 2). RZ is first: behind RY(x_j) another RY would only add to the
 * angle, and an RZ before the measurement would change nothing.
 *
 * The weights are layers x qubits x 2, standard normal by default; gradients are by the adjoint method. Training takes
 * 2^(qubits + 1) floats a row.
 */
import type { Initializer } from '../../engine/parameter-store.js';
import type { Program, Tensor } from '../../engine/program.js';
import { concatColumns } from '../operations/columns.js';
import { type CircuitShape, ringTable } from '../quantum/circuit-shape.js';
import { type ShotOptions, shotSampler } from '../quantum/shots.js';
import { standardNormal } from './initializers.js';
import type { Layer } from './layer.js';
import { linear } from './linear.js';

export interface QuantumCircuitOptions extends CircuitShape {
  /** Default: standard normal. */
  readonly weights?: Initializer;
  /** Estimates the expectations in inference programs from this many measurements of each row; default: exact. */
  readonly shots?: ShotOptions;
}

/** The states of four rows are simulated together. */
const ROWS_TOGETHER = 4;

export function quantumCircuit(name: string, options: QuantumCircuitOptions): Layer {
  return {
    width: () => options.qubits,
    record: (program, x) => recordCircuit(program, name, x, x, options),
  };
}

/** The columns of x, and next to them the expectations of a circuit whose angles are a linear map of x. */
export function circuitFeatures(name: string, options: QuantumCircuitOptions): Layer {
  const projection = linear(`${name}.projection`, options.qubits);
  return {
    width: (columns) => columns + options.qubits,
    record(program, x) {
      const angles = projection.record(program, x);
      return concatColumns(program, [x, recordCircuit(program, name, angles, x, options)]);
    },
  };
}

/** @param source what the randomness of shots depends on, besides the seed */
function recordCircuit(
  program: Program,
  name: string,
  angles: Tensor,
  source: Tensor,
  { weights: initializer = standardNormal, shots, ...shape }: QuantumCircuitOptions,
): Tensor {
  const { qubits, layers } = shape;
  const { engine, maximumRows } = program;
  const { kernels } = engine;
  if (angles.columns !== qubits) throw new Error(`${angles.columns} angles for ${qubits} qubits`);
  const amplitudes = 2 ** qubits;
  const floats = 2 * amplitudes * ROWS_TOGETHER;
  const weights = program.parameter(`${name}.weights`, [layers, qubits, 2], initializer);
  const rotations = engine.allocateFloats(layers * qubits * 2);
  const phases = engine.allocateFloats(layers * amplitudes * 2);
  const ring = engine.allocateInts(amplitudes);
  engine.ints(ring, amplitudes).set(ringTable(shape));
  const training = program.mode === 'training';
  const groups = training ? Math.ceil(maximumRows / ROWS_TOGETHER) : 1;
  const states = engine.allocateFloats(groups * floats);
  const scratch = engine.allocateFloats(training ? 2.5 * floats : floats);
  const z = program.tensor(qubits, true);
  const sampler = shots && !training ? shotSampler(program, source, z, qubits, shots) : undefined;
  program.record({
    forward: () => () => {
      kernels.circuitGates(qubits, layers, weights.value, ring, rotations, phases);
      kernels.circuitForward(
        program.rows,
        qubits,
        layers,
        angles.value,
        rotations,
        phases,
        ring,
        states,
        training,
        z.value,
        sampler?.probabilities ?? 0,
        scratch,
      );
      sampler?.sample();
    },
    backward: () => {
      if (weights.claimGradient()) throw new Error(`${name} is used twice`);
      const { address, finish } = program.gradientTarget(angles);
      return () => {
        kernels.circuitBackward(
          program.rows,
          qubits,
          layers,
          rotations,
          phases,
          ring,
          states,
          z.gradient,
          address,
          weights.gradient,
          scratch,
        );
        finish();
      };
    },
  });
  return z;
}
