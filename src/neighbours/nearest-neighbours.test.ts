import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normals } from '../../test/support/kernels/kernel-case.js';
import { pickRows } from '../../test/support/labelled-rows.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import type { Matrix } from '../matrix.js';
import { NearestNeighbours } from './nearest-neighbours.js';

/** All distances in 64 bits, sorted; of equal ones the lower row first. */
function plainSearch(X: Matrix, queries: Matrix, k: number): { indices: number[]; distances: number[] } {
  const indices: number[] = [];
  const distances: number[] = [];
  for (let q = 0; q < queries.rows; q++) {
    const all = Array.from({ length: X.rows }, (_, row) => {
      let sum = 0;
      for (let j = 0; j < X.columns; j++) {
        sum += (X.data[row * X.columns + j] - queries.data[q * X.columns + j]) ** 2;
      }
      return { row, distance: Math.sqrt(sum) };
    });
    all.sort((a, b) => a.distance - b.distance || a.row - b.row);
    indices.push(...all.slice(0, k).map(({ row }) => row));
    distances.push(...all.slice(0, k).map(({ distance }) => distance));
  }
  return { indices, distances };
}

async function expectExact(X: Matrix, queries: Matrix, k: number): Promise<void> {
  const found = await (await NearestNeighbours.create(X)).nearest(queries, k);
  const expected = plainSearch(X, queries, found.k);
  expect(Array.from(found.indices)).toEqual(expected.indices);
  expected.distances.forEach((distance, i) => {
    expect(Math.abs(found.distances[i] - distance)).toBeLessThanOrEqual(1e-13 * distance);
  });
}

const random = new RandomStream(5, 'neighbours');
const cloud = (rows: number, columns: number, scale = 1, offset = 0): Matrix => ({
  data: normals(random, rows * columns, scale).map((v) => v + offset),
  rows,
  columns,
});

describe('NearestNeighbours', () => {
  it.each<[string, Matrix, Matrix, number]>([
    ['several blocks', cloud(900, 5), cloud(130, 5), 7],
    ['many columns', cloud(70, 300), cloud(9, 300), 3],
    ['one column', cloud(200, 1), cloud(20, 1), 10],
    ['one row', cloud(1, 4), cloud(3, 4), 1],
    ['far from the origin', cloud(400, 3, 1, 1e5), cloud(50, 3, 1, 1e5), 5],
    ['queries far from the rows', cloud(400, 3), cloud(50, 3, 1, 1e6), 5],
    ['tiny values', cloud(300, 3, 1e-30), cloud(20, 3, 1e-30), 5],
    ['values whose squares 32 bits cannot hold', cloud(300, 3, 1e30), cloud(20, 3, 1e30), 5],
    ['an outlier', { ...cloud(300, 2), data: normals(random, 600).with(7, 1e7) }, cloud(20, 2), 5],
  ])('finds the nearest rows: %s', (_, X, queries, k) => expectExact(X, queries, k));

  it('finds the rows of lower number among equal distances, whatever the order of the rows', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 6, maxLength: 600 }),
        fc.boolean(),
        async (columns, k, values, sorted) => {
          const rows = Math.floor(values.length / columns);
          const data = Float32Array.from(sorted ? values.toSorted((a, b) => a - b) : values);
          const X = { data: data.subarray(0, rows * columns), rows, columns };
          await expectExact(X, pickRows(X, [0, rows >> 1, rows - 1]), k);
        },
      ),
      { numRuns: 40 },
    ));

  it('gives all rows where there are fewer than k', async () => {
    const X = cloud(4, 2);
    const { k, indices } = await (await NearestNeighbours.create(X)).nearest(X, 9);
    expect(k).toBe(4);
    expect([...indices.subarray(0, 4)].sort()).toEqual([0, 1, 2, 3]);
  });

  it('gives the same bits however the queries are grouped, and many callers at once', async () => {
    const queries = cloud(200, 6);
    const search = await NearestNeighbours.create(cloud(2000, 6));
    const whole = await search.nearest(queries, 4);
    const parts = [[0], [199, 3], Array.from({ length: 150 }, (_, i) => 170 - i)];
    const found = await Promise.all(parts.map((part) => search.nearest(pickRows(queries, part), 4)));
    parts.forEach((part, p) => {
      part.forEach((query, i) => {
        const same = (a: ArrayLike<number> & { subarray(from: number, to: number): unknown }, at: number) =>
          a.subarray(4 * at, 4 * at + 4);
        expect(same(found[p].indices, i)).toEqual(same(whole.indices, query));
        expect(same(found[p].distances, i)).toEqual(same(whole.distances, query));
      });
    });
  });

  it('refuses what it cannot search', async () => {
    const search = await NearestNeighbours.create(cloud(5, 2));
    for (const k of [0, -1, 1.5, Number.NaN]) {
      await expect(search.nearest(cloud(1, 2), k)).rejects.toThrow(new RegExp(`k is ${k}`));
    }
    await expect(search.nearest(cloud(1, 3), 1)).rejects.toThrow(/3 columns/);
    const hole = { data: Float32Array.of(1, Number.NaN), rows: 1, columns: 2 };
    await expect(search.nearest(hole, 1)).rejects.toThrow(InputError);
    await expect(NearestNeighbours.create(hole)).rejects.toThrow(/NaN at row 0, column 1/);
  });
});
