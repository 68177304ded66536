/**
 * What the plain TypeScript kernels work on. They take the same byte addresses as the WASM kernels;
 * with 64-bit floats (the tests' oracle) an element is eight bytes instead of four.
 */
export interface ReferenceMemory {
  floats: Float32Array | Float64Array;
  ints: Int32Array;
  /** For the kernels that work in 64 bits whatever the floats of the build are. */
  doubles: Float64Array;
  /** log2 of the bytes of a float: an address becomes an index by `address >>> shift`. */
  readonly shift: 2 | 3;
}
