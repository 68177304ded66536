import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packCovers, unpackCovers } from './packed-covers.js';

const cover = fc.oneof(fc.nat({ max: 5 }), fc.float({ min: 0, max: 1e6, noNaN: true }));
const covers = fc
  .array(cover, { minLength: 1, maxLength: 200 })
  .map((of) => Float32Array.from(of, (x) => x + 0));

describe('packCovers and unpackCovers', () => {
  it('give back every cover', () => {
    fc.assert(
      fc.property(covers, (given) => {
        expect(unpackCovers(packCovers(given), given.length)).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });

  it('write counts of a few rows in a few bits', () => {
    const { values, indices } = packCovers(Float32Array.from({ length: 800 }, (_, leaf) => 1 + (leaf % 4)));
    expect([values.length, indices.length]).toEqual([4, 200]);
  });

  it('refuse other bytes, or give a cover of each leaf', () => {
    fc.assert(
      fc.property(covers, fc.nat(), fc.nat({ max: 255 }), (given, at, byte) => {
        const packed = packCovers(given);
        if (packed.indices.length > 0) packed.indices[at % packed.indices.length] = byte;
        const found = unpackCovers(packed, given.length + (byte % 2));
        if (typeof found !== 'string') expect(found.length).toBe(given.length + (byte % 2));
      }),
    );
  });

  it('refuse negative covers and NaN', () => {
    const indices = new Uint8Array(0);
    expect(unpackCovers({ values: Float32Array.of(1, -2), indices }, 2)).toMatch('a leaf has a cover of -2');
    expect(unpackCovers({ values: Float32Array.of(Number.NaN), indices }, 1)).toMatch('NaN');
  });
});
