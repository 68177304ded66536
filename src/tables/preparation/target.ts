/**
 * Separates the target column, as classes, from the features. Targets that are not classes are refused here, before
 * training.
 */
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import { listNames, quote } from '../../text/name-list.js';
import type { Column, Table } from '../table.js';
import { targetColumn } from './labels.js';
import { paddedLabels, paddedLabelsNotice, similarLabels, similarLabelsNotice } from './similar-labels.js';
import { dropColumns } from './table-parts.js';

/** A target with up to this many distinct values is never refused as a measurement or free text. */
const CLASSES_ALWAYS = 20;
/** With more classes than this, ten rows per class are needed on average: identifiers and amounts have fewer. */
const CLASSES_OF_ANY_SIZE = 100;
const LEAST_ROWS_PER_CLASS = 10;

export interface Target {
  readonly name: string;
  /** Ascending numbers, or strings in code-unit order, like scikit-learn's `LabelEncoder`. */
  readonly classes: readonly Label[];
  /** The index in `classes` of each row's label. */
  readonly indices: Int32Array;
  /** The label of each row. */
  readonly labels: readonly Label[];
  /** The table without the target column. */
  readonly features: Table;
  readonly notices: readonly string[];
  /** Those of `notices` about the spelling of labels. */
  readonly labelNotices: readonly string[];
}

export interface TargetOptions {
  /** Accept the values as classes even if they do not look like classes; default false. */
  readonly manyClasses?: boolean;
  /** Merge labels that differ only in letter case, blanks or the spelling of a number into the most frequent one; default false. */
  readonly mergeLabels?: boolean;
}

/**
 * Takes the column `name` out of the table as class labels: numbers if it is numeric, else strings
 * (boolean words included). A class with a single row is allowed, with a notice.
 *
 * Throws `InputError` if the column does not exist, has missing cells or only one class and, unless `manyClasses` is
 * set, if its values do not look like classes: numbers with fractions and over 20 distinct values, or any values with
 * over 20 distinct ones in less than twice as many rows, or over 100 with fewer than ten rows each on average.
 */
export function extractTarget(
  table: Table,
  name: string,
  { manyClasses, mergeLabels }: TargetOptions = {},
): Target {
  const { column, notices } = withSimilarLabels(targetColumn(table, name), mergeLabels ?? false);
  const { classes, indices } = column.kind === 'text' ? textClasses(column) : numericClasses(column.values);
  if (classes.length < 2) {
    const only = classes.length === 1 ? `only the class ${listNames(classes)}` : 'no row';
    throw new InputError(
      `${table.source}: target column ${quote(name)} has ${only}: a classifier needs at least two classes`,
    );
  }
  if (!manyClasses) refuseMeasurement(table, column, classes);
  return {
    name,
    classes,
    indices,
    labels: Array.from(indices, (index) => classes[index]),
    features: dropColumns(table, [column.name]),
    notices: [...notices, ...loneClassNotices(classes, indices)],
    labelNotices: notices,
  };
}

/** The target column, its labels in Unicode form NFC and, if asked for, similar ones merged. */
function withSimilarLabels(
  column: Column,
  merge: boolean,
): { readonly column: Column; readonly notices: readonly string[] } {
  if (column.kind === 'numeric') return { column, notices: [] };
  const normal = column.dictionary.map((word) => word.normalize('NFC'));
  const counts = new Map<string, number>();
  for (const code of column.codes) counts.set(normal[code], (counts.get(normal[code]) ?? 0) + 1);
  const groups = similarLabels(counts);
  const padded = paddedLabels(counts);
  const merged = new Map(merge ? groups.flatMap((group) => group.map((label) => [label, group[0]])) : []);
  return {
    column: { ...column, dictionary: normal.map((word) => merged.get(word) ?? word) },
    notices: [
      ...(groups.length === 0 ? [] : [similarLabelsNotice(column.name, groups, counts, merge)]),
      ...(padded.length === 0 ? [] : [paddedLabelsNotice(column.name, padded, counts)]),
    ],
  };
}

interface Classes {
  readonly classes: readonly Label[];
  readonly indices: Int32Array;
}

function numericClasses(values: Float32Array | Float64Array): Classes {
  const classes = Float64Array.from(new Set(values)).sort();
  const places = new Map<number, number>();
  classes.forEach((value, place) => {
    places.set(value, place);
  });
  return {
    classes: Array.from(classes),
    indices: Int32Array.from(values, (value) => places.get(value)!),
  };
}

function textClasses(column: Extract<Column, { kind: 'text' }>): Classes {
  const used = new Set(column.codes);
  const classes = [...new Set(Array.from(used, (code) => column.dictionary[code]))].sort();
  const places = new Map(classes.map((word, place) => [word, place]));
  const placeOfCode = Int32Array.from(column.dictionary, (word) => places.get(word) ?? -1);
  return { classes, indices: column.codes.map((code) => placeOfCode[code]) };
}

function refuseMeasurement(table: Table, column: Column, classes: readonly Label[]): void {
  const distinct = classes.length;
  if (distinct <= CLASSES_ALWAYS) return;
  const fractions =
    column.kind === 'numeric' &&
    classes.some((value) => typeof value === 'number' && !Number.isInteger(value));
  const tooMany = distinct > CLASSES_OF_ANY_SIZE && table.rows < LEAST_ROWS_PER_CLASS * distinct;
  if (!fractions && !tooMany && distinct <= table.rows / 2) return;
  const looks = fractions ? 'numbers with fractions' : column.kind === 'numeric' ? 'numbers' : 'texts';
  throw new InputError(
    `${table.source}: target column ${quote(column.name)} has ${distinct} distinct ${looks} in ${table.rows} ` +
      `rows (${listNames(classes, 3)}): these do not look like classes. ` +
      (column.kind === 'numeric'
        ? 'Regression is not supported: bin the values into classes first, or choose another target'
        : 'Group the texts into classes first, or choose another target (is this one an identifier?)') +
      '; --many-classes (manyClasses) accepts them as classes',
  );
}

function loneClassNotices(classes: readonly Label[], indices: Int32Array): string[] {
  const counts = new Int32Array(classes.length);
  for (const index of indices) counts[index]++;
  const lone = classes.filter((_, index) => counts[index] === 1);
  if (lone.length === 0) return [];
  const what = lone.length === 1 ? 'class has' : 'classes have';
  return [
    `${lone.length} ${what} a single row, which is used for training but not for testing: ${listNames(lone)}`,
  ];
}
