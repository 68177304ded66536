import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normals } from '../../../test/support/kernels/kernel-case.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { Matrix } from '../../matrix.js';
import type { RowNeighbours } from '../nearest-neighbours.js';
import { NearestNeighbours } from '../nearest-neighbours.js';
import { exactNeighbours, neighbourSearch } from '../row-neighbours.js';
import { ApproximateNeighbours } from './approximate-neighbours.js';

/** Clusters of rows that vary in few directions. */
function clusters(rows: number, columns: number, seed = 1): Matrix {
  const random = new RandomStream(seed, 'clusters');
  const centres = normals(random, 20 * columns, 2);
  const directions = normals(random, 20 * columns);
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const cluster = random.integer(20);
    const along = random.normal();
    for (let j = 0; j < columns; j++) {
      const at = cluster * columns + j;
      data[row * columns + j] = centres[at] + along * directions[at] + 0.2 * random.normal();
    }
  }
  return { data, rows, columns };
}

const matrix = (values: readonly number[], columns: number): Matrix => ({
  data: Float32Array.from(values.slice(0, Math.floor(values.length / columns) * columns)),
  rows: Math.floor(values.length / columns),
  columns,
});

async function among(X: Matrix, neighbours: number, seed = 1) {
  const index = await ApproximateNeighbours.create(X, { neighbours, seed });
  const found = await index.amongThemselves();
  const { recall } = index;
  index.release();
  return { found, recall };
}

/** The share of the k nearest that are found. */
function recallOf(found: RowNeighbours, exact: RowNeighbours): number {
  let hits = 0;
  for (let i = 0; i < exact.indices.length; i += exact.k) {
    const own = new Set(found.indices.subarray(i, i + found.k));
    for (const index of exact.indices.subarray(i, i + exact.k)) if (own.has(index)) hits++;
  }
  return hits / exact.indices.length;
}

/** Every row has k different other rows with their distances, the nearest first, of equal ones the lower row first. */
function expectNeighbours(X: Matrix, { k, indices, squared }: RowNeighbours): void {
  expect(indices.length).toBe(X.rows * k);
  for (let row = 0; row < X.rows; row++) {
    const own = indices.subarray(row * k, (row + 1) * k);
    expect(new Set([row, ...own]).size).toBe(k + 1);
    for (let i = 0; i < k; i++) {
      const other = own[i];
      expect(other >= 0 && other < X.rows).toBe(true);
      let sum = 0;
      for (let j = 0; j < X.columns; j++) {
        sum += (X.data[row * X.columns + j] - X.data[other * X.columns + j]) ** 2;
      }
      const at = row * k + i;
      expect(Math.abs(squared[at] - sum)).toBeLessThanOrEqual(1e-12 * sum);
      if (i === 0) continue;
      const ordered =
        squared[at - 1] < squared[at] || (squared[at - 1] === squared[at] && own[i - 1] < other);
      expect(ordered).toBe(true);
    }
  }
}

