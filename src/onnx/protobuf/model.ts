/** The ONNX file format: a graph with its metadata as `ModelProto`. */
import { InputError } from '../../errors.js';
import { type Attribute, attributeMessage } from './attribute.js';
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

export interface OnnxModel {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Each after the nodes whose outputs it uses. */
  readonly nodes: readonly Node[];
  /** Versions of the operator sets by domain, '' for ONNX itself. */
  readonly operatorSets: ReadonlyMap<string, number>;
  readonly metadata: ReadonlyMap<string, string>;
  readonly producer: { readonly name: string; readonly version: string };
}

/** The version of the file format that came with operator set 17. */
const IR_VERSION = 8;

const MODEL = { ir: 1, producer: 2, producerVersion: 3, graph: 7, operatorSet: 8, metadata: 14 };
const GRAPH = { node: 1, name: 2, constant: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 };

/** Protobuf has no larger messages. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * The bytes of an `.onnx` file.
 *
 * @throws InputError for a model of 2 GiB or more
 */
export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const message = new Message()
    .integer(MODEL.ir, IR_VERSION)
    .text(MODEL.producer, model.producer.name)
    .text(MODEL.producerVersion, model.producer.version)
    .message(MODEL.graph, graphMessage(model));
  for (const [domain, version] of model.operatorSets) {
    message.message(MODEL.operatorSet, new Message().text(1, domain).integer(2, version));
  }
  for (const [key, value] of model.metadata) {
    message.message(MODEL.metadata, new Message().text(1, key).text(2, value));
  }
  if (message.length > MOST_BYTES) {
    throw new InputError(
      `as ONNX the model would have ${message.length} bytes, but such files have less than 2 GiB: train a smaller one, for ` +
        'example with fewer or smaller trees',
    );
  }
  return message.toBytes();
}

function graphMessage({ nodes, constants, inputs, outputs, producer }: OnnxModel): Message {
  const message = new Message();
  for (const [i, node] of nodes.entries()) message.message(GRAPH.node, nodeMessage(node, i));
  message.text(GRAPH.name, producer.name);
  for (const [name, tensor] of constants) message.message(GRAPH.constant, tensorMessage(tensor, name));
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
