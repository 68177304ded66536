import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RandomStream } from '../../../engine/random/random-stream.js';
import { ColumnCuts } from './column-cuts.js';
import { FitThreads } from './threads/fit-threads.js';

const threads = await FitThreads.open({});

const cutsOf = (values: Float32Array | Float64Array, maxBins: number) =>
  new ColumnCuts(
    { data: values, rows: values.length, columns: 1 },
    maxBins,
    new RandomStream(1, 'bins'),
    threads,
  ).cuts[0];

it('separates all distinct values if there are bins enough, and keeps equal ones together', () => {
  const values = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.float({ noNaN: true })), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(values, fc.boolean(), fc.integer({ min: 2, max: 80 }), (list, single, maxBins) => {
      const data = single ? Float32Array.from(list) : Float64Array.from(list);
      const given = data.filter(Number.isFinite);
      fc.pre(given.length > 0);
      const cuts = cutsOf(given, maxBins);
      const codes = Array.from(given, (x) => cuts.filter((cut) => cut < x).length);
      expect(cuts.length).toBeLessThan(maxBins);
      // Each bin has a value.
      expect(new Set(codes).size).toBe(cuts.length + 1);
      const distinct = new Set(Array.from(given, (x) => x + 0));
      if (single && distinct.size <= maxBins) expect(cuts.length + 1).toBe(distinct.size);
    }),
  );
});

it('makes bins of equal numbers of rows from a sample of many', () => {
  const random = new RandomStream(2, 'values');
  const values = Float64Array.from({ length: 120_000 }, () => random.normal());
  const cuts = cutsOf(values, 100);
  expect(cuts.length).toBe(99);
  const counts = new Int32Array(100);
  for (const x of values) counts[cuts.filter((cut) => cut < x).length]++;
  expect(Math.min(...counts)).toBeGreaterThan(900);
  expect(Math.max(...counts)).toBeLessThan(1500);
});

it('has no cut for a column without two values', () => {
  expect(cutsOf(new Float64Array(5).fill(3), 10)).toHaveLength(0);
  expect(cutsOf(new Float64Array(5).fill(Number.NaN), 10)).toHaveLength(0);
  expect(cutsOf(Float64Array.of(Number.NaN, 1, 2), 10)).toEqual(Float64Array.of(1.5));
});
