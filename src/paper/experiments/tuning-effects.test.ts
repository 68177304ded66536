import { describe, expect, it } from 'vitest';
import { doneRecord } from '../../../test/support/run-records.js';
import { resultRows } from './result-rows.js';
import { tuningTables } from './tuning-effects.js';

describe('tuningTables', () => {
  it('compares over the seeds and the data sets that both have', () => {
    const run = (dataset: string, seed: number, score: number, tuned?: true) =>
      doneRecord(score, { dataset, checksum: dataset, classifier: 'knn', seed, tuned });
    const records = [
      ...[run('a', 42, 0.5), run('a', 43, 0.1), run('a', 42, 0.6, true), run('a', 44, 0.9, true)],
      ...[run('b', 42, 0.5), run('b', 42, 0.8, true)],
      ...[run('c', 42, 0.9, true), run('d', 42, 0.9)],
    ];
    const [table] = tuningTables(resultRows(records));
    // Differences .1 and .3: their mean is .2, with a standard error of .1.
    expect(table.rows).toEqual([['knn tuned', '2', '0.500', '0.700', '+0.200', '-1.071 to +1.471']]);
    expect(tuningTables(resultRows([run('a', 42, 0.5)]))).toEqual([]);
  });
});
