/** The layers of networks, by the names of their arrays, on rows x columns of 32-bit floats. */
import type { ModelTensor } from '../../../modelfile/tensor.js';
import { float, int } from '../../protobuf/attribute.js';
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

  /** x W^T + b; without b if there is none. */
  linear(name: string, x: Value): Value {
    const weight = this.#constant(`${name}.weight`);
    const bias = this.has(`${name}.bias`) ? [this.#constant(`${name}.bias`)] : [];
    return this.graph.node('Gemm', [x, weight, ...bias], { transB: int(1) });
  }

  /** Batch normalisation with the running statistics. */
  batchNorm(name: string, x: Value): Value {
    const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((each) =>
      this.array(`${name}.${each}`),
    );
    const factor = Float64Array.from(gamma, (g, j) => g / Math.sqrt(variance[j] + EPSILON));
    const shift = factor.map((f, j) => beta[j] - mean[j] * f);
    const row = (values: Float64Array) => this.graph.floats(values, [1, values.length]);
    return this.graph.add(this.graph.multiply(x, row(factor)), row(shift));
  }

  relu(x: Value): Value {
    return this.graph.node('Relu', [x]);
  }

  leakyRelu(x: Value, slope = 0.01): Value {
    return this.graph.node('LeakyRelu', [x], { alpha: float(slope) });
  }

  /** The quantum-entanglement layer: p = x cos(theta), p sigmoid(p . sin(theta)). */
  entanglement(name: string, x: Value): Value {
    const { graph } = this;
    const theta = Float64Array.from(this.array(`${name}.theta`));
    const projected = graph.multiply(x, graph.floats(theta.map(Math.cos), [1, theta.length]));
    const angle = graph.product(projected, graph.floats(theta.map(Math.sin), [theta.length, 1]));
    return graph.multiply(projected, graph.node('Sigmoid', [angle]));
  }

  #constant(name: string): Value {
    const tensor = this.tensors.get(this.prefix + name);
    return this.graph.floats(this.array(name), tensor?.shape);
  }
}
