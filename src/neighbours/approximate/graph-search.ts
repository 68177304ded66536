/** The search of a single query among rows at an address: in a range of them, and from there along a graph. */
import type { Engine } from '../../engine/engine.js';
import { EMPTY, type NeighbourLists } from './neighbour-lists.js';
import type { Leaf, PaddedRows } from './projection-tree.js';

/** Edges from each row to others: `degree` places, with -1 from the first free one on. */
export interface Graph {
  readonly address: number;
  readonly degree: number;
}

/** The graph of all lists: a row is connected to the rows of its list and, as far as there is room, those in whose it is. */
export function graphOf(engine: Engine, lists: NeighbourLists, rows: number, degree: number): Graph {
  const { places } = lists;
  const address = engine.allocateInts(rows * degree);
  const edges = engine.ints(address, rows * degree).fill(-1);
  const listed = engine.ints(lists.indices, rows * places);
  const degrees = new Int32Array(rows);
  const add = (from: number, to: number) => {
    if (degrees[from] === degree) return;
    const first = from * degree;
    const end = first + degrees[from];
    for (let at = first; at < end; at++) if (edges[at] === to) return;
    edges[first + degrees[from]++] = to;
  };
  const target = (at: number) => (listed[at] < 0 ? ~listed[at] : listed[at]);
  for (let row = 0; row < rows; row++) {
    for (let at = row * places; at < (row + 1) * places; at++) if (listed[at] !== EMPTY) add(row, target(at));
  }
  // Near ones first.
  for (let place = 0; place < places; place++) {
    for (let row = 0; row < rows; row++) {
      const at = row * places + place;
      if (listed[at] !== EMPTY) add(target(at), row);
    }
  }
  return { address, degree };
}

export class GraphSearch {
  readonly #engine: Engine;
  readonly #x: PaddedRows;
  readonly #query: number;
  readonly #indices: number;
  readonly #squared: number;
  readonly #visits: number;
  #visit = 0;

  /** @param places of the list of a query */
  constructor(
    engine: Engine,
    x: PaddedRows,
    readonly places: number,
  ) {
    this.#engine = engine;
    this.#x = x;
    this.#query = engine.allocateFloats(x.n);
    this.#indices = engine.allocateInts(places);
    this.#squared = engine.allocateFloats(places);
    this.#visits = engine.allocateInts(x.rows);
  }

  /** A view of the query, to be written before a search; valid as all views of the engine. */
  get query(): Float32Array | Float64Array {
    return this.#engine.floats(this.#query, this.#x.n);
  }

  /** The rows found by the last search, the nearest first. */
  get found(): Int32Array {
    const all = this.#engine.ints(this.#indices, this.places);
    const end = all.indexOf(EMPTY);
    return end < 0 ? all : all.subarray(0, end);
  }

  /** The squared distances of the rows found. */
  get squared(): Float32Array | Float64Array {
    return this.#engine.floats(this.#squared, this.places);
  }

  /** The nearest to the query of all rows. */
  searchAll(): void {
    this.search({ start: 0, count: this.#x.rows }, { address: 0, degree: 0 });
  }

  /** The nearest to the query that are found from the rows of a range along the edges. */
  search({ start, count }: Leaf, { address, degree }: Graph): void {
    const x = this.#x;
    this.#visit++;
    this.#engine.kernels.searchGraph(
      x.n,
      x.address,
      this.#query,
      start,
      count,
      degree,
      address,
      this.#visits,
      this.#visit,
      this.places,
      this.#indices,
      this.#squared,
    );
  }
}
