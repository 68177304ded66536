/**
 * The fitted columns of a preparation, in their saved form. The types follow from the schemas.
 */
import * as z from 'zod';
import { scaleFields } from './column-scale-schema.js';

const NumericSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('numeric'),
  ...scaleFields,
  /** Replaces a missing cell, before scaling. */
  median: z.number(),
  /** Has a value column; false if all present training values are equal. */
  value: z.boolean(),
  /** Has a 0/1 column `name is missing`: cells were missing in training. */
  indicator: z.boolean(),
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
  /** The training categories in code-unit order, one 0/1 column each; then `(other)`. */
  categories: z
    .array(z.string())
    .readonly()
    .refine((all) => new Set(all).size === all.length, 'categories must be distinct'),
  /** The categories are numbers in canonical spelling: the column was numeric in training. */
  numbers: z.boolean(),
  /** Missing cells have their own column `(missing)` after `(other)`; else they share `(other)`. */
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
  BooleanSchema,
  CategoricalSchema,
  DroppedSchema,
]);

export type FittedNumeric = Readonly<z.infer<typeof NumericSchema>>;
export type FittedBoolean = Readonly<z.infer<typeof BooleanSchema>>;
export type FittedCategorical = Readonly<z.infer<typeof CategoricalSchema>>;
export type DroppedColumn = Readonly<z.infer<typeof DroppedSchema>>;
export type KeptColumn = FittedNumeric | FittedBoolean | FittedCategorical;
export type FittedColumn = KeptColumn | DroppedColumn;

export function isKept(column: FittedColumn): column is KeptColumn {
  return column.kind === 'numeric' || column.kind === 'boolean' || column.kind === 'categorical';
}
