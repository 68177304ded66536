import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { assignGroups } from './assign-groups.js';
import golden from './fixtures/group-folds.json' with { type: 'json' };
import { heldOutFolds, placesOfFold, testFolds } from './folds-of-rows.js';
import { shuffleSplit } from './shuffle-split.js';
import { splitRules } from './split-rules.js';
import { stratifiedFolds } from './stratified-folds.js';

const stream = (seed = 1) => new RandomStream(seed, 'folds');
const distinct = (values: Int32Array) => new Set(values).size;

/** Rows with a class and a group or time of 4 to 30. */
const rows = fc
  .integer({ min: 4, max: 30 })
  .chain((units) =>
    fc.array(fc.record({ label: fc.nat(2), unit: fc.nat(units - 1) }), { minLength: 12, maxLength: 150 }),
  )
  .map((all) => ({
    labels: all.map(({ label }) => label),
    units: Int32Array.from(all, ({ unit }) => unit),
  }));

const partsOf = (units: Int32Array, partOfRow: Int32Array) => {
  const parts = new Map<number, Set<number>>();
  units.forEach((unit, row) => {
    parts.set(unit, (parts.get(unit) ?? new Set()).add(partOfRow[row]));
  });
  return [...parts.values()];
};

describe('folds by group', () => {
  it('are those of StratifiedGroupKFold, but where rounding decides there', () => {
    const same = golden.group.filter(({ labels, groups, folds, foldOfRow }) => {
      const count = Math.max(...groups) + 1;
      const classes = Math.max(...labels) + 1;
      const counts = new Float64Array(count * classes);
      labels.forEach((label, row) => {
        counts[groups[row] * classes + label]++;
      });
      const partOf = assignGroups({ counts, groups: count, classes }, new Array(folds).fill(1 / folds));
      return groups.every((group, row) => partOf[group] === foldOfRow[row]);
    });
    expect(same.length).toBeGreaterThanOrEqual(golden.group.length - 1);
  });

  it('leave no group in two folds, nor in both parts of a split, and no part empty', () => {
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 2, max: 4 }),
        fc.boolean(),
        fc.nat(),
        (all, count, stratify, seed) => {
          const { labels, units: groups } = all;
          fc.pre(distinct(groups) >= count);
          const { ofRow } = testFolds(labels, count, stream(seed), { groups, stratify });
          expect(partsOf(groups, ofRow).every((parts) => parts.size === 1)).toBe(true);
          expect(new Set(ofRow)).toEqual(new Set(Array.from({ length: count }, (_, fold) => fold)));
          const split = shuffleSplit(labels, { groups, stratify, random: stream(seed), testSize: 0.25 });
          const part = new Int32Array(labels.length);
          for (const row of split.test) part[row] = 1;
          expect(partsOf(groups, part).every((parts) => parts.size === 1)).toBe(true);
          expect(split.train.length * split.test.length).toBeGreaterThan(0);
          expect(split.train.length + split.test.length).toBe(labels.length);
        },
      ),
    );
  });

  it('have the class shares of the table, and the test part its size, with many small groups', () => {
    const random = stream(7);
    const groups = Int32Array.from({ length: 3000 }, (_, row) => Math.floor(row / 5));
    const labels = Array.from({ length: 3000 }, () => (random.integer(10) === 0 ? 'rare' : 'common'));
    const share = (of: ArrayLike<number>) =>
      Array.from(of, (row) => labels[row]).filter((label) => label === 'rare').length / of.length;
    const all = share(Int32Array.from(labels.keys()));
    const { ofRow } = testFolds(labels, 5, stream(), { groups });
    for (let fold = 0; fold < 5; fold++) {
      const { test } = placesOfFold({ ofRow }, fold);
      expect(Math.abs(share(test) - all)).toBeLessThan(0.005);
      expect(Math.abs(test.length - 600)).toBeLessThanOrEqual(25);
    }
    const { test } = shuffleSplit(labels, { groups, random: stream(), testSize: 0.2 });
    expect(Math.abs(share(test) - all)).toBeLessThan(0.005);
    expect(Math.abs(test.length - 600)).toBeLessThanOrEqual(25);
  });

  it('refuse too few groups, naming their column, and hold out fewer folds', () => {
    const groups = Int32Array.of(4, 4, 9, 9, 9, 9);
    const rules = { groups, column: 'patient' };
    const labels = [0, 1, 0, 1, 0, 1];
    expect(() => testFolds(labels, 3, stream(), rules)).toThrow(InputError);
    expect(() => testFolds(labels, 3, stream(), rules)).toThrow(/2 groups in column "patient"/);
    const one = { groups: new Int32Array(6), column: 'patient' };
    expect(() => shuffleSplit(labels, { ...one, random: stream() })).toThrow(/1 group in column "patient"/);
    expect(heldOutFolds(Int32Array.from(labels), 5, stream(), rules).count).toBe(2);
    expect(heldOutFolds(Int32Array.from(labels), 5, stream(), one).count).toBe(1);
  });

  it('name the classes that a fold lacks', () => {
    const labels = ['a', 'a', 'a', 'a', 'b', 'b'];
    const { notices } = testFolds(labels, 2, stream(), { groups: Int32Array.of(0, 0, 1, 1, 2, 2) });
    expect(notices.join()).toMatch(/without a row in some of the 2 folds: "b".*not fitted on: "b"/);
  });
});

