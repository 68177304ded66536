/** A dense row-major matrix of 32-bit floats: element (r, c) is `data[r * columns + c]`. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** A class label as the user has it. */
export type Label = string | number | boolean;
