import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doneRecord, failedRecord } from '../../../test/support/run-records.js';
import { InputError } from '../../errors.js';
import { cellKey } from './cell.js';
import {
  compactLines,
  type DoneRecord,
  latestRecords,
  parseRecord,
  recordLine,
  withoutEarlierTables,
} from './run-record.js';

describe('a record', () => {
  const table: DoneRecord['table'] = {
    ...{ file: 'a.csv', target: 'x', mergeLabels: true, manyClasses: true },
    roles: { group: 'h', time: 'i', weight: 'j', id: ['k'], stratify: false },
    reading: {
      format: 'csv',
      delimiter: ';',
      header: false,
      encoding: 'latin1',
      missing: ['?'],
      keepWords: ['-'],
    },
    overrides: {
      ...{ categorical: ['a'], numeric: ['b'], date: ['c'], text: ['d'], list: ['e'], drop: ['f'] },
      ...{ ordinal: { g: ['S', 'M'] }, decimal: ',', thousands: 'none', dayFirst: true },
      ...{ missing: ['?'], keepWords: ['-'] },
    },
  };

  it.each([doneRecord(0.5), doneRecord(0.5, { table }), failedRecord('no "luck"\nat all')])(
    'is one line and comes back: $outcome',
    (record) => {
      const line = recordLine(record);
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(parseRecord(line, 'here')).toEqual(record);
    },
  );

  it('with a part missing names the place and the part', () => {
    const { metrics, ...rest } = doneRecord(0.5);
    expect(() => parseRecord(JSON.stringify(rest), 'runs.jsonl, line 7')).toThrow(InputError);
    expect(() => parseRecord(JSON.stringify(rest), 'runs.jsonl, line 7')).toThrow(/line 7 .*metrics/);
    const damaged = JSON.stringify({ ...rest, metrics: { ...metrics, macroF1: 'high' } });
    expect(() => parseRecord(damaged, 'runs.jsonl, line 7')).toThrow(
      'line 7 is not a record of a run (metrics.macroF1: expected number, received string): delete',
    );
    expect(() => parseRecord('{"dataset": ', 'runs.jsonl, line 7')).toThrow(
      /line 7 is not JSON.*run its cell again/,
    );
  });
});

describe('latestRecords', () => {
  it('takes the last of a cell, but no failure after a result', () => {
    const failed = failedRecord('slow');
    const first = doneRecord(0.5);
    const second = doneRecord(0.6);
    const key = cellKey(first);
    expect(latestRecords([failed, first]).get(key)).toBe(first);
    expect(latestRecords([first, failed]).get(key)).toBe(first);
    expect(latestRecords([first, second]).get(key)).toBe(second);
  });
});

describe('withoutEarlierTables', () => {
  it('keeps the last checksum of an own table, and all of the registry', () => {
    const table = { file: 'a.csv', target: 'x' };
    const own = (dataset: string, checksum: string, seed = 42) =>
      doneRecord(0.5, { dataset, checksum, seed, table });
    const known = [doneRecord(0.5), doneRecord(0.5, { checksum: 'other' })];
    const records = [own('a', '1'), own('b', '1'), own('a', '1', 43), ...known, own('a', '2')];
    const result = withoutEarlierTables(records);
    expect(result.records).toEqual([records[1], ...known, records[5]]);
    expect([...result.earlier]).toEqual([['a', 2]]);
  });
});

describe('compactLines', () => {
  const records = [
    doneRecord(0.5),
    doneRecord(0.6, { seed: 43 }),
    doneRecord(0.7, { protocol: 'paper' }),
    doneRecord(0.8, { dataset: 'ecoli', options: { without: ['mixup'] } }),
    failedRecord('slow', { dataset: 'letter' }),
  ];

  it('does not depend on the order, and keeps what the tables need', () => {
    const expected = compactLines(records);
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
        expect(compactLines(shuffled)).toBe(expected);
      }),
    );
    const lines = expected.trimEnd().split('\n');
    expect(lines).toHaveLength(records.length);
    expect(latestRecords(lines.map((line) => parseRecord(line, 'x')))).toEqual(latestRecords(records));
  });

  it('rounds times to milliseconds', () => {
    const long = doneRecord(0.5, { seconds: 12.3456789, trainingSeconds: 0.0004999 });
    expect(JSON.parse(compactLines([long]))).toMatchObject({ seconds: 12.346, trainingSeconds: 0 });
  });

  it('leaves out curves and per-class scores', () => {
    const full = {
      ...doneRecord(0.5),
      perClass: [],
      curve: { loss: [1, 2], validationMacroF1: [null, 0.5] },
    };
    const compact = compactLines([parseRecord(recordLine(full), 'x')]);
    expect(compact).not.toMatch(/curve|perClass/);
    expect(compact).toContain('"confusion":[[0,0,3],[1,0,1],[1,1,2]]');
  });
});
