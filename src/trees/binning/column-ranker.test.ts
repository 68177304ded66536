import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { isConstant } from '../../tables/preparation/moments.js';
import { ColumnRanker } from './column-ranker.js';

const SPECIAL = [
  -0,
  0,
  1,
  -1,
  5e-324,
  -5e-324,
  1e-40,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  2 ** 16,
  -(2 ** 33),
  1 + 2 ** -40,
];

/** Rows below and above the number from which on values are sorted by their digits. */
it.each([
  ['few rows', 50],
  ['many rows', 9000],
])('numbers the distinct values in their order, missing ones last: %s', (_, rows) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.boolean(), fc.boolean(), (seed, single, missing) => {
      const random = new RandomStream(seed, 'values');
      const draw = () => {
        if (missing && random.uniform() < 0.1) return Number.NaN;
        const special = SPECIAL[random.integer(SPECIAL.length)];
        return random.uniform() < 0.5 ? special : Math.round(1000 * random.normal()) / 8;
      };
      const list = Array.from({ length: rows }, draw);
      const values = single
        ? Float32Array.from(list, (x) => Math.max(-1e38, Math.min(1e38, x)))
        : Float64Array.from(list);
      const given = values.slice();
      const ranks = new Uint32Array(rows);
      const distinct = new ColumnRanker(rows, values).rank(values, ranks);
      expect(values).toEqual(given);
      for (let i = 1; i < distinct.length; i++) expect(distinct[i]).toBeGreaterThan(distinct[i - 1]);
      const seen = new Set<number>();
      const wrong = values.findIndex((x, row) => {
        seen.add(ranks[row]);
        return Number.isNaN(x) ? ranks[row] !== distinct.length : distinct[ranks[row]] + 0 !== x + 0;
      });
      expect(wrong).toBe(-1);
      expect(seen.size).toBe(distinct.length + (values.some(Number.isNaN) ? 1 : 0));
    }),
    { numRuns: rows > 1000 ? 10 : 40 },
  );
});

it.each([50, 9000])('holds 64-bit values that differ only by rounding to be one: %d rows', (rows) => {
  const near = 1 + 2 ** -52;
  expect(isConstant(1, near)).toBe(true);
  const values = Float64Array.from({ length: rows }, (_, row) =>
    row % 5 === 4 ? Number.NaN : row % 2 ? 1 : near,
  );
  const ranks = new Uint32Array(rows);
  expect(new ColumnRanker(rows, values).rank(values, ranks)).toEqual(Float64Array.of(1));
  expect(ranks.every((rank, row) => rank === (row % 5 === 4 ? 1 : 0))).toBe(true);
});
