/**
 * The layers of networks, by the names of their arrays, on rows x columns. They compute in 64 bits: a calibration may
 * magnify the rounding of 32 bits, and runtimes approximate functions of 32 bits.
 */
import type { ModelTensor } from '../../../modelfile/tensor.js';
import type { CircuitShape } from '../../../nn/quantum/circuit-shape.js';
import { circuitMatrix } from '../../../nn/quantum/trained-gates.js';
import type { Graph, Value } from '../../graph/graph.js';
import { dataOf } from '../saved.js';

export interface Network {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Columns of the rows. */
  readonly columns: number;
  readonly tensors: Map<string, ModelTensor>;
}

/** The epsilon of `batchNorm` in `nn/layers`. */
const EPSILON = 1e-5;

export class Layers {
  /** @param prefix before the names of the arrays */
  constructor(
    readonly graph: Graph,
    private readonly tensors: ReadonlyMap<string, ModelTensor>,
    private readonly prefix: string,
  ) {}

  has(array: string): boolean {
    return this.tensors.has(this.prefix + array);
  }

  array(name: string): ModelTensor['data'] {
    return dataOf(this.tensors, this.prefix + name);
  }

  /** x W^T + b; without b if there is none. x may have more than two dimensions. */
  linear(name: string, x: Value): Value {
    const { graph } = this;
    const weight = this.array(`${name}.weight`);
    const inputs = weight.length / this.#outputs(name);
    const product = graph.product(
      x,
      graph.widened(transposed(weight, inputs), [inputs, weight.length / inputs]),
    );
    if (!this.has(`${name}.bias`)) return product;
    const bias = this.array(`${name}.bias`);
    return graph.add(product, graph.widened(bias, [bias.length]));
  }

  /** Batch normalisation with the running statistics. */
  batchNorm(name: string, x: Value): Value {
    const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((each) =>
      this.array(`${name}.${each}`),
    );
    const factor = Float64Array.from(gamma, (g, j) => g / Math.sqrt(variance[j] + EPSILON));
    const shift = factor.map((f, j) => beta[j] - mean[j] * f);
    const row = (values: Float64Array) => this.graph.doubles(values, [1, values.length]);
    return this.graph.add(this.graph.multiply(x, row(factor)), row(shift));
  }

  relu(x: Value): Value {
    return this.graph.node('Relu', [x]);
  }

  leakyRelu(x: Value, slope = 0.01): Value {
    const { graph } = this;
    const negative = graph.node('Min', [x, graph.doubles(0)]);
    return graph.add(this.relu(x), graph.multiply(negative, graph.doubles(slope)));
  }

  sigmoid(x: Value): Value {
    const { graph } = this;
    const one = graph.doubles(1);
    return graph.divide(one, graph.add(one, graph.node('Exp', [graph.node('Neg', [x])])));
  }

  /** The quantum-entanglement layer: p = x cos(theta), p sigmoid(p . sin(theta)). */
  entanglement(name: string, x: Value): Value {
    const { graph } = this;
    const theta = Float64Array.from(this.array(`${name}.theta`));
    const projected = graph.multiply(x, graph.doubles(theta.map(Math.cos), [1, theta.length]));
    const angle = graph.product(projected, graph.doubles(theta.map(Math.sin), [theta.length, 1]));
    return graph.multiply(projected, this.sigmoid(angle));
  }

  /** x, and next to it the expectations of the circuit whose angles are a linear map of x. */
  circuitFeatures(name: string, shape: CircuitShape, x: Value): Value {
    const { graph } = this;
    const { qubits } = shape;
    const n = 2 ** qubits;
    const half = graph.multiply(this.linear(`${name}.projection`, x), graph.doubles(0.5));
    // Runtimes have sines of 64 bits, but not always cosines.
    const sines = graph.node('Sin', [half]);
    const cosines = graph.node('Sin', [graph.add(half, graph.doubles(Math.PI / 2))]);
    const ofQubit = (j: number) => [cosines, sines].map((values) => graph.columns(values, [j]));
    let state = graph.beside(ofQubit(0));
    for (let j = 1; j < qubits; j++) {
      const [low, high] = ofQubit(j);
      state = graph.beside([graph.multiply(state, low), graph.multiply(state, high)]);
    }
    const { real, imaginary } = circuitMatrix(shape, this.array(`${name}.weights`));
    const squares = [real, imaginary].map((matrix) => {
      const part = graph.product(state, graph.widened(matrix, [n, n]));
      return graph.multiply(part, part);
    });
    const signs = Float64Array.from({ length: n * qubits }, (_, at) =>
      ((Math.floor(at / qubits) >> (at % qubits)) & 1) === 0 ? 1 : -1,
    );
    const z = graph.product(graph.add(squares[0], squares[1]), graph.doubles(signs, [n, qubits]));
    return graph.beside([x, z]);
  }

  #outputs(name: string): number {
    const shape = this.tensors.get(`${this.prefix}${name}.weight`)?.shape ?? [];
    return shape[0];
  }
}

/** A matrix with rows and columns exchanged. */
export function transposed(values: ArrayLike<number>, columns: number): Float32Array {
  const rows = values.length / columns;
  return Float32Array.from(
    { length: values.length },
    (_, i) => values[(i % rows) * columns + Math.floor(i / rows)],
  );
}
