import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../test/support/simulated-rows.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import type { Matrix } from '../matrix.js';
import { type Floor, FloorDecision, floorKind } from './floor.js';
import { binomialUpperTail } from './floor-thresholds.js';
import type { OutOfFoldRows } from './out-of-fold-rows.js';

const classes = ['ok', 'fraud'];
const recall = (least: number, c = 1): Floor => ({ class: c, metric: 'recall', least });
const precision = (least: number, c = 1): Floor => ({ class: c, metric: 'precision', least });

function fitted(
  rows: OutOfFoldRows,
  floors: Floor[],
  confidence?: number,
  names: string[] = classes,
): FloorDecision {
  const fit = FloorDecision.fit(rows, { floors, confidence, classes: names });
  if (fit.kind === 'impossible') throw new Error(fit.reason);
  return fit.decision;
}

function reasonOf(rows: OutOfFoldRows, floors: Floor[], confidence?: number): string {
  const fit = FloorDecision.fit(rows, { floors, confidence, classes });
  return fit.kind === 'impossible' ? fit.reason : 'fitted';
}

/** Recall and precision of class c. */
function scores(y: Int32Array, predicted: Int32Array, c = 1) {
  let [correct, support, found] = [0, 0, 0];
  y.forEach((truth, row) => {
    if (truth === c) support++;
    if (predicted[row] === c) found++;
    if (truth === c && predicted[row] === c) correct++;
  });
  return { recall: correct / support, precision: found === 0 ? 0 : correct / found };
}

const binary = (scoresOfRows: readonly number[]): Matrix => ({
  data: Float32Array.from(scoresOfRows.flatMap((p) => [1 - p, p])),
  rows: scoresOfRows.length,
  columns: 2,
});

const anyRows = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.boolean()), {
  minLength: 3,
  maxLength: 30,
});

