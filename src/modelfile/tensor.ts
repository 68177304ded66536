/** The arrays of a model and their element types. */

/** A named array of a model, as stored by safetensors: row-major, `data.length` is the product of `shape`. */
export interface ModelTensor {
  readonly dtype: 'F32' | 'F64' | 'I32' | 'U8';
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
}

interface ElementType {
  readonly bytes: number;
  readonly arrayType:
    | Float32ArrayConstructor
    | Float64ArrayConstructor
    | Int32ArrayConstructor
    | Uint8ArrayConstructor;
}

/** Every supported `dtype`. */
export const ELEMENT_TYPES: ReadonlyMap<string, ElementType> = new Map<ModelTensor['dtype'], ElementType>([
  ['F32', { bytes: 4, arrayType: Float32Array }],
  ['F64', { bytes: 8, arrayType: Float64Array }],
  ['I32', { bytes: 4, arrayType: Int32Array }],
  ['U8', { bytes: 1, arrayType: Uint8Array }],
]);

/** Number of elements of an array of this shape: 1 for `[]`; not a safe integer if it overflows. */
export function elementCount(shape: readonly number[]): number {
  // A zero makes the array empty even if the product of the other sizes overflows.
  return shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
}
