/** The radial basis function exp(-gamma |x - z|^2) of rows and vectors, by one matrix product per block of rows. */
import { Engine } from '../engine/engine.js';

/** Floats of rows or values in a block: 1 MB, to fit into the second-level cache. */
const BLOCK_FLOATS = 262144;
const MOST_ROWS = 256;
/** Bound of scaled values: far beyond where the function is 0, and with finite squares. */
const LARGEST = 1e15;

/**
 * With x' = sqrt(2 gamma) x the exponent is x' . z' - |z'|^2 / 2 - |x'|^2 / 2. Cancellation between these terms is
 * small for rows around 0.
 */
export class RadialBasis {
  readonly maximumRows: number;
  readonly #engine: Engine;
  readonly #scale: number;
  readonly #columns: number;
  #count = 0;
  /** The vectors as the packed right side of the product, and -|z'|^2 / 2. */
  readonly #packed: number;
  readonly #bias: number;
  /** The vectors before they are packed. */
  readonly #vectors: number;
  /** A block of rows, |x'|^2 / 2, and the values. */
  readonly #rows: number;
  readonly #shifts: number;
  readonly #values: number;

  private constructor(engine: Engine, columns: number, capacity: number, gamma: number) {
    const most = Math.floor(BLOCK_FLOATS / Math.max(capacity, columns));
    this.maximumRows = Math.max(1, Math.min(MOST_ROWS, most));
    this.#engine = engine;
    this.#scale = Math.sqrt(2 * gamma);
    this.#columns = columns;
    this.#packed = engine.allocateFloats(engine.kernels.packedBFloats(capacity, columns));
    this.#bias = engine.allocateFloats(capacity);
    this.#vectors = engine.allocateFloats(capacity * columns);
    this.#rows = engine.allocateFloats(this.maximumRows * columns);
    this.#shifts = engine.allocateFloats(this.maximumRows);
    this.#values = engine.allocateFloats(this.maximumRows * capacity);
  }

  /** For up to `capacity` vectors of `columns` values. */
  static async create(columns: number, capacity: number, gamma: number): Promise<RadialBasis> {
    return new RadialBasis(await Engine.create(), columns, capacity, gamma);
  }

  /** Releases the memory; nothing can be evaluated afterwards. */
  release(): void {
    this.#engine.release();
  }

  /** Sets the vectors (row-major) for `evaluate`. */
  setVectors(vectors: Float32Array): void {
    const count = vectors.length / this.#columns;
    this.#count = count;
    this.#write(vectors, this.#vectors, this.#bias, -1);
    const { kernels } = this.#engine;
    kernels.packB(true, count, this.#columns, this.#vectors, this.#columns, this.#packed);
  }

  /** rows x vectors for up to `maximumRows` rows; a view that the next call overwrites. */
  evaluate(rows: Float32Array): Float32Array | Float64Array {
    const n = rows.length / this.#columns;
    this.#write(rows, this.#rows, this.#shifts, 1);
    const { kernels } = this.#engine;
    kernels.gemmPacked(
      n,
      this.#count,
      this.#columns,
      this.#rows,
      this.#columns,
      this.#packed,
      this.#values,
      this.#count,
      this.#bias,
    );
    kernels.radialBasis(n, this.#count, this.#values, this.#shifts);
    return this.#engine.floats(this.#values, n * this.#count);
  }

  /** Writes x' and sign |x'|^2 / 2 of each row. */
  #write(rows: Float32Array, to: number, halves: number, sign: 1 | -1): void {
    const columns = this.#columns;
    const scaled = this.#engine.floats(to, rows.length);
    const squares = this.#engine.floats(halves, rows.length / columns);
    for (let row = 0; row < squares.length; row++) {
      let square = 0;
      for (let c = 0; c < columns; c++) {
        const at = row * columns + c;
        const value = this.#scale * rows[at];
        scaled[at] = Math.max(-LARGEST, Math.min(LARGEST, value));
        square += scaled[at] * scaled[at];
      }
      squares[row] = (sign * square) / 2;
    }
  }
}
