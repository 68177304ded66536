import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { Boosting } from '../tree-models/boosting/boosting.js';

const create = (options: unknown) => () => new Boosting(options as never);

describe('options of a classifier', () => {
  it.each([
    [{ nEstimators: 'many' }, 'boosting: nEstimators is "many": give an integer from 1 to 100000'],
    [{ learningRate: Number.NaN }, 'boosting: learningRate is NaN: give a number above 0 to 1'],
    [{ monotone: ['age'] }, 'boosting: monotone is ["age"]: give a list of name:+1 or name:-1'],
    [
      { classWeight: [['bad', -1]] },
      'boosting: classWeight is [["bad", -1]]: give balanced or pairs of label',
    ],
    [{ classWeight: [['bad', Number.NaN]] }, 'classWeight is [["bad", NaN]]: give'],
    [{ maxDepth: null, lambda: -1 }, 'maxDepth is null: give an integer from 1 to 64; lambda is -1: give'],
    [{ nEstimator: 5 }, 'boosting has no option "nEstimator". Did you mean "nEstimators"?'],
    [[], 'the options of boosting are an array: give an object'],
    [new Map([['nEstimators', 5]]), 'the options of boosting are an instance of Map: give an object'],
    [Promise.resolve({}), 'the options of boosting are a promise: await it'],
    [7, 'the options of boosting are 7: give an object'],
  ])('%o', (options, message) => {
    expect(create(options)).toThrow(InputError);
    expect(create(options)).toThrow(message);
  });

  it('may come from another realm or have no prototype', () => {
    const options = Object.assign(Object.create(null), { nEstimators: 5 });
    expect(new Boosting(options).options.nEstimators).toBe(5);
  });
});

describe('options of fit', () => {
  const X = { data: Float64Array.of(1, 2, 3, 4), rows: 4, columns: 1 };
  const fit = (options: unknown) => new Boosting({ nEstimators: 1 }).fit(X, [0, 0, 1, 1], options as never);

  it.each([
    [
      { sampleWeights: [1, 1, 1, 1] },
      'fit of boosting has no option "sampleWeights". Did you mean "sampleWeight"?',
    ],
    [{ sampleWeight: 2 }, 'fit of boosting: sampleWeight is 2: give an array of numbers'],
    [{ validation: 'no' }, `fit of boosting: validation is "no": give { X, y }, or 'none'`],
    [{ validation: null }, 'validation is null: give'],
    [{ columnNames: 'a' }, 'columnNames is "a": give an array of strings'],
    [{ onProgress: true }, 'onProgress is true: give a function'],
    [{ signal: {} }, 'signal is an object: give an AbortSignal'],
    [new Map(), 'the options of fit of boosting are an instance of Map: give an object'],
  ])('%o', async (options, message) => {
    await expect(fit(options)).rejects.toThrow(InputError);
    await expect(fit(options)).rejects.toThrow(message);
  });
});

describe('class weights', () => {
  const X = { data: Float64Array.of(1, 2, 3, 4, 5, 6), rows: 6, columns: 1 };
  const fit = (
    weight: number,
    label: string | number = 'bad',
    y = ['bad', 'bad', 'bad', 'good', 'good', 'good'],
  ) => new Boosting({ nEstimators: 2, minChildWeight: 0, classWeight: [[label, weight]] }).fit(X, y);

  it.each([1e300, 1e-300, 2e9])('of %d are refused', async (weight) => {
    await expect(fit(weight)).rejects.toThrow(
      `classWeight of "bad" is ${weight}: give 0, or a number from 1e-9`,
    );
  });

  it.each([1e9, 1e-9, 0])('of %d give finite probabilities', async (weight) => {
    const { data } = await (await fit(weight)).predictProba(X);
    expect(data.every((p) => p >= 0 && p <= 1)).toBe(true);
  });

  it('match labels as text, and name those that there are', async () => {
    await expect(fit(2, 'worse')).rejects.toThrow(
      'classWeight names "worse", which is not a label of y: "bad", "good"',
    );
    const numbers = [0, 0, 0, 1, 1, 1] as unknown as string[];
    const byText = await fit(5, '1', numbers);
    expect(byText.tensors()).toEqual((await fit(5, 1, numbers)).tensors());
  });
});
