/**
 * Exact nearest neighbours by Euclidean distance: blocks of rows are compared by 32-bit products, and all rows that
 * may be among the nearest, allowing for rounding, are compared again in 64 bits. The result for a query does not
 * depend on other queries.
 */
import { checkFinite, checkShape } from '../check-matrix.js';
import { Engine } from '../engine/engine.js';
import { type PackedProduct, packedProduct } from '../engine/matrix-product.js';
import { InputError } from '../errors.js';
import { timeSlices } from '../event-loop.js';
import type { Matrix } from '../matrix.js';
import { columnMeans } from '../mean.js';
import { centreRows, limitInFloats } from './centred-rows.js';
import { NearestList } from './nearest-list.js';

export interface Neighbours {
  /** Neighbours per query: the requested k, or all rows if there are fewer. */
  readonly k: number;
  /** queries x k row indices, the nearest first; of equal distances the lower index first. */
  readonly indices: Int32Array;
  /** queries x k Euclidean distances. */
  readonly distances: Float64Array;
}

/** Nearest neighbours of each row, excluding itself. */
export interface RowNeighbours {
  readonly k: number;
  /** rows x k row indices, the nearest first. */
  readonly indices: Int32Array;
  /** rows x k squared Euclidean distances. */
  readonly squared: Float64Array;
}

/** Rows compared at once. The first blocks are small, so that a limit is known early. */
const FIRST_BLOCK = 32;
const MOST_ROWS = 256;
/** Floats of the rows of a block: 256 KB. */
const BLOCK_FLOATS = 65536;
const MOST_QUERIES = 96;

interface Block {
  readonly rows: Int32Array;
  /** Address of the original rows. */
  readonly exact: number;
  /** Products with the centred rows. */
  readonly products: PackedProduct;
  /** Address of the squared norms of the centred rows. */
  readonly squares: number;
  readonly largestSquare: number;
}

export class NearestNeighbours {
  readonly #engine: Engine;
  readonly #rows: number;
  readonly #columns: number;
  readonly #centre: Float64Array;
  readonly #blocks: readonly Block[];
  /** Addresses: original queries; centred queries times -2; products; limits; the selection. */
  readonly #exact: number;
  readonly #centred: number;
  readonly #products: number;
  readonly #limits: number;
  readonly #counts: number;
  readonly #selected: number;
  readonly #squared: number;

  private constructor(engine: Engine, X: Matrix) {
    this.#engine = engine;
    this.#rows = X.rows;
    this.#columns = X.columns;
    this.#centre = columnMeans(X);
    this.#exact = engine.allocateFloats(MOST_QUERIES * X.columns);
    this.#centred = engine.allocateFloats(MOST_ROWS * X.columns);
    this.#products = engine.allocateFloats(MOST_QUERIES * MOST_ROWS);
    this.#limits = engine.allocateFloats(MOST_QUERIES);
    this.#counts = engine.allocateInts(MOST_QUERIES);
    this.#selected = engine.allocateInts(MOST_QUERIES * MOST_ROWS);
    this.#squared = engine.allocateDoubles(MOST_QUERIES * MOST_ROWS);
    this.#blocks = blocksOf(X).map((rows) => this.#pack(X, rows));
  }

  /**
   * Keeps two copies of X.
   *
   * @throws InputError if X is empty or has values that are not finite.
   */
  static async create(X: Matrix): Promise<NearestNeighbours> {
    checkShape(X);
    checkFinite(X);
    return new NearestNeighbours(await Engine.create(), X);
  }

  /** Releases the memory; nothing can be searched afterwards. */
  release(): void {
    this.#engine.release();
  }

