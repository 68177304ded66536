import { expect, it } from 'vitest';
import { CLOSED, MOST_PARTS, NONE_LEFT, PartBoard } from './part-board.js';

it('gives each part of a call to one thread, in order, with the arguments of the call', () => {
  const board = new PartBoard();
  const other = new PartBoard(board.memory);
  expect(other.claim()).toBe(NONE_LEFT);
  for (const [kind, args, parts] of [
    [3, [1.5, 2 ** 32, Number.NEGATIVE_INFINITY], 5],
    [0, [], 1],
    [1, [7], MOST_PARTS],
  ] as const) {
    board.publish(kind, args, parts);
    for (let part = 0; part < parts; part++) {
      const own = part % 2 === 0 ? other : board;
      expect(own.claim()).toBe(part);
      expect([own.kind, own.args]).toEqual([kind, args]);
      own.finish(part, part + 0.5);
    }
    expect(other.claim()).toBe(NONE_LEFT);
    board.awaitAll();
    expect(board.results.subarray(0, parts)).toEqual(Float64Array.from({ length: parts }, (_, p) => p + 0.5));
  }
});

it('sends waiting helpers away', () => {
  const board = new PartBoard();
  board.close();
  const helper = new PartBoard(board.memory);
  helper.awaitParts();
  expect(helper.claim()).toBe(CLOSED);
});

it('throws for a part that has failed, and for one that is never done', () => {
  const board = new PartBoard(undefined, 50);
  const helper = new PartBoard(board.memory);
  board.publish(0, [], 2);
  helper.claim();
  board.finish(board.claim(), 0);
  expect(() => board.awaitAll()).toThrow('does not answer');
  helper.fail();
  expect(() => board.awaitAll()).toThrow('has failed');
});
