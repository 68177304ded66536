/** Random distributions come back from their packed form as they were. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DistributionArrays } from '../forests/leaf-distributions.js';
import { packLeaves, unpackLeaves } from './packed-leaves.js';

const CLASSES = 5;

/** The shares of the classes of a leaf, at least one of them above 0. */
const leaf = fc
  .array(fc.oneof(fc.constantFrom(0, 0.5, 1), fc.float({ min: 0, max: 1, noNaN: true })), {
    minLength: CLASSES,
    maxLength: CLASSES,
  })
  .map((shares) => (shares.some((share) => share > 0) ? shares : [1, ...shares.slice(1)]));
const leaves = fc.array(leaf, { minLength: 1, maxLength: 40 });

function arraysOf(given: readonly (readonly number[])[]): DistributionArrays {
  const entries = given.map((shares) => [...shares.entries()].filter(([, share]) => share > 0));
  let total = 0;
  return {
    begin: Int32Array.from([0, ...entries.map((of) => (total += of.length))]),
    label: Int32Array.from(entries.flatMap((of) => of.map(([label]) => label))),
    share: Float32Array.from(entries.flatMap((of) => of.map(([, share]) => share))),
  };
}

const countsOf = ({ begin, share }: DistributionArrays) => ({
  classes: CLASSES,
  leaves: begin.length - 1,
  shares: share.length,
});

describe('packLeaves and unpackLeaves', () => {
  it('give back every array', () => {
    fc.assert(
      fc.property(leaves, (given) => {
        const arrays = arraysOf(given);
        expect(unpackLeaves(packLeaves(arrays, CLASSES), countsOf(arrays))).toEqual(arrays);
      }),
      { numRuns: 300 },
    );
  });

  it('write a distribution once', () => {
    const arrays = arraysOf(new Array(64).fill([0, 1, 0, 0, 0]));
    const packed = packLeaves(arrays, CLASSES);
    expect([packed.count, packed.leaves.length, packed.distributions.length]).toEqual([1, 0, 1]);
  });

  it('refuse other bytes, or give as many shares', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.nat({ max: 255 }), fc.boolean(), (given, at, byte, ofLeaves) => {
        const arrays = arraysOf(given);
        const packed = packLeaves(arrays, CLASSES);
        const bytes = ofLeaves ? packed.leaves : packed.distributions;
        if (bytes.length > 0) bytes[at % bytes.length] = byte;
        const found = unpackLeaves(packed, countsOf(arrays));
        if (typeof found !== 'string') expect(found.share.length).toBe(arrays.share.length);
      }),
    );
  });
});
