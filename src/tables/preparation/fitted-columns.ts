/**
 * The fitted columns of a preparation, in their saved form. The types follow from the schemas.
 */
import * as z from 'zod';
import { scaleFields } from './column-scale-schema.js';
import { DateSchema, type FittedDate } from './dates/date-step.js';
import { NumberFormatSchema } from './numbers/number-format.js';
import { type FittedList, ListSchema } from './texts/list/list-step.js';
import { type FittedText, TextSchema } from './texts/text/text-step.js';

function distinctWords(what: string) {
  return z
    .array(z.string())
    .readonly()
    .refine((all) => new Set(all).size === all.length, `${what} must be distinct`);
}

const numberFields = {
  name: z.string(),
  ...scaleFields,
  /** Replaces a missing cell, before scaling. */
  median: z.number(),
  /** Has a value column; false if all present training values are equal. */
  value: z.boolean(),
  /** Has a 0/1 column `name is missing`: cells were missing in training. */
  indicator: z.boolean(),
  /** The smallest and the largest training value; absent without any, and in versions 1 and 2. */
  range: z
    .strictObject({ least: z.number(), greatest: z.number() })
    .readonly()
    .refine(({ least, greatest }) => least <= greatest, 'the range must not be empty')
    .optional(),
};

const NumericSchema = z.strictObject({
  ...numberFields,
  kind: z.literal('numeric'),
  /** How numbers are written in text; if absent, plainly (`parseNumber`). */
  format: NumberFormatSchema.readonly().optional(),
});

const OrdinalSchema = z.strictObject({
  ...numberFields,
  kind: z.literal('ordinal'),
  /** The spellings of each level, from the lowest; if absent, the levels are ranges of numbers (`rangeMiddle`). */
  levels: z.array(z.array(z.string()).readonly()).readonly().optional(),
  /** The words of the training rows, one a level, from the lowest; absent for a column of numbers or of many levels. */
  words: z.array(z.string()).readonly().optional(),
});

const BooleanSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('boolean'),
  /** Replaces a missing cell: 0, 1, or 0.5 for a tie. */
  median: z.number().min(0).max(1),
  value: z.boolean(),
  indicator: z.boolean(),
});

const CategoricalSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('categorical'),
  /** `codes`: one column, the index of the category. If absent (versions 1 and 2), a 0/1 column for each. */
  encoding: z.literal('codes').optional(),
  /** The training categories in code-unit order; `(other)` follows. */
  categories: distinctWords('categories'),
  /** Training categories that are encoded as `(other)`, because they occur once in a column of many categories. */
  rare: distinctWords('rare categories').optional(),
  /** The categories are numbers in canonical spelling: the column was numeric in training. */
  numbers: z.boolean(),
  /** Missing cells have their own place `(missing)` after `(other)`; else they share `(other)`. */
  missing: z.boolean(),
});

const DroppedSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['identifier', 'constant', 'empty', 'excluded']),
  /** Why it is dropped. */
  reason: z.string(),
});

export const FittedColumnSchema = z.discriminatedUnion('kind', [
  NumericSchema,
  OrdinalSchema,
  BooleanSchema,
  CategoricalSchema,
  DateSchema,
  ListSchema,
  TextSchema,
  DroppedSchema,
]);

export type FittedNumeric = Readonly<z.infer<typeof NumericSchema>>;
export type FittedOrdinal = Readonly<z.infer<typeof OrdinalSchema>>;
export type FittedBoolean = Readonly<z.infer<typeof BooleanSchema>>;
export type FittedCategorical = Readonly<z.infer<typeof CategoricalSchema>>;
export type DroppedColumn = Readonly<z.infer<typeof DroppedSchema>>;
export type KeptColumn =
  | FittedNumeric
  | FittedOrdinal
  | FittedBoolean
  | FittedCategorical
  | FittedDate
  | FittedList
  | FittedText;
export type FittedColumn = KeptColumn | DroppedColumn;

const DROPPED: ReadonlySet<string> = new Set(DroppedSchema.shape.kind.options);

export function isKept(column: FittedColumn): column is KeptColumn {
  return !DROPPED.has(column.kind);
}
