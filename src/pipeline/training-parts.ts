/** The training rows and the test rows: of one table, or of two. */
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import { rowRange } from '../tables/preparation/resolve-rows.js';
import { extractTarget, type TargetOptions } from '../tables/preparation/target.js';
import type { Table } from '../tables/table.js';
import { trainTestSplit } from './seeded-split.js';
import { knownRows, labelsToCompare } from './test-labels.js';

/** Rows of a table with their labels: `labels[i]` is that of row `rows[i]`. */
export interface Part {
  readonly table: Table;
  readonly rows: Int32Array;
  readonly labels: readonly Label[];
}

export interface TrainingParts {
  readonly train: Part;
  readonly test: Part;
  /** The test rows whose class occurs in training. */
  readonly knownTest: Part;
  readonly notices: readonly string[];
}

/**
 * With a `test` table all rows of `table` are training rows; otherwise `testSize` of them are held out, stratified.
 *
 * @throws InputError for a target that cannot be predicted (`extractTarget`), a test size out of range, and a
 *   test table without the target column or without any class of the training table.
 */
export function trainingParts(
  table: Table,
  target: string,
  options: TargetOptions & { readonly test?: Table; readonly testSize?: number; readonly seed: number },
): TrainingParts {
  const { labels, classes, notices } = extractTarget(table, target, options);
  if (options.test !== undefined) {
    if (options.testSize !== undefined) {
      throw new InputError('testSize cannot be combined with a test table: give one of them');
    }
    const train = { table, rows: rowRange(table.rows), labels };
    const testLabels = labelsToCompare(options.test, target, classes);
    const test = { table: options.test, rows: rowRange(options.test.rows), labels: testLabels };
    return withKnownTest(train, test, classes, notices);
  }
  const split = trainTestSplit(labels, { testSize: options.testSize, seed: options.seed });
  const train = partOf(table, split.train, labels);
  return withKnownTest(train, partOf(table, split.test, labels), new Set(train.labels), split.notices);
}

function withKnownTest(
  train: Part,
  test: Part,
  classes: Iterable<Label>,
  notices: readonly string[],
): TrainingParts {
  const known = knownRows(test.labels, [...classes], test.table.source);
  const knownTest = partOf(
    test.table,
    known.rows.map((place) => test.rows[place]),
    test.labels,
    known.rows,
  );
  return { train, test, knownTest, notices: [...notices, ...known.notices] };
}

/** The labels are those at `places`; default: at `rows`. */
function partOf(table: Table, rows: Int32Array, labels: readonly Label[], places = rows): Part {
  return { table, rows, labels: Array.from(places, (place) => labels[place]) };
}
