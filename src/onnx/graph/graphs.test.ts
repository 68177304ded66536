/** The parts of graphs that models are made of, in ONNX Runtime. */
import { expect, it } from 'vitest';
import { runGraph } from '../../../test/support/onnx-runtime.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { scaledValue } from '../../tables/preparation/column-scale.js';
import { normalScore } from '../../tables/preparation/normal-scores.js';
import { normalScores } from '../preparation/normal-scores.js';
import { scaleColumns } from '../preparation/scale-columns.js';
import { countReached } from './count-reached.js';
import { nearestRows } from './nearest-rows.js';

it('countReached counts the values below and up to each number, to the last bit', async () => {
  const next = 1 + Number.EPSILON;
  const values = [[-1, 0, 1, next], [5]];
  const rows = [-2, -1, 0, 0.5, 1, next, 2, Number.NaN].map((x) => [x, 5]);
  const count = (isReached: (value: number, x: number) => boolean) =>
    rows.flatMap((row) =>
      row.map((x, column) => values[column].filter((value) => Number.isNaN(x) || isReached(value, x)).length),
    );
  const found = await runGraph({ x: { type: 'double', rows } }, (graph, { x }) => {
    const { below, upTo } = countReached(graph, x, values);
    return graph.beside([below, upTo]);
  });
  const pairs = rows.flatMap((_, row) => [0, 1].map((column) => 4 * row + column));
  expect(pairs.map((at) => found[at])).toEqual(count((value, x) => value < x));
  expect(pairs.map((at) => found[at + 2])).toEqual(count((value, x) => value <= x));
});

it('normalScores are those of the preparation: ties, ends, beyond, huge values', async () => {
  const quantiles = [
    [0, 0, 0, 1, 2, 2, 5],
    [-1e308, 3, 1e308],
  ];
  const rows = [-1, 0, 0.5, 1, 2, 4.999, 5, 9, -1e308, 1e307, 1.7e308].map((x) => [x, x]);
  const found = await runGraph({ x: { type: 'double', rows } }, (graph, { x }) =>
    normalScores(graph, x, quantiles),
  );
  rows.forEach((row, i) => {
    row.forEach((x, column) => {
      expect(found[2 * i + column], `${x}`).toBeCloseTo(normalScore(quantiles[column], x), 12);
    });
  });
});

it('scaleColumns scales as the preparation: linearly, by logarithm, by quantiles, or not at all', async () => {
  const scaling = [{ mean: 2, scale: 0.5 }, { mean: 0, scale: 1, quantiles: [0, 1, 8] }, null];
  const rows = [-1e300, -3, 0, 0.1, 2, 7, 600, 1e9, Number.MAX_VALUE].map((x) => [x, x, Math.min(x, 1e6)]);
  const found = await runGraph(
    { x: { type: 'double', rows } },
    (graph, { x }) => scaleColumns(graph, x, scaling, 1000),
    'float',
  );
  const expected = rows.flatMap((row) =>
    row.map((x, column) => Math.fround(scaling[column] === null ? x : scaledValue(x, scaling[column]!))),
  );
  found.forEach((value, i) => {
    if (Number.isFinite(expected[i]))
      expect(value / (expected[i] || 1)).toBeCloseTo(expected[i] === 0 ? value : 1, 6);
    else expect(value).toBe(expected[i]);
  });
});

it('nearestRows finds what sorting all distances finds, of equal ones the first', async () => {
  const random = new RandomStream(3, 'rows');
  const fixed = Array.from({ length: 30 }, () => [
    random.integer(4),
    random.integer(4),
    1000 + random.normal(),
  ]);
  fixed[20] = fixed[7];
  const rows = [...fixed.slice(5, 9), [2, 2, 1000]];
  const found = await runGraph(
    { x: { type: 'double', rows } },
    (graph, { x }) => nearestRows(graph, x, graph.doubles(fixed.flat(), [30, 3]), 4),
    'int64',
  );
  const distance = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0);
  const expected = rows.flatMap((row) =>
    Array.from(fixed.keys())
      .sort((a, b) => distance(row, fixed[a]) - distance(row, fixed[b]) || a - b)
      .slice(0, 4),
  );
  expect(found).toEqual(expected);
});
