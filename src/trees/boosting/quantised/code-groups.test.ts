import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupColumns } from './code-groups.js';

const codesOfColumns = fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 1, maxLength: 40 });

it('gives every combination of codes of a group a byte of its own', () => {
  fc.assert(
    fc.property(codesOfColumns, fc.integer({ min: 2, max: 1000 }), (list, rows) => {
      const codes = Int32Array.from(list);
      const { count, members, starts, groupOf, factors } = groupColumns(codes, rows);
      expect([...members].sort((a, b) => a - b)).toEqual([...codes.keys()].filter((c) => codes[c] > 1));
      for (let group = 0; group < count; group++) {
        let product = 1;
        for (const column of members.subarray(starts[group], starts[group + 1])) {
          expect(groupOf[column]).toBe(group);
          expect(factors[column]).toBe(product);
          product *= codes[column];
        }
        expect(product).toBeLessThanOrEqual(256);
      }
    }),
  );
});

it('packs eight columns of two codes into a byte, if there are rows enough', () => {
  expect(groupColumns(new Int32Array(100).fill(2), 1000).count).toBe(13);
  expect(groupColumns(new Int32Array(100).fill(2), 4).count).toBe(50);
});
