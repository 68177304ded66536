import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Place, UnderWay } from './under-way.js';

describe('UnderWay', () => {
  it('holds what a set holds, whatever is added and removed', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(1000), { nil: undefined })), (steps) => {
        const found = new UnderWay<number>();
        const expected = new Map<number, Place<number>>();
        for (const [id, removed] of steps.entries()) {
          if (removed === undefined || expected.size === 0) expected.set(id, found.add(id));
          else {
            const key = [...expected.keys()][removed % expected.size];
            found.remove(expected.get(key) as Place<number>);
            expected.delete(key);
          }
          expect(found.size).toBe(expected.size);
          expect(found.items().sort((a, b) => a - b)).toEqual([...expected.keys()].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('removes an item once', () => {
    const found = new UnderWay<string>();
    const [a] = [found.add('a'), found.add('b')];
    found.remove(a);
    found.remove(a);
    expect(found.items()).toEqual(['b']);
  });
});
