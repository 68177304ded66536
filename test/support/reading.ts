/** What the tests of the readers share: a table's cells as plain values, and a reading's refusal. */
import { expect } from 'vitest';
import { InputError } from '../../src/errors.js';
import type { Column } from '../../src/tables/table.js';

/** A column's cells: numbers, texts, and null where missing. */
export function cellsOf(column: Column): (number | string | null)[] {
  if (column.kind === 'numeric')
    return Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
  return Array.from(column.codes, (code) => (code < 0 ? null : column.dictionary[code]));
}

/** The message of the `InputError` a reading ends in; fails the test if it ends otherwise. */
export async function failure(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}
