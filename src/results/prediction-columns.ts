/** The columns that `predict` writes, each with its cells in the types of JSON lines and Parquet and as text. */
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import type { PredictedRows } from '../pipeline/predicted-rows.js';
import { unknownColumn } from '../tables/preparation/columns-by-name.js';
import { cellText, type NumericColumn, type Table } from '../tables/table.js';
import { quote } from '../text/name-list.js';

export interface PredictionColumn {
  readonly name: string;
  /** `float` has 32 bits, `double` 64. */
  readonly type: 'string' | 'boolean' | 'integer' | 'double' | 'float';
  /** Whether cells can be missing. */
  readonly optional: boolean;
  /** The value of prediction i of the block; null if missing. A list is one in JSON lines, and its text in Parquet. */
  valueAt(block: PredictedRows, i: number): Label | readonly Label[] | null;
  /** The same as text; empty if missing. */
  textAt(block: PredictedRows, i: number): string;
}

export interface PredictionColumnOptions {
  /** Columns of the table that are written too, in this order; `all` for all in the order of the table. Default none. */
  readonly keep?: 'all' | readonly string[];
  /** Whether the row of the table, from 1, is written in the column `row`; default false. */
  readonly rowNumbers?: boolean;
  /** The index of the class whose probability is written in the column `risk`; default none. */
  readonly risk?: number;
  /** Whether the probability of each class is written; default false. */
  readonly proba?: boolean;
  /** Whether the prediction sets are written; default false. */
  readonly sets?: boolean;
  /** Whether the rows for review and their reasons are written; default false. */
  readonly review?: boolean;
  /** Whether the reasons of each prediction are written; default false. */
  readonly reasons?: boolean;
  /** Whether the p-value of the novelty of each row and its mark are written; default false. */
  readonly novelty?: boolean;
}

/** Decimal digits that distinguish any two 32-bit floats. */
const FLOAT_DIGITS = 9;

/**
 * The columns in the order in which they are written: row number, kept columns, prediction, risk, probabilities,
 * prediction set, review, reasons, novelty.
 *
 * @param table the whole one, or the first of its blocks, if the predicted rows say which block they are of
 * @param classes the labels in the order of the probabilities
 * @param actions the labels that can be predicted: the classes, and others such as `review`
 * @throws InputError for a name that is not in the table, and for one that another column of the output has.
 */
export function predictionColumns(
  table: Table,
  { classes, actions }: { readonly classes: readonly Label[]; readonly actions: readonly Label[] },
  {
    keep = [],
    rowNumbers = false,
    risk,
    proba = false,
    sets = false,
    review = false,
    reasons = false,
    novelty = false,
  }: PredictionColumnOptions,
): PredictionColumn[] {
  const kept = keptColumns(table, keep);
  const first = rowNumbers ? [ROW] : [];
  const last = [predictionColumn(actions)];
  if (risk !== undefined) last.push(probabilityColumn('risk', risk));
  if (proba) last.push(...classes.map((label, c) => probabilityColumn(`probability_${label}`, c)));
  if (sets) last.push(PREDICTION_SET);
  if (review) last.push(REVIEW, REVIEW_REASON);
  if (reasons) last.push(REASONS);
  if (novelty) last.push(NOVELTY_P_VALUE, NOVEL);
  const written = new Set([...first, ...last].map(({ name }) => name));
  for (const { name } of kept.map((index) => table.columns[index])) {
    if (!written.has(name)) continue;
    throw new InputError(
      `${table.source}: column ${quote(name)} cannot be kept, because predictions have a column of that name: ` +
        'rename it in the table, or list the columns to keep without it',
    );
  }
  return [...first, ...kept.map((index) => keptColumn(table, index)), ...last];
}

/** Their indices, which are the same in all blocks of a table. */
function keptColumns(table: Table, keep: 'all' | readonly string[]): number[] {
  if (keep === 'all') return table.columns.map((_, index) => index);
  const indices = new Map(table.columns.map(({ name }, index) => [name, index]));
  return [...new Set(keep)].map((name) => {
    const index = indices.get(name);
    if (index === undefined) throw unknownColumn(table.source, '--keep', name, [...indices.keys()]);
    return index;
  });
}

