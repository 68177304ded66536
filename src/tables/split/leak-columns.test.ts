import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { rowRange } from '../preparation/resolve-rows.js';
import { tableFromColumns } from '../preparation/table-from-columns.js';
import { leakColumns } from './leak-columns.js';

const N = 600;
const random = new RandomStream(5, 'leaks');
const y = Int32Array.from({ length: N }, () => (random.integer(10) === 0 ? 1 : 0));
const column = (cell: (c: number, row: number) => string | number | null) =>
  Array.from(y, (c, row) => cell(c, row));

const found = (cells: readonly (string | number | null)[], labels = y, classes = 2) =>
  leakColumns(tableFromColumns([['x', cells]], 't'), rowRange(N), labels, classes, ['x']).map(
    ({ balancedAccuracy }) => balancedAccuracy,
  );

describe('leakColumns', () => {
  it.each([
    ['a copy of the target', column((c) => (c === 1 ? 'yes' : 'no'))],
    ['a threshold', column((c) => 5 * c + random.integer(1000) / 1000)],
    [
      'an interval',
      column((c) => (c === 1 ? 0 : random.integer(2) * 2 - 1) * 4 + random.integer(100) / 1000),
    ],
    ['cells that only one class lacks', column((c) => (c === 1 ? null : random.integer(1000)))],
    ['several words for a class', column((c, row) => `${c}${row % 3}`)],
    ['numeric codes', column((c, row) => [[3, 8, 12][row % 3], [5, 9][row % 2]][c])],
  ])('finds %s', (_, cells) => {
    const [accuracy] = found(cells);
    expect(accuracy).toBeGreaterThan(0.99);
  });

  it.each([
    ['noise', column(() => random.integer(1000))],
    ['an id', column((_, row) => `row ${row}`)],
    ['a number of each row', column((_, row) => row)],
    ['a strong feature', column((c) => 2 * c + random.integer(1000) / 400)],
  ])('is silent about %s', (_, cells) => {
    expect(found(cells)).toEqual([]);
  });

  it('looks at several classes', () => {
    const labels = Int32Array.from({ length: N }, (_, row) => row % 4);
    const cells = Array.from(labels, (c) => [10, 30, 20, 40][c] + random.integer(9));
    const [accuracy] = found(cells, labels, 4);
    expect(accuracy).toBeCloseTo(1, 9);
  });

  it('says nothing of fewer than five rows of a class', () => {
    const labels = Int32Array.from({ length: N }, (_, row) => (row < 4 ? 1 : 0));
    expect(found(Array.from(labels), labels)).toEqual([]);
  });
});
