/** A graph of ONNX operators under construction. Values are the names of inputs, constants and results. */
import { type Attribute, graph as graphAttribute, int, ints } from '../protobuf/attribute.js';
import type { Node, OnnxGraph, ValueInfo } from '../protobuf/graph.js';
import type { OnnxModel } from '../protobuf/model.js';
import { ELEMENT_TYPES, type ElementType, type Tensor } from '../protobuf/tensor.js';

/** The name of a value of the graph. */
export type Value = string;

type Attributes = Readonly<Record<string, Attribute>>;

/** The domain of the operators for trees and texts. */
export const ML = 'ai.onnx.ml';

export class Graph {
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];
  readonly #constants = new Map<Value, Tensor>();
  readonly #scalars = new Map<string, Value>();
  readonly #nodes: Node[] = [];
  readonly #newName: () => Value;

  /**
   * @param reserved names that results must not get: those of inputs and outputs to come
   * @param newName gives the names; a graph inside another one shares those of the outer graph
   */
  constructor(reserved: Iterable<string> = [], newName?: () => Value) {
    const taken = new Set(reserved);
    let values = 0;
    this.#newName =
      newName ??
      (() => {
        let name: Value;
        do name = `v${values++}`;
        while (taken.has(name));
        return name;
      });
  }

  input(name: string, type: ElementType, shape: readonly (number | string)[]): Value {
    this.#inputs.push({ name, type, shape });
    return name;
  }

  output(value: Value, name: string, type: ElementType, shape: readonly (number | string)[]): void {
    this.#outputs.push({ name, type, shape });
    this.#nodes.push({ op: 'Identity', inputs: [value], outputs: [name], attributes: {} });
  }

  constant(tensor: Tensor): Value {
    const name = this.#newName();
    this.#constants.set(name, tensor);
    return name;
  }

  /** A constant of 64-bit floats; a scalar if no shape is given and there is one number. */
  doubles(values: number | ArrayLike<number>, shape?: readonly number[]): Value {
    if (typeof values === 'number') return this.#scalar('double', values);
    return this.constant({
      type: 'double',
      values: Float64Array.from(values),
      shape: shape ?? [values.length],
    });
  }

  /** A constant of 64-bit floats, stored in 32 bits. */
  widened(values: ArrayLike<number>, shape: readonly number[]): Value {
    return this.cast(this.floats(values, shape), 'double');
  }

  /** A constant of 32-bit floats, likewise. */
  floats(values: number | ArrayLike<number>, shape?: readonly number[]): Value {
    if (typeof values === 'number') return this.#scalar('float', values);
    return this.constant({
      type: 'float',
      values: Float32Array.from(values),
      shape: shape ?? [values.length],
    });
  }

  /** A constant of 64-bit integers; one-dimensional. */
  integers(values: ArrayLike<number>): Value {
    return this.constant({ type: 'int64', values, shape: [values.length] });
  }

  /** The only result of an operator. */
  node(op: string, inputs: readonly Value[], attributes: Attributes = {}, domain?: string): Value {
    return this.nodes(op, inputs, 1, attributes, domain)[0];
  }

  /** The first `count` results of an operator. */
  nodes(
    op: string,
    inputs: readonly Value[],
    count: number,
    attributes: Attributes = {},
    domain?: string,
  ): Value[] {
    const outputs = Array.from({ length: count }, () => this.#newName());
    this.#nodes.push({ op, inputs, outputs, attributes, ...(domain !== undefined && { domain }) });
    return outputs;
  }

  add = (a: Value, b: Value): Value => this.node('Add', [a, b]);
  subtract = (a: Value, b: Value): Value => this.node('Sub', [a, b]);
  multiply = (a: Value, b: Value): Value => this.node('Mul', [a, b]);
  divide = (a: Value, b: Value): Value => this.node('Div', [a, b]);
  product = (a: Value, b: Value): Value => this.node('MatMul', [a, b]);
  where = (condition: Value, yes: Value, no: Value): Value => this.node('Where', [condition, yes, no]);

  cast(value: Value, type: ElementType): Value {
    return this.node('Cast', [value], { to: int(ELEMENT_TYPES[type]) });
  }

  /** Matrices side by side. */
  beside(parts: readonly Value[]): Value {
    return parts.length === 1 ? parts[0] : this.node('Concat', parts, { axis: int(1) });
  }

  /** Some columns of a matrix, in the given order. */
  columns(matrix: Value, indices: ArrayLike<number>): Value {
    return this.node('Gather', [matrix, this.integers(indices)], { axis: int(1) });
  }

  /** The sum of each row of a matrix, as a column. */
  rowSums(matrix: Value): Value {
    return this.node('ReduceSum', [matrix, this.integers([1])], { keepdims: int(1) });
  }

  /** The largest value of each row of a matrix, as a column. */
  rowMaxima(matrix: Value): Value {
    return this.node('ReduceMax', [matrix], { axes: ints([1]), keepdims: int(1) });
  }

  /**
   * Repeats a step at most `count` times, as long as it asks to be repeated.
   *
   * @param state a matrix of 64-bit floats
   * @param columns of the state
   * @param step gives the next state, and a single true or false, whether to go on; it may use values of this graph
   */
  loop(
    count: number,
    state: Value,
    columns: number,
    step: (graph: Graph, state: Value) => { readonly next: Value; readonly goesOn: Value },
  ): Value {
    const body = new Graph([], this.#newName);
    const name = this.#newName;
    body.input(name(), 'int64', []);
    body.input(name(), 'bool', []);
    const { next, goesOn } = step(body, body.input(name(), 'double', ['rows', columns]));
    body.output(goesOn, name(), 'bool', []);
    body.output(next, name(), 'double', ['rows', columns]);
    const most = this.constant({ type: 'int64', values: [count], shape: [] });
    return this.node('Loop', [most, '', state], { body: graphAttribute(body.#graph()) });
  }

  finish(rest: Pick<OnnxModel, 'operatorSets' | 'metadata' | 'producer'>): OnnxModel {
    return { ...this.#graph(), ...rest };
  }

  /** What the outputs need. */
  #graph(): OnnxGraph {
    const needed = new Set(this.#outputs.map(({ name }) => name));
    const nodes = this.#nodes.toReversed().filter((node) => {
      if (!node.outputs.some((output) => needed.has(output))) return false;
      for (const input of inputsOf(node)) needed.add(input);
      return true;
    });
    return {
      inputs: this.#inputs,
      outputs: this.#outputs,
      constants: new Map([...this.#constants].filter(([name]) => needed.has(name))),
      nodes: nodes.reverse(),
    };
  }

  #scalar(type: 'float' | 'double', value: number): Value {
    const key = `${type} ${Object.is(value, -0) ? '-0' : value}`;
    const known = this.#scalars.get(key);
    if (known !== undefined) return known;
    const made =
      type === 'float'
        ? this.constant({ type, values: Float32Array.of(value), shape: [] })
        : this.constant({ type, values: Float64Array.of(value), shape: [] });
    this.#scalars.set(key, made);
    return made;
  }
}

/** The inputs of a node, and what the graphs inside it use. */
function inputsOf({ inputs, attributes }: Node): string[] {
  const inside = Object.values(attributes).flatMap((attribute) =>
    attribute.kind === 'graph' ? attribute.value.nodes.flatMap(inputsOf) : [],
  );
  return [...inputs, ...inside];
}