  /**
   * The k nearest rows of each query; all rows if there are fewer than k.
   *
   * @param signal rejects with its reason
   * @throws InputError for a k that is not a positive integer, and queries of another width or with values that are
   *   not finite.
   */
  async nearest(queries: Matrix, k: number, signal?: AbortSignal): Promise<Neighbours> {
    if (!(Number.isSafeInteger(k) && k >= 1)) {
      throw new InputError(`k is ${k}: give a positive integer`);
    }
    checkShape(queries, this.#columns);
    checkFinite(queries);
    const found = new NearestList(queries.rows, Math.min(k, this.#rows));
    const slices = timeSlices();
    for (let start = 0; start < queries.rows; start += MOST_QUERIES) {
      const rows = Math.min(MOST_QUERIES, queries.rows - start);
      const own = Int32Array.from({ length: rows }, (_, i) => start + i);
      const { data, squares } = centreRows(queries, own, this.#centre, -2);
      for (const block of this.#blocks) {
        if (slices.due()) await slices.pause();
        signal?.throwIfAborted();
        // Other searches may use the memory during the pause, so nothing in it is kept between blocks.
        this.#select(block, data, squares, found, start);
        this.#compare(block, queries, found, start, rows);
      }
    }
    return { k: found.k, indices: found.indices, distances: found.squared.map(Math.sqrt) };
  }

  #pack(X: Matrix, rows: Int32Array): Block {
    const engine = this.#engine;
    const { columns } = X;
    const { data, squares } = centreRows(X, rows, this.#centre, 1);
    const products = packedProduct(engine, { transposeB: true, n: rows.length, k: columns });
    const ofRows = engine.allocateFloats(rows.length);
    const exact = engine.allocateFloats(data.length);
    const own = engine.floats(exact, data.length);
    rows.forEach((row, i) => {
      own.set(X.data.subarray(row * columns, (row + 1) * columns), i * columns);
    });
    engine.floats(this.#centred, data.length).set(data);
    engine.floats(ofRows, rows.length).set(squares);
    products.pack(this.#centred);
    const largestSquare = squares.reduce((a, b) => Math.max(a, b), 0);
    return { rows, exact, products, squares: ofRows, largestSquare };
  }

  /** Writes the rows of a block that may be among the nearest to `#counts` and `#selected`. */
  #select(
    { rows, products, squares, largestSquare }: Block,
    queries: Float32Array,
    ofQueries: Float64Array,
    found: NearestList,
    start: number,
  ): void {
    const { kernels } = this.#engine;
    const columns = this.#columns;
    const [m, n] = [ofQueries.length, rows.length];
    this.#engine.floats(this.#centred, queries.length).set(queries);
    const limits = this.#engine.floats(this.#limits, m);
    for (let i = 0; i < m; i++) {
      limits[i] = limitInFloats(found.limit(start + i), ofQueries[i], largestSquare, columns);
    }
    products.multiply(m, this.#centred, this.#products, squares);
    kernels.selectNotAbove(m, n, this.#products, n, this.#limits, this.#counts, this.#selected);
  }

  #compare(block: Block, queries: Matrix, found: NearestList, start: number, rows: number): void {
    const engine = this.#engine;
    const columns = this.#columns;
    const n = block.rows.length;
    const own = queries.data.subarray(start * columns, (start + rows) * columns);
    engine.floats(this.#exact, own.length).set(own);
    engine.kernels.selectedDistancesF64(
      rows,
      columns,
      this.#exact,
      block.exact,
      n,
      this.#counts,
      this.#selected,
      this.#squared,
    );
    const counts = engine.ints(this.#counts, rows);
    const selected = engine.ints(this.#selected, rows * n);
    const squared = engine.doubles(this.#squared, rows * n);
    for (let i = 0; i < rows; i++) {
      for (let s = i * n; s < i * n + counts[i]; s++) {
        found.offer(start + i, block.rows[selected[s]], squared[s]);
      }
    }
  }
}

/**
 * All row indices in blocks, scattered: tables are often sorted, and if the first blocks have rows of every kind, few
 * rows of the later ones need to be compared in 64 bits.
 */
function blocksOf({ rows, columns }: Matrix): Int32Array[] {
  const most = Math.max(FIRST_BLOCK, Math.min(MOST_ROWS, Math.floor(BLOCK_FLOATS / columns)));
  const step = coprimeStep(rows);
  const scattered = Int32Array.from({ length: rows }, (_, i) => (i * step) % rows);
  const blocks = [];
  let start = 0;
  while (start < rows) {
    // Doubles the number of rows compared, up to the maximum.
    const size = Math.min(Math.max(FIRST_BLOCK, start), most);
    blocks.push(scattered.subarray(start, start + size));
    start += size;
  }
  return blocks;
}

/** A number near the golden section of n and coprime to n, so that its multiples mod n are evenly spread. */
function coprimeStep(n: number): number {
  let step = Math.max(1, Math.round(0.6180339887498949 * n));
  while (greatestDivisor(step, n) > 1) step++;
  return step;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
