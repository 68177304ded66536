/** Rows, classifiers and expectations of the contract of classifiers. */
import { expect } from 'vitest';
import type { Classifier } from '../../src/classifiers/contract/classifier.js';
import type { ClassifierEntry } from '../../src/classifiers/contract/classifier-entry.js';
import { InputError } from '../../src/errors.js';
import type { Label } from '../../src/matrix.js';
import { classificationReport } from '../../src/metrics/classification-report.js';
import { knownOptions } from './known-options.js';
import { blobs } from './labelled-rows.js';

export const CLASSES = ['a', 'b', 'c'];
export const EPOCHS = 15;

/** A small table of three clouds, and classifiers of the entry that are fitted quickly. */
export function contractSetting(entry: ClassifierEntry) {
  const create = (options: Record<string, unknown> = {}) =>
    entry.create(knownOptions(entry, { epochs: EPOCHS, nEstimators: EPOCHS, ...options }));
  const table = blobs([30, 25, 20], CLASSES);
  const fitted = (options?: Record<string, unknown>) => create(options).fit(table.X, table.y);
  return { create, table, fitted };
}

/** A rejected promise's error: its class and its message are part of the contract. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error('expected a rejection');
    },
    (error) => error as Error,
  );
}

export async function expectInputError(promise: Promise<unknown>, ...parts: RegExp[]): Promise<void> {
  const error = await rejection(promise);
  expect(error).toBeInstanceOf(InputError);
  for (const part of parts) expect(error.message).toMatch(part);
}

export function tensorsOf(classifier: Classifier) {
  return [...classifier.tensors()].map(([name, { shape, data }]) => [name, [...shape], Array.from(data)]);
}

export function macroF1Of(yTrue: readonly Label[], yPred: readonly Label[]): number {
  return classificationReport(yTrue, yPred).metrics.macroF1;
}
