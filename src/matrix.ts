/** A dense row-major matrix of 32-bit floats: element (r, c) is `data[r * columns + c]`. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** The rows start .. end - 1, in the memory of X. */
export function rowsBetween({ data, columns }: Matrix, start: number, end: number): Matrix {
  return { data: data.subarray(start * columns, end * columns), rows: end - start, columns };
}

/** A class label as the user has it. */
export type Label = string | number | boolean;
