/**
 * Splits rows into training and test rows with rare classes in both: scikit-learn's `train_test_split(stratify=y)`,
 * except that a class with a single row is not an error.
 */
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import { countOf, listNames } from '../../text/name-list.js';
import { rowRange } from '../preparation/resolve-rows.js';
import { allocateDraws } from './allocate-draws.js';
import { groupParts } from './group-parts.js';
import type { RandomSource } from './random-source.js';
import { sampleFront } from './sample-front.js';
import { inColumn, placesOf, type SplitRules } from './split-rules.js';
import { timeBlocks } from './time-blocks.js';

export interface SplitOptions extends SplitRules {
  /** A fraction of the rows in (0, 1), rounded up, or a number of rows from 1; default 0.2. */
  readonly testSize?: number;
  readonly random: RandomSource;
  /** The option that gives `testSize`, for messages; default `testSize`. */
  readonly sizeOption?: string;
}

export interface Split {
  /** Row indices, ascending; every row is in exactly one of the two. */
  readonly train: Int32Array;
  readonly test: Int32Array;
  readonly notices: readonly string[];
}

/**
 * Splits the rows of `labels` (class indices, or labels, which read better in notices) at random into
 * ceil(testSize * n) test rows and the rest. With stratification, `allocateDraws` decides how many rows of each class
 * are for training; the others are test rows. A class with a single row stays in training; classes without a row in
 * one of the parts are named in a notice.
 *
 * With groups, whole groups are test rows, about as many rows as wanted, chosen by `groupParts`. With times, the latest rows
 * are, cut at the change of time nearest to the number wanted. A notice tells of a number of test rows that is more than
 * a tenth off.
 *
 * Throws `InputError` for a test size out of range, one that leaves no training row, and if every class has a single
 * row; with groups or times, if there are fewer than two.
 */
export function shuffleSplit(labels: Int32Array | readonly Label[], options: SplitOptions): Split {
  const { testSize = 0.2, sizeOption = 'testSize', stratify = true, random, groups, times, column } = options;
  const testRows = testRowCount(testSize, labels.length, sizeOption);
  if (times !== undefined) {
    const blocks = timeBlocks(times, [labels.length - testRows], column);
    return ofParts(labels, blocks, testRows, `rows of equal time${inColumn({ column })}`);
  }
  if (groups !== undefined) {
    const share = testRows / labels.length;
    const parts = groupParts(labels, groups, [1 - share, share], { stratify, random, column });
    return ofParts(labels, parts, testRows, `rows of one group${inColumn({ column })}`);
  }
  if (stratify) return stratifiedSplit(labels, testRows, random);
  const everyRow = rowRange(labels.length);
  const test = sampleFront(everyRow, testRows, random).slice().sort();
  return { train: everyRow.slice(testRows).sort(), test, notices: [] };
}

function testRowCount(testSize: number, rows: number, option: string): number {
  const fraction = testSize > 0 && testSize < 1;
  if (!fraction && !(Number.isInteger(testSize) && testSize >= 1)) {
    throw new InputError(
      `${option} is ${testSize}: give a fraction between 0 and 1 (for example 0.2) or a whole number of rows`,
      { optionNames: [option] },
    );
  }
  const testRows = fraction ? Math.ceil(testSize * rows) : testSize;
  if (testRows >= rows) {
    throw new InputError(
      `${option} is ${testSize}, which leaves none of ${countOf(rows, 'row')} to train on: choose a smaller one`,
      { optionNames: [option] },
    );
  }
  return testRows;
}

function stratifiedSplit(
  labels: Int32Array | readonly Label[],
  wantedTestRows: number,
  random: RandomSource,
): Split {
  const classes = rowsByClass(labels);
  const lone = classes.filter(({ rows }) => rows.length === 1);
  const shared = classes.filter(({ rows }) => rows.length > 1);
  const available = labels.length - lone.length;
  if (available === 0) {
    throw new InputError(
      `each of the ${classes.length} classes has a single row, so no class can be in both parts: ` +
        'merge classes, or split without stratification (stratify: false)',
      { optionNames: ['stratify: false'] },
    );
  }
  const testRows = Math.min(wantedTestRows, available);
  const inTraining = allocateDraws(
    shared.map(({ rows }) => rows.length),
    available - testRows,
    random,
  );
  const train = lone.flatMap(({ rows }) => rows);
  const test: number[] = [];
  shared.forEach(({ rows }, index) => {
    const shuffled = Int32Array.from(rows);
    const drawn = sampleFront(shuffled, inTraining[index], random);
    for (const row of drawn) train.push(row);
    for (const row of shuffled.subarray(drawn.length)) test.push(row);
  });
  const withoutTest = shared.filter(({ rows }, index) => inTraining[index] === rows.length);
  const withoutTraining = shared.filter((_, index) => inTraining[index] === 0);
  const notices: string[] = [];
  if (lone.length > 0) notices.push(`${named(lone)} a single row, kept in training`);
  if (testRows < wantedTestRows) {
    notices.push(`test rows therefore reduced from ${wantedTestRows} to ${testRows}`);
  }
  notices.push(...missingNotices(withoutTraining, withoutTest, testRows));
  return { train: Int32Array.from(train).sort(), test: Int32Array.from(test).sort(), notices };
}

/** By more than this share of the test rows that are wanted, another number is worth a notice. */
const UNREMARKABLE_SHARE = 0.1;

/**
 * Part 0 is for training, part 1 for testing.
 *
 * @param wanted the number of test rows that was asked for
 * @param together which rows are never in two parts
 */
function ofParts(
  labels: Int32Array | readonly Label[],
  partOfRow: Int32Array,
  wanted: number,
  together: string,
): Split {
  const [train, test] = [placesOf(partOfRow, 0), placesOf(partOfRow, 1)];
  const lacking = (part: number) =>
    rowsByClass(labels).filter(({ rows }) => rows.every((row) => partOfRow[row] !== part));
  const notices = missingNotices(lacking(0), lacking(1), test.length);
  if (Math.abs(test.length - wanted) <= UNREMARKABLE_SHARE * wanted) return { train, test, notices };
  const size = `${countOf(test.length, 'test row')} instead of ${wanted}, because ${together} are kept together`;
  return { train, test, notices: [size, ...notices] };
}

function missingNotices(
  withoutTraining: readonly ClassRows[],
  withoutTest: readonly ClassRows[],
  testRows: number,
): string[] {
  const notices: string[] = [];
  if (withoutTest.length > 0) {
    notices.push(`${named(withoutTest)} no row among the ${countOf(testRows, 'test row')}`);
  }
  if (withoutTraining.length > 0) {
    notices.push(`${named(withoutTraining)} no training row and cannot be predicted: choose fewer test rows`);
  }
  return notices;
}

interface ClassRows {
  readonly label: Label;
  readonly rows: number[];
}

/** Classes in order of first appearance, so that the draws depend only on the order of the labels. */
function rowsByClass(labels: Int32Array | readonly Label[]): ClassRows[] {
  const classes = new Map<Label, ClassRows>();
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    const known = classes.get(label);
    if (known === undefined) classes.set(label, { label, rows: [row] });
    else known.rows.push(row);
  }
  return [...classes.values()];
}

function named(classes: readonly ClassRows[]): string {
  const names = listNames(classes.map(({ label }) => label));
  return classes.length === 1 ? `class ${names} has` : `${classes.length} classes (${names}) have`;
}
