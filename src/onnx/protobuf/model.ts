/** The ONNX file format: a graph with its metadata as `ModelProto`. */
import { InputError } from '../../errors.js';
import { graphMessage, type OnnxGraph } from './graph.js';
import { Message } from './message.js';

export interface OnnxModel extends OnnxGraph {
  /** Versions of the operator sets by domain, '' for ONNX itself. */
  readonly operatorSets: ReadonlyMap<string, number>;
  readonly metadata: ReadonlyMap<string, string>;
  readonly producer: { readonly name: string; readonly version: string };
}

/** The version of the file format that came with operator set 17. */
const IR_VERSION = 8;

const MODEL = { ir: 1, producer: 2, producerVersion: 3, graph: 7, operatorSet: 8, metadata: 14 };

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
    .message(MODEL.graph, graphMessage(model, model.producer.name));
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
