/**
 * What a preparation has learned about each column, in the form it is saved: the schemas are the one
 * description, the types follow from them.
 */
import * as z from 'zod';

const scaleFields = {
  /** Mean of the present training values: the centre of the standardisation. */
  mean: z.number(),
  /** Their population standard deviation, or 1 where that is 0: the unit of the standardisation. */
  scale: z.number().positive(),
  /** Rising; where there are some, values are scaled through them and not by mean and scale (`scaledValue`). */
  quantiles: z
    .array(z.number())
    .readonly()
    .refine((all) => all.every((value, i) => i === 0 || value >= all[i - 1]), 'quantiles must rise')
    .refine((all) => all.length > 1 && all[0] < all[all.length - 1], 'quantiles must differ')
    .optional(),
};

/** A `ColumnScale`. */
export const ColumnScaleSchema = z.strictObject(scaleFields);

const NumericSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('numeric'),
  ...scaleFields,
  /** Stands in for a missing cell, before scaling. */
  median: z.number(),
  /** Has a value column; not when the present training values are all equal. */
  value: z.boolean(),
  /** Has a 0/1 column `name is missing`: cells were missing in training. */
  indicator: z.boolean(),
});

const BooleanSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('boolean'),
  /** Stands in for a missing cell: 0, 1, or 0.5 at a tie. */
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
  /** The categories are canonical numbers: the column was numeric in training. */
  numbers: z.boolean(),
  /** Missing cells have a place of their own, `(missing)`, after `(other)`; else they share `(other)`. */
  missing: z.boolean(),
});

const DroppedSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['identifier', 'constant', 'empty', 'excluded']),
  /** Why it is left out. */
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
