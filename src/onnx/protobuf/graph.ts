/** Graphs of operators as `GraphProto`. */
import type { Attribute } from './attribute.js';
import { Message } from './message.js';
import { ELEMENT_TYPES, type ElementType, type Tensor, tensorMessage } from './tensor.js';

/** Name, type and shape of an input or output; a text in the shape names a size that may vary. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

export interface Node {
  readonly op: string;
  /** Absent for the operators of ONNX itself. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxGraph {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Each after the nodes whose outputs it uses. */
  readonly nodes: readonly Node[];
}

const GRAPH = { node: 1, name: 2, constant: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 };
const ATTRIBUTE = { name: 1, f: 2, i: 3, s: 4, t: 5, g: 6, floats: 7, ints: 8, strings: 9, type: 20 };
/** `AttributeProto.AttributeType` */
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 };

export function graphMessage({ nodes, constants, inputs, outputs }: OnnxGraph, name: string): Message {
  const message = new Message();
  for (const [i, node] of nodes.entries()) message.message(GRAPH.node, nodeMessage(node, i));
  message.text(GRAPH.name, name);
  for (const [key, tensor] of constants) message.message(GRAPH.constant, tensorMessage(tensor, key));
  for (const input of inputs) message.message(GRAPH.input, valueMessage(input));
  for (const output of outputs) message.message(GRAPH.output, valueMessage(output));
  return message;
}

function nodeMessage({ op, domain, inputs, outputs, attributes }: Node, index: number): Message {
  const message = new Message();
  for (const input of inputs) message.text(NODE.input, input);
  for (const output of outputs) message.text(NODE.output, output);
  message.text(NODE.name, `${op} ${index}`).text(NODE.op, op);
  for (const [name, attribute] of Object.entries(attributes)) {
    message.message(NODE.attribute, attributeMessage(name, attribute));
  }
  return domain === undefined ? message : message.text(NODE.domain, domain);
}

/** `ValueInfoProto` with a `TypeProto.Tensor`. */
function valueMessage({ name, type, shape }: ValueInfo): Message {
  const sizes = new Message();
  for (const size of shape) {
    sizes.message(1, typeof size === 'number' ? new Message().integer(1, size) : new Message().text(2, size));
  }
  const tensor = new Message().integer(1, ELEMENT_TYPES[type]).message(2, sizes);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}

/** `AttributeProto` */
function attributeMessage(name: string, attribute: Attribute): Message {
  const message = new Message().text(ATTRIBUTE.name, name);
  switch (attribute.kind) {
    case 'float':
      message.float(ATTRIBUTE.f, attribute.value);
      break;
    case 'int':
      message.integer(ATTRIBUTE.i, attribute.value);
      break;
    case 'string':
      message.text(ATTRIBUTE.s, attribute.value);
      break;
    case 'tensor':
      message.message(ATTRIBUTE.t, tensorMessage(attribute.value));
      break;
    case 'graph':
      message.message(ATTRIBUTE.g, graphMessage(attribute.value, name));
      break;
    case 'floats':
      message.floats(ATTRIBUTE.floats, attribute.value);
      break;
    case 'ints':
      message.integers(ATTRIBUTE.ints, attribute.value);
      break;
    case 'strings':
      for (const each of attribute.value) message.text(ATTRIBUTE.strings, each);
  }
  return message.integer(ATTRIBUTE.type, ATTRIBUTE_TYPES[attribute.kind]);
}
