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
import { runInSlices, type Steps, timeSlices } from '../../event-loop.js';
import type { Matrix } from '../../matrix.js';
import { NearestList } from '../nearest-list.js';
import type { Neighbours, RowNeighbours } from '../nearest-neighbours.js';
import { type Graph, GraphSearch, graphOf } from './graph-search.js';
import { NeighbourLists } from './neighbour-lists.js';
import {
  growTree,
  type Leaf,
  type LeafSizes,
  leafOf,
  type PaddedRows,
  type ProjectionTree,
  treeMemory,
} from './projection-tree.js';
import { RecallJudge } from './recall-judge.js';

const TREES = 6;
const MOST_LEAF_ROWS = 128;
/** Places of a list beyond the neighbours that are wanted, and most candidates of a row in neighbour descent. */
const SPARE_PLACES = 3;
const CANDIDATES = 12;
/** If the trees find less than this share of the nearest rows, or neighbour descent not enough, lists are longer. */
const HARD_RECALL = 0.5;
const HARD_FACTOR = 2;
/** Neighbour descent ends once the estimated recall is this large, or few places change although the lists are long. */
const TARGET_RECALL = 0.97;
/** Few places: fewer than this share. */
const LEAST_CHANGE = 0.02;
/** Edges of a row of the graph beyond the places of its list. */
const REVERSE_EDGES = 8;
/** Places of the list of a query: this factor of the neighbours that are wanted, and at least the other. */
const PLACES_PER_NEIGHBOUR = 2;
const LEAST_PLACES = 24;

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
  readonly #x: PaddedRows;
  readonly #columns: number;
  /** A power of two: the rows at `#x` are those of X times it, so that no square overflows. */
  readonly #scale: number;
  readonly #k: number;
  #lists: NeighbourLists;
  /** The row of X for each row at `#x`: in the order of the first tree, so that near rows are near in memory. */
  #original = new Int32Array(0);
  #tree: ProjectionTree = { start: 0, count: 0 };
  #recall = 1;
  #graph: Graph | undefined;

  private constructor(engine: Engine, X: Matrix, k: number) {
    this.#engine = engine;
    this.#columns = X.columns;
    this.#scale = scaleOf(X.data);
    this.#k = Math.min(k, X.rows - 1);
    const n = wholeFours(X.columns);
    this.#x = { address: engine.allocateFloats(X.rows * n), rows: X.rows, n };
    const places = wholeFours(this.#k + SPARE_PLACES);
    this.#lists = new NeighbourLists(engine, this.#x, places, CANDIDATES, this.#leaves.most);
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
      const index = new ApproximateNeighbours(engine, X, neighbours);
      await runInSlices(index.#build(X, temporary, new RandomStream(seed, 'neighbours')), signal);
      return index;
    } catch (error) {
      engine.release();
      throw error;
    } finally {
      temporary.release();
    }
  }

  /** The share of the nearest rows that the lists have, estimated on a hundred rows. */
  get recall(): number {
    return this.#recall;
  }

  /** Releases the memory; nothing can be searched afterwards. */
  release(): void {
    this.#engine.release();
  }

  /** The neighbours of each row of X; of equal distances the lower index first. */
  amongThemselves(): RowNeighbours {
    const { rows, n } = this.#x;
    const k = this.#k;
    const { places } = this.#lists;
    const listed = this.#engine.ints(this.#lists.indices, rows * places);
    const values = this.#values();
    const found = new NearestList(rows, k);
    for (let row = 0; row < rows; row++) {
      const to = this.#original[row];
      for (let at = row * places; at < row * places + k; at++) {
        const other = listed[at] < 0 ? ~listed[at] : listed[at];
        found.offer(to, this.#original[other], this.#squaredDistance(values, other, values, row * n));
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
    const { rows } = this.#x;
    const count = Math.min(k, rows);
    const found = new NearestList(queries.rows, count);
    this.#graph ??= graphOf(this.#engine, this.#lists, rows, this.#lists.places + REVERSE_EDGES);
    const working = await Engine.create();
    try {
      const search = new GraphSearch(
        working,
        this.#x,
        wholeFours(Math.max(LEAST_PLACES, PLACES_PER_NEIGHBOUR * count)),
      );
      const slices = timeSlices();
      const query = new Float64Array(this.#x.n);
      for (let q = 0; q < queries.rows; q++) {
        if (slices.due()) await slices.pause();
        signal?.throwIfAborted();
        for (let j = 0; j < this.#columns; j++) query[j] = queries.data[q * this.#columns + j] * this.#scale;
        const near = search.query;
        for (let j = 0; j < query.length; j++) near[j] = Math.max(-FARTHEST, Math.min(FARTHEST, query[j]));
        search.search(leafOf(this.#tree, near), this.#graph);
        if (search.found.length < count) search.searchAll();
        const values = this.#values();
        for (const row of search.found.subarray(0, count)) {
          found.offer(q, this.#original[row], this.#squaredDistance(values, row, query, 0));
        }
      }
    } finally {
      working.release();
    }
    return { k: count, indices: found.indices, distances: found.squared.map(Math.sqrt) };
  }

  /** In the units of X, between a row at `#x` and a scaled query that starts at `from`. */
  #squaredDistance(
    values: Float32Array | Float64Array,
    row: number,
    query: Float32Array | Float64Array,
    from: number,
  ): number {
    let sum = 0;
    for (let j = 0, at = row * this.#x.n; j < this.#columns; j++, at++) {
      const difference = values[at] - query[from + j];
      sum += difference * difference;
    }
    return sum / this.#scale ** 2;
  }

  #values(): Float32Array | Float64Array {
    const { address, rows, n } = this.#x;
    return this.#engine.floats(address, rows * n);
  }

  /** Each leaf has a row and as many others as there are neighbours wanted, so that no list stays shorter. */
  get #leaves(): LeafSizes {
    const least = this.#k + 1;
    return { least, most: Math.max(MOST_LEAF_ROWS, 2 * least) };
  }

  *#build(X: Matrix, temporary: Engine, random: RandomStream): Steps<void> {
    const { rows, n } = this.#x;
    const given = { address: temporary.allocateFloats(rows * n), rows, n };
    const memory = treeMemory(temporary, given);
    const padded = temporary.floats(given.address, rows * n);
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j < X.columns; j++) padded[row * n + j] = X.data[row * X.columns + j] * this.#scale;
    }
    const leaves: Leaf[] = [];
    this.#tree = yield* growTree(temporary, given, memory, this.#leaves, random, (leaf) => leaves.push(leaf));
    this.#original = temporary.ints(memory.order, rows).slice();
    temporary.kernels.gatherRows(rows, n, given.address, memory.order, this.#x.address);
    temporary.ints(memory.order, rows).forEach((_, i, order) => {
      order[i] = i;
    });
    const join = ({ start, count }: Leaf) => this.#lists.join(memory.order + 4 * start, count);
    for (const leaf of leaves) join(leaf);
    // With one leaf all pairs of rows have been compared.
    if (leaves.length === 1) return;
    for (let tree = 1; tree < TREES; tree++) {
      yield* growTree(temporary, this.#x, memory, this.#leaves, random, join);
    }
    yield* this.#descend(new RecallJudge(temporary, this.#x, this.#k), random);
  }

  *#descend(judge: RecallJudge, random: RandomStream): Steps<void> {
    let isHard = judge.recall(this.#lists) < HARD_RECALL;
    if (isHard) this.#widen();
    for (;;) {
      const added = yield* this.#lists.descend(random);
      this.#recall = judge.recall(this.#lists);
      if (this.#recall >= TARGET_RECALL) return;
      if (added >= LEAST_CHANGE * this.#x.rows * this.#lists.places) continue;
      if (isHard) return;
      isHard = true;
      this.#widen();
    }
  }

  #widen(): void {
    this.#lists = this.#lists.widened(wholeFours(HARD_FACTOR * this.#lists.places), HARD_FACTOR * CANDIDATES);
  }
}

/** A power of two by which the largest value is at most 1. */
function scaleOf(data: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < data.length; i++) {
    const value = Math.abs(data[i]);
    if (value > largest) largest = value;
  }
  let scale = 1;
  for (; largest * scale > 1; scale /= 2);
  for (; largest > 0 && largest * scale <= 0.5; scale *= 2);
  return scale;
}

function wholeFours(n: number): number {
  return (n + 3) & ~3;
}
