import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { NEEDS_DATA, SHARED_DATA, WITHOUT_DATA } from '../../../test/datasets/shared-data.js';
import type { Table } from '../../tables/table.js';
import { balanceScale } from './balance-scale.js';

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
  it.skipIf(WITHOUT_DATA)(`is the real data set row for row ${NEEDS_DATA}`, () => {
    const lines = gunzipSync(readFileSync(join(SHARED_DATA, 'balance_scale.csv.gz')))
      .toString()
      .trimEnd()
      .split(/\r?\n/);
    expect(asLines(balanceScale())).toEqual(lines);
  });

  it('has the class counts of its documentation', () => {
    const lines = asLines(balanceScale()).slice(1);
    const count = (side: string) => lines.filter((line) => line.endsWith(`,${side}`)).length;
    expect([count('L'), count('B'), count('R')]).toEqual([288, 49, 288]);
    expect(new Set(lines).size).toBe(625);
  });
});
