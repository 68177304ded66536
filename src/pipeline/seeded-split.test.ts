import { describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import { trainTestSplit } from './seeded-split.js';

const labels = Array.from({ length: 100 }, (_, row) => (row % 10 === 0 ? 'rare' : 'common'));

describe('trainTestSplit with a seed', () => {
  it('gives the same rows for the same seed, 42 if none is given', () => {
    expect(trainTestSplit(labels)).toEqual(trainTestSplit(labels, { seed: 42 }));
    expect(trainTestSplit(labels, { seed: 1 })).not.toEqual(trainTestSplit(labels, { seed: 2 }));
    expect(trainTestSplit(labels).test).toHaveLength(20);
  });

  it('takes a generator instead', () => {
    const random = new RandomStream(3, 'split');
    expect(trainTestSplit(labels, { random })).toEqual(trainTestSplit(labels, { seed: 3 }));
  });

  it('refuses both at once', () => {
    const random = new RandomStream(3, 'split');
    expect(() => trainTestSplit(labels, { seed: 3, random })).toThrow(InputError);
  });
});
