/** Attributes of the nodes of an ONNX graph. */
import type { OnnxGraph } from './graph.js';
import type { Tensor } from './tensor.js';

export type Attribute =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: Tensor }
  | { readonly kind: 'floats'; readonly value: Float32Array }
  | { readonly kind: 'ints'; readonly value: ArrayLike<number> }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'graph'; readonly value: OnnxGraph };

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
export const graph = (value: OnnxGraph): Attribute => ({ kind: 'graph', value });
