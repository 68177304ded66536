import { expect, it } from 'vitest';
import { comparison, comparisonSummary } from '../../bench/automl-comparison.mjs';

const cell = (table: string, system: string, macroF1: number, split = 0) => ({
  table,
  split,
  system,
  macroF1,
  balancedAccuracy: 0.5,
  averagePrecision: 0.5,
  logLoss: 0.25,
  calibrationError: 0.1,
  wallSeconds: 2,
  cpuSeconds: 3,
  peakBytes: 3e8,
  modelBytes: 2e6,
});
const lines = (text: string, start: string) => text.split('\n').filter((line) => line.startsWith(start));

it('gives means and paired differences to auto with the standard error over tables', () => {
  const text = comparison([
    cell('credit', 'auto', 0.8),
    cell('credit', 'vote', 0.7),
    cell('hmda', 'auto', 0.6),
    cell('hmda', 'vote', 0.7),
    cell('letter', 'auto', 0.9),
    cell('letter', 'vote', 0.65),
  ]);
  // 0.1 and -0.1 have mean 0 and standard error 0.1; one table has no standard error.
  expect(lines(text, '| vote of three | 2 |')).toEqual([
    '| vote of three | 2 | +0.000 ± 0.100 | +0.000 ± 0.000 | +0.000 ± 0.000 | +0.000 ± 0.000 | +0.000 ± 0.000 |',
  ]);
  expect(lines(text, '| vote of three | 1 | +0.250 |')).toHaveLength(1);
  expect(lines(text, '| `auto` | 0.700 ')).toEqual([
    '| `auto` | 0.700 | 0.500 | 0.500 | 0.250 | 0.100 | 2.0 | 3.0 | 300 | 2.0 | 2.0 |',
  ]);
  expect(lines(text, '| credit \\* | 0.800 | 0.700 |')).toHaveLength(1);
  expect(lines(text, '| letter | 0.900 | 0.650 |')).toHaveLength(1);
});

it('averages splits before tables, and counts the last line of a cell', () => {
  const text = comparison([
    cell('credit', 'auto', 0.1, 0),
    cell('credit', 'auto', 0.8, 0),
    cell('credit', 'auto', 0.6, 1),
    cell('hmda', 'auto', 0.5),
  ]);
  expect(lines(text, '| `auto` | 0.600 ')).toHaveLength(1);
});

it('names what failed, and takes the means over the tables that all finished', () => {
  const text = comparison([
    cell('credit', 'auto', 0.8),
    cell('credit', 'vote', 0.7),
    cell('hmda', 'auto', 0.6),
    { table: 'hmda', split: 0, system: 'vote', failed: 'not done after 900 s' },
  ]);
  expect(text).toContain('Means over 1 table: credit.');
  expect(text).toContain('| vote of three | hmda, split 0 | not done after 900 s |');
  expect(lines(text, '| hmda \\* | 0.600 | – |')).toHaveLength(1);
});

it('sums up both kinds of tables in a line a system, with what is to be deployed', () => {
  const text = comparisonSummary([
    cell('credit', 'autogluon-medium', 0.8),
    { ...cell('letter', 'autogluon-medium', 0.9), deployBytes: 4e6 },
  ]);
  expect(lines(text, '| AutoGluon medium')).toEqual([
    '| AutoGluon medium | 0.900 | 0.500 | 0.250 | 0.800 | 0.500 | 0.250 | 2.0 | 300 | 3.0 |',
  ]);
});