describe('ApproximateNeighbours', () => {
  it('finds nearly all neighbours among rows in clusters, and estimates how many', async () => {
    const X = clusters(3000, 10);
    const { found, recall } = await among(X, 5);
    const share = recallOf(found, await exactNeighbours(X, 5));
    expect(share).toBeGreaterThan(0.95);
    expect(Math.abs(recall - share)).toBeLessThan(0.05);
  });

  it('finds most neighbours among rows without structure', async () => {
    const X = { data: normals(new RandomStream(1, 'rows'), 3000 * 20), rows: 3000, columns: 20 };
    const { found } = await among(X, 5);
    expect(recallOf(found, await exactNeighbours(X, 5))).toBeGreaterThan(0.9);
  });

  it('gives the same bits for a seed, and others for another', async () => {
    const X = { data: normals(new RandomStream(1, 'rows'), 1500 * 12), rows: 1500, columns: 12 };
    const [first, again, other] = [await among(X, 7, 3), await among(X, 7, 3), await among(X, 7, 4)];
    expect(again).toEqual(first);
    expect(other.found.indices).not.toEqual(first.found.indices);
  });

  it('gives k other rows for each row, with exact distances, in order, whatever the rows', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 10, maxLength: 900 }),
        fc.constantFrom(1, 2 ** 60, 2 ** -60),
        async (columns, k, values, unit) => {
          const X = matrix(
            values.map((value) => value * unit),
            columns,
          );
          const { found } = await among(X, k);
          expect(found.k).toBe(Math.min(k, X.rows - 1));
          expectNeighbours(X, found);
        },
      ),
      { numRuns: 40 },
    ));

  it.each([
    ['ten rows', clusters(10, 3), 4],
    ['two rows', clusters(2, 3), 5],
    ['fewer rows than k', clusters(50, 3), 80],
  ])('is exact for %s', async (_, X, k) => {
    const { found, recall } = await among(X, k);
    const exact = await exactNeighbours(X, Math.min(k, X.rows - 1));
    expect(found.indices).toEqual(exact.indices);
    expect(recall).toBe(1);
  });

  it('finds the rows near to others, one by one or together', async () => {
    const X = clusters(3000, 10);
    const queries = clusters(3200, 10).data.subarray(30_000);
    const Q = { data: queries, rows: 200, columns: 10 };
    const index = await ApproximateNeighbours.create(X, { neighbours: 5, seed: 1 });
    const found = await index.nearest(Q, 5);
    const exact = await (await NearestNeighbours.create(X)).nearest(Q, 5);
    const asRows = ({ k, indices }: typeof found) => ({ k, indices, squared: new Float64Array(0) });
    expect(recallOf(asRows(found), asRows(exact))).toBeGreaterThan(0.97);
    const alone = await index.nearest({ data: queries.subarray(70, 80), rows: 1, columns: 10 }, 5);
    expect(alone.indices).toEqual(found.indices.subarray(35, 40));
    expect(alone.distances).toEqual(found.distances.subarray(35, 40));
  });

  it('gives all rows to a query that wants them, and the nearest to one far away', async () => {
    const X = clusters(300, 3);
    const index = await ApproximateNeighbours.create(X, { neighbours: 3, seed: 1 });
    const Q = { data: Float32Array.of(1e30, -1e30, 0), rows: 1, columns: 3 };
    const { k, indices } = await index.nearest(Q, 500);
    expect(k).toBe(300);
    expect(Array.from(indices).sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, i) => i));
    expect((await index.nearest(Q, 2)).distances.every(Number.isFinite)).toBe(true);
  });

  it('refuses what it cannot search, as the exact search', async () => {
    const X = clusters(20, 2);
    const hole = { data: Float32Array.of(1, Number.NaN), rows: 1, columns: 2 };
    await expect(ApproximateNeighbours.create(hole, { neighbours: 1, seed: 1 })).rejects.toThrow(
      /NaN at row 0, column 1/,
    );
    await expect(ApproximateNeighbours.create(X, { neighbours: 0, seed: 1 })).rejects.toThrow(InputError);
    const index = await ApproximateNeighbours.create(X, { neighbours: 2, seed: 1 });
    await expect(index.nearest(hole, 1)).rejects.toThrow(/NaN at row 0, column 1/);
    await expect(index.nearest(clusters(2, 3), 1)).rejects.toThrow(/3 columns/);
    await expect(index.nearest(X, 1.5)).rejects.toThrow(/k is 1.5/);
  });

  it('stops when its signal is aborted', async () => {
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    const X = clusters(2000, 4);
    await expect(ApproximateNeighbours.create(X, { neighbours: 2, seed: 1, signal })).rejects.toBe(reason);
    const index = await ApproximateNeighbours.create(X, { neighbours: 2, seed: 1 });
    await expect(index.nearest(X, 1, signal)).rejects.toBe(reason);
    await expect(index.amongThemselves(signal)).rejects.toBe(reason);
  });
});

describe('neighbourSearch', () => {
  it('is exact for few rows with auto, and for any with exact', async () => {
    const X = { data: normals(new RandomStream(1, 'rows'), 1500 * 12), rows: 1500, columns: 12 };
    const exact = await exactNeighbours(X, 5);
    expect(await neighbourSearch('auto', 1)(X, 5)).toEqual(exact);
    expect(await neighbourSearch('exact', 1)(X, 5)).toEqual(exact);
    const found = await neighbourSearch('approximate', 1)(X, 5);
    expect(recallOf(found, exact)).toBeGreaterThan(0.8);
    expect(found).not.toEqual(exact);
  });
});
