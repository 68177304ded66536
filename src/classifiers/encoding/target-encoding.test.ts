import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import {
  type CodedRows,
  classShares,
  MOST_TARGETS,
  outOfFoldEncodings,
  SMOOTHING,
  targetClasses,
  targetEncodings,
} from './target-encoding.js';

interface Golden {
  readonly classes: number;
  readonly smooth: number;
  readonly levels: number;
  readonly codes: readonly number[];
  readonly y: readonly number[];
  readonly encoded: readonly (readonly number[])[];
}

const golden: Golden[] = JSON.parse(
  readFileSync(new URL('fixtures/target-encoder.json', import.meta.url), 'utf8'),
);

const coded = (codes: readonly number[], y: readonly number[], levels: number): CodedRows => ({
  codes: Int32Array.from(codes),
  y: Int32Array.from(y),
  levels,
});

it.each(golden.map((each) => [each.classes, each] as const))(
  "equals scikit-learn's TargetEncoder for %i classes, levels without rows too",
  (classes, { smooth, levels, codes, y, encoded }) => {
    expect(smooth).toBe(SMOOTHING);
    const rows = coded(codes, y, levels);
    const targets = classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c);
    const found = targetEncodings(rows, targets, classShares(rows, classes));
    expect(new Set(codes).size).toBeLessThan(levels);
    expect(found).toHaveLength(levels * targets.length);
    encoded.flat().forEach((value, at) => {
      expect(found[at]).toBeCloseTo(value, 14);
    });
  },
);

const LEVELS = 6;
const CLASSES = 3;
const rowsArbitrary = fc.array(
  fc.record({
    code: fc.nat(LEVELS - 1),
    y: fc.nat(CLASSES - 1),
    weight: fc.integer({ min: 1, max: 4 }),
    fold: fc.nat(2),
  }),
  { minLength: 1, maxLength: 40 },
);
const all = [0, 1, 2];

describe('over any rows', () => {
  it('the encodings of all classes sum to 1, and lie between the share in the level and the prior', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const data = coded(
          rows.map(({ code }) => code),
          rows.map(({ y }) => y),
          LEVELS,
        );
        const priors = classShares(data, CLASSES);
        const found = targetEncodings(data, all, priors);
        for (let level = 0; level < LEVELS; level++) {
          const inLevel = rows.filter(({ code }) => code === level);
          let sum = 0;
          for (const c of all) {
            const value = found[level * CLASSES + c];
            const share = inLevel.filter(({ y }) => y === c).length / inLevel.length;
            const ends = inLevel.length === 0 ? [priors[c], priors[c]] : [share, priors[c]];
            expect(value).toBeGreaterThanOrEqual(Math.min(...ends) - 1e-12);
            expect(value).toBeLessThanOrEqual(Math.max(...ends) + 1e-12);
            sum += value;
          }
          expect(sum).toBeCloseTo(1, 12);
        }
      }),
    );
  });

  it('a constant target is encoded as 1 everywhere', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const data = coded(
          rows.map(({ code }) => code),
          rows.map(() => 1),
          LEVELS,
        );
        for (const value of targetEncodings(data, [1], classShares(data, CLASSES))) {
          expect(value).toBeCloseTo(1, 12);
        }
      }),
    );
  });

  it('a row of weight n counts as n rows', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const repeated = rows.flatMap((row) => new Array<typeof row>(row.weight).fill(row));
        const of = (some: typeof rows) =>
          coded(
            some.map(({ code }) => code),
            some.map(({ y }) => y),
            LEVELS,
          );
        const weighted = { ...of(rows), weights: Float64Array.from(rows, ({ weight }) => weight) };
        const one = targetEncodings(weighted, all, classShares(weighted, CLASSES));
        const other = targetEncodings(of(repeated), all, classShares(of(repeated), CLASSES));
        one.forEach((value, at) => {
          expect(value).toBeCloseTo(other[at], 12);
        });
      }),
    );
  });

  it('out of fold, neither the label of a row nor those of its fold reach its encoding', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.nat(2), fc.nat(CLASSES - 1), (rows, fold, label) => {
        const foldOf = Int32Array.from(rows, (row) => row.fold);
        const data = coded(
          rows.map(({ code }) => code),
          rows.map(({ y }) => y),
          LEVELS,
        );
        const priors = classShares(data, CLASSES);
        const changed = { ...data, y: data.y.map((y, row) => (foldOf[row] === fold ? label : y)) };
        const before = outOfFoldEncodings(data, all, priors, foldOf);
        const after = outOfFoldEncodings(changed, all, priors, foldOf);
        rows.forEach((row, i) => {
          if (row.fold !== fold) return;
          expect(after.slice(i * CLASSES, (i + 1) * CLASSES)).toEqual(
            before.slice(i * CLASSES, (i + 1) * CLASSES),
          );
        });
      }),
    );
  });
});

describe('the classes that get a column', () => {
  it('are the rarer of two', () => {
    const targetsOf = (y: number[]) => {
      const rows = coded(
        y.map(() => 0),
        y,
        1,
      );
      return targetClasses(rows, classShares(rows, 2));
    };
    expect(targetsOf([0, 0, 1])).toEqual([1]);
    expect(targetsOf([0, 1, 1])).toEqual([0]);
    expect(targetsOf([0, 1])).toEqual([1]);
  });

  it('are of many those whose shares differ between the levels', () => {
    const random = new RandomStream(1, 'classes');
    const classes = MOST_TARGETS + 20;
    const y = Array.from({ length: 6000 }, () => random.integer(classes));
    // The level says which of ten classes a row has; the other classes are spread over all levels.
    const told = [0, 3, 5, 8, 9, 14, 20, 21, 27, 29];
    const codes = y.map((c) => (told.includes(c) ? told.indexOf(c) : random.integer(told.length)));
    const rows = coded(codes, y, told.length);
    expect(targetClasses(rows, classShares(rows, classes))).toEqual(told);
  });
});
