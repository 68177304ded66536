import { describe, expect, it } from 'vitest';
import { doneRecord } from '../../../../test/support/run-records.js';
import { resultRows } from '../result-rows.js';
import type { RunRecord } from '../run-record.js';
import { rankingsOf } from './classifier-ranking.js';
import { rankingTables, scoreGrid } from './ranking-tables.js';

const records = (classifier: string, scores: readonly number[], more: Partial<RunRecord> = {}) =>
  scores.map((score, d) =>
    doneRecord(score, { classifier, dataset: `d${d}`, checksum: `${d}`, ...(more as object) }),
  );
const tables = (all: readonly RunRecord[]) =>
  rankingsOf(resultRows(all)).map((ranking) => ({
    grid: scoreGrid(ranking),
    tables: rankingTables(ranking),
  }));

describe('rankingTables', () => {
  const three = [
    ...records('knn', [0.5, 0.6, 0.7]),
    ...records('qcl-mixnet', [0.6, 0.5, 0.8]),
    ...records('mlp', [0.1, 0.2, 0.3]),
  ];

  it('have the classifiers by rank, the tests, and the control against the others', () => {
    const [ranks, tests, control] = tables(three)[0].tables;
    expect(ranks.rows.map((row) => row.slice(0, 4))).toEqual([
      ['qcl-mixnet', '1', '1.33', '0.633'],
      ['knn', '2', '1.67', '0.600'],
      ['mlp', '3', '3.00', '0.200'],
    ]);
    // Rank sums 4, 5 and 9 of 3 classifiers on 3 data sets: 12 / 36 * (16 + 25 + 81) - 36.
    expect(tests.rows[3].slice(0, 4)).toEqual(['macro F1', '4.67', '0.097', '4.67']);
    expect(tests.rows[4][0]).toBe('over metrics (not valid)');
    // Tied differences: the rank sums are 2 and 4, and 0 and 6, of which 8 sign patterns are as far apart, and 2 of 8.
    expect(control.rows).toEqual([
      ['knn', '+0.033', expect.any(String), '2', '0', '1', '1.0', '1.0', 'not significantly different'],
      ['mlp', '+0.433', expect.any(String), '3', '0', '0', '0.25', '0.50', 'not significantly different'],
    ]);
  });

  it('say what leaks and leave out a protocol of one classifier', () => {
    const leaking = three.map((record) => ({ ...record, protocol: 'paper' as const }));
    const [, paper, ...others] = tables([...three, ...leaking]);
    expect(others).toEqual([]);
    for (const { title } of [...paper.tables, paper.grid]) expect(title).toMatch(/leaking/);
    expect(tables([...three, ...leaking.slice(0, 3)])).toHaveLength(1);
  });

  it('say why a test is missing', () => {
    const [, tests] = tables([...records('a', [0.5]), ...records('b', [0.4])])[0].tables;
    expect(tests.notes.join()).toMatch(/Missing: the Friedman test needs at least two data sets/);
  });

  it('do not count ablations', () => {
    const without = records('qcl-mixnet', [0.9, 0.9, 0.9], { options: { without: ['mixup'] } });
    expect(tables([...records('qcl-mixnet', [0.5, 0.6, 0.7]), ...without])).toEqual([]);
  });
});

describe('scoreGrid', () => {
  it('marks all the best of a data set', () => {
    const [{ grid }] = tables([...records('a', [0.5, 0.6, 0.1]), ...records('b', [0.5, 0.4, 0.2])]);
    expect(grid.head).toEqual(['data set', 'a', 'b']);
    expect(grid.rows).toEqual([
      ['d0', '**0.500**', '**0.500**'],
      ['d1', '**0.600**', '0.400'],
      ['d2', '0.100', '**0.200**'],
    ]);
  });
});
