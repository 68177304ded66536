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

  it.each<[unknown, unknown, string]>([
    [null, undefined, 'trainTestSplit needs an array of labels, but got null'],
    ['no', undefined, 'but got "no"'],
    [labels, { testsize: 5 }, 'no option "testsize"'],
    [labels, { groups: 5 }, 'groups is 5: give an array'],
  ])('refuses %j with options %j', (given, options, message) => {
    const call = () => trainTestSplit(given as never, options as never);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  it('refuses both at once', () => {
    const random = new RandomStream(3, 'split');
    expect(() => trainTestSplit(labels, { seed: 3, random })).toThrow(InputError);
  });
});
