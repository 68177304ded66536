import { describe, expect, it } from 'vitest';
import { simulate } from '../../test/support/simulated-rows.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { macroF1 } from '../metrics/macro-f1.js';
import { argmaxWithout } from './class-threshold.js';
import type { OutOfFoldRows } from './out-of-fold-rows.js';
import { WeightedArgmax, weightedArgmax } from './weighted-argmax.js';

const argmax = ({ probabilities }: OutOfFoldRows) => argmaxWithout(probabilities, new Set());

/** Mean macro F1 on fresh rows that tuning on `rows` rows gains over argmax, and its standard error. */
function gainOf(rows: number, biases: number[], repeats: number) {
  const random = new RandomStream(rows, biases.join());
  const fresh = simulate({ rows: 4000, biases }, random);
  const score = (predicted: Int32Array) => macroF1(fresh.y, predicted, biases.length);
  const gains = Array.from({ length: repeats }, (_, seed) => {
    const decision = WeightedArgmax.fit(simulate({ rows, biases }, random), { seed });
    return score(decision.decide(fresh.probabilities)) - score(argmax(fresh));
  });
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / repeats;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (repeats - 1);
  return { mean, error: Math.sqrt(variance / repeats) };
}

describe('WeightedArgmax', () => {
  it.each([
    [20, [0, 0]],
    [40, [0, -1]],
    [40, [0, 0, 0]],
    [150, [0, 0, 0, 0, 0]],
  ])('costs next to nothing with %d rows of classes %j', (rows, biases) => {
    expect(gainOf(rows, biases, 15).mean).toBeGreaterThan(-0.015);
  });

  it.each([
    [60, [2, -1]],
    [500, [3, -1]],
    [300, [2, 0, -1]],
  ])('gains with %d rows of classes %j', (rows, biases) => {
    const { mean, error } = gainOf(rows, biases, 10);
    expect(mean).toBeGreaterThan(0.02);
    expect(mean).toBeGreaterThan(2 * error);
  });

  it('finds what is best in theory for true probabilities', () => {
    const rows = simulate({ rows: 6000, biases: [2, -0.5] }, new RandomStream(1, 'theory'));
    const share = rows.y.reduce((sum, c) => sum + c, 0) / rows.y.length;
    const threshold = (metric: string) => WeightedArgmax.fit(rows, { metric }).threshold as number;
    expect(threshold('accuracy')).toBeGreaterThan(0.4);
    expect(threshold('accuracy')).toBeLessThan(0.6);
    expect(threshold('balanced-accuracy') / share).toBeGreaterThan(0.6);
    expect(threshold('balanced-accuracy') / share).toBeLessThan(1.6);
    expect(threshold('f2')).toBeLessThan(threshold('f1'));
    expect(threshold('f0.5')).toBeGreaterThan(threshold('f1'));
  });

  it('is the same after saving, for the same seed, and whatever the order of the classes', () => {
    const rows = simulate({ rows: 250, biases: [1, 0, -1] }, new RandomStream(2, 'same'));
    const decision = WeightedArgmax.fit(rows, { metric: 'mcc', seed: 3 });
    expect(WeightedArgmax.fit(rows, { metric: 'mcc', seed: 3 })).toEqual(decision);
    const saved = weightedArgmax.schema.parse(JSON.parse(JSON.stringify(decision)));
    const revived = weightedArgmax.revive(saved, ['a', 'b', 'c']);
    expect(revived.decide(rows.probabilities)).toEqual(decision.decide(rows.probabilities));
    expect(() => weightedArgmax.revive(saved, ['a', 'b'])).toThrow(/3 weights for 2 classes/);
    expect(() => weightedArgmax.schema.parse({ ...saved, weights: [1, 0, 1] })).toThrow();
    expect(() => weightedArgmax.schema.parse({ ...saved, metric: 'auc' })).toThrow();

    const order = [2, 0, 1];
    const data = Float32Array.from(rows.probabilities.data, (_, i) => {
      return rows.probabilities.data[i - (i % 3) + order[i % 3]];
    });
    const permuted = {
      probabilities: { ...rows.probabilities, data },
      y: rows.y.map((c) => order.indexOf(c)),
    };
    const other = WeightedArgmax.fit(permuted, { metric: 'accuracy' }).decide(permuted.probabilities);
    const same = WeightedArgmax.fit(rows, { metric: 'accuracy' }).decide(rows.probabilities);
    const agreeing = other.filter((c, row) => order[c] === same[row]).length;
    // The bags differ, so a few rows near the boundaries may too.
    expect(agreeing / other.length).toBeGreaterThan(0.9);
  });

  it('copes with one class, a class of one row, and one without', () => {
    const one = {
      probabilities: { data: new Float32Array(5).fill(1), rows: 5, columns: 1 },
      y: new Int32Array(5),
    };
    expect(WeightedArgmax.fit(one).decide(one.probabilities)).toEqual(new Int32Array(5));
    const rows = simulate({ rows: 30, biases: [0, 0, -20, -20] }, new RandomStream(3, 'lone'));
    rows.y[4] = 2;
    for (const metric of ['macro-f1', 'balanced-accuracy', 'mcc', 'accuracy', 'f1']) {
      const { weights } = WeightedArgmax.fit(rows, { metric });
      expect(weights.every((weight) => weight > 1e-6 && weight < 1e6)).toBe(true);
    }
  });
});
