/**
 * Approximate nearest neighbours by Euclidean distance: a list of the nearest rows of each row from trees of random
 * projections, improved by neighbour descent; for other rows a search along the graph of these lists. On 100,000 rows in
 * clusters twenty times as fast as the exact search (docs/speed.md). Equal seeds give equal bits with the same build of
 * the kernels.
 */
import { checkFinite, checkShape } from '../../check-matrix.js';
import { Engine } from '../../engine/engine.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { runInSlices, timeSlices } from '../../event-loop.js';
import type { Matrix } from '../../matrix.js';
import { NearestList } from '../nearest-list.js';
import type { Neighbours, RowNeighbours } from '../nearest-neighbours.js';
import { buildIndex, type NeighbourIndex } from './build-index.js';
import { type Graph, GraphSearch, graphOf } from './graph-search.js';
import { wholeFours } from './neighbour-lists.js';
import { leafOf } from './projection-tree.js';

/** Edges of a row of the graph beyond the places of its list. */
const REVERSE_EDGES = 8;
/** Places of the list of a query: this factor of the neighbours that are wanted, and at least the other. */
const PLACES_PER_NEIGHBOUR = 2;
const LEAST_PLACES = 24;

/** Rows between two pauses. */
const ROWS_PER_STEP = 1000;
/** Scaled values of a query are cut off here: the square of a difference does not overflow. */
const FARTHEST = 2 ** 48;

export interface ApproximateOptions {
  /** Neighbours of a row; at most all others. */
  readonly neighbours: number;
  readonly seed: number;
  /** Rejects with its reason. */
  readonly signal?: AbortSignal;
}

export class ApproximateNeighbours {
  readonly #engine: Engine;
  readonly #index: NeighbourIndex;
  readonly #columns: number;
  readonly #k: number;
  #graph: Graph | undefined;

  private constructor(engine: Engine, index: NeighbourIndex, columns: number, k: number) {
    this.#engine = engine;
    this.#index = index;
    this.#columns = columns;
    this.#k = k;
  }

  /**
   * Builds the index; it has a copy of X.
   *
   * @throws InputError if X is empty or has values that are not finite, or `neighbours` is not a positive integer
   */
  static async create(X: Matrix, options: ApproximateOptions): Promise<ApproximateNeighbours> {
    const { neighbours, seed, signal } = options;
    if (!(Number.isSafeInteger(neighbours) && neighbours >= 1)) {
      throw new InputError(`neighbours is ${neighbours}: give a positive integer`);
    }
    checkShape(X);
    checkFinite(X);
    const [engine, temporary] = [await Engine.create(), await Engine.create()];
    try {
      const k = Math.min(neighbours, X.rows - 1);
      const random = new RandomStream(seed, 'neighbours');
      const index = await runInSlices(buildIndex(engine, temporary, X, k, random), signal);
      return new ApproximateNeighbours(engine, index, X.columns, k);
    } catch (error) {
      engine.release();
      throw error;
    } finally {
      temporary.release();
    }
  }

  /** The share of the nearest rows that the lists have, estimated on a hundred rows. */
  get recall(): number {
    return this.#index.recall;
  }

  /** Releases the memory; nothing can be searched afterwards. */
  release(): void {
    this.#engine.release();
  }

  /** The neighbours of each row of X; of equal distances the lower index first. Rejects with the signal's reason. */
  async amongThemselves(signal?: AbortSignal): Promise<RowNeighbours> {
    const { x, lists, original } = this.#index;
    const k = this.#k;
    const found = new NearestList(x.rows, k);
    const slices = timeSlices();
    for (let row = 0; row < x.rows; ) {
      if (slices.due()) await slices.pause();
      signal?.throwIfAborted();
      const listed = this.#engine.ints(lists.indices, x.rows * lists.places);
      const values = this.#values();
      for (const end = Math.min(x.rows, row + ROWS_PER_STEP); row < end; row++) {
        const first = row * lists.places;
        for (let at = first; at < first + k; at++) {
          const other = listed[at] < 0 ? ~listed[at] : listed[at];
          const squared = this.#squaredDistance(values, other, values, row * x.n);
          found.offer(original[row], original[other], squared);
        }
      }
    }
    return { k, indices: found.indices, squared: found.squared };
  }

  /**
   * Rows near to each query, as `NearestNeighbours.nearest`. The result for a query does not depend on other queries.
   *
   * @throws InputError for a k that is not a positive integer, and queries of another width or with values that are not
   *   finite
   */
  async nearest(queries: Matrix, k: number, signal?: AbortSignal): Promise<Neighbours> {
    if (!(Number.isSafeInteger(k) && k >= 1)) throw new InputError(`k is ${k}: give a positive integer`);
    checkShape(queries, this.#columns);
    checkFinite(queries);
    const { x, lists, original, scale, tree } = this.#index;
    const count = Math.min(k, x.rows);
    const found = new NearestList(queries.rows, count);
    this.#graph ??= graphOf(this.#engine, lists, x.rows, lists.places + REVERSE_EDGES);
    const working = await Engine.create();
    try {
      const search = new GraphSearch(
        working,
        x,
        wholeFours(Math.max(LEAST_PLACES, PLACES_PER_NEIGHBOUR * count)),
      );
      const slices = timeSlices();
      const query = new Float64Array(x.n);
      for (let q = 0; q < queries.rows; q++) {
        if (slices.due()) await slices.pause();
        signal?.throwIfAborted();
        for (let j = 0; j < this.#columns; j++) query[j] = queries.data[q * this.#columns + j] * scale;
        const near = search.query;
        for (let j = 0; j < query.length; j++) near[j] = Math.max(-FARTHEST, Math.min(FARTHEST, query[j]));
        search.search(leafOf(tree, near), this.#graph);
        if (search.found.length < count) search.searchAll();
        const values = this.#values();
        for (const row of search.found.subarray(0, count)) {
          found.offer(q, original[row], this.#squaredDistance(values, row, query, 0));
        }
      }
    } finally {
      working.release();
    }
    return { k: count, indices: found.indices, distances: found.squared.map(Math.sqrt) };
  }

  /** In the units of X, between a row of the index and a scaled query that starts at `from`. */
  #squaredDistance(
    values: Float32Array | Float64Array,
    row: number,
    query: Float32Array | Float64Array,
    from: number,
  ): number {
    const { x, scale } = this.#index;
    let sum = 0;
    for (let j = 0, at = row * x.n; j < this.#columns; j++, at++) {
      const difference = values[at] - query[from + j];
      sum += difference * difference;
    }
    return sum / scale ** 2;
  }

  #values(): Float32Array | Float64Array {
    const { address, rows, n } = this.#index.x;
    return this.#engine.floats(address, rows * n);
  }
}
