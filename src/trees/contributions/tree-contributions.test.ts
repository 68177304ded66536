/** Contributions against Shapley values by their definition: all subsets of the columns. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureMatrix } from '../../matrix.js';
import { LevelGroups } from '../binning/level-groups.js';
import { type Ensemble, EnsembleBuilder } from '../ensemble.js';
import { TreeBuilder } from '../tree.js';
import { TreeContributions } from './tree-contributions.js';

/** Levels of the columns: 0 of a column of numbers. */
const LEVELS = [0, 0, 3, 0];
const COLUMNS = LEVELS.length;

type Shape =
  | { readonly value: number; readonly cover: number }
  | {
      readonly column: number;
      readonly threshold: number;
      readonly missingLeft: boolean;
      readonly set: number;
      readonly left: Shape;
      readonly right: Shape;
    };

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 6, depthSize: 'large' },
    fc.record({
      value: fc.integer({ min: -8, max: 8 }),
      cover: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 50 }) }, fc.constant(0)),
    }),
    fc.record({
      column: fc.nat({ max: COLUMNS - 1 }),
      threshold: fc.integer({ min: 0, max: 3 }),
      missingLeft: fc.boolean(),
      set: fc.nat({ max: 15 }),
      left: tie('shape'),
      right: tie('shape'),
    }),
  ),
}));
const value = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 4 }) }, fc.constant(Number.NaN));
const row = fc.tuple(value, value, fc.nat({ max: 2 }), value);

const levels = new LevelGroups({ levels: Int32Array.from(LEVELS), groups: new Int32Array(0) });
const matrix = (values: readonly number[]): FeatureMatrix => ({
  data: Float64Array.from(values),
  rows: 1,
  columns: COLUMNS,
});

function coverOf(of: Shape): number {
  return 'value' in of ? of.cover : coverOf(of.left) + coverOf(of.right);
}

function ensembleOf(shapes: readonly Shape[]) {
  const all = new EnsembleBuilder();
  const values: number[] = [];
  for (const each of shapes) {
    const tree = new TreeBuilder(1, new Float64Array(0), levels);
    const add = (of: Shape, parent: number, isLeft: boolean): void => {
      const node = tree.add(parent, isLeft, coverOf(of));
      if ('value' in of) {
        values.push(of.value);
        return;
      }
      const set = levels.has(of.column) ? Int32Array.of(of.set) : undefined;
      tree.split(node, { ...of, feature: of.column, gain: 1, set });
      add(of.left, node, true);
      add(of.right, node, false);
    };
    add(each, -1, false);
    all.add(tree.finish());
  }
  return { ensemble: all.finish(), values };
}

/** The value of the game for a set of known columns, by the definition of path-dependent TreeSHAP. */
function game(of: Shape, x: readonly number[], known: number): number {
  if ('value' in of) return of.value;
  const { column, threshold, missingLeft, set, left, right } = of;
  if ((known >> column) & 1) {
    const v = x[column];
    const goesLeft = levels.has(column)
      ? ((set >> v) & 1) === 1
      : v <= threshold || (missingLeft && Number.isNaN(v));
    return game(goesLeft ? left : right, x, known);
  }
  const [a, b] = [coverOf(left), coverOf(right)];
  const share = a + b > 0 ? a / (a + b) : 0.5;
  return share * game(left, x, known) + (1 - share) * game(right, x, known);
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const sizeOf = (set: number) => set.toString(2).replaceAll('0', '').length;

function shapley(of: Shape, x: readonly number[]): number[] {
  return Array.from({ length: COLUMNS }, (_, i) => {
    let sum = 0;
    for (let set = 0; set < 2 ** COLUMNS; set++) {
      if ((set >> i) & 1) continue;
      const weight = (factorial(sizeOf(set)) * factorial(COLUMNS - 1 - sizeOf(set))) / factorial(COLUMNS);
      sum += weight * (game(of, x, set | (1 << i)) - game(of, x, set));
    }
    return sum;
  });
}

function contributionsOf(ensemble: Ensemble, values: readonly number[], x: readonly number[]) {
  const trees = new TreeContributions(ensemble, ensemble.covers as Float32Array);
  const found = new Float64Array(COLUMNS);
  let expected = 0;
  for (let tree = 0; tree < ensemble.trees; tree++) {
    trees.add(tree, matrix(x), 0, values, found);
    expected += trees.expected(tree, values);
  }
  return { found, expected };
}

describe('TreeContributions', () => {
  it('are the Shapley values of the columns', () => {
    fc.assert(
      fc.property(fc.array(shape, { minLength: 1, maxLength: 3 }), row, (shapes, x) => {
        const { ensemble, values } = ensembleOf(shapes);
        const { found } = contributionsOf(ensemble, values, x);
        const wanted = shapes.map((of) => shapley(of, x));
        for (let i = 0; i < COLUMNS; i++) {
          expect(found[i]).toBeCloseTo(
            wanted.reduce((sum, of) => sum + of[i], 0),
            9,
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('sum to the prediction minus the mean over the training rows', () => {
    fc.assert(
      fc.property(fc.array(shape, { minLength: 1, maxLength: 3 }), row, (shapes, x) => {
        const { ensemble, values } = ensembleOf(shapes);
        const { found, expected } = contributionsOf(ensemble, values, x);
        const mean = shapes.reduce((sum, of) => sum + game(of, x, 0), 0);
        const predicted = shapes.reduce((sum, of) => sum + game(of, x, 2 ** COLUMNS - 1), 0);
        expect(expected).toBeCloseTo(mean, 9);
        expect(expected + found.reduce((a, b) => a + b, 0)).toBeCloseTo(predicted, 9);
      }),
    );
  });
});
