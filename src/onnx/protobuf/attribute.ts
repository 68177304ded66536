/** Attributes of the nodes of an ONNX graph. */
import { Message } from './message.js';
import { type Tensor, tensorMessage } from './tensor.js';

export type Attribute =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: Tensor }
  | { readonly kind: 'floats'; readonly value: Float32Array }
  | { readonly kind: 'ints'; readonly value: ArrayLike<number> }
  | { readonly kind: 'strings'; readonly value: readonly string[] };

export const float = (value: number): Attribute => ({ kind: 'float', value });
export const int = (value: number): Attribute => ({ kind: 'int', value });
export const text = (value: string): Attribute => ({ kind: 'string', value });
export const tensor = (value: Tensor): Attribute => ({ kind: 'tensor', value });
export const floats = (value: ArrayLike<number>): Attribute => ({
  kind: 'floats',
  value: Float32Array.from(value),
});
export const ints = (value: ArrayLike<number>): Attribute => ({ kind: 'ints', value });
export const strings = (value: readonly string[]): Attribute => ({ kind: 'strings', value });

const FIELD = { name: 1, f: 2, i: 3, s: 4, t: 5, floats: 7, ints: 8, strings: 9, type: 20 };
/** `AttributeProto.AttributeType` */
const TYPES = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7, strings: 8 };

/** `AttributeProto` */
export function attributeMessage(name: string, attribute: Attribute): Message {
  const message = new Message().text(FIELD.name, name);
  switch (attribute.kind) {
    case 'float':
      message.float(FIELD.f, attribute.value);
      break;
    case 'int':
      message.integer(FIELD.i, attribute.value);
      break;
    case 'string':
      message.text(FIELD.s, attribute.value);
      break;
    case 'tensor':
      message.message(FIELD.t, tensorMessage(attribute.value));
      break;
    case 'floats':
      message.floats(FIELD.floats, attribute.value);
      break;
    case 'ints':
      message.integers(FIELD.ints, attribute.value);
      break;
    case 'strings':
      for (const each of attribute.value) message.text(FIELD.strings, each);
  }
  return message.integer(FIELD.type, TYPES[attribute.kind]);
}
