import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { ColumnSlices } from './column-slices.js';
import type { SlicedRows } from './sliced-rows.js';
import { worstSlices } from './worst-slices.js';

/**
 * Rows whose classes are drawn by their risks, and columns of random levels.
 *
 * @param wrong the rows of level 0 of the first column have this many times the odds of their risk
 */
function drawn(seed: number, count: number, columnCount: number, wrong = 1) {
  const random = new RandomStream(seed, 'rows of slices');
  const columns: ColumnSlices[] = Array.from({ length: columnCount }, (_, c) => ({
    column: `c${c}`,
    kind: 'levels',
    names: ['a', 'b', 'c', 'd'],
    codes: Int32Array.from({ length: count }, () => random.integer(4)),
  }));
  const risk = Float64Array.from({ length: count }, () => random.uniform() ** 3);
  const y = Int32Array.from(risk, (p, row) => {
    const odds = (p / (1 - p)) * (columns[0].codes[row] === 0 ? wrong : 1);
    return random.uniform() < odds / (1 + odds) ? 1 : 0;
  });
  const rows: SlicedRows = {
    rows: Int32Array.from({ length: count }, (_, row) => row),
    classes: ['no', 'yes'],
    positive: 1,
    y,
    predicted: Int32Array.from(risk, (p) => (p >= 0.4 ? 1 : 0)),
    risk,
  };
  return { rows, columns };
}

describe('worstSlices', () => {
  it('reports nothing of random columns, but for the level', () => {
    const tables = 60;
    let reported = 0;
    for (let seed = 0; seed < tables; seed++) {
      const { rows, columns } = drawn(seed, 300, 6);
      if (worstSlices(rows, columns).found.length > 0) reported++;
    }
    // Of 60 tables at 5 %: more than 8 has a chance below 0.002.
    expect(reported).toBeLessThanOrEqual(8);
  });

  it('reports nothing of a column that the risk itself depends on', () => {
    let reported = 0;
    for (let seed = 0; seed < 40; seed++) {
      const { rows } = drawn(seed, 400, 1);
      const column: ColumnSlices = {
        column: 'ranges of the risk',
        kind: 'ranges',
        names: ['a', 'b', 'c', 'd', 'e'],
        codes: Int32Array.from(rows.risk, (p) => Math.min(4, Math.floor(p * 5))),
      };
      const found = worstSlices(rows, [column]).found.filter(({ fault }) => fault.startsWith('risk'));
      if (found.length > 0) reported++;
    }
    expect(reported).toBeLessThanOrEqual(6);
  });

  it('finds a slice whose risk is too low, and counts what it tried', () => {
    const { rows, columns } = drawn(1, 1500, 8, 4);
    const worst = worstSlices(rows, columns);
    expect(worst.found[0]).toMatchObject({ column: 'c0', slice: 'a', fault: 'risk too low' });
    expect(worst.found[0].value).toBeGreaterThan(worst.found[0].expected);
    expect(worst).toMatchObject({ columns: 8, slices: 32, tests: 128 });
  });

  it('has no tests where all rows are of one class', () => {
    const { rows, columns } = drawn(1, 100, 2);
    const none = worstSlices({ ...rows, y: rows.y.map(() => 0) }, columns);
    expect(none.found).toEqual([]);
  });
});
