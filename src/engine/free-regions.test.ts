import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FreeRegions } from './free-regions.js';

const SIZE = 400;

/** Takes so many bytes, or gives back the n-th of what is taken. */
const actions = fc.array(
  fc.oneof(
    fc.record({ take: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ give: fc.nat(), part: fc.boolean() }),
  ),
  { maxLength: 300 },
);

/** Where `bytes` free ones lie one behind the other for the first time. */
function firstFree(taken: readonly boolean[], bytes: number): number | undefined {
  for (let start = 0; start + bytes <= SIZE; start++) {
    if (!taken.slice(start, start + bytes).includes(true)) return start;
  }
  return undefined;
}

it('takes the lowest free bytes there are, whatever was taken and given back before', () => {
  fc.assert(
    fc.property(actions, (todo) => {
      const regions = new FreeRegions();
      regions.give(0, SIZE);
      const taken: boolean[] = new Array(SIZE).fill(false);
      const blocks: [start: number, end: number][] = [];
      for (const action of todo) {
        if ('take' in action) {
          const start = regions.take(action.take);
          expect(start).toBe(firstFree(taken, action.take));
          if (start === undefined) continue;
          taken.fill(true, start, start + action.take);
          blocks.push([start, start + action.take]);
        } else if (blocks.length > 0) {
          const [[start, end]] = blocks.splice(action.give % blocks.length, 1);
          // A part of it now and the rest with the others.
          const middle = action.part ? Math.floor((start + end) / 2) : start;
          if (middle > start) blocks.push([start, middle]);
          regions.give(middle, end);
          taken.fill(false, middle, end);
        }
        const tail = taken.lastIndexOf(true) + 1;
        expect(regions.startOfTail(SIZE)).toBe(tail);
      }
      for (const [start, end] of blocks) regions.give(start, end);
      expect(regions.take(SIZE)).toBe(0);
    }),
  );
});

it('refuses what is free already', () => {
  const regions = new FreeRegions();
  regions.give(100, 200);
  regions.give(300, 400);
  for (const [start, end] of [
    [100, 200],
    [50, 101],
    [199, 250],
    [120, 130],
    [200, 301],
    [0, 500],
    [399, 400],
  ]) {
    expect(() => regions.give(start, end)).toThrow('freed twice');
  }
  regions.give(200, 300);
  expect(regions.take(300)).toBe(100);
});
