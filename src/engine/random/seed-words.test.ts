import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { seedWords } from './seed-words.js';

function bitsThatDiffer(a: Int32Array, b: Int32Array): number {
  let count = 0;
  for (let i = 0; i < 4; i++) {
    for (let bits = a[i] ^ b[i]; bits !== 0; bits &= bits - 1) count++;
  }
  return count;
}

describe('seedWords', () => {
  it('changes about half of the 128 bits when one bit of the seed changes', () => {
    let total = 0;
    for (let bit = 0; bit < 53; bit++) {
      const differing = bitsThatDiffer(seedWords(0, 'mixup'), seedWords(2 ** bit, 'mixup'));
      expect(differing).toBeGreaterThan(36); // 64 +- 5 standard deviations
      expect(differing).toBeLessThan(92);
      total += differing;
    }
    expect(Math.abs(total / 53 - 64)).toBeLessThan(4);
  });

  it('gives different states for different names and seeds', () => {
    const seen = new Set<string>();
    for (const name of ['', 'a', 'b', 'split', 'splits', 'mixup', '__proto__', 'ä']) {
      for (let seed = 0; seed < 1000; seed++) seen.add(seedWords(seed, name).join());
    }
    expect(seen.size).toBe(8000);
  });

  it('uses all 53 bits of the seed', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
        fc.pre(a !== b);
        expect(seedWords(a, 's')).not.toEqual(seedWords(b, 's'));
      }),
    );
  });

  it.each([-1, 0.5, 2 ** 53, NaN, Infinity])('refuses the seed %s', (seed) => {
    expect(() => seedWords(seed, 'split')).toThrow(InputError);
    expect(() => seedWords(seed, 'split')).toThrow(`but it is ${seed}`);
  });
});
