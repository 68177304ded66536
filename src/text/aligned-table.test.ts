import { describe, expect, it } from 'vitest';
import { alignedLines, stackedTables } from './aligned-table.js';

describe('alignedLines', () => {
  it('aligns names left and numbers right, counting characters', () => {
    expect(
      alignedLines([
        ['', 'F1'],
        ['🦠🦠', '0.50'],
        ['a\nb', ''],
      ]),
    ).toEqual(['            F1', '🦠🦠        0.50', 'a\\u000ab']);
  });
});

describe('stackedTables', () => {
  const rows = [
    ['name', 'one', 'two', 'three'],
    ['forest', '1', '22', '3'],
  ];

  it('is one table if it fits', () => {
    expect(stackedTables(rows, 23)).toEqual([alignedLines(rows)]);
  });

  it('repeats the names above the columns that do not fit', () => {
    expect(stackedTables(rows, 22)).toEqual([
      ['name    one  two', 'forest    1   22'],
      ['name    three', 'forest      3'],
    ]);
  });

  it('shows a column that never fits by itself', () => {
    expect(stackedTables(rows, 5).map(([head]) => head)).toEqual([
      'name    one',
      'name    two',
      'name    three',
    ]);
  });
});
