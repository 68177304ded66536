import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { FeatureMatrix } from '../../matrix.js';
import { mean } from '../../mean.js';
import { CategoryEncoder, TABLES } from './category-encoder.js';
import { fitCategoryEncoder, MOST_ONE_HOT } from './fit-category-encoder.js';

const FEW = 4;
const MANY = 200;
const ROWS = 600;

/** A number, a column of few levels, and one of many, of which the last has no rows. */
function rowsOf(double = false): { X: FeatureMatrix; y: Int32Array; classes: number } {
  const random = new RandomStream(1, 'rows');
  const data = new (double ? Float64Array : Float32Array)(3 * ROWS);
  const y = new Int32Array(ROWS);
  for (let row = 0; row < ROWS; row++) {
    const many = random.integer(MANY - 1);
    y[row] = random.uniform() < (many % 2 === 0 ? 0.5 : 0.1) ? 1 : 0;
    data.set([random.normal(), random.integer(FEW - 1), many], 3 * row);
  }
  return { X: { data, rows: ROWS, columns: 3 }, y, classes: 2 };
}

const categories = [null, FEW, MANY];
const columnOf = ({ data, rows, columns }: FeatureMatrix, column: number) =>
  Array.from({ length: rows }, (_, row) => data[row * columns + column]);

describe('an encoded matrix', () => {
  const problem = rowsOf();
  const { encoder, problem: encoded } = fitCategoryEncoder(problem, categories, 42);

  it('has a 0/1 column for each level that occurs in a column of few, and numbers as they were', () => {
    expect(encoder.columns).toBe(1 + (FEW - 1) + 2);
    expect(Array.from(encoder.sources)).toEqual([0, 1, 1, 1, 2, 2]);
    expect(columnOf(encoded.X, 0)).toEqual(columnOf(problem.X, 0));
    const few = columnOf(problem.X, 1);
    for (let level = 0; level < FEW - 1; level++) {
      expect(columnOf(encoded.X, 1 + level)).toEqual(few.map((code) => (code === level ? 1 : 0)));
    }
    const unseen = encoder.transform({ data: Float32Array.of(0, FEW - 1, 0), rows: 1, columns: 3 });
    expect(Array.from(unseen.data.subarray(1, 4))).toEqual([0, 0, 0]);
  });

  it('has the count and the rarer class of a column of many, standardised in 32 bits', () => {
    for (const column of [4, 5]) {
      const values = columnOf(encoded.X, column);
      const centre = mean(values);
      expect(centre).toBeCloseTo(0, 5);
      expect(mean(values.map((value) => (value - centre) ** 2))).toBeCloseTo(1, 4);
    }
  });

  it('has shares and logarithms of counts in 64 bits, and the prior for a level without rows', () => {
    const double = rowsOf(true);
    const { encoder: own } = fitCategoryEncoder(double, categories, 42);
    const rowsOfLevel = columnOf(double.X, 2).flatMap((code, row) => (code === 7 ? [row] : []));
    const events = rowsOfLevel.filter((row) => double.y[row] === 1).length;
    const prior = mean(Array.from(double.y));
    const { data } = own.transform({ data: Float64Array.of(0, 0, 7, 0, 0, MANY - 1), rows: 2, columns: 3 });
    expect(data[4]).toBeCloseTo(Math.log(1 + rowsOfLevel.length), 6);
    expect(data[5]).toBeCloseTo((events + 10 * prior) / (rowsOfLevel.length + 10), 6);
    expect(data[10]).toBe(0);
    expect(data[11]).toBeCloseTo(prior, 6);
  });

  it('tells of the training labels no more than of others: levels of one row are all alike', () => {
    const codes = Float32Array.from({ length: ROWS }, (_, row) => row);
    const X = { data: codes, rows: ROWS, columns: 1 };
    const { problem: alike } = fitCategoryEncoder({ ...problem, X }, [ROWS], 42);
    expect(new Set(alike.X.data).size).toBe(1);
  });

  it('keeps the scaling of the numbers', () => {
    const double = rowsOf(true);
    const scaling = [{ mean: 3, scale: 2 }, null, null];
    const { problem: scaled } = fitCategoryEncoder(
      { ...double, X: { ...double.X, scaling } },
      categories,
      42,
    );
    expect(scaled.X.scaling).toEqual([scaling[0], null, null, null, null, null]);
    expect(scaled.X.data).toBeInstanceOf(Float64Array);
    expect(encoded.X.scaling).toBeUndefined();
  });

  it('encodes validation rows by all training rows', () => {
    const { problem: both } = fitCategoryEncoder(
      { ...problem, validation: { X: problem.X, y: problem.y } },
      categories,
      42,
    );
    expect(both.validation?.X).toEqual(encoder.transform(problem.X));
    expect(columnOf(both.X, 5)).not.toEqual(columnOf(both.validation?.X as FeatureMatrix, 5));
  });

  it.each([
    [MOST_ONE_HOT, MOST_ONE_HOT],
    [MOST_ONE_HOT + 1, 2],
  ])('%i levels become %i columns', (levels, columns) => {
    const X = { data: Float32Array.from(problem.y, (_, row) => row % levels), rows: ROWS, columns: 1 };
    expect(fitCategoryEncoder({ ...problem, X }, [levels + 5], 42).encoder.columns).toBe(columns);
  });

  it('has counts that class weights do not change, which would tell the labels', () => {
    const weights = Float64Array.from(problem.y, (c) => (c === 1 ? 1 : 0.1));
    const weighted = fitCategoryEncoder({ ...problem, weights }, categories, 42);
    expect(columnOf(weighted.problem.X, 4)).toEqual(columnOf(encoded.X, 4));
    expect(columnOf(weighted.problem.X, 5)).not.toEqual(columnOf(encoded.X, 5));
  });

  it('sums values back to the columns of X', () => {
    const sums = encoder.sumOverSources(Float32Array.of(1, 2, 3, 4, 5, 6));
    expect(Array.from(sums)).toEqual([1, 9, 11]);
  });
});

describe('saved', () => {
  const problem = rowsOf();
  const { encoder } = fitCategoryEncoder(problem, categories, 42);
  const tensors = () => new Map([[TABLES, encoder.tensor()]]);

  it('it encodes the same bits', () => {
    const revived = CategoryEncoder.revive(encoder.toJSON(), categories, tensors(), 'knn');
    expect(revived.transform(problem.X)).toEqual(encoder.transform(problem.X));
  });

  it.each<[string, (number | null)[], (number | null)[], number, RegExp]>([
    ['columns fewer', [null, 3], categories, 0, /not of the columns that have categories/],
    ['a column of numbers', [null, null, 2], categories, 0, /not of the columns that have categories/],
    ['another width', [null, 4, 2], categories, 0, /shape/],
    ['more levels', [null, 3, 2], [null, FEW, MANY + 1], 0, /shape/],
    ['widths that overflow', [null, 3, 2 ** 52], categories, 0, /shape/],
    ['a value out of range', [null, 3, 2], categories, 3e4, /category_encoding has 30000 at 0/],
  ])('it is refused with %s', (_, widths, levels, value, message) => {
    const saved = tensors();
    if (value !== 0) (saved.get(TABLES) as { data: Float32Array }).data[0] = value;
    const revive = () => CategoryEncoder.revive(widths, levels, saved, 'knn');
    expect(revive).toThrow(InputError);
    expect(revive).toThrow(message);
  });
});