describe('floors on the rows of the fit', () => {
  it.each(['recall', 'precision'] as const)('%s is kept, with the best of the other one', (metric) => {
    const other = metric === 'recall' ? 'precision' : 'recall';
    fc.assert(
      fc.property(anyRows, fc.constantFrom(0.3, 0.5, 0.75, 1), (list, least) => {
        const P = binary(list.map(([score]) => score / 12));
        const y = Int32Array.from(list, ([, positive]) => (positive ? 1 : 0));
        const fit = FloorDecision.fit(
          { probabilities: P, y },
          { floors: [{ class: 1, metric, least }], classes },
        );
        const possible = list
          .map(([score]) => Int32Array.from(list, ([s]) => (s >= score ? 1 : 0)))
          .map((predicted) => scores(y, predicted))
          .filter((each) => each[metric] >= least - 1e-9 && each.recall > 0);
        if (fit.kind === 'impossible') {
          expect(possible).toEqual([]);
          return;
        }
        const kept = scores(y, fit.decision.decide(P));
        expect(kept[metric]).toBeGreaterThanOrEqual(least - 1e-9);
        expect(kept[other]).toBeCloseTo(Math.max(...possible.map((each) => each[other])), 9);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('keeps those of several classes, the first first', () => {
    const names = ['a', 'b', 'c'];
    const rows = simulate({ rows: 800, biases: [2, 0, 0] }, new RandomStream(1, 'several'));
    const decision = fitted(rows, [recall(0.8, 2), recall(0.6, 1)], undefined, names);
    const predicted = decision.decide(rows.probabilities);
    expect(scores(rows.y, predicted, 2).recall).toBeGreaterThanOrEqual(0.8);
    expect(scores(rows.y, predicted, 1).recall).toBeGreaterThanOrEqual(0.6);
    const claims = rows.y.map((_, row) =>
      rows.probabilities.data[3 * row + 2] >= decision.floors[0].threshold ? 1 : 0,
    );
    expect(predicted.every((c, row) => (claims[row] === 1) === (c === 2))).toBe(true);
  });

  it('is the same after saving', () => {
    const rows = simulate({ rows: 300, biases: [1, 0] }, new RandomStream(2, 'saved'));
    const decision = fitted(rows, [recall(0.8)], 0.9);
    const saved = floorKind.schema.parse(JSON.parse(JSON.stringify(decision)));
    expect(floorKind.revive(saved, classes).decide(rows.probabilities)).toEqual(
      decision.decide(rows.probabilities),
    );
    expect(() => floorKind.revive(saved, ['one'])).toThrow(/1 classes/);
    expect(() => floorKind.schema.parse({ ...saved, confidence: 2 })).toThrow();
  });
});

/** In how many of `draws` fits the floor holds on all rows there are, these being 40,000 fresh ones. */
function keptIn(
  draws: number,
  rows: number,
  biases: number[],
  floors: Floor[],
  confidence: number,
  names: string[],
) {
  const random = new RandomStream(rows, `promise ${floors.map(({ metric }) => metric)}`);
  const fresh = simulate({ rows: 40000, biases }, random);
  let [kept, promised] = [0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const fit = FloorDecision.fit(simulate({ rows, biases }, random), {
      floors,
      confidence,
      crossFitted: false,
      classes: names,
    });
    if (fit.kind === 'impossible') continue;
    promised++;
    const predicted = fit.decision.decide(fresh.probabilities);
    if (floors.every((floor) => scores(fresh.y, predicted, floor.class)[floor.metric] >= floor.least)) kept++;
  }
  return { kept, promised };
}

/** Three standard deviations below the expected number. */
const fewest = (n: number, p: number) => n * p - 3 * Math.sqrt(n * p * (1 - p));

describe('floors with a confidence', () => {
  it('recall >= 0.6 of 2 % rare rows holds on new rows as often as promised', () => {
    const { kept, promised } = keptIn(100, 3000, [4.9, 0], [recall(0.6)], 0.9, classes);
    expect(promised).toBe(100);
    expect(kept).toBeGreaterThanOrEqual(fewest(100, 0.9));
  });

  it('precision >= 0.5 holds on new rows as often as promised', () => {
    const { kept, promised } = keptIn(60, 1500, [2.5, 0], [precision(0.5)], 0.9, classes);
    expect(promised).toBeGreaterThan(30);
    expect(kept).toBeGreaterThanOrEqual(fewest(promised, 0.9));
  });

  it('floors of two classes hold together as often as promised', () => {
    const floors = [recall(0.7, 2), recall(0.5, 1)];
    const { kept, promised } = keptIn(40, 1500, [2, 0, 0], floors, 0.9, ['a', 'b', 'c']);
    expect(promised).toBe(40);
    expect(kept).toBeGreaterThanOrEqual(fewest(40, 0.9));
  });

  it('is the bound of Clopper and Pearson', () => {
    // R: pbinom(3, 50, 0.1, lower.tail = FALSE) and 1 - 0.4^10.
    expect(binomialUpperTail(4, 50, 0.1)).toBeCloseTo(0.7497061, 6);
    expect(binomialUpperTail(1, 10, 0.6)).toBeCloseTo(1 - 0.4 ** 10, 12);
    expect(binomialUpperTail(0, 10, 0.6)).toBe(1);
    expect(binomialUpperTail(11, 10, 0.6)).toBe(0);
  });

  it('says how many rows are needed where they are too few', () => {
    const { probabilities, y } = simulate({ rows: 60, biases: [2, 0] }, new RandomStream(3, 'few'));
    y.fill(0).fill(1, 0, 20);
    // 0.9^36 is below 0.05 / 2, 0.9^35 is not.
    expect(reasonOf({ probabilities, y }, [recall(0.9)], 0.95)).toMatch(
      /recall >= 0.9 of "fraud" with confidence 0.95 cannot be promised: there are 20 rows of the class, and 36 are/,
    );
    expect(reasonOf({ probabilities, y }, [recall(0.6)], 0.9)).toBe('fitted');
    expect(reasonOf({ probabilities, y }, [precision(0.99)], 0.95)).toMatch(
      /there are 60 rows, and more than 368/,
    );
    expect(reasonOf({ probabilities, y: new Int32Array(60) }, [recall(0.5)])).toMatch(/no rows of the class/);
    expect(reasonOf({ probabilities, y }, [recall(1)], 0.95)).toMatch(/no number is enough/);
  });

  it.each([
    [[], undefined, /no floor/],
    [[recall(0.5), precision(0.5)], undefined, /"fraud" has two floors/],
    [[recall(0.5), recall(0.5, 0)], undefined, /every class has a floor/],
    [[recall(1.5)], undefined, /floor of recall is 1.5/],
    [[recall(0.5, 4)], undefined, /class 4, but there are 2/],
    [[recall(0.5)], 1, /confidence is 1/],
  ] as [Floor[], number | undefined, RegExp][])(
    'refuses %j with confidence %s',
    (floors, confidence, message) => {
      const rows = simulate({ rows: 30, biases: [0, 0] }, new RandomStream(4, 'bad'));
      const fit = () => FloorDecision.fit(rows, { floors, confidence, classes });
      expect(fit).toThrow(InputError);
      expect(fit).toThrow(message);
    },
  );

  it('refuses precision with a confidence beside another floor', () => {
    const rows = simulate({ rows: 30, biases: [0, 0, 0] }, new RandomStream(5, 'bad'));
    const floors = [precision(0.5, 1), recall(0.5, 2)];
    expect(() => FloorDecision.fit(rows, { floors, confidence: 0.9, classes: ['a', 'b', 'c'] })).toThrow(
      /cannot be combined with other floors/,
    );
  });
});
