/** Tensors of ONNX: a constant of a graph, or an attribute. */
import { littleEndian, Message } from './message.js';

/** The element types of ONNX that are used here, with their numbers in `TensorProto.DataType`. */
export const ELEMENT_TYPES = { float: 1, int64: 7, string: 8, bool: 9, double: 11 } as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

/** The values of a tensor in row-major order; integers are numbers. */
export type TensorValues =
  | { readonly type: 'float'; readonly values: Float32Array }
  | { readonly type: 'double'; readonly values: Float64Array }
  | { readonly type: 'int64'; readonly values: ArrayLike<number> }
  | { readonly type: 'string'; readonly values: readonly string[] };

export type Tensor = TensorValues & { readonly shape: readonly number[] };

const FIELD = { dims: 1, dataType: 2, stringData: 6, name: 8, rawData: 9 };
const utf8 = new TextEncoder();

/** `TensorProto` */
export function tensorMessage(tensor: Tensor, name = ''): Message {
  const message = new Message().integers(FIELD.dims, tensor.shape);
  message.integer(FIELD.dataType, ELEMENT_TYPES[tensor.type]);
  if (tensor.type === 'string') {
    for (const text of tensor.values) message.bytes(FIELD.stringData, utf8.encode(text));
  }
  if (name !== '') message.text(FIELD.name, name);
  return tensor.type === 'string' ? message : message.bytes(FIELD.rawData, rawData(tensor));
}

function rawData(tensor: Exclude<Tensor, { type: 'string' }>): Uint8Array {
  if (tensor.type !== 'int64') return littleEndian(tensor.values);
  return littleEndian(BigInt64Array.from(tensor.values as ArrayLike<number> & Iterable<number>, BigInt));
}
