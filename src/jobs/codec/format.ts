/**
 * The format of `encode` and `decode`: plain data as bytes and back, for executors whose places are reached by a stream of bytes: undefined, null, booleans,
 * numbers, bigints, strings, arrays, plain objects, `Map`, `Set`, `Date`, `ArrayBuffer` and typed arrays. The bits of
 * numbers are kept. Views are encoded without the rest of their buffers; shared memory is copied; an object that is
 * referenced twice is decoded as two copies. Multi-byte numbers are little-endian, as all JavaScript engines have them
 * in typed arrays.
 */

export const TYPED_ARRAYS = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;
export type TypedArray = InstanceType<(typeof TYPED_ARRAYS)[number]>;

/** The first byte of a value is its index here. Typed arrays follow, in the order of their list. */
export const TAGS = [
  'undefined',
  'null',
  'false',
  'true',
  'number',
  'bigint',
  'utf8',
  'utf16',
  'array',
  'object',
  'map',
  'set',
  'date',
  'buffer',
] as const;
export type Tag = (typeof TAGS)[number];

/** The first bytes of encoded data: a magic number and the version of the format. */
export const HEADER = [0x71, 0x63, 0x6c, 1];
/** Deeper values are refused: no job has any, and they could exhaust the stack. */
export const MOST_DEPTH = 500;