/** Numbers with leading zeros are text, because they are identifiers, which would be others without the zeros. */
function keptColumn(whole: Table, index: number): PredictionColumn {
  const { name, kind } = whole.columns[index];
  const text = ({ rows, table = whole }: PredictedRows, i: number) =>
    cellText(table, table.columns[index], rows[i]);
  const textAt = (block: PredictedRows, i: number) => text(block, i) ?? '';
  if (kind === 'text' || whole.spellings?.get(name)?.padded) {
    const valueAt = (block: PredictedRows, i: number) => text(block, i) ?? null;
    return { name, type: 'string', optional: true, valueAt, textAt };
  }
  const valueAt = ({ rows, table = whole }: PredictedRows, i: number) => {
    const value = (table.columns[index] as NumericColumn).values[rows[i]];
    return Number.isNaN(value) ? null : value;
  };
  return { name, type: 'double', optional: true, valueAt, textAt };
}

function rowNumber({ rows, table }: PredictedRows, i: number): number {
  return (table?.firstRow ?? 0) + rows[i] + 1;
}

const ROW: PredictionColumn = {
  name: 'row',
  type: 'integer',
  optional: false,
  valueAt: rowNumber,
  textAt: (block, i) => String(rowNumber(block, i)),
};

const REASONS: PredictionColumn = {
  name: 'reasons',
  type: 'string',
  optional: false,
  valueAt: ({ reasons }, i) => reasons?.[i] ?? '',
  textAt: ({ reasons }, i) => reasons?.[i] ?? '',
};

const NOVELTY_P_VALUE: PredictionColumn = {
  name: 'novelty_p_value',
  type: 'double',
  optional: true,
  valueAt: ({ novelty }, i) => novelty?.[i].pValue ?? null,
  textAt: ({ novelty }, i) => novelty?.[i].pValue.toPrecision(3) ?? '',
};

const NOVEL: PredictionColumn = {
  name: 'novel',
  type: 'boolean',
  optional: true,
  valueAt: ({ novelty }, i) => novelty?.[i].isNovel ?? null,
  textAt: ({ novelty }, i) => String(novelty?.[i].isNovel ?? ''),
};

/** The classes of an empty set are an empty cell. */
const PREDICTION_SET: PredictionColumn = {
  name: 'prediction_set',
  type: 'string',
  optional: false,
  valueAt: ({ sets }, i) => sets?.[i] ?? [],
  textAt: ({ sets }, i) => (sets?.[i] ?? []).map(labelInSet).join('|'),
};

/** A label that would not be told from several, or from none, is written as in JSON. */
function labelInSet(label: Label): string {
  const text = String(label);
  return /[|"]/.test(text) || text.trim() !== text || text === '' ? JSON.stringify(text) : text;
}

const REVIEW: PredictionColumn = {
  name: 'review',
  type: 'boolean',
  optional: false,
  valueAt: (block, i) => reviewReasonAt(block, i) !== '',
  textAt: (block, i) => String(reviewReasonAt(block, i) !== ''),
};

const REVIEW_REASON: PredictionColumn = {
  name: 'review_reason',
  type: 'string',
  optional: false,
  valueAt: reviewReasonAt,
  textAt: reviewReasonAt,
};

function reviewReasonAt({ reviewReasons }: PredictedRows, i: number): string {
  return reviewReasons?.[i] ?? '';
}

function predictionColumn(actions: readonly Label[]): PredictionColumn {
  return {
    name: 'prediction',
    type: labelType(actions),
    optional: false,
    valueAt: ({ labels }, i) => labels[i],
    textAt: ({ labels }, i) => String(labels[i]),
  };
}

/** The type that holds all labels; text if they have several, such as numbers and the action `review`. */
export function labelType(labels: readonly Label[]): PredictionColumn['type'] {
  if (labels.every((label) => typeof label === 'boolean')) return 'boolean';
  if (labels.every(Number.isSafeInteger)) return 'integer';
  return labels.every((label) => typeof label === 'number') ? 'double' : 'string';
}

function probabilityColumn(name: string, c: number): PredictionColumn {
  const value = ({ probabilities: { data, columns } }: PredictedRows, i: number) => data[i * columns + c];
  return {
    name,
    type: 'float',
    optional: false,
    valueAt: value,
    // As few digits as bring back the same 32 bits, or at most two more.
    textAt: (block, i) => String(Number(value(block, i).toPrecision(FLOAT_DIGITS))),
  };
}
