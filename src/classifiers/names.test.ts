import { expect, it } from 'vitest';
import { CLASSIFIER_NAMES, isClassifierName } from './names.js';
import { classifiers } from './registry.js';

it('are those of the registry, in its order', () => {
  expect(CLASSIFIER_NAMES).toEqual(classifiers.map(({ name }) => name));
});

it('are recognised, and nothing else', () => {
  expect(CLASSIFIER_NAMES.every(isClassifierName)).toBe(true);
  for (const text of ['', 'xgbost', 'XGBOOST', 'constructor']) expect(isClassifierName(text)).toBe(false);
});
