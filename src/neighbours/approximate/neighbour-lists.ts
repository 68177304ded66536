/**
 * The nearest rows of each row so far, improved by comparing the rows of small groups: those of a tree's leaf, or rows that
 * have a neighbour in common (neighbour descent: Dong, Moses & Li, "Efficient k-nearest neighbor graph construction for
 * generic similarity measures", 2011).
 */
import type { Engine } from '../../engine/engine.js';
import type { RandomStream } from '../../engine/random/random-stream.js';
import type { Steps } from '../../event-loop.js';
import type { PaddedRows } from './projection-tree.js';

/** In an empty place of a list. */
export const EMPTY = -2147483648;
/** Groups compared between two pauses. */
const GROUPS_PER_STEP = 10_000;

/** The next multiple of four. */
export function wholeFours(n: number): number {
  return (n + 3) & ~3;
}

export class NeighbourLists {
  readonly #engine: Engine;
  readonly #x: PaddedRows;
  /** Addresses of rows x `places` indices and squared distances, in the form of the kernels (assembly/neighbour-graph.ts). */
  readonly indices: number;
  readonly squared: number;
  readonly #group: number;
  readonly #scratch: number;

  /**
   * @param places of a list, a multiple of four
   * @param candidates most rows with a neighbour in common that `descend` compares: unused ones, and as many used ones
   * @param mostJoined rows of the largest group for `join`
   */
  constructor(
    engine: Engine,
    x: PaddedRows,
    readonly places: number,
    readonly candidates: number,
    mostJoined: number,
  ) {
    this.#engine = engine;
    this.#x = x;
    const most = Math.max(mostJoined, 2 * candidates);
    this.indices = engine.allocateInts(x.rows * places);
    this.squared = engine.allocateFloats(x.rows * places);
    this.#group = engine.allocateInts(most);
    this.#scratch = engine.allocateFloats((most + 3) * (x.n + 1));
    engine.ints(this.indices, x.rows * places).fill(EMPTY);
    engine.floats(this.squared, x.rows * places).fill(Number.POSITIVE_INFINITY);
  }

  /** Longer lists with the entries of these, all of them unused. */
  widened(places: number, candidates: number): NeighbourLists {
    const engine = this.#engine;
    const { rows } = this.#x;
    const wide = new NeighbourLists(engine, this.#x, places, candidates, 0);
    const [indices, to] = [this, wide].map((lists) => engine.ints(lists.indices, rows * lists.places));
    const [squared, toSquared] = [this, wide].map((lists) =>
      engine.floats(lists.squared, rows * lists.places),
    );
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < this.places; i++) {
        const from = row * this.places + i;
        const index = indices[from];
        to[row * places + i] = index < 0 ? index : ~index;
        toSquared[row * places + i] = squared[from];
      }
    }
    return wide;
  }

  /** Compares all pairs of the rows whose indices are at an address. */
  join(rows: number, count: number): void {
    this.#join(rows, count, count);
  }

  #join(rows: number, count: number, fresh: number): number {
    const { address, n } = this.#x;
    return this.#engine.kernels.joinRows(
      count,
      fresh,
      n,
      address,
      rows,
      this.places,
      this.indices,
      this.squared,
      this.#scratch,
    );
  }

  /**
   * Compares rows that have a neighbour in common, in either direction, unless both have been used for that before.
   * Returns how many entries of the lists are new.
   */
  *descend(random: RandomStream): Steps<number> {
    const { rows } = this.#x;
    const { fresh, used } = yield* this.#candidates(random);
    let added = 0;
    for (let start = 0; start < rows; start += GROUPS_PER_STEP) {
      yield;
      // Views are not kept beyond a pause.
      const group = this.#engine.ints(this.#group, 2 * this.candidates);
      const end = Math.min(rows, start + GROUPS_PER_STEP);
      for (let row = start; row < end; row++) {
        const freshCount = fresh.copy(row, group, 0);
        if (freshCount > 0) added += this.#join(this.#group, used.copy(row, group, freshCount), freshCount);
      }
    }
    return added;
  }

  /** A sample of the neighbours of each row in either direction; those of the first kind are used from now on. */
  *#candidates(random: RandomStream): Steps<{ fresh: Candidates; used: Candidates }> {
    const { rows } = this.#x;
    const fresh = new Candidates(rows, this.candidates, random);
    const used = new Candidates(rows, this.candidates, random);
    yield* this.#visit((lists, at, row) => {
      const index = lists[at];
      const other = index < 0 ? ~index : index;
      const candidates = index < 0 ? fresh : used;
      candidates.add(row, other);
      candidates.add(other, row);
    });
    yield* this.#visit((lists, at, row) => {
      const index = lists[at];
      if (index < 0 && fresh.has(row, ~index)) lists[at] = ~index;
    });
    return { fresh, used };
  }

  /** Calls for each place that is not empty. */
  *#visit(each: (lists: Int32Array, at: number, row: number) => void): Steps<void> {
    const { places } = this;
    const { rows } = this.#x;
    for (let row = 0; row < rows; ) {
      yield;
      const lists = this.#engine.ints(this.indices, rows * places);
      for (const end = Math.min(rows, row + GROUPS_PER_STEP); row < end; row++) {
        for (let at = row * places; at < (row + 1) * places; at++) {
          if (lists[at] !== EMPTY) each(lists, at, row);
        }
      }
    }
  }
}

/** A uniform sample, for each row, of the rows that are offered to it (Vitter's algorithm R). */
class Candidates {
  readonly #rows: Int32Array;
  readonly #offered: Int32Array;
  readonly #random: RandomStream;
  readonly #numbers = new Uint32Array(1024);
  #next = this.#numbers.length;

  /** @param most rows in a sample */
  constructor(
    rows: number,
    readonly most: number,
    random: RandomStream,
  ) {
    this.#rows = new Int32Array(rows * most);
    this.#offered = new Int32Array(rows);
    this.#random = random;
  }

  add(row: number, other: number): void {
    const offered = this.#offered[row]++;
    const place = offered < this.most ? offered : this.#draw(offered + 1);
    if (place < this.most) this.#rows[row * this.most + place] = other;
  }

  #count(row: number): number {
    return Math.min(this.most, this.#offered[row]);
  }

  /** Copies the sample of a row to a place of `to`; returns the place behind it. */
  copy(row: number, to: Int32Array, place: number): number {
    const first = row * this.most;
    const count = this.#count(row);
    for (let i = 0; i < count; i++) to[place + i] = this.#rows[first + i];
    return place + count;
  }

  has(row: number, other: number): boolean {
    const first = row * this.most;
    const end = first + this.#count(row);
    for (let at = first; at < end; at++) if (this.#rows[at] === other) return true;
    return false;
  }

  /** A uniform integer below a bound; its bias of 2^-32 times the bound does not matter here. */
  #draw(bound: number): number {
    if (this.#next === this.#numbers.length) {
      this.#random.fill(this.#numbers);
      this.#next = 0;
    }
    return Math.floor((this.#numbers[this.#next++] * bound) / 4294967296);
  }
}
