import { expect, it } from 'vitest';
import { scoreSets } from './set-scores.js';

const SETS = {
  labels: ['no', 'no', 'no', 'yes', 'yes', 'other'],
  predicted: ['no', 'yes', 'no', 'yes', 'no', 'no'],
  sets: [['no'], ['no', 'yes'], [], ['yes'], ['no'], ['no']],
  reviewReasons: ['', 'prediction set of 2 classes', 'empty prediction set', '', '', ''],
};

it('scores sets by class, and the rows that are left without a review', () => {
  const { perClass, ...scores } = scoreSets(SETS, 0.9, ['no', 'yes', 'rare']);
  expect(perClass.map(({ interval, ...each }) => each)).toEqual([
    { label: 'no', rows: 3, coverage: 2 / 3 },
    { label: 'yes', rows: 2, coverage: 1 / 2 },
    { label: 'rare', rows: 0, coverage: null },
  ]);
  expect(scores).toEqual({
    coverage: 0.9,
    meanSize: 1,
    sizes: [
      { size: 0, rows: 1 },
      { size: 1, rows: 4 },
      { size: 2, rows: 1 },
      { size: 3, rows: 0 },
    ],
    review: { rows: 2, share: 1 / 3 },
    rest: { rows: 4, errors: 2, error: 1 / 2 },
  });
});

it('counts shares by weight, without intervals', () => {
  const weights = Float64Array.of(1, 2, 1, 1, 3, 2);
  const { perClass, meanSize, review, rest } = scoreSets({ ...SETS, weights }, 0.9, ['no', 'yes']);
  expect(perClass.map(({ coverage }) => coverage)).toEqual([3 / 4, 1 / 4]);
  expect(perClass[0].interval.reason).toBe('the rows have weights');
  expect(meanSize).toBe(11 / 10);
  expect(review).toEqual({ rows: 2, share: 3 / 10 });
  expect(rest).toEqual({ rows: 4, errors: 2, error: 5 / 7 });
});

it('has no error if every row is reviewed', () => {
  const reviewReasons = SETS.labels.map(() => 'empty prediction set');
  expect(scoreSets({ ...SETS, reviewReasons }, 0.9, ['no', 'yes']).rest).toEqual({
    rows: 0,
    errors: 0,
    error: null,
  });
});
