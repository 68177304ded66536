import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { mixupArms } from './mixup-arms.js';
import { classDraws, fixedDraws, type MixupDraws } from './mixup-draws.js';

const SETTINGS = [
  { alpha: 0.4, neighbours: 5 },
  { alpha: 0.4, neighbours: 0 },
  { alpha: 2, neighbours: 1 },
];

function draw(draws: MixupDraws, rows: number, most: number) {
  const ranks = new Int32Array(rows);
  const shares = new Float64Array(rows);
  draws(most, ranks, shares);
  return { ranks: Array.from(ranks), shares: Array.from(shares) };
}

const classOf = Int32Array.from({ length: 300 }, (_, i) => i % 3);
const ofClass = (values: readonly number[], c: number) => values.filter((_, i) => i % 3 === c);

describe('classDraws', () => {
  it('draws for each row by the setting of its class', () => {
    const draws = classDraws(
      new RandomStream(1, 'mixup'),
      'sample',
      () => classOf,
      (c) => SETTINGS[c],
    );
    const { ranks, shares } = draw(draws, 300, 40);
    expect(new Set(ofClass(ranks, 0))).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(new Set(ofClass(ranks, 1))).toEqual(new Set([0]));
    expect(new Set(ofClass(ranks, 2))).toEqual(new Set([0]));
    expect(new Set(ofClass(shares, 1))).toEqual(new Set([1]));
    expect(new Set(ofClass(shares, 2)).size).toBe(100);
    // max(u, 1 - u) has mean 0.840 for Beta(0.4, 0.4), and 11/16 for Beta(2, 2); +- 4 standard errors.
    const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
    expect(Math.abs(mean(ofClass(shares, 0)) - 0.84)).toBeLessThan(0.065);
    expect(Math.abs(mean(ofClass(shares, 2)) - 11 / 16)).toBeLessThan(0.055);
  });

  it('draws what one setting for all draws if all classes have it', () => {
    const [one, all] = [new RandomStream(7, 'mixup'), new RandomStream(7, 'mixup')];
    const ofClasses = classDraws(
      one,
      'sample',
      () => classOf,
      () => SETTINGS[0],
    );
    const ofAll = fixedDraws(all, { ...SETTINGS[0], lambdaPer: 'sample' });
    for (const most of [40, 2, 1]) expect(draw(ofClasses, 300, most)).toEqual(draw(ofAll, 300, most));
  });

  it('draws a share for each class of a batch', () => {
    const draws = classDraws(
      new RandomStream(1, 'mixup'),
      'batch',
      () => classOf,
      (c) => SETTINGS[c],
    );
    const [first, second] = [draw(draws, 300, 40).shares, draw(draws, 300, 40).shares];
    for (const c of [0, 1, 2]) expect(new Set(ofClass(first, c)).size).toBe(1);
    expect(first[1]).toBe(1);
    expect(first[0]).not.toBe(first[2]);
    expect(second[0]).not.toBe(first[0]);
  });
});

describe('mixupArms', () => {
  it('are the given setting, no mixup, and smaller and larger ones', () => {
    expect(mixupArms(SETTINGS[0])).toEqual([
      { alpha: 0.4, neighbours: 5 },
      { alpha: 0.4, neighbours: 0 },
      { alpha: 0.1, neighbours: 5 },
      { alpha: 1.6, neighbours: 5 },
      { alpha: 0.4, neighbours: 1 },
      { alpha: 0.4, neighbours: 15 },
    ]);
  });

  it('are different from each other', () => {
    for (const setting of [SETTINGS[0], { alpha: 1, neighbours: 1 }]) {
      const arms = mixupArms(setting).map((arm) => JSON.stringify(arm));
      expect(new Set(arms).size).toBe(arms.length);
    }
  });
});
