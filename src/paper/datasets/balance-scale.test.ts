import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../tables/table.js';
import { balanceScale } from './balance-scale.js';

const original = new URL('../../../shared/data/balance_scale.csv.gz', import.meta.url);
const missing = !existsSync(original);

/** The table as lines of CSV; none of its cells needs quotes. */
function asLines(table: Table): string[] {
  const cells = table.columns.map((column) =>
    column.kind === 'text'
      ? Array.from(column.codes, (code) => column.dictionary[code])
      : Array.from(column.values, String),
  );
  const rows = Array.from({ length: table.rows }, (_, row) => cells.map((column) => column[row]).join(','));
  return [table.columns.map((column) => column.name).join(','), ...rows];
}

describe('balanceScale', () => {
  // Where the data are not at hand this is skipped, except in CI, where they have to be.
  it.skipIf(missing && !process.env.CI)(
    'is the real data set row for row (needs shared/data beside the repository)',
    () => {
      const lines = gunzipSync(readFileSync(original)).toString().trimEnd().split(/\r?\n/);
      expect(asLines(balanceScale())).toEqual(lines);
    },
  );

  it('has the class counts of its documentation', () => {
    const lines = asLines(balanceScale()).slice(1);
    const count = (side: string) => lines.filter((line) => line.endsWith(`,${side}`)).length;
    expect([count('L'), count('B'), count('R')]).toEqual([288, 49, 288]);
    expect(new Set(lines).size).toBe(625);
  });
});
