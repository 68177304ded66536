import { describe, expect, it } from 'vitest';
import { doneRecord } from '../../../test/support/run-records.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import { ExpectedTimes } from './expected-times.js';
import { fitsOfSearch } from './plan-cells.js';
import type { DoneRecord } from './run-record.js';

const run = (seconds: number, more: Partial<DoneRecord> = {}) =>
  doneRecord(0.5, { classifier: 'knn', seconds, ...more });
const timeOf = (times: ExpectedTimes, more: Partial<DoneRecord> = {}, cost = 1000) =>
  times.secondsOf({ description: run(0, more), cost });
const knn = findClassifier('knn');

describe('ExpectedTimes', () => {
  it('is the mean of the same cell, whatever its seed and protocol', () => {
    const times = new ExpectedTimes([
      run(2),
      run(4, { seed: 43, protocol: 'paper' }),
      run(90, { tuned: true }),
    ]);
    expect(timeOf(times, { seed: 46 })).toBe(3);
    expect(times.records).toBe(3);
  });

  it('scales the times of another machine by those that both have', () => {
    const others = [run(1), run(2, { dataset: 'b' }), run(5, { dataset: 'c' })];
    const times = new ExpectedTimes([run(3), run(6, { dataset: 'b' })], others);
    expect(timeOf(times, { dataset: 'c' })).toBe(15);
    expect(timeOf(times)).toBe(3);
  });

  it('counts the fits of a search, and corrects them by searches that were run', () => {
    // Ten candidates on two thirds of the rows in each of three folds, and the last fit.
    expect(fitsOfSearch(knn, {})).toBe(21);
    expect(timeOf(new ExpectedTimes([run(2)]), { tuned: true })).toBe(42);
    const half = [run(2), run(4, { dataset: 'b' }), run(42, { dataset: 'b', tuned: true })];
    expect(timeOf(new ExpectedTimes(half), { tuned: true })).toBe(21);
  });

  it('counts the rounds of candidates that have more than the default', () => {
    expect(fitsOfSearch(findClassifier('xgboost'), {})).toBe(2 * 9);
    expect(fitsOfSearch(findClassifier('xgboost'), { nEstimators: 50 })).toBe(9);
  });

  it('extrapolates from other data sets by the rough cost, and takes that without records', () => {
    expect(timeOf(new ExpectedTimes([]), {}, 7000)).toBe(7);
    const one = timeOf(new ExpectedTimes([run(2)]), { dataset: 'b' });
    const two = timeOf(new ExpectedTimes([run(4)]), { dataset: 'b' });
    expect(two).toBeCloseTo(2 * one, 12);
    expect(timeOf(new ExpectedTimes([run(2)]), { dataset: 'b' }, 3000)).toBeCloseTo(3 * one, 12);
    expect(timeOf(new ExpectedTimes([run(2)]), { dataset: 'b', classifier: 'mlp' })).toBeGreaterThan(0);
  });
});
