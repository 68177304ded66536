import { describe, expect, it } from 'vitest';
import { blobs } from '../../../test/support/labelled-rows.js';
import type { Matrix } from '../../matrix.js';
import { KNearestNeighbours } from './knn.js';

/** Points on a line, and a query between the second and the third. */
const X: Matrix = { data: Float32Array.of(0, 1, 3, 7), rows: 4, columns: 1 };
const y = ['a', 'a', 'b', 'b'];
const at = (...values: number[]): Matrix => ({
  data: Float32Array.from(values),
  rows: values.length,
  columns: 1,
});

async function shares(
  options: ConstructorParameters<typeof KNearestNeighbours>[0],
  queries: Matrix,
  sampleWeight?: number[],
): Promise<number[]> {
  const model = await new KNearestNeighbours(options).fit(X, y, { sampleWeight });
  return Array.from((await model.predictProba(queries)).data);
}

describe('k nearest neighbours', () => {
  it('gives each class its share of the k votes', async () => {
    expect(await shares({ k: 1 }, at(1.5, 2.5))).toEqual([1, 0, 0, 1]);
    expect(await shares({ k: 4 }, at(1.5))).toEqual([0.5, 0.5]);
  });

  it('lets all rows vote where there are fewer than k', async () => {
    expect(await shares({ k: 100 }, at(-50))).toEqual([0.5, 0.5]);
  });

  it('weighs votes by 1 / distance, and rows at distance 0 alone', async () => {
    const [a, b] = await shares({ k: 2, weights: 'distance' }, at(1.75));
    expect(a).toBeCloseTo(0.625, 6);
    expect(b).toBeCloseTo(0.375, 6);
    expect(await shares({ k: 4, weights: 'distance' }, at(3))).toEqual([0, 1]);
  });

  it('takes distances whose inverse is no finite number', async () => {
    const near = { data: Float32Array.of(0, 1e-45, 1), rows: 3, columns: 1 };
    const model = await new KNearestNeighbours({ k: 2, weights: 'distance' }).fit(near, ['a', 'b', 'b']);
    expect(Array.from((await model.predictProba(at(-1e-45))).data)).toEqual([
      Math.fround(2 / 3),
      Math.fround(1 / 3),
    ]);
  });

  it('multiplies votes by sample and class weights, and leaves out rows of weight 0', async () => {
    const [a, b] = await shares({ k: 2 }, at(2), [1, 1, 3, 1]);
    expect([a, b]).toEqual([0.25, 0.75]);
    expect(await shares({ k: 2, classWeight: [['b', 3]] }, at(2))).toEqual([0.25, 0.75]);
    // Without the row at 1 the one at 0 is the second neighbour of 3.
    expect(await shares({ k: 2 }, at(2), [1, 0, 1, 0])).toEqual([0.5, 0.5]);
    const model = await new KNearestNeighbours().fit(X, y, { sampleWeight: [1, 0, 1, 1] });
    expect(model.tensors().get('rows')?.shape).toEqual([3, 1]);
  });

  it('searches approximately on request, with the same bits when loaded', async () => {
    const { X: rows, y: labels } = blobs([400, 200], ['a', 'b'], 1);
    const model = await new KNearestNeighbours({ neighbourSearch: 'approximate' }).fit(rows, labels);
    const loaded = await KNearestNeighbours.load(model.toJSON(), model.tensors());
    const found = await model.predictProba(rows);
    expect(await loaded.predictProba(rows)).toEqual(found);
    const exact = await (await new KNearestNeighbours().fit(rows, labels)).predictProba(rows);
    const differing = exact.data.filter((share, i) => share !== found.data[i]).length;
    expect(differing).toBeLessThan(0.05 * exact.data.length);
  });

  it.each([
    [
      'approximate',
      128,
      5,
      [/^neighbourSearch=approximate has no effect on 128 rows: .* up to 128,.* from 129 on/],
    ],
    ['approximate', 129, 5, []],
    ['approximate', 129, 100, [/on 129 rows: .* up to 202/]],
    ['auto', 10, 5, []],
    ['exact', 10, 5, []],
  ] as const)('%s among %i rows, k = %i: says if it is exact', async (neighbourSearch, rows, k, expected) => {
    const { X: few, y: labels } = blobs([rows - 4, 4], ['a', 'b'], 1);
    const said: string[] = [];
    const options = { neighbourSearch, k };
    const model = await new KNearestNeighbours(options).fit(few, labels, {
      onWarning: (message) => said.push(message),
    });
    expect(said).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
    if (said.length === 0) return;
    const exact = await new KNearestNeighbours({ k }).fit(few, labels);
    expect(await model.predictProba(few)).toEqual(await exact.predictProba(few));
  });

  it('lets all rows vote if there are at most k, with either search', async () => {
    const { X: ten, y: labels } = blobs([6, 4], ['a', 'b'], 1);
    for (const k of [9, 10, 25]) {
      const [exact, approximate] = await Promise.all(
        (['exact', 'approximate'] as const).map(async (neighbourSearch) =>
          (await new KNearestNeighbours({ k, neighbourSearch }).fit(ten, labels)).predictProba(ten),
        ),
      );
      expect(approximate).toEqual(exact);
      if (k >= 10) expect(exact.data[0]).toBeCloseTo(0.6, 6);
    }
  });

  it('finds the same neighbours among few rows with either search', async () => {
    const options = { k: 3, neighbourSearch: 'approximate' } as const;
    expect(await shares(options, at(1.5, 2.5))).toEqual(await shares({ k: 3 }, at(1.5, 2.5)));
  });

  it('refuses labels and factors that it cannot have saved', async () => {
    const model = await new KNearestNeighbours().fit(X, y);
    const json = model.toJSON();
    for (const [name, value] of [
      ['labels', 2],
      ['labels', -1],
      ['factors', 0],
    ] as const) {
      const tensors = new Map(
        [...model.tensors()].map(([key, tensor]) => [key, { ...tensor, data: tensor.data.slice() }]),
      );
      tensors.get(name)!.data[1] = value;
      await expect(KNearestNeighbours.load(json, tensors)).rejects.toThrow(/saved knn is damaged/);
    }
  });
});
