/**
 * The raw values of one page, without missing cells, before conversion. Arrays
 * may be longer than `count`.
 */
export type PageValues =
  | { readonly kind: 'numbers'; readonly count: number; readonly numbers: Numbers }
  /** Words of 32 bits, the lowest first: two per value for 64-bit integers, three for INT96. */
  | { readonly kind: 'words'; readonly count: number; readonly words: Int32Array }
  /** Value i is bytes[starts[i], ends[i]). */
  | {
      readonly kind: 'bytes';
      readonly count: number;
      readonly bytes: Uint8Array;
      readonly starts: Int32Array;
      readonly ends: Int32Array;
    };

export type Numbers = Uint8Array | Int32Array | Float32Array | Float64Array;
export type BytesValues = Extract<PageValues, { kind: 'bytes' }>;

/** The unread part of a page: `bytes[position, end)`. */
export interface Section {
  readonly bytes: Uint8Array;
  position: number;
  readonly end: number;
}