describe('folds in time', () => {
  it.each(golden.time)('are those of TimeSeriesSplit where all times differ, case %#', (given) => {
    const times = Int32Array.from({ length: given.rows }, (_, row) => row);
    const labels = new Array(given.rows).fill(0);
    const { ofRow, forward } = testFolds(labels, given.folds, stream(), { times });
    expect([...ofRow]).toEqual(given.foldOfRow);
    expect(forward).toBe(true);
  });

  it('fit on the past only, never separate equal times, and test every row after the first block', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 2, max: 4 }), ({ labels, units: times }, count) => {
        fc.pre(distinct(times) > count);
        const folds = testFolds(labels, count, stream(), { times });
        expect(partsOf(times, folds.ofRow).every((parts) => parts.size === 1)).toBe(true);
        let tested = 0;
        for (let fold = 0; fold < count; fold++) {
          const { train, test } = placesOfFold(folds, fold);
          const latest = Math.max(...Array.from(train, (row) => times[row]));
          const earliest = Math.min(...Array.from(test, (row) => times[row]));
          expect(latest).toBeLessThan(earliest);
          tested += test.length;
        }
        expect(tested).toBe(labels.length - folds.ofRow.filter((fold) => fold < 0).length);
        const split = shuffleSplit(labels, { times, random: stream(), testSize: 0.25 });
        expect(Math.max(...Array.from(split.train, (row) => times[row]))).toBeLessThan(
          Math.min(...Array.from(split.test, (row) => times[row])),
        );
        const blocks = heldOutFolds(Int32Array.from(labels), count, stream(), { times }).ofRow;
        expect(partsOf(times, blocks).every((parts) => parts.size === 1)).toBe(true);
        const order = [...times.keys()].sort((one, other) => times[one] - times[other]);
        const inOrder = order.map((row) => blocks[row]);
        expect(inOrder).toEqual([...inOrder].sort((one, other) => one - other));
        expect(new Set(inOrder).size).toBe(count);
      }),
    );
  });

  it('cut at the change of time nearest to the size wanted', () => {
    const times = Int32Array.of(0, 0, 0, 1, 2, 2, 2, 2, 2, 3);
    const test = (testSize: number) =>
      shuffleSplit(new Array(10).fill(0), { times, testSize, random: stream() }).test;
    expect([...test(1)]).toEqual([9]);
    expect([...test(3)]).toEqual([9]);
    expect([...test(5)]).toEqual([4, 5, 6, 7, 8, 9]);
  });

  it('refuse too few times, naming their column', () => {
    const rules = { times: Int32Array.of(1, 1, 2, 2), column: 'day' };
    expect(() => testFolds([0, 1, 0, 1], 2, stream(), rules)).toThrow(
      /2 different times in column "day", but 3/,
    );
  });
});

describe('other folds', () => {
  it('are the stratified ones of the same seed without rules', () => {
    const labels = Array.from({ length: 50 }, (_, row) => row % 3);
    expect(testFolds(labels, 4, stream(3))).toEqual(stratifiedFolds(labels, 4, stream(3)));
    expect(heldOutFolds(Int32Array.from(labels), 4, stream(3)).ofRow).toEqual(
      stratifiedFolds(labels, 4, stream(3)).ofRow,
    );
  });

  it('differ in size by at most one without stratification', () => {
    const { ofRow } = testFolds(new Array(23).fill(0), 5, stream(), { stratify: false });
    const sizes = Array.from({ length: 5 }, (_, fold) => placesOfFold({ ofRow }, fold).test.length);
    expect(sizes.sort()).toEqual([4, 4, 5, 5, 5]);
  });
});

describe('splitRules', () => {
  it('takes any numbers, and refuses those that cannot be rules', () => {
    expect(splitRules(3, { groups: [7, -1.5, 7] })).toEqual({ groups: Int32Array.of(1, 0, 1) });
    expect(splitRules(2, {})).toBeUndefined();
    expect(() => splitRules(3, { groups: [1, 2, 1], times: [1, 1, 2] })).toThrow(/row 2 has another time/);
    expect(splitRules(3, { groups: [1, 2, 1], times: [5, 3, 5] })).toEqual({ times: Int32Array.of(1, 0, 1) });
    expect(() => splitRules(2, { times: [1] })).toThrow(/1 values for 2 rows/);
    expect(() => splitRules(2, { times: [1, Number.NaN] })).toThrow(/NaN at row 1/);
  });
});
