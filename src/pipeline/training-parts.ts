/** The training rows and the test rows: of one table, or of two. */
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import { extractTarget, type TargetOptions } from '../tables/preparation/target.js';
import { type Split, shuffleSplit } from '../tables/split/shuffle-split.js';
import type { Table } from '../tables/table.js';
import { countOf, listNames, quote } from '../text/name-list.js';
import type { ColumnRoles } from './column-roles/column-roles.js';
import { sharedGroupNotices, testRoles } from './column-roles/test-table-roles.js';
import { type Part, partAt, trainingPart, wholePart } from './part.js';
import { splitStream } from './seeded-split.js';
import { knownRows, labelsToCompare } from './test-labels.js';

export interface TrainingParts {
  readonly train: Part;
  readonly test: Part;
  /** The test rows whose class occurs in training. */
  readonly knownTest: Part;
  readonly notices: readonly string[];
}

/**
 * With a `test` table all rows of `table` are training rows; otherwise `testSize` of them are held out: stratified, by
 * group or the latest, as the roles of the columns say.
 *
 * @throws InputError for a target that cannot be predicted (`extractTarget`), a test size out of range, too few groups or
 *   times, a split that leaves one class to train on, and a test table without the target column or without any class of the training table.
 */
export function trainingParts(
  table: Table,
  target: string,
  options: TargetOptions & {
    readonly test?: Table;
    readonly testSize?: number;
    readonly seed: number;
    readonly roles?: ColumnRoles;
  },
): TrainingParts {
  const { test: testTable, testSize, seed, roles } = options;
  const { labels, classes, notices: targetNotices, labelNotices } = extractTarget(table, target, options);
  const { part, notices: partNotices } = trainingPart(table, labels, roles);
  if (testTable !== undefined) {
    if (testSize !== undefined) {
      throw new InputError('testSize cannot be combined with test: give one of them', {
        optionNames: ['testSize', 'test'],
      });
    }
    const compared = labelsToCompare(testTable, target, classes);
    const found = testRoles(testTable, roles);
    const test = wholePart(testTable, compared.labels, found.roles);
    const notices = [
      ...targetNotices,
      ...partNotices,
      ...found.notices,
      ...test.notices,
      ...compared.notices,
      ...sharedGroupNotices(table, testTable, roles),
    ];
    return withKnownTest(part, test.part, classes, notices);
  }
  const split = splitOf(part, target, { testSize, seed });
  const train = partAt(part, split.train);
  checkClasses(train, roles);
  const notices = [...labelNotices, ...partNotices, ...split.notices];
  return withKnownTest(train, partAt(part, split.test), new Set(train.labels), notices);
}

/** Throws `InputError` as `shuffleSplit`, with the table and the target. */
function splitOf(
  { table, labels, split }: Part,
  target: string,
  { testSize, seed }: { readonly testSize?: number; readonly seed: number },
): Split {
  try {
    return shuffleSplit(labels, { ...split, testSize, random: splitStream(seed) });
  } catch (error) {
    if (!(error instanceof InputError) || error.optionNames.includes('testSize')) throw error;
    throw new InputError(`${table.source}, target column ${quote(target)}: ${error.message}`, {
      cause: error,
      optionNames: error.optionNames,
    });
  }
}

function checkClasses({ table, labels }: Part, roles: ColumnRoles | undefined): void {
  const classes = [...new Set(labels)];
  if (classes.length > 1) return;
  const option = roles?.time !== undefined ? 'time' : roles?.group !== undefined ? 'group' : 'testSize';
  const column = option === 'testSize' ? undefined : roles?.[option];
  const [named, remedy] =
    column === undefined
      ? [option, 'choose fewer test rows']
      : [`${option} ${quote(column)}`, `choose another number of test rows, or split without ${option}`];
  throw new InputError(
    `${table.source}: ${named} leaves only the class ${listNames(classes)} in the ${countOf(labels.length, 'training row')}, ` +
      `but a classifier needs at least two classes: ${remedy}`,
    { optionNames: [option] },
  );
}

function withKnownTest(
  train: Part,
  test: Part,
  classes: Iterable<Label>,
  notices: readonly string[],
): TrainingParts {
  const known = knownRows(test.labels, [...classes], test.table.source);
  const knownTest = partAt(test, known.rows);
  return { train, test, knownTest, notices: [...notices, ...known.notices] };
}
