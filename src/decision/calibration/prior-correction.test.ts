import { describe, expect, it } from 'vitest';
import { lossOf, simulate } from '../../../test/support/simulated-rows.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { completePriors, PriorCorrection } from './prior-correction.js';

describe('PriorCorrection', () => {
  it('is the rule of Bayes', () => {
    const probabilities = { data: Float32Array.of(0.5, 0.5, 0.2, 0.8), rows: 2, columns: 2 };
    const { data } = PriorCorrection.between([0.5, 0.5], [0.99, 0.01]).transform(probabilities);
    expect(data[1]).toBeCloseTo(0.01, 5);
    expect(data[3]).toBeCloseTo(0.008 / (0.198 + 0.008), 5);
  });

  it('undoes class weights', () => {
    const weights = [1, 20];
    const shift = weights.map(Math.log);
    const { probabilities, y } = simulate(
      { rows: 4000, biases: [3, 0], shift },
      new RandomStream(1, 'prior'),
    );
    const truth = simulate({ rows: 4000, biases: [3, 0] }, new RandomStream(1, 'prior')).probabilities;
    const counts = [0, 1].map((c) => y.filter((each) => each === c).length);
    const corrected = PriorCorrection.between(
      counts.map((n, c) => n * weights[c]),
      counts,
    ).transform(probabilities);
    expect(lossOf(corrected, y)).toBeCloseTo(lossOf(truth, y), 4);
    expect(lossOf(probabilities, y)).toBeGreaterThan(lossOf(truth, y) + 0.1);
  });

  it('comes back from JSON', () => {
    const { probabilities } = simulate({ rows: 20, biases: [0, 0, 0] }, new RandomStream(2, 'prior'));
    const correction = PriorCorrection.between([1, 1, 1], [5, 2, 3]);
    const revived = PriorCorrection.revive(JSON.parse(JSON.stringify(correction)), 3);
    expect(revived.transform(probabilities)).toEqual(correction.transform(probabilities));
    expect(() => PriorCorrection.revive({ factors: [1, 0] }, 2)).toThrow(/positive factor/);
    expect(() => PriorCorrection.revive({ factors: [1, 1] }, 3)).toThrow(/3 classes/);
  });

  it('refuses priors that are none', () => {
    expect(() => PriorCorrection.between([1, 0], [1, 1])).toThrow(/class 1 is 1, in the training 0/);
    expect(() => PriorCorrection.between([1, 1], [1])).toThrow(/1 prior for 2 classes/);
  });
});

describe('completePriors', () => {
  it('shares the rest as observed', () => {
    const priors = completePriors(new Map([[2, 0.1]]), [60, 20, 20]);
    [0.675, 0.225, 0.1].forEach((prior, c) => {
      expect(priors[c]).toBeCloseTo(prior, 12);
    });
  });

  it.each([
    [[[0, 1.5]], /is 1.5/],
    [[[5, 0.5]], /no class 5/],
    [
      [
        [0, 0.7],
        [1, 0.4],
      ],
      /sum to 1.1/,
    ],
  ] as const)('refuses %j', (known, message) => {
    expect(() => completePriors(new Map<number, number>(known), [1, 1, 1])).toThrow(message);
  });
});
