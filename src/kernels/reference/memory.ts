/**
 * The memory of the plain TypeScript kernels. They take the same byte addresses as the WASM kernels; with 64-bit
 * floats (the reference of the tests) an element has eight bytes instead of four.
 */
export interface ReferenceMemory {
  floats: Float32Array | Float64Array;
  ints: Int32Array;
  /** For the kernels that use 64 bits in every build. */
  doubles: Float64Array;
  /** log2 of the bytes of a float: the index of an address is `address >>> shift`. */
  readonly shift: 2 | 3;
}
