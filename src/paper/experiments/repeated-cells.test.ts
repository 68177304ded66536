import { describe, expect, it } from 'vitest';
import { doneRecord, failedRecord } from '../../../test/support/run-records.js';
import { differingResults, recordsToRepeat } from './repeated-cells.js';
import type { CellResult } from './run-cell.js';

const records = Array.from({ length: 40 }, (_, i) => doneRecord(0.5, { seed: 42 + i, seconds: i }));
const options = { cells: 12, seed: 1, longestSeconds: 20, version: '0.1.0', kernelBuild: 'fma' };
const seedsOf = (more = {}) => recordsToRepeat(records, { ...options, ...more }).map(({ seed }) => seed);

describe('recordsToRepeat', () => {
  it('chooses as many short runs as asked for, each once, by its seed', () => {
    expect(seedsOf()).toEqual(seedsOf());
    expect(new Set(seedsOf()).size).toBe(12);
    expect(Math.max(...seedsOf())).toBeLessThanOrEqual(62);
    expect(seedsOf({ seed: 2 })).not.toEqual(seedsOf());
    expect(seedsOf({ cells: 100 })).toHaveLength(21);
  });

  it.each([
    ['another version', [doneRecord(0.5, { version: '0.0.9' })], /version 0\.0\.9, and this is 0\.1\.0/],
    [
      'another kernel build',
      [doneRecord(0.5, { kernelBuild: 'simd' })],
      /kernel build simd, and this is fma/,
    ],
    ['long and failed runs only', [doneRecord(0.5, { seconds: 21 }), failedRecord('why')], /at most 20 s/],
  ])('refuses %s', (_, all, message) => {
    expect(() => recordsToRepeat(all, options)).toThrow(message);
  });
});

describe('differingResults', () => {
  it('names what differs in the last bit, and no times', () => {
    const record = doneRecord(0.5);
    const again = { ...record, curve: { loss: [], validationMacroF1: [] }, perClass: [], trainingSeconds: 9 };
    expect(differingResults(record, again as CellResult)).toEqual([]);
    const metrics = { ...record.metrics, macroF1: 0.5 + 2 ** -53 };
    expect(differingResults(record, { ...again, metrics, bestEpoch: 3 } as CellResult)).toEqual([
      'metrics',
      'bestEpoch',
    ]);
  });
});
