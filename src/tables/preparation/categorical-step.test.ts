/** Codes of digits: what a cell means does not depend on the cells around it. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable } from '../reading/read-table.js';
import { fitCategorical, writeCategorical } from './categorical-step.js';
import { noticesOf } from './remarks.js';
import { rowRange } from './resolve-rows.js';
import { type Cell, tableFromColumns } from './table-from-columns.js';

const column = (cells: readonly Cell[]) => tableFromColumns([['zip', cells]]).columns[0];
const fit = (cells: readonly Cell[]) => fitCategorical(column(cells), rowRange(cells.length));

function write(fitted: ReturnType<typeof fit>, given: ReturnType<typeof column>, rows: number) {
  const data = new Float64Array(rows);
  const destination = { data, columns: 1, form: 'values', keepMissing: false, offset: 0 } as const;
  const notices = noticesOf(writeCategorical(fitted, given, rowRange(rows), destination));
  return { read: Array.from(data, (code) => fitted.categories[code] ?? '(other)'), notices };
}
const places = (fitted: ReturnType<typeof fit>, cells: readonly Cell[]) =>
  write(fitted, column(cells), cells.length);

describe('codes with leading zeros', () => {
  const fitted = fit(['01805', '02139', '10001', '01805']);

  it('are found without their zeros, as text and as numbers, with a notice', () => {
    const { read, notices } = places(fitted, ['1805', '01805', '002139', '10001', '1805', '77']);
    expect(read).toEqual(['01805', '01805', '02139', '10001', '01805', '(other)']);
    expect(notices).toEqual([
      'column "zip": 3 cells read as codes of training that have other leading zeros, such as "1805" as "01805"',
      'column "zip": 1 cell with a value not seen in training, treated as (other): "77"',
    ]);
    const numbers = places(fitted, [1805, 10_001, 77]);
    expect(numbers.read).toEqual(['01805', '10001', '(other)']);
    expect(numbers.notices[0]).toMatch(/1 cell read as codes .* "1805" as "01805"/);
    expect(places(fitted, ['01805', '10001']).notices).toEqual([]);
  });

  it('mean the same whatever the cells around them in a CSV file', async () => {
    const cell = fc.constantFrom('1805', '01805', '2139', '02139', '10001', '010001', '9', '');
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 8 }), async (cells) => {
        const text = `zip,x\n${cells.map((each) => `${each},1\n`).join('')}`;
        const { columns } = await readTable(new TextEncoder().encode(text), { format: 'csv' });
        const alone = cells.map((each) => places(fitted, [each === '' ? null : each]).read[0]);
        expect(write(fitted, columns[0], cells.length).read).toEqual(alone);
      }),
    );
  });

  it('must be one code only', () => {
    const both = fit(['7', '07', '12', '012', '0012', '005', '0005']);
    const { read, notices } = places(both, ['7', '07', '007', '12', '5']);
    expect(read).toEqual(['7', '07', '(other)', '12', '(other)']);
    expect(notices).toHaveLength(1);
    expect(places(both, [7, 12, 5]).read).toEqual(['7', '12', '(other)']);
  });

  it('are not looked for in words and decimals', () => {
    expect(places(fit(['0a', '1.5', '00']), ['a', '01.5', '0', '000']).read).toEqual([
      '(other)',
      '(other)',
      '00',
      '00',
    ]);
  });
});
