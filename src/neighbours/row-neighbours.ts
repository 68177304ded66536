/** The nearest neighbours of each row among the other rows. */
import type { Matrix } from '../matrix.js';
import { ApproximateNeighbours } from './approximate/approximate-neighbours.js';
import { mostExactRows } from './approximate/build-index.js';
import { NearestNeighbours, type RowNeighbours } from './nearest-neighbours.js';

/**
 * Finds the k nearest other rows of each row of X, k from 1 to rows - 1. May throw the signal's reason if it is
 * aborted.
 */
export type NeighbourSearch = (X: Matrix, k: number, signal?: AbortSignal) => Promise<RowNeighbours>;

/** Compares all pairs of rows. Of equal distances the lower index first. */
export const exactNeighbours: NeighbourSearch = async (X, k, signal) => {
  const search = await NearestNeighbours.create(X);
  const found = await search.nearest(X, k + 1, signal).finally(() => search.release());
  const indices = new Int32Array(X.rows * k);
  const squared = new Float64Array(X.rows * k);
  for (let row = 0; row < X.rows; row++) {
    const first = row * found.k;
    // With many equal rows a row may not be among its own k + 1 nearest: then the last is dropped.
    const own = found.indices.subarray(first, first + found.k).indexOf(row);
    for (let n = 0; n < k; n++) {
      const at = first + n + (own >= 0 && n >= own ? 1 : 0);
      indices[row * k + n] = found.indices[at];
      squared[row * k + n] = found.distances[at] ** 2;
    }
  }
  return { k, indices, squared };
};

/** How neighbours are searched: `auto` is `approximate` from 20,000 rows on, below which the exact search takes a few seconds at most. */
export const NEIGHBOUR_SEARCHES = ['exact', 'approximate', 'auto'] as const;
export type NeighbourSearchName = (typeof NEIGHBOUR_SEARCHES)[number];

const LEAST_APPROXIMATE_ROWS = 20_000;

/** Whether a search by this name is approximate for so many rows. */
export function isApproximate(name: NeighbourSearchName, rows: number): boolean {
  return name === 'approximate' || (name === 'auto' && rows >= LEAST_APPROXIMATE_ROWS);
}

/**
 * That the option `neighbourSearch` asks for an approximate search of the k nearest among so few rows that it is exact too;
 * undefined if it does not.
 */
export function fewRowsNotice(
  name: NeighbourSearchName | undefined,
  rows: number,
  k: number,
): string | undefined {
  const most = mostExactRows(Math.min(k, rows - 1));
  if (name !== 'approximate' || rows > most) return undefined;
  return (
    `neighbourSearch=approximate has no effect on ${rows} rows: it compares all pairs of up to ${most}, as exact does, ` +
    `and is approximate from ${most + 1} on; leave it out`
  );
}

/** The search by name. @param seed of an approximate one */
export function neighbourSearch(name: NeighbourSearchName, seed: number): NeighbourSearch {
  return async (X, k, signal) => {
    if (!isApproximate(name, X.rows)) return exactNeighbours(X, k, signal);
    const index = await ApproximateNeighbours.create(X, { neighbours: k, seed, signal });
    try {
      return await index.amongThemselves(signal);
    } finally {
      index.release();
    }
  };
}
