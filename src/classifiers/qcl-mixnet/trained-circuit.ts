/** The circuit of a trained QCL-MixNet with `quantum=circuit`, and the angles that it takes for rows. */
import type { FeatureMatrix, Matrix } from '../../matrix.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import type { CircuitShape } from '../../nn/quantum/circuit-shape.js';
import { requireData } from '../contract/saved-classifier.js';
import { CIRCUIT } from './network.js';

export interface TrainedCircuit extends CircuitShape {
  /** The angles of RZ and RY, layers x qubits x 2. */
  readonly weights: Float32Array;
}

/** Of the kept epoch. Throws `InputError` for tensors of other shapes. */
export function trainedCircuit(shape: CircuitShape, tensors: Map<string, ModelTensor>): TrainedCircuit {
  const { qubits, layers } = shape;
  const weights = requireData(tensors, `${CIRCUIT}.weights`, [layers, qubits, 2], 'qcl-mixnet', 'F32');
  return { ...shape, weights };
}

/**
 * The angles of RY for each row, rows x qubits: the learned projection W x + b.
 *
 * @param X the columns that the network is given
 * @throws InputError for tensors of other shapes
 */
export function circuitAngles(
  X: Matrix,
  { qubits }: CircuitShape,
  tensors: Map<string, ModelTensor>,
): FeatureMatrix {
  const of = (name: string, ...shape: number[]) =>
    requireData(tensors, `${CIRCUIT}.projection.${name}`, shape, 'qcl-mixnet', 'F32');
  const weight = of('weight', qubits, X.columns);
  const bias = of('bias', qubits);
  const data = new Float64Array(X.rows * qubits);
  for (let row = 0; row < X.rows; row++) {
    for (let j = 0; j < qubits; j++) {
      let angle = bias[j];
      for (let i = 0; i < X.columns; i++) angle += weight[j * X.columns + i] * X.data[row * X.columns + i];
      data[row * qubits + j] = angle;
    }
  }
  return { data, rows: X.rows, columns: qubits };
}
